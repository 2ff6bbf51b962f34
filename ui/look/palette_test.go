package look

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

const (
	ink    = theme.ColorNameForeground
	page   = theme.ColorNameBackground
	accent = theme.ColorNamePrimary
)

// pairs are the texts that stand on a ground, and the least contrast of WCAG
// 2.2 that we ask for: 7 for ink, 4.5 for all else.
func pairs() map[[2]fyne.ThemeColorName]float64 {
	p := map[[2]fyne.ThemeColorName]float64{
		{ink, page}: 7, {ink, ColorPanel}: 7, {ink, ColorSoft}: 7,
		{ink, theme.ColorNameInputBackground}: 7, {ink, theme.ColorNameButton}: 7,
		{theme.ColorNameForegroundOnPrimary, accent}: 4.5,
		{theme.ColorNameForegroundOnError, ColorBad}: 4.5,
		{theme.ColorNamePlaceHolder, page}:           4.5,
		{accent, ColorSoft}:                          4.5,
		{ColorStaging, ColorSoft}:                    4.5,
		{ColorTest, ColorSoft}:                       4.5,
		{ColorDevelopment, ColorGoodGround}:          4.5,
		{ColorProduction, ColorBadGround}:            4.5,
		{ColorGood, ColorGoodGround}:                 4.5,
		{ColorCaution, ColorCautionGround}:           4.5,
		{ColorBad, ColorBadGround}:                   4.5,
	}
	for _, text := range []fyne.ThemeColorName{
		ColorSecond, ColorGood, ColorCaution, ColorBad,
		ColorTokenHeader, ColorTokenPayload, ColorTokenSignature,
	} {
		for _, ground := range []fyne.ThemeColorName{page, ColorPanel, ColorSoft} {
			p[[2]fyne.ThemeColorName{text, ground}] = 4.5
		}
	}
	// The edges of controls and the ring of the focus: section 1.4.11.
	for _, edge := range []fyne.ThemeColorName{ColorOutline, accent} {
		for _, ground := range []fyne.ThemeColorName{page, ColorPanel, theme.ColorNameInputBackground} {
			p[[2]fyne.ThemeColorName{edge, ground}] = 3
		}
	}
	return p
}

func TestContrast(t *testing.T) {
	for _, mode := range []Mode{ModeLight, ModeDark} {
		th := NewTheme(mode)
		for pair, want := range pairs() {
			t.Run(fmt.Sprintf("%s on %s in %s", pair[0], pair[1], mode), func(t *testing.T) {
				got := contrast(th.Color(pair[0], 0), th.Color(pair[1], 0))
				if got < want {
					t.Errorf("contrast of %v on %v is %.2f, want at least %.1f",
						th.Color(pair[0], 0), th.Color(pair[1], 0), got, want)
				}
			})
		}
	}
}

func TestHighContrast(t *testing.T) {
	th := NewTheme(ModeContrast)
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		for pair, least := range pairs() {
			want := 7.0
			if least == 3 {
				want = 4.5 // an edge, not a text
			}
			got := contrast(th.Color(pair[0], variant), th.Color(pair[1], variant))
			if got < want {
				t.Errorf("contrast of %s on %s in variant %d is %.2f, want at least %.1f", pair[0], pair[1], variant, got, want)
			}
		}
		for _, text := range []fyne.ThemeColorName{ink, ColorSecond, accent} {
			if got := contrast(th.Color(text, variant), th.Color(theme.ColorNameOverlayBackground, variant)); got < 7 {
				t.Errorf("contrast of %s on a card in variant %d is %.2f, want at least 7", text, variant, got)
			}
		}
		if got := contrast(th.Color(ColorHairline, variant), th.Color(page, variant)); got < 4.5 {
			t.Errorf("contrast of lines in variant %d is %.2f, want at least 4.5", variant, got)
		}
	}
	if NewTheme(ModeSystem).Color(ColorSecond, theme.VariantLight) == th.Color(ColorSecond, theme.VariantLight) {
		t.Error("high contrast looks like the plain theme")
	}
}

func TestContrastFormula(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b color.Color
		want float64
	}{
		"black on white": {color.Black, color.White, 21},
		"white on white": {color.White, color.White, 1},
		"the grey 767676, known as the lightest with 4.5": {solid(0x767676), color.White, 4.54},
	} {
		t.Run(name, func(t *testing.T) {
			if got := contrast(tt.a, tt.b); math.Abs(got-tt.want) > 0.01 {
				t.Errorf("contrast is %.2f, want %.2f", got, tt.want)
			}
		})
	}
}

// contrast is the ratio of WCAG 2.2, section 1.4.3.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
