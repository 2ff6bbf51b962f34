package ui

import (
	"errors"
	"io"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/tokenclient"
)

// keyFiles has one file, which is a key.
func (s *stage) keyFiles(key string) {
	s.p.OpenFile = func(name string) (io.ReadCloser, error) {
		if name != "/home/me/my key.pem" {
			return nil, errors.New("no such file")
		}
		return io.NopCloser(strings.NewReader(key)), nil
	}
}

func TestAKeyFileIsChosenInsteadOfTyped(t *testing.T) {
	_, key := pair(t)
	onStage(t, func(s *stage) {
		s.keyFiles(key)
		asked := s.answerPicker("/home/me/my key.pem")
		s.edit()
		s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
		field := s.form.more.key.key
		s.win.Canvas().Focus(field.line.button)
		field.line.button.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		s.settle()
		if len(*asked) != 1 || field.whole().Reveal() != key {
			t.Errorf("asked %q, the field holds %d bytes", *asked, field.whole().Len())
		}
	}, shop())
}

func TestAChosenFileThatIsNoKeyIsCalledSo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keyFiles("hello")
		s.answerPicker("/home/me/my key.pem")
		s.edit()
		s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
		field := s.form.more.key.key
		test.Tap(field.line.button)
		s.settle()
		if !field.wrong.Visible() || !strings.HasPrefix(field.wrong.Text(), "✗") || !field.whole().Empty() {
			t.Errorf("says %q, holds %d bytes", field.wrong.Text(), field.whole().Len())
		}
		s.answerPicker("/home/me/other.pem")
		test.Tap(field.line.button)
		s.settle()
		s.wantShown("The file could not be read")
	}, shop())
}

func TestTheButtonOpensWhatIsTyped(t *testing.T) {
	_, key := pair(t)
	onStage(t, func(s *stage) {
		s.keyFiles(key)
		asked := s.answerPicker("/nowhere")
		s.edit()
		s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
		field := s.form.more.key.key
		if got := field.line.button.Text(); got != "Choose…" {
			t.Errorf("the button says %q", got)
		}
		s.typeInto(field.file, "/home/me/my key.pem")
		if got := field.line.button.Text(); got != "Open" {
			t.Errorf("the button says %q beside a name", got)
		}
		test.Tap(field.line.button)
		s.settle()
		if len(*asked) != 0 || field.whole().Reveal() != key || field.line.button.Text() != "Choose…" {
			t.Errorf("asked %q, holds %d bytes, the button says %q", *asked, field.whole().Len(), field.line.button.Text())
		}
	}, shop())
}

// The real dialog comes over the form, and Escape takes only it away.
func TestFileDialogOverTheForm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keyFiles("")
		s.edit()
		s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
		button := s.form.more.key.key.line.button
		s.win.Canvas().Focus(button)
		test.Tap(button)
		s.settle()
		if s.picker == nil || len(s.win.Canvas().Overlays().List()) != 1 {
			t.Fatal("no dialog came")
		}
		s.escape()
		s.settle()
		if s.picker != nil || s.form == nil || len(s.win.Canvas().Overlays().List()) != 0 {
			t.Error("the dialog stayed, or the form went with it")
		}
		if got := s.win.Canvas().Focused(); got != button {
			t.Errorf("the focus went to %T", got)
		}
	}, shop())
}
