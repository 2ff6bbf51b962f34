package inspect

import (
	"slices"
	"strings"
)

// secondLook undoes an encoding of a text whose tokens are not all whole, such
// as JSON in an address, or unseen characters among line ends. What it finds
// counts when more of it is whole than before.
func secondLook(text string, before Paste, layer int) (Paste, bool) {
	const longest = 256 << 10
	if layer > 0 || len(text) > longest || !slices.ContainsFunc(before.Pieces, func(p Piece) bool { return !p.whole() }) {
		return Paste{}, false
	}
	for _, l := range encodings(text) {
		inner, ok := l.undo(text)
		if !ok || inner == text {
			continue
		}
		p := lookThrough(inner, maxLayers)
		if p.wholes() <= before.wholes() {
			continue
		}
		p.unplace()
		p.Cleaned = append([]Cleaning{l.note}, p.Cleaned...)
		return p, true
	}
	return Paste{}, false
}

// encodings are those in which a text can be from end to end though tokens show
// through. Percent-encoding is all that a long text is read for.
func encodings(text string) []layer {
	const long = 1 << 20
	var list []layer
	if strings.Contains(text, "%") {
		list = append(list, layer{note: CleanPercent, undo: undoPercents})
	}
	if len(text) > long {
		return list
	}
	if strings.Contains(text, "%") && strings.Contains(text, "+") {
		list = append(list, layer{note: CleanPercent, undo: undoForm})
	}
	if strings.Contains(text, "=\n") || strings.Contains(text, "=\r\n") || strings.Contains(text, "=3D") {
		list = append(list, layer{note: CleanPrintable, undo: undoPrintable})
	}
	if strings.Contains(text, `\`) {
		list = append(list, layer{note: CleanEscapes, undo: undoQuotes})
	}
	if strings.ContainsFunc(text, softSign) {
		list = append(list, layer{note: CleanUnseen, undo: dropUnseen})
	}
	return list
}

// undoPercents reads what was percent-encoded, up to three times.
func undoPercents(s string) (string, bool) {
	const most = 3
	inner, ok := undoPercent(s)
	for n, again := 1, ok; again && n < most; n++ {
		inner, again = undoPercent(inner)
	}
	return inner, ok
}

// undoForm reads a form, which writes a blank as a plus sign.
func undoForm(s string) (string, bool) { return undoPercents(strings.ReplaceAll(s, "+", " ")) }

// undoPrintable reads quoted-printable (RFC 2045 section 6.7).
func undoPrintable(s string) (string, bool) {
	s = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(s)
	var b strings.Builder
	for p := 0; p < len(s); p++ {
		if n, ok := hexAt(s, p+1, 2); s[p] == '=' && ok && s[p+1] != 'e' {
			b.WriteByte(byte(n))
			p += 2
			continue
		}
		b.WriteByte(s[p])
	}
	return b.String(), true
}

func softSign(c rune) bool { return unseenOrBlank(c, 1).class == soft }

func dropUnseen(s string) (string, bool) {
	return strings.Map(func(c rune) rune {
		if softSign(c) {
			return -1
		}
		return c
	}, s), true
}

// whole tells whether nothing of a token is missing or written otherwise than
// it was made.
func (p Piece) whole() bool { return !p.unfinished() && !p.Token.sloppy() }

// wholes is how many tokens are whole.
func (p Paste) wholes() int {
	n := 0
	for _, piece := range p.Pieces {
		if piece.whole() {
			n++
		}
	}
	return n
}
