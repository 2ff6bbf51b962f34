package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// ColumnsEqual lays objects in columns of the same width.
func ColumnsEqual(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{gap: gap}, objects...)
}

// Row lays objects left to right, each at the width it would like and in the
// middle of the height. When room is short, truncating texts and chips give
// way; a layout.NewSpacer takes what is left over.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap}, objects...)
}

// Column lays objects top to bottom over the whole width, each at the height
// it needs at that width, so that paragraphs stand right at once.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap: gap}, objects...)
}

// Flow lays objects left to right and goes on in the next line when the width
// is used up, as for chips.
func Flow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewRowWrapLayoutWithCustomPadding(gap, gap), objects...)
}

// Spacer is empty room that grows in a Row.
func Spacer() fyne.CanvasObject { return layout.NewSpacer() }

// wanting is what can be smaller than it would like to be.
type wanting interface{ Wanted() fyne.Size }

func wanted(o fyne.CanvasObject) fyne.Size {
	least := o.MinSize()
	switch o := o.(type) {
	case wanting:
		return least.Max(o.Wanted())
	case *fyne.Container:
		if r, ok := o.Layout.(row); ok {
			return r.size(o.Objects, wanted)
		}
	}
	return least
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var seen []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			seen = append(seen, o)
		}
	}
	return seen
}

type row struct{ gap float32 }

// MinSize implements fyne.Layout.
func (r row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return r.size(objects, fyne.CanvasObject.MinSize)
}

func (r row) size(objects []fyne.CanvasObject, of func(fyne.CanvasObject) fyne.Size) fyne.Size {
	seen := visible(objects)
	total := fyne.NewSize(r.gap*float32(max(0, len(seen)-1)), 0)
	for _, o := range seen {
		size := of(o)
		total = fyne.NewSize(total.Width+size.Width, max(total.Height, size.Height))
	}
	return total
}

// Layout implements fyne.Layout.
func (r row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	seen := visible(objects)
	room := size.Width - r.size(objects, wanted).Width
	var spacers, slack float32
	for _, o := range seen {
		if spacer(o) {
			spacers++
		}
		slack += wanted(o).Width - o.MinSize().Width
	}
	x := float32(0)
	for _, o := range seen {
		like, least := wanted(o), o.MinSize()
		width := like.Width
		switch {
		case room > 0 && spacer(o):
			width += room / spacers
		case room < 0 && slack > 0:
			width += max(room, -slack) * (like.Width - least.Width) / slack
		}
		height := least.Height
		if _, line := o.(*fyne.Container); line {
			height = size.Height
		}
		place(o, x, (size.Height-height)/2, width, height)
		x += width + r.gap
	}
}

func spacer(o fyne.CanvasObject) bool {
	s, ok := o.(layout.SpacerObject)
	return ok && s.ExpandHorizontal()
}

type column struct{ gap float32 }

// MinSize implements fyne.Layout.
func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	seen := visible(objects)
	total := fyne.NewSize(0, c.gap*float32(max(0, len(seen)-1)))
	for _, o := range seen {
		least := o.MinSize()
		total = fyne.NewSize(max(total.Width, least.Width), total.Height+least.Height)
	}
	return total
}

// Layout implements fyne.Layout.
func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range visible(objects) {
		place(o, 0, y, size.Width, o.MinSize().Height)
		// A paragraph knows its height only when it knows its width.
		height := o.MinSize().Height
		place(o, 0, y, size.Width, height)
		y += height + c.gap
	}
}

type columns struct{ gap float32 }

// MinSize implements fyne.Layout.
func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	seen := visible(objects)
	var widest, highest float32
	for _, o := range seen {
		least := o.MinSize()
		widest, highest = max(widest, least.Width), max(highest, least.Height)
	}
	n := float32(len(seen))
	return fyne.NewSize(n*widest+max(0, n-1)*c.gap, highest)
}

// Layout implements fyne.Layout.
func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	seen := visible(objects)
	n := float32(len(seen))
	if n == 0 {
		return
	}
	width := (size.Width - (n-1)*c.gap) / n
	for i, o := range seen {
		place(o, float32(i)*(width+c.gap), 0, width, size.Height)
	}
}
