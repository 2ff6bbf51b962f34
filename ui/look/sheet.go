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
	ends   [2]*plate
	middle *plate
	sides  [2]*canvas.Rectangle
	// strips are the edges of the middle where a core stands in it.
	strips [2]*canvas.Rectangle
}

func newSheet() *sheet {
	s := &sheet{middle: newCore()}
	for i := range s.ends {
		s.ends[i] = newPlate()
		s.ends[i].CornerRadius, s.ends[i].StrokeWidth = radiusCard, hairline
		s.sides[i], s.strips[i] = &canvas.Rectangle{}, &canvas.Rectangle{}
	}
	return s
}

// objects are its parts, back to front: the middle covers the inner edges of the
// ends.
func (s *sheet) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{s.ends[0].object(), s.ends[1].object(), s.middle.object(), s.sides[0], s.sides[1]}
	if s.middle.fast != nil {
		out = append(out, s.strips[0], s.strips[1])
	}
	return out
}

func (s *sheet) arrange(size fyne.Size) {
	end := min(2*float32(radiusCard), size.Height)
	place(s.ends[0], 0, 0, size.Width, end)
	place(s.ends[1], 0, size.Height-end, size.Width, end)
	between := size.Height - end
	in := s.middle.bleed()
	place(s.middle, hairline+in, end/2+in, size.Width-2*(hairline+in), between-2*in)
	place(s.sides[0], 0, end/2, hairline, between)
	place(s.sides[1], size.Width-hairline, end/2, hairline, between)
	place(s.strips[0], hairline, end/2, in, between)
	place(s.strips[1], size.Width-hairline-in, end/2, in, between)
}

func (s *sheet) paint(fill, rim color.Color) {
	for i := range s.ends {
		s.ends[i].FillColor, s.ends[i].StrokeColor = fill, rim
		s.sides[i].FillColor, s.strips[i].FillColor = rim, fill
		s.ends[i].Refresh()
		s.sides[i].Refresh()
		s.strips[i].Refresh()
	}
	s.middle.FillColor = fill
	s.middle.Refresh()
}
