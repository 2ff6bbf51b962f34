package ui

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// qrPicture is the QR code in sight, nil if there is none.
func (s *stage) qrPicture() image.Image {
	var found image.Image
	walk(s.page.waiting.root, func(o fyne.CanvasObject) {
		if i, ok := o.(*canvas.Image); ok {
			found = i.Image
		}
	})
	return found
}

func TestQRCodeHasItsZoneAndFinders(t *testing.T) {
	picture, ok := qrCode("https://sso.dev.example/device?user_code=WDJB-MJHT").(*canvas.Image)
	if !ok {
		t.Fatal("no picture")
	}
	img, side := picture.Image, picture.Image.Bounds().Dx()
	dark := func(x, y int) bool {
		r, _, _, _ := img.At(x*qrSquare+1, y*qrSquare+1).RGBA()
		return r < 0x8000
	}
	modules := side / qrSquare
	if (modules-8-17)%4 != 0 || side != img.Bounds().Dy() || picture.MinSize().Width != float32(side) {
		t.Errorf("%d squares, picture of %d, shown at %v", modules, side, picture.MinSize())
	}
	for i := range modules {
		for j := range 4 {
			if dark(i, j) || dark(j, i) || dark(i, modules-1-j) || dark(modules-1-j, i) {
				t.Fatalf("the quiet zone is dark at %d", i)
			}
		}
	}
	for i := range 7 { // a finder pattern begins with a dark line of seven
		if !dark(4+i, 4) || !dark(4, 4+i) || !dark(modules-5-i, 4) || !dark(4, modules-5-i) {
			t.Errorf("no finder pattern at %d", i)
		}
	}
}

func TestQRCodeOfWhatNoCameraReads(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "too long": "https://x.test/" + strings.Repeat("a", 400), "huge": strings.Repeat("a", 1<<20)} {
		if qrCode(text) != nil {
			t.Errorf("%s: a code was drawn", name)
		}
	}
}

func TestDeviceLoginShowsItsLinkToAPhone(t *testing.T) {
	onStage(t, func(s *stage) {
		s.selectProfile(tv().ID)
		s.press("Get token")
		if s.qrPicture() == nil {
			t.Error("no QR code of a device login")
		}
		s.pressEscape()
		s.selectProfile(site().ID)
		s.press("Get token")
		if s.qrPicture() != nil {
			t.Error("a QR code of a login that only this machine can finish")
		}
	}, tv(), site())
}
