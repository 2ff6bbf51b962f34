package look

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Strong is bold text of 14, and the button with a hairline and bold text. It
// is untyped because it is both a Style and a ButtonKind.
const Strong = "strong"

// The styles of text.
const (
	// Title is 19 bold, for the page's subject.
	Title Style = "title"
	// Subtitle is 16 bold, for the head of a card.
	Subtitle Style = "subtitle"
	// Body is 14.
	Body Style = "body"
	// TableText is 13.
	TableText Style = "table"
	// Mono is 13 monospace.
	Mono Style = "mono"
	// MonoStrong is 13 monospace bold.
	MonoStrong Style = "mono.strong"
	// Second is 12 in the second colour.
	Second Style = "second"
	// Caps is 11 bold in the second colour; the caller writes the capitals.
	Caps Style = "caps"
	// Clock is 22 monospace bold, so that running digits do not dance.
	Clock Style = "clock"

	styleChip   Style = "chip"
	styleTick   Style = "tick"
	styleButton Style = "button.quiet"
	styleTab    Style = "tab"
)

// Style is a role of text: size, weight and colour together.
type Style string

// typeface is what a Style stands for.
type typeface struct {
	size       float32
	bold, mono bool
	color      fyne.ThemeColorName
}

func (s Style) typeface() typeface {
	ink, second := theme.ColorNameForeground, ColorSecond
	switch s {
	case Title:
		return typeface{size: 19, bold: true, color: ink}
	case Subtitle:
		return typeface{size: 16, bold: true, color: ink}
	case Strong:
		return typeface{size: 14, bold: true, color: ink}
	case TableText:
		return typeface{size: 13, color: ink}
	case Mono:
		return typeface{size: 13, mono: true, color: ink}
	case MonoStrong:
		return typeface{size: 13, bold: true, mono: true, color: ink}
	case Second:
		return typeface{size: 12, color: second}
	case Caps, styleChip:
		return typeface{size: 11, bold: true, color: second}
	case Clock:
		return typeface{size: 22, bold: true, mono: true, color: ink}
	case styleButton:
		return typeface{size: 13, color: second}
	case styleTick:
		return typeface{size: 16, color: second}
	case styleTab:
		return typeface{size: 13, bold: true, color: second}
	}
	return typeface{size: 14, color: ink}
}

// signScale makes the monospace's signs as tall as the capitals beside them.
const signScale = 1.2

// of is the face that draws a run: signs in a sans line come from the
// monospace.
func (f typeface) of(r run) typeface {
	if r.mono && !f.mono {
		f.mono = true
		f.size *= signScale
	}
	return f
}

func (f typeface) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: f.bold, Monospace: f.mono}
}

func (f typeface) extent(text string) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, f.size, f.style(), f.source(text))
	return size
}

func (f typeface) baseline() float32 {
	_, base := fyne.CurrentApp().Driver().RenderedTextSize("M", f.size, f.style(), f.source("M"))
	return base
}

// source is the font that has all the letters of a text; nil where Fyne has to
// look for some in others. For each style that it looks for it reads the emojis,
// the symbols and a font of the system, of which nearly no text needs any: they
// take more memory than all else in the window.
func (f typeface) source(text string) fyne.Resource {
	font := theme.Font(f.style())
	if !bundled(font) || strings.ContainsFunc(text, f.lacks) {
		return nil
	}
	return font
}

// bundled tells whether a font is one of those whose letters are known.
func bundled(font fyne.Resource) bool {
	switch font {
	case theme.DefaultTextFont(), theme.DefaultTextBoldFont(), theme.DefaultTextMonospaceFont(), monoBoldFont{}:
		return true
	}
	return false
}

// lacks tells whether the bundled font may have no such letter.
func (f typeface) lacks(r rune) bool {
	switch {
	case r >= ' ' && r <= '~', r >= 0xA0 && r <= 0x17F:
		return false
	case f.mono && strings.ContainsRune(monoSigns+"□", r):
		return false
	}
	return !strings.ContainsRune("–—‘’“”…•", r)
}

// maxRunes bounds what one text measures and draws: text comes from servers
// and can be of any length, a line on a screen cannot.
const maxRunes = 1024

// plain makes hostile text fit for one line: line ends and tabs become spaces,
// other control characters and those that change the direction of writing or
// take no room become a visible mark, and what no screen could show is cut.
func plain(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > maxRunes {
			b.WriteString("…")
			break
		}
		switch {
		case r == '\n', r == '\r', r == '\t':
			b.WriteByte(' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			b.WriteRune(unicode.ReplacementChar)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
