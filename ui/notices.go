package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// noticeBar shows what the program has to say at its start, above the page,
// until it is put away.
type noticeBar struct {
	w    *Window
	root *fyne.Container
}

func newNoticeBar(w *Window, notices []Notice) *noticeBar {
	b := &noticeBar{w: w, root: look.Column(0)}
	for _, n := range notices {
		a := args{}
		for name, value := range n.Args {
			a[name] = visible(value)
		}
		b.add(T("notice."+n.Code, a))
	}
	return b
}

// add shows one more sentence.
func (b *noticeBar) add(text string) {
	words := look.NewParagraph(look.Body, T("chip.look", args{"Text": text}))
	words.SetColor(look.ColorCaution)
	var line *fyne.Container
	away := look.NewButton(look.Quiet, T("notices.dismiss"), func() {
		b.root.Remove(line)
		b.w.refreshContent()
	})
	row := container.NewBorder(nil, nil, nil, container.NewCenter(away), look.PadXY(0, 6, words))
	line = container.NewStack(look.NewGround(look.ColorCautionGround, "", 0), look.PadXY(20, 4, row))
	b.root.Add(line)
	b.w.refreshContent()
}

// refreshContent lays the window out again after something came or went.
func (w *Window) refreshContent() {
	if c := w.win.Content(); c != nil {
		c.Refresh()
	}
}
