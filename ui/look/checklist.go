package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

const (
	checkLineHeight = 36
	checkSignWidth  = 36
	checkNameWidth  = 190
)

// CheckLine is one line of a CheckList: a sign, what was checked, what came of
// it, and what can be done.
type CheckLine struct {
	root         *fyne.Container
	sign         *Text
	name, reason *Text
	buttons      *fyne.Container
}

// NewCheckLine makes a line with what can be done at its end.
func NewCheckLine(name string, buttons ...fyne.CanvasObject) *CheckLine {
	l := &CheckLine{
		sign: NewText(MonoStrong, ""), name: NewText(MonoStrong, name), reason: NewParagraph(TableText, ""),
		buttons: Row(6, buttons...),
	}
	l.sign.SetTruncate(false)
	l.root = container.New(checkLine{}, l.sign, l.name, l.reason, l.buttons)
	return l
}

// Set shows a sign with its tone, the reason, and tells whether anything
// changed.
func (l *CheckLine) Set(sign string, tone Tone, reason string) bool {
	if l.sign.Text() == sign && l.reason.Text() == reason {
		l.sign.SetColor(tone.Color())
		return false
	}
	l.sign.SetText(sign)
	l.sign.SetColor(tone.Color())
	l.reason.SetText(reason)
	return true
}

// NewCheckList makes a framed list of lines with hairlines between.
func NewCheckList(lines ...*CheckLine) *fyne.Container {
	rows := Column(0)
	for i, l := range lines {
		if i > 0 {
			rows.Add(Hairline())
		}
		rows.Add(l.root)
	}
	return container.NewStack(NewGround(ColorPanel, ColorHairline, radiusCard), rows)
}

// checkLine places a sign, a name, a reason that goes on below, and buttons.
type checkLine struct{}

// MinSize implements fyne.Layout.
func (checkLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	buttons := o[3].MinSize()
	return fyne.NewSize(checkSignWidth+checkNameWidth+120+buttons.Width, max(checkLineHeight, o[2].MinSize().Height+12, buttons.Height+4))
}

// Layout implements fyne.Layout.
func (c checkLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	name := min(checkNameWidth, size.Width*0.2)
	buttons := o[3].MinSize()
	x := checkSignWidth + name
	end := size.Width - tableSide
	if buttons.Width > 0 {
		end -= buttons.Width + 8
	}
	place(o[2], x, 6, end-x, o[2].MinSize().Height)
	height := max(size.Height, c.MinSize(o).Height)
	place(o[0], tableSide+2, 0, checkSignWidth-tableSide, height)
	place(o[1], checkSignWidth, 0, name-8, height)
	place(o[2], x, (height-o[2].MinSize().Height)/2, end-x, o[2].MinSize().Height)
	place(o[3], size.Width-tableSide-buttons.Width, (height-buttons.Height)/2, buttons.Width, buttons.Height)
}
