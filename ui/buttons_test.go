package ui

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"realmscope/ui/look"
)

// trace is everything that a button can change: what is in sight, what was
// asked of whom, what was kept, copied, opened or chosen.
func (s *stage) trace() string {
	f := s.win.Canvas().Focused()
	return s.written() + s.clipboard() + fmt.Sprint(
		len(s.server.asked), s.server.opened, s.server.outs, len(s.server.probed), len(s.server.keysAsked), len(s.server.introspected),
		len(s.server.trial.asked), len(s.keep.tasks), len(s.porter.wrote), s.saved.all, s.settings.theme, s.settings.Choices(), s.crash, s.picked,
		fmt.Sprintf("%T", f), s.demoed,
	)
}

// frontButtons are the words of the buttons that can be pressed in front.
func (s *stage) frontButtons() []string {
	var all []string
	walk(s.front(), func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Button:
			if !o.Disabled() && o.Text() != "" {
				all = append(all, o.Text())
			}
		case *look.MenuButton:
			if !o.Disabled() {
				all = append(all, o.Text())
			}
		}
	})
	return all
}

// frontButton is the button of that text in front.
func (s *stage) frontButton(text string) pressable {
	s.t.Helper()
	var found pressable
	walk(s.front(), func(o fyne.CanvasObject) {
		if b, ok := o.(pressable); ok && b.Text() == text && !b.Disabled() && found == nil {
			found = b
		}
	})
	if found == nil {
		s.t.Fatalf("the button %q is gone", text)
	}
	return found
}

// pressable is a button with words.
type pressable interface {
	fyne.Tappable
	fyne.Focusable
	Text() string
	Disabled() bool
}

// changes presses a button and tells whether that changed anything. A press
// moves the focus to the button: it has it before.
func (s *stage) changes(text string) bool {
	s.t.Helper()
	b := s.frontButton(text)
	s.win.Canvas().Focus(b)
	s.settle()
	before := s.trace()
	test.Tap(b)
	s.settle()
	if s.trace() != before {
		return true
	}
	s.pass(time.Second)
	return s.trace() != before
}

// castFor is the stage of a screen before what leads to it.
func castFor(t *testing.T, name string) *stage {
	s := newStageIn(t, look.ModeLight)
	s.demo = func(func(string, error)) { s.demoed = true }
	s.choose = func(_ bool, name string, then func(fyne.URI)) {
		s.picked++
		then(storage.NewFileURI("/x/" + name))
	}
	if name != "welcome" {
		s.keepSecrets()
		for _, p := range plainCast() {
			s.saved.put(p)
		}
		s.list.list.Select(shop().ID)
	}
	return s
}

// idle are the buttons that rightly do nothing on the screens of the table:
// nothing was typed there that could unlock.
func idle() []string { return []string{T("unlock.open")} }

// mostTries is on how many screens a button is pressed before it counts as one
// that does nothing: now and then there is nothing to do.
const mostTries = 4

// TestNoButtonDoesNothing presses every button of every screen and looks for
// any change.
func TestNoButtonDoesNothing(t *testing.T) {
	all := screens()
	works, tries := map[string]bool{}, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		first, left := true, []string(nil)
		for first || len(left) > 0 {
			inBubble(t, func(t *testing.T) {
				s := castFor(t, name)
				all[name](s)
				s.settle()
				if first {
					first, left = false, s.frontButtons()
				}
				left = slices.DeleteFunc(left, func(text string) bool { return works[text] || tries[text] >= mostTries })
				if len(left) == 0 {
					return
				}
				text := left[0]
				left = slices.DeleteFunc(left, func(other string) bool { return other == text })
				tries[text]++
				works[text] = s.changes(text)
				if s.form != nil && s.form.trial.cancel != nil {
					s.pass(10 * time.Second) // the server of the stage ends a test in its own time
				}
				left = slices.DeleteFunc(left, func(text string) bool { return works[text] || tries[text] >= mostTries })
			})
		}
	}
	for text, n := range tries {
		if !works[text] && !slices.Contains(idle(), text) {
			t.Errorf("the button %q does nothing on %d screens", text, n)
		}
	}
	if len(tries) < 100 {
		t.Errorf("only %d buttons were pressed", len(tries))
	}
}

func TestKeepFreshIsSwitchedByItsButton(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.press("Keep fresh")
		s.wantShown("kept fresh")
		asked := len(s.server.asked)
		s.pass(5 * time.Minute)
		if got := len(s.server.asked) - asked; got != 1 {
			t.Errorf("%d renewals in 5 minutes, want 1", got)
		}
		s.press("Keep fresh")
		s.wantNotShown("kept fresh")
	}, shop())
}

func TestAllOrNoneAreChosenForImport(t *testing.T) {
	onStage(t, func(s *stage) {
		screens()["import-ready"](s)
		s.wantShown("Import 2")
		s.press("Choose none")
		s.wantShown("Import 0")
		s.press("Choose all")
		s.wantShown("Import 2")
	})
}
