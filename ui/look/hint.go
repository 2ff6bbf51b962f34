package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The measures of the card of a hint.
const (
	hintMost        = 420
	hintX, hintY    = 10, 6
	hintGap, hintBy = 6, 4
)

// Hints is a page with a layer above it for the card that says in full what is
// cut, or in words what a picture means. The card takes no taps and no keys.
// It must be the content of its window, or the page of its Pulse.
type Hints struct {
	widget.BaseWidget
	// OnFocus hears what the thing with the focus is called, where its words
	// are not in sight, and the empty text when the focus goes on. Nil is fine.
	OnFocus func(text string)

	content fyne.CanvasObject
	ground  *Ground
	text    *Text
	over    fyne.CanvasObject
	above   fyne.CanvasObject
}

// NewHints puts a layer for hints above content.
func NewHints(content fyne.CanvasObject) *Hints {
	h := &Hints{content: content, ground: NewGround(ColorPanel, ColorOutline, radiusButton), text: NewParagraph(TableText, "")}
	h.ground.Hide()
	h.text.Hide()
	h.ExtendBaseWidget(h)
	return h
}

// unwrapped is a window's content without what only listens round it.
func unwrapped(content fyne.CanvasObject) fyne.CanvasObject {
	if p, ok := content.(*Pulse); ok {
		return p.Content
	}
	return content
}

// SetAbove tells what stands in a card above the page, nil for nothing, so that
// what gets the focus there is scrolled into sight too.
func (h *Hints) SetAbove(content fyne.CanvasObject) { h.above = content }

// Shown is the text of the card in sight, empty for none.
func (h *Hints) Shown() string {
	if h.over == nil {
		return ""
	}
	return h.text.Text()
}

// CreateRenderer implements fyne.Widget.
func (h *Hints) CreateRenderer() fyne.WidgetRenderer { return newRenderer(h, h) }

func (h *Hints) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.content, h.ground, h.text}
}

func (h *Hints) least() fyne.Size { return h.content.MinSize() }

func (h *Hints) paint() {}

func (h *Hints) arrange(size fyne.Size) {
	place(h.content, 0, 0, size.Width, size.Height)
	h.hide()
}

// show puts the card near o, below it if there is room.
func (h *Hints) show(o fyne.CanvasObject, text string) {
	driver := fyne.CurrentApp().Driver()
	from := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(h))
	h.over = o
	h.text.SetText(text)
	width := min(h.text.Wanted().Width+1, hintMost, h.Size().Width-2*(hintX+hintGap))
	h.text.Resize(fyne.NewSize(width, 0))
	height := h.text.MinSize().Height
	x := max(hintGap, min(from.X, h.Size().Width-width-2*hintX-hintGap))
	y := from.Y + o.Size().Height + hintBy
	if y+height+2*hintY > h.Size().Height {
		y = max(hintGap, from.Y-height-2*hintY-hintBy)
	}
	place(h.ground, x, y, width+2*hintX, height+2*hintY)
	place(h.text, x+hintX, y+hintY, width, height)
	h.ground.Show()
	h.text.Show()
}

func (h *Hints) hide() {
	h.over = nil
	h.ground.Hide()
	h.text.Hide()
}

// hintsOf is the layer of the window that o is in; nil for none.
func hintsOf(o fyne.CanvasObject) *Hints {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		h, _ := unwrapped(c.Content()).(*Hints)
		return h
	}
	return nil
}

// hint shows the card of o, or takes it away for the empty text.
func hint(o fyne.CanvasObject, text string) {
	h := hintsOf(o)
	switch {
	case h == nil:
	case text != "":
		h.show(o, text)
	case h.over == o:
		h.hide()
	}
}

// hintFocus tells the window what o is called.
func hintFocus(o fyne.CanvasObject, text string) {
	if h := hintsOf(o); h != nil && h.OnFocus != nil {
		h.OnFocus(text)
	}
}

var _ desktop.Hoverable = (*Tip)(nil)

// Tip holds a line of text that may be cut and shows it whole while the mouse
// is over it.
type Tip struct {
	widget.BaseWidget
	text *Text
}

// NewTip makes a tip of a line of text.
func NewTip(text *Text) *Tip {
	t := &Tip{text: text}
	t.ExtendBaseWidget(t)
	return t
}

// Wanted is the size at which nothing of the line is cut.
func (t *Tip) Wanted() fyne.Size { return t.text.Wanted() }

// MouseIn implements desktop.Hoverable.
func (t *Tip) MouseIn(*desktop.MouseEvent) {
	if t.text.Cut() {
		hint(t, t.text.line)
	}
}

// MouseMoved implements desktop.Hoverable.
func (t *Tip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Tip) MouseOut() { hint(t, "") }

// CreateRenderer implements fyne.Widget.
func (t *Tip) CreateRenderer() fyne.WidgetRenderer { return newRenderer(t, t) }

func (t *Tip) parts() []fyne.CanvasObject { return []fyne.CanvasObject{t.text} }

func (t *Tip) least() fyne.Size { return t.text.MinSize() }

func (t *Tip) paint() {}

func (t *Tip) arrange(size fyne.Size) { place(t.text, 0, 0, size.Width, size.Height) }

// Cut tells whether an ellipsis stands for a part of the line.
func (t *Text) Cut() bool {
	return t.truncate && !t.wrap && t.width > 0 && t.Wanted().Width > t.width
}

// CutTexts are the lines in root that are in sight but cut, whole and each
// once, in reading order. Rows of lists and tables are not looked at: they are
// read by selecting them.
func CutTexts(root fyne.CanvasObject) []string {
	var found []string
	var look func(o fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if t, ok := o.(*Text); ok && t.Cut() {
			found = append(found, t.line)
			return
		}
		for _, child := range inside(o) {
			look(child)
		}
	}
	look(root)
	return found
}

// inside are the children of what can hold a line of text.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *Tip:
		return o.parts()
	case *Button:
		return o.parts()
	case *MenuButton:
		return o.parts()
	}
	return within(o)
}
