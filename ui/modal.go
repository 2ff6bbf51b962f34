package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"realmscope/ui/look"
)

// modal is a card over the window; the window waits behind it.
type modal struct {
	w     *Window
	popup *widget.PopUp
	back  fyne.Focusable
	// gone is called when the card was closed; nil for nothing.
	gone func()
	// left is called when the window is left for another; nil for nothing.
	left func()
	// scroll is the part that the arrow keys scroll; nil for none.
	scroll *container.Scroll
	// paste takes what is pasted outside of its fields; nil for nothing.
	paste func(text string)
}

// openModal shows content under a title, with buttons below. size is its
// least size; the zero size fits the content.
func (w *Window) openModal(title string, content fyne.CanvasObject, size fyne.Size, buttons ...fyne.CanvasObject) {
	w.closeModal()
	row := container.NewBorder(nil, nil, nil, look.Row(8, buttons...))
	// A title may be the words of the button that led here.
	head := look.Column(12, look.NewParagraph(look.Title, strings.TrimSuffix(title, "…")))
	middle := look.PadXY(0, 10, content)
	if _, scrolls := content.(*container.Scroll); scrolls {
		middle = container.New(layout.NewCustomPaddedLayout(10, 10, -scrollLeft, -scrollRight), content)
	}
	body := container.NewBorder(head, look.PadXY(0, 8, row), nil, nil, middle)
	m := &modal{w: w, back: w.win.Canvas().Focused()}
	m.popup = widget.NewModalPopUp(look.NewPulse(look.Floor(size, look.Pad(16, body)), w.touched), w.win.Canvas())
	w.modal = m
	w.hints.SetAbove(m.popup.Content)
	m.popup.Show()
}

// What scrolls in a card is in line with the card's title and buttons: the bar,
// and the rings of what has the focus, stand in the card's margin.
const scrollLeft, scrollRight = 4, 12

// inCard is content that scrolls in a card.
func inCard(content fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(4, 4, scrollLeft, scrollRight), content))
}

// closeModal closes the card and gives the focus back.
func (w *Window) closeModal() {
	m := w.modal
	if m == nil {
		return
	}
	w.modal = nil
	w.hints.SetAbove(nil)
	// Fyne does not tell what stands in the card that its focus is gone: the
	// cursor of a field would blink on for a minute, each time with the whole
	// window drawn anew.
	w.win.Canvas().Unfocus()
	m.popup.Hide()
	if m.gone != nil {
		m.gone()
	}
	if m.back != nil {
		w.focusBack(m.back)
	}
}

// confirm asks a question; do runs after a yes. The no has the focus: Enter and
// Escape lose nothing.
func (w *Window) confirm(title, text, yes, no string, do func()) {
	agree := look.NewButton(look.Primary, yes, func() {
		w.closeModal()
		do()
	})
	refuse := look.NewButton(look.Strong, no, w.closeModal)
	w.openModal(title, look.Floor(fyne.NewSize(400, 0), look.NewParagraph(look.Body, text)), fyne.Size{}, refuse, agree)
	w.win.Canvas().Focus(refuse)
}

// inform shows content with a button that closes it.
func (w *Window) inform(title string, content fyne.CanvasObject, size fyne.Size) {
	done := look.NewButton(look.Primary, T("action.close"), w.closeModal)
	w.openModal(title, content, size, done)
	w.modal.scroll, _ = content.(*container.Scroll)
	w.win.Canvas().Focus(done)
}
