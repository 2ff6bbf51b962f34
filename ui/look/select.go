package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Select is Fyne's choice of one among a few, with the outline that entries
// have. Enter opens it as Space and the arrows do.
type Select struct {
	widget.Select
	outline *canvas.Rectangle
	focused bool
}

// NewSelect makes a choice without options.
func NewSelect(changed func(string)) *Select {
	s := &Select{outline: &canvas.Rectangle{}}
	s.OnChanged = changed
	s.ExtendBaseWidget(s)
	return s
}

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		s.Select.TypedKey(e)
	default:
		passOn(s, e)
	}
}

// FocusGained implements fyne.Focusable.
func (s *Select) FocusGained() { s.focused = true; s.Select.FocusGained(); Reveal(s) }

// FocusLost implements fyne.Focusable.
func (s *Select) FocusLost() { s.focused = false; s.Select.FocusLost() }

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{WidgetRenderer: s.Select.CreateRenderer(), owner: s}
	s.paint()
	return r
}

func (s *Select) paint() {
	name, width := theme.ColorNameInputBorder, float32(hairline)
	if s.focused {
		name, width = theme.ColorNamePrimary, focusLine
	}
	s.outline.StrokeColor, s.outline.StrokeWidth = colorOf(s, name), width
	s.outline.CornerRadius = radiusButton
	s.outline.Refresh()
}

// selectRenderer is Fyne's own with the outline on top.
type selectRenderer struct {
	fyne.WidgetRenderer
	owner *Select
}

// Objects implements fyne.WidgetRenderer.
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	own := r.WidgetRenderer.Objects()
	return append(own[:len(own):len(own)], r.owner.outline)
}

// Layout implements fyne.WidgetRenderer.
func (r *selectRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	place(r.owner.outline, hairline/2., hairline/2., size.Width-hairline, size.Height-hairline)
}

// Refresh implements fyne.WidgetRenderer.
func (r *selectRenderer) Refresh() {
	r.owner.paint()
	r.WidgetRenderer.Refresh()
}
