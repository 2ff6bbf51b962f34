package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// leastFlow is how narrow a flow may become.
const leastFlow = 160

// flow lays objects left to right and goes on below where a row is full. It
// asks for the height of the width that it had last, and for little width.
type flow struct {
	gap, width float32
}

func newFlow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objects...)
}

// MinSize implements fyne.Layout.
func (l *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.walk(objects, l.width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

// Layout implements fyne.Layout.
func (l *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.walk(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, room fyne.Size) {
		o.Move(at)
		o.Resize(room)
	})
}

// walk gives every object its place; a width of 0 stands for endless.
func (l *flow) walk(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, fyne.Position, fyne.Size)) fyne.Size {
	var x, y, row, least float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		chip, isChip := o.(*look.Chip)
		if isChip {
			size.Width = chip.Wanted().Width
		}
		least = max(least, min(size.Width, leastFlow))
		if width > 0 {
			if x > 0 && x+size.Width > width {
				x, y, row = 0, y+row+l.gap, 0
			}
			if isChip && size.Width > width {
				// A chip knows the height of its rows once it knows its width.
				chip.Resize(fyne.NewSize(width, size.Height))
				size.Height = chip.MinSize().Height
			}
			size.Width = min(size.Width, width)
		}
		place(o, fyne.NewPos(x, y), size)
		x += size.Width + l.gap
		row = max(row, size.Height)
	}
	return fyne.NewSize(least, y+row)
}

// rest gives the first object its own width and the second what is left, for
// which it claims no room.
type rest struct{ gap float32 }

// MinSize implements fyne.Layout.
func (rest) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (r rest) Layout(o []fyne.CanvasObject, size fyne.Size) {
	first := o[0].MinSize()
	o[0].Resize(fyne.NewSize(first.Width, size.Height))
	o[1].Move(fyne.NewPos(first.Width+r.gap, 0))
	o[1].Resize(fyne.NewSize(max(1, size.Width-first.Width-r.gap), size.Height))
}
