package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// FieldHeight is the height of a field of one line, and of the button beside it.
const FieldHeight = 36

// Outline draws the edge of one of Fyne's own fields: a ring in the accent
// while it has the focus, and a hairline otherwise.
type Outline struct {
	rect    *canvas.Rectangle
	focused bool
	of      themedWidget
}

type themedWidget interface {
	fyne.Widget
	themed
}

// NewOutline makes the outline of one field.
func NewOutline() *Outline {
	return &Outline{rect: &canvas.Rectangle{CornerRadius: radiusButton}}
}

// Focus tells whether the field has the focus; the field is drawn anew by its
// own handling of that.
func (o *Outline) Focus(on bool) { o.focused = on }

// Around puts the outline on top of what a field's own renderer draws.
func (o *Outline) Around(of themedWidget, own fyne.WidgetRenderer) fyne.WidgetRenderer {
	o.of = of
	o.paint()
	return &outlined{WidgetRenderer: own, outline: o}
}

func (o *Outline) paint() {
	name, width := ColorOutline, float32(hairline)
	if o.focused {
		name, width = theme.ColorNamePrimary, focusLine
	}
	o.rect.StrokeColor, o.rect.StrokeWidth = colorOf(o.of, name), width
	o.rect.FillColor = hollow(o.rect.StrokeColor)
	o.rect.Refresh()
}

// hollow is a fill that nobody sees inside a stroke of that colour. Fyne blends
// a stroke's inner edge with the fill, and transparent is black there: the
// stroke would get a dark rim.
func hollow(stroke color.Color) color.Color {
	c, _ := color.NRGBAModel.Convert(stroke).(color.NRGBA) // that model gives nothing else
	c.A = 1
	return c
}

// outlined is Fyne's renderer of a field with an outline on top.
type outlined struct {
	fyne.WidgetRenderer
	outline *Outline
}

// Objects implements fyne.WidgetRenderer.
func (r *outlined) Objects() []fyne.CanvasObject {
	own := r.WidgetRenderer.Objects()
	return append(own[:len(own):len(own)], r.outline.rect)
}

// Layout implements fyne.WidgetRenderer.
func (r *outlined) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	place(r.outline.rect, 0, 0, size.Width, size.Height)
}

// Refresh implements fyne.WidgetRenderer.
func (r *outlined) Refresh() {
	r.outline.paint()
	r.WidgetRenderer.Refresh()
}
