package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// sheet is the ground of a card as large as a page. Without a graphics card each
// pixel of a rounded rectangle costs as much as dozens of a plain one, so that
// only its ends are rounded, and plain rectangles make the rest.
type sheet struct {
	ends   [2]*canvas.Rectangle
	middle *canvas.Rectangle
	sides  [2]*canvas.Rectangle
}

func newSheet() *sheet {
	s := &sheet{middle: &canvas.Rectangle{}}
	for i := range s.ends {
		s.ends[i] = &canvas.Rectangle{CornerRadius: radiusCard, StrokeWidth: hairline}
		s.sides[i] = &canvas.Rectangle{}
	}
	return s
}

// objects are its parts, back to front: the middle covers the inner edges of the
// ends.
func (s *sheet) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.ends[0], s.ends[1], s.middle, s.sides[0], s.sides[1]}
}

func (s *sheet) arrange(size fyne.Size) {
	end := min(2*float32(radiusCard), size.Height)
	place(s.ends[0], 0, 0, size.Width, end)
	place(s.ends[1], 0, size.Height-end, size.Width, end)
	between := size.Height - end
	place(s.middle, hairline, end/2, size.Width-2*hairline, between)
	place(s.sides[0], 0, end/2, hairline, between)
	place(s.sides[1], size.Width-hairline, end/2, hairline, between)
}

func (s *sheet) paint(fill, rim color.Color) {
	for i := range s.ends {
		s.ends[i].FillColor, s.ends[i].StrokeColor = fill, rim
		s.sides[i].FillColor = rim
	}
	s.middle.FillColor = fill
	for _, o := range s.objects() {
		o.Refresh()
	}
}
