package journey

import (
	"image/color"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/theme"
	"github.com/jezek/xgb/xproto"

	"realmscope/ui/look"
)

// area counts the pixels of the screen that have exactly this colour.
func (w *watcher) area(t *testing.T, c color.Color) int {
	t.Helper()
	g, err := xproto.GetGeometry(w.conn, xproto.Drawable(w.root)).Reply()
	if err != nil {
		t.Fatal(err)
	}
	image, err := xproto.GetImage(w.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w.root), 0, 0, g.Width, g.Height, 0xFFFFFFFF).Reply()
	if err != nil {
		t.Fatal(err)
	}
	want, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	n := 0
	for i := 0; i+3 < len(image.Data); i += 4 {
		if image.Data[i] == want.B && image.Data[i+1] == want.G && image.Data[i+2] == want.R {
			n++
		}
	}
	return n
}

// Grounds are drawn by shaders of our own, which no test without a screen sees:
// one that does not compile leaves its ground out and its text on another's.
func TestGroundsAreDrawnOnTheScreen(t *testing.T) {
	d := newDesktop(t)
	path := filepath.Join(d.Dir, "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	for _, scale := range []string{"0.8", "1"} {
		p, err := d.Start(t.Context(), "/usr/bin/env", "FYNE_THEME=light", "FYNE_SCALE="+scale, path, "--config", filepath.Join(t.TempDir(), "config"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.See(t.Context(), glance, "READY-MADE PROFILES"); err != nil {
			t.Fatal(err)
		}
		w, err := d.newWatcher()
		if err != nil {
			t.Fatal(err)
		}
		now := look.NewTheme(look.ModeLight)
		for what, ground := range map[string]struct {
			color color.Color
			least int
		}{
			"the panels":    {now.Color(look.ColorPanel, theme.VariantLight), 50_000},
			"the hairlines": {now.Color(look.ColorHairline, theme.VariantLight), 500},
		} {
			if got := w.area(t, ground.color); got < ground.least {
				t.Errorf("at scale %s, %s take %d pixels, want at least %d; the program said: %s", scale, what, got, ground.least, p.Output())
			}
		}
		w.close()
		if err := p.Kill(); err != nil {
			t.Error(err)
		}
	}
}
