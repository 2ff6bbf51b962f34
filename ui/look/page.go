package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Hairline is a horizontal line of one unit; VHairline a vertical one.
func Hairline() fyne.CanvasObject { return line() }

// VHairline is a vertical line of one unit.
func VHairline() fyne.CanvasObject { return line() }

func line() fyne.CanvasObject {
	return Floor(fyne.NewSquareSize(hairline), NewGround(ColorHairline, "", 0))
}

// Pad puts equal space round o.
func Pad(all float32, o fyne.CanvasObject) *fyne.Container { return PadXY(all, all, o) }

// PadXY puts x at the sides of o and y above and below.
func PadXY(x, y float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(y, y, x, x), o)
}

// HGap is empty width.
func HGap(width float32) fyne.CanvasObject { return gap(fyne.NewSize(width, 0)) }

// VGap is empty height.
func VGap(height float32) fyne.CanvasObject { return gap(fyne.NewSize(0, height)) }

func gap(size fyne.Size) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(size)
	return r
}

// Floor gives content an invisible least size; content may be nil.
func Floor(least fyne.Size, content fyne.CanvasObject) *fyne.Container {
	if content == nil {
		return container.NewStack(gap(least))
	}
	return container.NewStack(gap(least), content)
}
