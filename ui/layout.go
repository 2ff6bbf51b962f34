package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// column stacks objects from top to bottom. It gives each object its width
// before it asks for its height, so that wrapped text and flowing chips get
// the room they need. With fill, the last object takes what is left.
type column struct {
	gap  float32
	fill bool
}

func (l *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
		if !first {
			size.Height += l.gap
		}
		first = false
	}
	return size
}

func (l *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		if o.Size().Width != size.Width {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		}
		height := o.MinSize().Height
		if l.fill && i == len(objects)-1 {
			height = max(height, size.Height-y)
		}
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + l.gap
	}
}

// setShown shows or hides o and tells whether that changed anything.
func setShown(o fyne.CanvasObject, shown bool) bool {
	if o.Visible() == shown {
		return false
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
	return true
}

// onPanel puts content on the panel's colour.
func onPanel(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(look.NewGround(look.ColorPanel, "", 0), content)
}
