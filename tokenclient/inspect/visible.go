package inspect

import (
	"fmt"
	"unicode"
)

// Visible returns s with every character that a reader could not see, or that
// would change how its neighbours look, as an escape: tabs and line ends as
// \t \n \r, other control characters, bidirectional marks, zero-width
// characters, private and unassigned ones as \u202e or \U000e0041. Bytes that
// are not UTF-8 become U+FFFD. Everything else stays, so the result is one
// line that is safe to show as plain text.
func Visible(s string) string {
	if printable(s) {
		return s
	}
	c := cell{limit: len(s) * len(`\U00000000`)}
	c.add(s)
	return string(c.text)
}

// Clip is Visible cut to at most n characters, the last of which is then an
// ellipsis. Neither an escape nor a letter with its accents is torn apart.
func Clip(s string, n int) string {
	if len(s) <= n && printable(s) {
		return s
	}
	c := cell{limit: n}
	c.add(s)
	return string(c.text)
}

// printable tells whether s is plain ASCII text.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// cell collects visible text up to a number of characters.
type cell struct {
	text []byte
	// limit and count are in characters.
	limit, count int
	// safe is how many bytes of text may stand before an ellipsis.
	safe int
	// full is set when something did not fit; nothing is added after that.
	full bool
	prev rune
	// flag is set when prev is the first half of a flag.
	flag bool
}

// add appends s, made visible, as far as it fits.
func (c *cell) add(s string) {
	for _, char := range s {
		if c.full {
			return
		}
		if unseen(char, c.prev) {
			c.put(escaped(char), false)
		} else {
			c.put(string(char), c.joins(char))
		}
		c.prev = char
	}
}

// put appends one character or escape; joined means that it belongs to the
// one before.
func (c *cell) put(text string, joined bool) {
	size := 1
	if text[0] == '\\' {
		size = len(text)
	}
	if !joined && c.count < c.limit {
		c.safe = len(c.text)
	}
	if c.count+size <= c.limit {
		c.text = append(c.text, text...)
		c.count += size
		return
	}
	c.full = true
	c.text = c.text[:c.safe]
	if c.limit > 0 {
		c.text = append(c.text, "…"...)
	}
}

// joins tells whether char is drawn together with the one before: accents,
// skin tones, the second half of a flag (the part of UAX 29 that matters
// here; joiners are escaped anyway).
func (c *cell) joins(char rune) bool {
	half := char >= 0x1F1E6 && char <= 0x1F1FF
	second := half && c.flag
	c.flag = half && !second
	return second || unicode.Is(unicode.M, char) || (char >= 0x1F3FB && char <= 0x1F3FF)
}

// unseen tells whether char must be shown as an escape behind prev.
func unseen(char, prev rune) bool {
	switch {
	case char < unicode.MaxASCII:
		return char < ' '
	case char == 0xFE0E || char == 0xFE0F:
		// Text or emoji look of the sign before; more of them can hide data.
		return prev < ' ' || unicode.Is(unicode.Variation_Selector, prev)
	case unicode.In(char, unicode.C, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point):
		return true
	case char == 0x2800: // a braille sign without dots
		return true
	default:
		return !unicode.In(char, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs)
	}
}

// escaped is the visible form of an unseen character.
func escaped(char rune) string {
	switch {
	case char == '\t':
		return `\t`
	case char == '\n':
		return `\n`
	case char == '\r':
		return `\r`
	case char > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, char)
	default:
		return fmt.Sprintf(`\u%04x`, char)
	}
}
