package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/ui/look"
)

// textArea is a field of several lines of monospace text. The Tab key leaves
// it, as it leaves every field.
type textArea struct{ entry }

func newTextArea(rows int, onEscape func()) *textArea {
	a := &textArea{}
	a.onEscape, a.outline = onEscape, look.NewOutline()
	a.MultiLine = true
	a.Wrapping = fyne.TextWrapBreak
	a.TextStyle = fyne.TextStyle{Monospace: true}
	a.SetMinRowsVisible(rows)
	a.ExtendBaseWidget(a)
	return a
}

// AcceptsTab implements fyne.Tabbable.
func (a *textArea) AcceptsTab() bool { return false }

// FocusGained implements fyne.Focusable.
func (a *textArea) FocusGained() {
	a.outline.Focus(true)
	a.Entry.FocusGained()
	look.Reveal(a)
}

// CreateRenderer implements fyne.Widget.
func (a *textArea) CreateRenderer() fyne.WidgetRenderer {
	return a.outline.Around(a, a.Entry.CreateRenderer())
}
