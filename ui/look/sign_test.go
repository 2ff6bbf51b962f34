package look

import (
	"slices"
	"testing"
)

func TestSignsAreCutOutOfSansText(t *testing.T) {
	for name, tt := range map[string]struct {
		line string
		mono bool
		want []run
	}{
		"no sign":             {"plain", false, []run{{"plain", false}}},
		"sign first":          {"✓ in force", false, []run{{"✓", true}, {" in force", false}}},
		"sign between":        {"alice → api", false, []run{{"alice ", false}, {"→", true}, {" api", false}}},
		"signs together":      {"✓✗", false, []run{{"✓✗", true}}},
		"monospace has them":  {"a ✓", true, []run{{"a ✓", true}}},
		"empty":               {"", false, []run{{"", false}}},
		"look and unknown":    {"! ?", false, []run{{"! ?", false}}},
		"menu sign at an end": {"Copy ▾", false, []run{{"Copy ", false}, {"▾", true}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := runs(tt.line, tt.mono); !slices.Equal(got, tt.want) {
				t.Errorf("runs(%q) = %v, want %v", tt.line, got, tt.want)
			}
		})
	}
}

// A character that no font has is drawn as a replacement character.
func TestEverySignHasAGlyphOfItsOwn(t *testing.T) {
	newApp(t)
	signs := monoSigns + SignLook + SignUnknown + "·…–’"
	for _, style := range []Style{Body, Strong, Mono, MonoStrong} {
		picture := camera(t, style)
		drawn := map[string]rune{picture("\U0010FFFD"): '\U0010FFFD', picture("�"): '�'}
		for _, r := range signs {
			p := picture(string(r))
			if twin, ok := drawn[p]; ok {
				t.Errorf("%s draws %c as %c", style, r, twin)
			}
			drawn[p] = r
		}
	}
}

// camera draws short texts in a style.
func camera(t *testing.T, style Style) func(string) string {
	t.Helper()
	text := NewText(style, "")
	w := newWindow(t, 40, 24, text)
	return func(s string) string {
		text.SetText(s)
		img := w.Canvas().Capture()
		var dark []byte
		for y := range 24 {
			for x := range 40 {
				r, _, _, _ := img.At(x, y).RGBA()
				dark = append(dark, byte(r>>8))
			}
		}
		return string(dark)
	}
}
