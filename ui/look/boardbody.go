package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// boardRing is the diameter of the ring in a row.
const boardRing = 22

// boardBody is the body of one row of a Board, heading or session.
type boardBody struct {
	owner                                *Board
	index                                int
	shown                                BoardRow
	heading, title, who, access, refresh *Text
	chip                                 *Chip
	ring                                 *Ring
	fresh                                *rowButton
	actions                              [3]*rowButton
}

func newBoardBody(o *Board) *boardBody {
	b := &boardBody{
		owner: o, index: -1, heading: NewText(Caps, ""), title: NewText(Strong, ""), who: NewText(TableText, ""),
		access: NewText(MonoStrong, ""), refresh: NewText(Mono, ""), chip: NewChip(TonePlain, ""), ring: NewRing(boardRing, 4),
	}
	b.fresh = newRowButton("", func() { call(o.OnFresh, b.index) })
	b.fresh.label = NewText(styleTick, "")
	b.fresh.label.SetTruncate(false)
	for i, text := range o.actions {
		b.actions[i] = newRowButton(text, func() { o.act(b.index, i) })
	}
	return b
}

func (b *boardBody) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		b.heading, b.title, b.who, b.chip, b.ring, b.access, b.refresh, b.fresh, b.actions[0], b.actions[1], b.actions[2],
	}
}

func (b *boardBody) set(index int) {
	var row BoardRow
	if index >= 0 && index < len(b.owner.rows) {
		row = b.owner.rows[index]
	}
	b.index = index
	if row == b.shown {
		return
	}
	b.shown = row
	b.heading.SetText(row.Heading)
	b.title.SetText(row.Title)
	b.who.SetText(row.Who)
	b.chip.Set(row.ChipTone, row.Chip)
	b.ring.Set(row.Part, row.Tone.Color())
	b.access.SetText(row.Access)
	b.access.SetColor(row.Tone.Color())
	b.refresh.SetText(row.Refresh)
	b.fresh.set(row.Fresh, row.FreshTone, row.Fresh == "")
	for i, a := range b.actions {
		a.set(b.owner.actions[i], "", row.Off[i])
	}
	head := row.Heading != ""
	for i, o := range b.objects() {
		show(o, head == (i == 0))
	}
}

func (b *boardBody) arrange(size fyne.Size) {
	if b.shown.Heading != "" {
		place(b.heading, tableSide-hairline, 2, size.Width-2*tableSide, size.Height-2)
		return
	}
	c := boardColumns(size.Width+2*hairline, b.owner.actionsWidth())
	for i, o := range []fyne.CanvasObject{b.title, b.who, b.chip} {
		show(o, c[i].width > 0 && (i != 2 || b.shown.Chip != ""))
		place(o, c[i].x-hairline, 0, c[i].width, size.Height)
	}
	x := c[3].x - hairline
	place(b.ring, x, (size.Height-boardRing)/2, boardRing, boardRing)
	place(b.access, x+boardRing+8, 0, c[3].width-boardRing-8, size.Height)
	place(b.refresh, c[4].x-hairline, 0, c[4].width, size.Height)
	place(b.fresh, c[5].x-hairline-10, 3, min(b.fresh.MinSize().Width, c[5].width+12), size.Height-6)
	x = c[6].x - hairline
	for _, a := range b.actions {
		width := a.MinSize().Width
		place(a, x, 3, width, size.Height-6)
		x += width + 4
	}
}

// rowButton is a small button in a row of a list. The Tab key does not stop at
// it: a row's actions have keys of their own.
type rowButton struct {
	widget.BaseWidget
	tapped  func()
	label   *Text
	ground  *plate
	off     bool
	hovered bool
	tone    Tone
}

func newRowButton(text string, tapped func()) *rowButton {
	b := &rowButton{tapped: tapped, label: NewText(styleButton, text), ground: newPlate()}
	b.label.SetTruncate(false)
	b.ground.CornerRadius = radiusButton
	b.ExtendBaseWidget(b)
	return b
}

// actionWidth is the width of a button of that text.
func actionWidth(text string) float32 { return NewText(styleButton, text).Wanted().Width + 20 }

// set changes what it says. With a tone it is a mere sign without a rim.
func (b *rowButton) set(text string, tone Tone, off bool) {
	if b.label.Text() == text && b.off == off && b.tone == tone {
		return
	}
	b.off, b.tone = off, tone
	b.label.SetText(text)
	b.Refresh()
}

// Off tells whether the button does nothing now.
func (b *rowButton) Off() bool { return b.off }

// Tapped implements fyne.Tappable.
func (b *rowButton) Tapped(*fyne.PointEvent) {
	if !b.off {
		b.tapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (b *rowButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *rowButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *rowButton) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *rowButton) CreateRenderer() fyne.WidgetRenderer { return newRenderer(b, b) }

func (b *rowButton) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground.object(), b.label}
}

func (b *rowButton) least() fyne.Size { return fyne.NewSize(b.label.Wanted().Width+20, boardRow-6) }

func (b *rowButton) arrange(size fyne.Size) {
	place(b.ground, 0, 0, size.Width, size.Height)
	width := b.label.Wanted().Width
	place(b.label, (size.Width-width)/2, 0, width+1, size.Height)
}

func (b *rowButton) paint() {
	b.ground.FillColor, b.ground.StrokeColor, b.ground.StrokeWidth = colorOf(b, ColorPanel), colorOf(b, ColorHairline), hairline
	b.label.SetColor(ColorSecond)
	if b.tone != "" {
		b.ground.FillColor, b.ground.StrokeColor, b.ground.StrokeWidth = color.Transparent, nil, 0
		b.label.SetColor(b.tone.Color())
	}
	if b.off {
		b.label.SetColor(theme.ColorNameDisabled)
	} else if b.hovered {
		b.ground.FillColor = colorOf(b, theme.ColorNameHover)
	}
	show(b.ground, b.ground.FillColor != color.Transparent)
	b.ground.Refresh()
}
