package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var _ desktop.Cursorable = (*Pulse)(nil)

// Pulse is a page that notices input anywhere in it without taking it away
// from what stands there.
type Pulse struct {
	widget.BaseWidget
	// Content is the page.
	Content fyne.CanvasObject
	touched func()
}

// NewPulse wraps a page; touched is called at every move of the mouse over it
// and every key that one of our widgets in the same window hears.
func NewPulse(content fyne.CanvasObject, touched func()) *Pulse {
	p := &Pulse{Content: content, touched: touched}
	p.ExtendBaseWidget(p)
	return p
}

// Cursor implements desktop.Cursorable. The driver asks everything below the
// mouse for its cursor at each move, from the outside in, so that this page
// hears of all moves and what stands in it still decides.
func (p *Pulse) Cursor() desktop.Cursor {
	p.touched()
	return desktop.DefaultCursor
}

// CreateRenderer implements fyne.Widget.
func (p *Pulse) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.Content) }

// Touched tells the page round o that a key was pressed in o.
func Touched(o fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if p, ok := c.Content().(*Pulse); ok {
		p.touched()
	}
}
