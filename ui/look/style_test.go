package look

import (
	"bytes"
	"encoding/binary"
	"testing"

	"fyne.io/fyne/v2"
)

// letters are the characters of a font file: the segments of its cmap of format
// 4 that lead to a glyph.
func letters(t *testing.T, font []byte) map[rune]bool {
	t.Helper()
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	cmap := 0
	for i := range u16(4) {
		if entry := font[12+16*i:]; bytes.HasPrefix(entry, []byte("cmap")) {
			cmap = int(binary.BigEndian.Uint32(entry[8:]))
		}
	}
	all := map[rune]bool{}
	for i := range u16(cmap + 2) {
		sub := cmap + int(binary.BigEndian.Uint32(font[cmap+4+8*i+4:]))
		if u16(sub) != 4 {
			continue
		}
		n := u16(sub+6) / 2
		for s := range n {
			end, start := u16(sub+14+2*s), u16(sub+16+2*n+2*s)
			delta, offset := u16(sub+16+4*n+2*s), u16(sub+16+6*n+2*s)
			for r := start; r <= end && r < 0xFFFF; r++ {
				glyph := r + delta
				if offset != 0 {
					glyph = u16(sub + 16 + 6*n + 2*s + offset + 2*(r-start))
				}
				all[rune(r)] = all[rune(r)] || glyph&0xFFFF != 0
			}
		}
	}
	if len(all) == 0 {
		t.Fatal("a font without a cmap of format 4")
	}
	return all
}

// A letter that is wrongly believed to be in a font is drawn as a box.
func TestNoFontLacksWhatItIsSaidToHave(t *testing.T) {
	newApp(t)
	for _, style := range []Style{Body, Strong, Mono, MonoStrong} {
		face := style.typeface()
		font := face.source("M")
		if font == nil {
			t.Fatalf("%s: the font of the theme is not known", style)
		}
		has := letters(t, font.Content())
		for r := range rune(0x3000) {
			if !face.lacks(r) && !has[r] {
				t.Errorf("%s: %s lacks %q", style, font.Name(), r)
			}
		}
	}
}

func TestRareLettersAreLookedForInAllFonts(t *testing.T) {
	newApp(t)
	for text, want := range map[string]bool{
		"service 12": true, "Gültig — español, Łódź…": true, "4:32": true,
		"🚀": false, "имя": false, "名前": false, "שם": false, "a\u0301": false, "\ufffd": false,
	} {
		if got := Body.typeface().source(text) != nil; got != want {
			t.Errorf("%q is drawn by one font: %t, want %t", text, got, want)
		}
		title := NewText(Body, text)
		newWindow(t, 300, 40, title)
		if got := title.drawn[0].FontSource != nil; got != want {
			t.Errorf("%q is drawn by one font on the canvas: %t, want %t", text, got, want)
		}
	}
	if (typeface{size: 13, mono: true}).source("✓ □") == nil || (typeface{size: 13}).source("□") != nil {
		t.Error("the signs of the monospace are its own alone")
	}
	if bundled(fyne.NewStaticResource("own.ttf", nil)) {
		t.Error("a font of the user's is taken for a bundled one")
	}
}
