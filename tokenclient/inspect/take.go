package inspect

import (
	"slices"
	"strings"
)

// taken is what take read as one token.
type taken struct {
	text  []byte
	end   int // behind the last character that belongs to it
	dots  int
	part  int // characters of the part under way
	notes []Cleaning
	// cut is set when an ellipsis ended it.
	cut bool

	pending []Cleaning // notes that count if the token goes on
	line    int        // characters since the last line break
	ended   int        // characters of the line that ended last
	width   int        // of the widest line before that, 0 if there was none
	sealed  bool       // the header says enc
	asked   bool       // sealed is known
	wanted  []int      // what lengths gave
	sized   bool       // wanted is known
	barred  bool       // it ended before a line that begins like another token
}

func (t *taken) note(c Cleaning) {
	if c != "" && !slices.Contains(t.notes, c) {
		t.notes = append(t.notes, c)
	}
}

// put appends a character of the token.
func (t *taken) put(g glyph, p int) {
	for _, c := range t.pending {
		t.note(c)
	}
	t.pending = t.pending[:0]
	t.note(g.note)
	t.text = append(t.text, g.char)
	t.end = p + g.size
	t.line++
	switch g.class {
	case dot:
		t.dots++
		t.part = 0
	case letter:
		t.part++
	}
}

// how tells take what may belong to a token: join, that it goes on behind
// blanks and line ends; standard, that + and / are letters; through, that a
// line which begins like another token is one of it.
type how struct{ join, standard, through bool }

// take reads a token that starts at p, as far as it goes.
func take(s string, p int, h how) *taken {
	t := &taken{end: p}
	for p < len(s) && t.dots <= maxParts && len(t.text) <= MaxText {
		g := glyphAt(s, p)
		next := p + g.size
		switch g.class {
		case stop:
			t.cut = t.cutAt(s[p:])
			return t
		case soft:
			if n := len(t.pending); n == 0 || t.pending[n-1] != g.note {
				t.pending = append(t.pending, g.note)
			}
		case hard:
			if t.cut = t.cutAt(s[p:]); t.cut {
				return t
			}
			if next = t.over(s, p, h); next < 0 {
				return t
			}
		case letter, dot, pad, tilde:
			if !t.accept(s, p, g, h) {
				return t
			}
		}
		p = next
	}
	return t
}

// accept takes a character that tokens have, false where this one ends before
// it.
func (t *taken) accept(s string, p int, g glyph, h how) bool {
	switch g.class {
	case dot:
		if ellipsis(s, p) {
			t.cut = t.dots < 2 || !t.complete()
			return false
		}
	case pad:
		return t.padding(s, p, g)
	case tilde:
		if t.dots < 2 {
			return false
		}
	case letter, stop, soft, hard:
		if (g.char == '+' || g.char == '/') && !h.standard {
			return false
		}
		next := g.char == 'e' && startAt(s, p) || g.note == CleanLookAlike
		if next && t.dots == 2 && t.complete() {
			return false // the next token, without anything between, or a dash of the text
		}
	}
	t.put(g, p)
	return true
}

// padding takes an equals sign, but for the soft line end of quoted-printable.
func (t *taken) padding(s string, p int, g glyph) bool {
	if t.part == 0 {
		return false
	}
	if softEnd(s, p+g.size) {
		t.pending = append(t.pending, CleanPrintable)
		return true
	}
	if len(t.text) > 1 && strings.HasSuffix(string(t.text[len(t.text)-2:]), "==") {
		return false
	}
	t.put(g, p)
	return true
}

// softEnd tells whether a line ends at p and the token goes on at the very
// start of the next one.
func softEnd(s string, p int) bool {
	const longest = len(`\r\n`) + 1 // the line end can be an escape of JSON
	rest := s[p:min(len(s), p+longest)]
	next := strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n")
	if len(next) == len(rest) {
		next = strings.TrimPrefix(strings.TrimPrefix(rest, `\r`), `\n`)
	}
	if len(next) == len(rest) || next == "" || startAt(s, p+len(rest)-len(next)) {
		return false
	}
	c := plain(next[0]).class
	return c == letter || c == dot
}

func ellipsis(s string, p int) bool { return strings.HasPrefix(s[p:], "...") }

// over passes over blanks and line ends at p and gives where the token goes
// on, -1 if it does not.
func (t *taken) over(s string, p int, h how) int {
	gap := skip(s, p)
	if gap.broken {
		t.width, t.ended = max(t.width, t.ended), t.line
	}
	if gap.end == len(s) {
		return -1
	}
	next := glyphAt(s, gap.end)
	if next.class != letter && next.class != dot || !t.joins(s, gap, next, h) {
		return -1
	}
	t.pending = append(t.pending, gap.notes...)
	if gap.broken {
		t.line = 0
	}
	return gap.end
}

// joins tells whether what stands behind a gap belongs to the token.
func (t *taken) joins(s string, g gap, next glyph, h how) bool {
	begins := startAt(s, g.end)
	switch {
	case next.class == dot:
		return h.join && !ellipsis(s, g.end) && (t.dots < 2 || t.encrypted() && t.dots < 4)
	case t.dots < 2:
		t.barred = h.join && t.part > 0 && begins
		return h.join && (t.part == 0 || !begins || h.through)
	case t.encrypted() && t.dots < 4:
		return h.join
	}
	if begins {
		return false
	}
	return t.lastPart(s, g)
}

// encrypted tells whether the header names a content encryption.
func (t *taken) encrypted() bool {
	if !t.asked && t.dots > 0 {
		head, _, _ := strings.Cut(string(t.text), ".")
		data, _, ok := decodePart(head, partHeader, nil)
		if ok {
			v, _ := readPart(data, partHeader, nil)
			t.sealed = v.text("enc") != ""
		}
		t.asked = true
	}
	return t.sealed
}

// lastPart tells whether a signature, or the tag of an encrypted token, goes on
// behind a gap: when that makes it as long as its algorithm wants it, or when
// full lines came before.
func (t *taken) lastPart(s string, g gap) bool {
	if slices.Contains(t.text, '~') {
		return false
	}
	lengths := t.lengths()
	run, whole := runAt(s, g.end)
	word := prose(s[g.end : g.end+run])
	full := g.broken && t.width >= leastWidth && t.ended >= t.width && run <= t.ended && whole
	if slices.Contains(lengths, t.part) {
		return full && !word && len(lengths) > 2 // a longer RSA key
	}
	if full {
		return true
	}
	const begun = 20 // below that, a word of the text behind could fit by chance
	if t.part < begun && word {
		return false
	}
	return t.fits(s, g.end, lengths)
}

// fits tells whether the runs behind p, with blanks between, make the part as
// long as it must be.
func (t *taken) fits(s string, p int, lengths []int) bool {
	const most = 64
	total := t.part
	for range most {
		run, whole := runAt(s, p)
		total += run
		if slices.Contains(lengths, total) {
			return true
		}
		if run == 0 || !whole || len(lengths) == 0 || total > lengths[len(lengths)-1] {
			return false
		}
		p += run
		if p < len(s) && s[p] == '=' && softEnd(s, p+1) {
			p++
		}
		p = skip(s, p).end
	}
	return false
}

// leastWidth is the narrowest line that somebody wraps a token at.
const leastWidth = 20

// complete tells whether the signature is as long as its algorithm wants it.
func (t *taken) complete() bool {
	return t.part > leastWidth && !t.encrypted() && slices.Contains(t.lengths(), t.part)
}

// lengths are the characters that the last part can have, by alg and enc,
// ascending.
func (t *taken) lengths() []int {
	if !t.sized || t.dots == 0 {
		t.wanted, t.sized = lengthsOf(t.text), t.dots > 0
	}
	return t.wanted
}

// lengthsOf reads the header of a token for lengths: it can be long, so this is
// done once for each.
func lengthsOf(text []byte) []int {
	head, _, _ := strings.Cut(string(text), ".")
	data, _, ok := decodePart(head, partHeader, nil)
	if !ok {
		return nil
	}
	v, _ := readPart(data, partHeader, nil)
	if v.text("enc") != "" {
		return []int{22, 32, 43}
	}
	switch alg := v.text("alg"); alg {
	case "HS256":
		return []int{43}
	case "HS384":
		return []int{64}
	case "HS512", "ES256", "ES256K", "Ed25519":
		return []int{86}
	case "EdDSA":
		return []int{86, 152}
	case "ES384":
		return []int{128}
	case "Ed448":
		return []int{152}
	case "ES512":
		return []int{176}
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		return []int{171, 342, 512, 683, 1366}
	}
	return nil
}

// gap is a stretch of blanks and line ends.
type gap struct {
	end    int
	broken bool // it has a line end
	notes  []Cleaning
}

// add puts the next character into the gap.
func (g *gap) add(s string, next glyph) {
	c := s[g.end]
	g.broken = g.broken || next.note == CleanLines || next.note == CleanJoined || c == '\\' || c == '%' ||
		c == '<' && strings.HasPrefix(s[g.end:], "<br")
	if len(g.notes) == 0 || g.notes[len(g.notes)-1] != next.note {
		g.notes = append(g.notes, next.note)
	}
	g.end += next.size
}

// skip reads a gap, with the marks of quoted mail and of source code at the
// start of lines. What is longer than any indentation ends the token.
func skip(s string, p int) gap {
	const longest = 2000
	g := gap{end: p}
	for g.end < len(s) && g.end-p < longest {
		c := s[g.end]
		if g.broken && (c == '>' || c == '|' || c == '#') {
			g.end++
			g.notes = append(g.notes, CleanFence)
			continue
		}
		if g.broken && strings.HasPrefix(s[g.end:], "&gt;") {
			g.end += len("&gt;")
			g.notes = append(g.notes, CleanFence)
			continue
		}
		next := glyphAt(s, g.end)
		if next.class != hard && next.class != soft {
			return g
		}
		g.add(s, next)
	}
	if g.end-p >= longest {
		g.end = len(s)
	}
	if slices.Contains(g.notes, CleanLines) {
		g.notes = slices.DeleteFunc(g.notes, func(c Cleaning) bool { return c == CleanBlanks })
	}
	return g
}

// runAt is how many plain letters follow, and whether blanks or the end come
// behind them.
func runAt(s string, p int) (length int, whole bool) {
	q := p
	for q < len(s) && plain(s[q]).class == letter {
		q++
	}
	end := q
	for end < len(s) && s[end] == '=' {
		end++
	}
	return q - p, end == len(s) || glyphAt(s, end).class == hard || strings.IndexByte(`"'`+"`,;)]}<&", s[end]) >= 0
}

// prose tells a word from a piece of base64: short, and all small letters, or
// one capital before them.
func prose(run string) bool {
	const longest = 16
	if run == "" || len(run) > longest {
		return false
	}
	return !strings.ContainsFunc(run[1:], func(c rune) bool { return c < 'a' || c > 'z' })
}

// startAt tells whether a JSON object in base64 starts at p: {" or { with a
// blank, a line end or nothing in it, with or without a byte order mark.
func startAt(s string, p int) bool {
	var head [3]byte
	n := 0
	for n < len(head) && p < len(s) {
		g := glyphAt(s, p)
		if g.class == letter {
			head[n] = g.char
			n++
		} else if g.class != soft {
			return false
		}
		p += g.size
	}
	switch string(head[:n]) {
	case "eyJ", "eyA", "eyI", "ewo", "ew0", "ewk", "e30", "77u":
		return true
	}
	return false
}
