package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"rsc.io/qr"
)

// The measures of a QR code (ISO/IEC 18004).
const (
	qrSquare = 4  // the side of one square
	qrZone   = 4  // the quiet zone round it, in squares
	qrMost   = 73 // squares a side: version 14, about 360 bytes at level M
)

// qrCode is an address as a picture for a phone, black on white in either
// theme. It is nil for what is too long: a camera does not read that from a
// window.
func qrCode(address string) fyne.CanvasObject {
	code, err := qr.Encode(address, qr.M)
	if err != nil || address == "" || code.Size > qrMost {
		return nil
	}
	picture := canvas.NewImageFromImage(paint(code))
	picture.ScaleMode = canvas.ImageScalePixels
	picture.FillMode = canvas.ImageFillContain
	side := float32(picture.Image.Bounds().Dx())
	picture.SetMinSize(fyne.NewSize(side, side))
	return picture
}

// paint draws a code, every module a square. The library's own picture has
// neither scale nor quiet zone.
func paint(code *qr.Code) image.Image {
	side := (code.Size + 2*qrZone) * qrSquare
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if code.Black(x/qrSquare-qrZone, y/qrSquare-qrZone) {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	return img
}

// beside puts the second of two objects at the right of the first, at its own
// size, and gives the first the rest of the width.
type beside struct{ gap float32 }

// rest is what the second object leaves of a width.
func (l *beside) rest(o []fyne.CanvasObject, width float32) float32 {
	if !o[1].Visible() {
		return width
	}
	return width - l.gap - o[1].MinSize().Width
}

// MinSize implements fyne.Layout.
func (l *beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	if o[1].Visible() {
		picture := o[1].MinSize()
		size = fyne.NewSize(size.Width+l.gap+picture.Width, max(size.Height, picture.Height))
	}
	return size
}

// Layout implements fyne.Layout.
func (l *beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(l.rest(o, size.Width), size.Height))
	o[1].Resize(o[1].MinSize())
	o[1].Move(fyne.NewPos(size.Width-o[1].MinSize().Width, 0))
}
