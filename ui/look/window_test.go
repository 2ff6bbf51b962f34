package look

import (
	"image"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// newApp is an application in our light theme.
func newApp(t testing.TB) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(ModeLight))
	return app
}

// newWindow shows content in a window of the running application.
func newWindow(t testing.TB, width, height float32, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := fyne.CurrentApp().NewWindow("")
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(width, height))
	w.Show()
	return w
}

// pixels draws a window at the size of the drawings.
func pixels(t *testing.T, w fyne.Window) []byte {
	t.Helper()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1180, 780))
	w.Resize(fyne.NewSize(1180, 781))
	img := w.Canvas().Capture()
	flat := image.NewNRGBA(img.Bounds())
	draw.Draw(flat, flat.Bounds(), img, image.Point{}, draw.Src)
	return flat.Pix
}

// seen is the text that a Text draws.
func seen(text *Text) string {
	s := ""
	for i, d := range text.drawn {
		if i > 0 && text.wrap {
			s += "|"
		}
		s += d.Text
	}
	return s
}

// width is how far to the right a Text draws.
func width(text *Text) float32 {
	var right float32
	for _, d := range text.drawn {
		right = max(right, d.Position().X+d.MinSize().Width)
	}
	return right
}

// isColor says whether a drawn colour is that of a name in the theme.
func isColor(t *testing.T, what string, got interface {
	RGBA() (r, g, b, a uint32)
}, name fyne.ThemeColorName,
) {
	t.Helper()
	settings := fyne.CurrentApp().Settings()
	if want := settings.Theme().Color(name, settings.ThemeVariant()); got != want {
		t.Errorf("%s is %v, want %s, %v", what, got, name, want)
	}
}

func typeKeys(f fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// rowAt is the row of a list that shows an index.
func rowAt(t *testing.T, l *rowList, i int) *listRow {
	t.Helper()
	r := l.live[i]
	if r == nil || r.index != i {
		t.Fatalf("row %d is not in sight", i)
	}
	return r
}

func tap(l *rowList, r *listRow) { r.Tapped(&fyne.PointEvent{}) }
