package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// The least sizes of a card that asks for more than a yes or no: short for a
// few boxes, tall for a form.
const (
	askWidth  = 560
	askShort  = 320
	askHeight = 440
)

// openAsk opens a card over the window with fields, a button that asks the
// realm and one that closes; first gets the focus.
func (w *Window) openAsk(title, yes string, fields *fyne.Container, height float32, first fyne.Focusable, do func()) {
	send := look.NewButton(look.Primary, yes, do)
	refuse := look.NewButton(look.Strong, T("action.cancel"), w.closeModal)
	scroll := inCard(fields)
	w.openModal(title, scroll, fyne.NewSize(askWidth, height), refuse, send)
	w.win.Canvas().Focus(first)
}

// askField is an entry of such a card with its label. Enter in it asks.
func (w *Window) askField(label, hint string, do func()) (*entry, *fyne.Container) {
	e := newEntry(hint, w.closeModal)
	e.OnSubmitted = func(string) { do() }
	return e, look.Column(4, look.NewText(look.Second, label), e)
}

// answerPane is an answer of the realm: remarks, a line about it, what can be
// done with it, and a table.
type answerPane struct {
	root    *fyne.Container
	chips   *chipRow
	about   *look.Text
	more    *fyne.Container
	buttons *fyne.Container
	claims  *claimTable
}

func newAnswerPane(w *Window, heads [3]string, buttons ...fyne.CanvasObject) *answerPane {
	p := &answerPane{
		chips: newChipRow(), about: look.NewParagraph(look.Second, ""), more: look.Column(8),
		buttons: newFlow(8, buttons...), claims: newClaimTable(w, heads[0], heads[1], heads[2]),
	}
	top := look.Column(8, p.chips.root, p.about, p.more, p.buttons)
	p.root = container.New(&column{gap: 12, fill: true}, look.VGap(0), top, p.claims.root)
	return p
}

func (p *answerPane) reset() {
	p.chips.set(nil)
	p.claims.reset()
}
