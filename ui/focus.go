package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// scrollStep is how far an arrow key scrolls a card that only shows text.
const scrollStep = 40

// inSight tells whether f is shown on the window's page.
func (w *Window) inSight(f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	return ok && o != nil && look.Shown(w.win.Content(), o)
}

// focusBack gives the focus back to what had it before something was opened.
// When that is gone, the page's main action gets it: a focus that nobody sees
// would swallow the keys.
func (w *Window) focusBack(f fyne.Focusable) {
	c := w.win.Canvas()
	switch {
	case w.mask != nil && !w.inSight(f):
		w.mask.view.focus()
	case f == nil:
		c.Unfocus()
	case w.inSight(f):
		c.Focus(f)
	case w.inSight(w.page.actions.get):
		c.Focus(w.page.actions.get)
	case w.inSight(w.welcome.demo):
		c.Focus(w.welcome.demo)
	default:
		c.Unfocus()
	}
}

// mendFocus takes the focus away from what is no longer shown.
func (w *Window) mendFocus() {
	if w.modal != nil || w.mask != nil {
		return
	}
	if f := w.win.Canvas().Focused(); f != nil && !w.inSight(f) {
		w.focusBack(f)
	}
}

// scrollBy scrolls a card that only shows text, which no focus is in.
func scrollBy(s *container.Scroll, key fyne.KeyName) {
	at := s.Offset
	switch key {
	case fyne.KeyDown:
		at.Y += scrollStep
	case fyne.KeyUp:
		at.Y -= scrollStep
	case fyne.KeyPageDown:
		at.Y += s.Size().Height - scrollStep
	case fyne.KeyPageUp:
		at.Y -= s.Size().Height - scrollStep
	case fyne.KeyHome:
		at.Y = 0
	case fyne.KeyEnd:
		at.Y = s.Content.MinSize().Height
	default:
		return
	}
	s.ScrollToOffset(at)
}
