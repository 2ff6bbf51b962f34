package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestModeDecidesVariant(t *testing.T) {
	light, dark := color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, color.NRGBA{0x1A, 0x20, 0x29, 0xFF}
	for name, tt := range map[string]struct {
		mode   Mode
		system fyne.ThemeVariant
		want   color.Color
	}{
		"light stays light on a dark system":      {ModeLight, theme.VariantDark, light},
		"dark stays dark on a light system":       {ModeDark, theme.VariantLight, dark},
		"system is light on a light system":       {ModeSystem, theme.VariantLight, light},
		"system is dark on a dark system":         {ModeSystem, theme.VariantDark, dark},
		"an unknown mode is that of the system":   {"sepia", theme.VariantDark, dark},
		"so is the mode of an empty preference":   {"", theme.VariantLight, light},
		"light is light where nobody knows which": {ModeLight, 99, light},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NewTheme(tt.mode).Color(ColorPanel, tt.system); got != tt.want {
				t.Errorf("panel is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUnnamedThingsComeFromFyne(t *testing.T) {
	got := NewTheme(ModeDark).Color(theme.ColorBlue, theme.VariantLight)
	if want := theme.DefaultTheme().Color(theme.ColorBlue, theme.VariantDark); got != want {
		t.Errorf("blue is %v, want Fyne's %v", got, want)
	}
	if NewTheme(ModeDark).Icon(theme.IconNameSearch) == nil {
		t.Error("there is no search icon")
	}
}

func TestBothVariantsNameTheSameColours(t *testing.T) {
	p := palettes()
	light, dark := p[theme.VariantLight], p[theme.VariantDark]
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("dark lacks %s", name)
		}
	}
	if got, want := len(dark), len(light); got != want {
		t.Errorf("dark has %d colours, light %d", got, want)
	}
}

func TestSpaceIsOnGridOfFour(t *testing.T) {
	th := NewTheme(ModeLight)
	for _, name := range []fyne.ThemeSizeName{
		theme.SizeNamePadding, theme.SizeNameInnerPadding, theme.SizeNameLineSpacing,
		theme.SizeNameInlineIcon, theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall,
	} {
		if got := th.Size(name); got == 0 || math.Mod(float64(got), 4) != 0 {
			t.Errorf("%s is %v, want a multiple of 4", name, got)
		}
	}
	for name, want := range map[fyne.ThemeSizeName]float32{
		theme.SizeNameText: 14, theme.SizeNameCaptionText: 12,
		theme.SizeNameButtonRadius: 7, theme.SizeNameCardRadius: 10,
		theme.SizeNameSeparatorThickness: 1,
	} {
		if got := th.Size(name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestBoldMonospaceIsBold(t *testing.T) {
	th := NewTheme(ModeLight)
	bold := th.Font(fyne.TextStyle{Monospace: true, Bold: true})
	if got, want := bold.Name(), "DejaVuSansMono-Bold.ttf"; got != want {
		t.Errorf("font is %s, want %s", got, want)
	}
	if got := th.Font(fyne.TextStyle{Monospace: true}); got != theme.DefaultTextMonospaceFont() {
		t.Errorf("monospace is %s, want Fyne's own", got.Name())
	}
}

// A window that is switched must look as one that was made in the other mode.
func TestSwitchOfThemeReachesEveryWidget(t *testing.T) {
	for name, make := range map[string]func() fyne.CanvasObject{"realms": galleryRealms, "parts": galleryParts} {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			test.ApplyTheme(t, NewTheme(ModeDark))
			want := pixels(t, test.NewTempWindow(t, make()))

			test.ApplyTheme(t, NewTheme(ModeLight))
			w := test.NewTempWindow(t, make())
			if got := pixels(t, w); string(got) == string(want) {
				t.Fatal("light looks as dark does")
			}
			test.ApplyTheme(t, NewTheme(ModeDark))
			got := pixels(t, w)
			different := 0
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					different++
				}
			}
			if different > 0 || len(got) != len(want) {
				t.Errorf("%d of %d bytes differ after the switch", different, len(want))
			}
		})
	}
}
