package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"realmscope/ui/look"
)

// watchedEntry counts how often it got and lost the focus.
type watchedEntry struct {
	entry
	gained, lost int
}

// FocusGained implements fyne.Focusable.
func (e *watchedEntry) FocusGained() { e.gained++; e.entry.FocusGained() }

// FocusLost implements fyne.Focusable.
func (e *watchedEntry) FocusLost() { e.lost++; e.entry.FocusLost() }

// A field that is gone but believes to have the focus keeps its cursor blinking,
// and with it the whole window drawn.
func TestAFieldHearsThatItsCardIsGone(t *testing.T) {
	for name, leave := range map[string]func(s *stage){
		"closed":      func(s *stage) { s.closeModal() },
		"by Escape":   func(s *stage) { s.pressEscape() },
		"for another": func(s *stage) { s.openPalette() },
		"all forgot":  func(s *stage) { s.forgetAll() },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				e := &watchedEntry{entry: entry{outline: look.NewOutline(), onEscape: s.closeModal}}
				e.ExtendBaseWidget(e)
				s.openModal("A card", e, fyne.NewSize(300, 200))
				s.win.Canvas().Focus(e)
				leave(s)
				s.settle()
				if e.gained != 1 || e.lost != 1 {
					t.Errorf("the field got the focus %d times and lost it %d times, want once each", e.gained, e.lost)
				}
			}, shop())
		})
	}
}
