package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// reveals is the part of a field that hides what is typed: its eye shows the
// text for a while, and no longer than the field has the focus.
type reveals struct {
	// masks says that the field's text is for dots.
	masks bool
	after func(time.Duration, func()) func()
	wait  func()
}

// newSecretEntry is a field that shows dots for what is typed.
func (w *Window) newSecretEntry(placeholder string, onEscape func()) *entry {
	e := newEntry(placeholder, onEscape)
	e.mask(w, true)
	return e
}

// mask has the field show dots, or its text.
func (e *entry) mask(w *Window, on bool) {
	e.conceal()
	e.masks, e.after = on, w.p.After
	if e.Password != on {
		e.Password = on
		e.Refresh()
	}
}

// Refresh implements fyne.Widget. Fyne's eye has the field drawn anew when it
// was pressed.
func (e *entry) Refresh() {
	e.Entry.Refresh()
	switch {
	case !e.masks:
	case e.Password:
		e.stopReveal()
	case e.wait == nil && e.after != nil:
		e.wait = e.after(revealFor, e.conceal)
	}
}

// conceal puts the dots back that the eye had taken away.
func (e *entry) conceal() {
	e.stopReveal()
	if e.masks && !e.Password {
		e.Password = true
		e.Entry.Refresh()
	}
}

func (e *entry) stopReveal() {
	if e.wait != nil {
		e.wait()
		e.wait = nil
	}
}

// keepsCopies tells whether a shortcut would copy what the field is to hide:
// dots cannot be copied, nor can what stands there for a moment.
func (e *entry) keepsCopies(s fyne.Shortcut) bool {
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		return e.masks
	}
	return false
}

// onLeave hides what was revealed when the window is left for another.
func (w *Window) onLeave() {
	w.conceal()
	w.remask()
	if w.modal != nil && w.modal.left != nil {
		w.modal.left()
	}
}
