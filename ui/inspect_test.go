package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// inspector is the Inspect page after Ctrl+2.
func (s *stage) inspector() *inspectPlace {
	s.t.Helper()
	s.key(ctrl(fyne.Key2))
	p, ok := s.places.current().(*inspectPlace)
	if !ok {
		s.t.Fatalf("Ctrl+2 shows %T", s.places.current())
	}
	return p
}

// pasteAnywhere presses Ctrl+V with a text on the clipboard, as the driver does: the
// focused field hears it, else the window.
func (s *stage) pasteAnywhere(text string) {
	s.t.Helper()
	s.app.Clipboard().SetContent(text)
	shortcut := &fyne.ShortcutPaste{Clipboard: s.app.Clipboard()}
	if f, ok := s.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(shortcut)
	} else { // the test canvas keeps no shortcuts; the driver calls this one
		s.onPasted(shortcut)
	}
	s.settle()
}

func TestAPasteAnywhereIsInspected(t *testing.T) {
	onStage(t, func(s *stage) {
		s.win.Canvas().Unfocus()
		s.pasteAnywhere(accessOf("alice", 5*time.Minute))
		s.wantShown("Access token", "alice", "not checked: the key k1 is not known here", "in force, ends in 5 min",
			"Claims 11", "exp\t", "in 5 min")
		if !strings.Contains(s.statusText(), "nothing was sent anywhere") {
			t.Errorf("status says %q", s.statusText())
		}
	}, shop())
}

func (s *stage) statusText() string { return s.status.text.Text() }
