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

// newFrame puts content between a head and a foot without any gap.
func newFrame(head, content, foot fyne.CanvasObject) *fyne.Container {
	return container.New(frame{}, head, content, foot)
}

// frame gives head and foot their height, and the rest to what is between.
type frame struct{}

// MinSize implements fyne.Layout.
func (frame) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, part := range o {
		least := part.MinSize()
		size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (frame) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for _, i := range []int{0, 2} {
		if o[i].Size().Width != size.Width {
			o[i].Resize(fyne.NewSize(size.Width, o[i].MinSize().Height))
		}
	}
	head, foot := o[0].MinSize().Height, o[2].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, head))
	o[1].Move(fyne.NewPos(0, head))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-head-foot))
	o[2].Move(fyne.NewPos(0, size.Height-foot))
	o[2].Resize(fyne.NewSize(size.Width, foot))
}
