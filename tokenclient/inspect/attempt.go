package inspect

import (
	"bytes"
	"slices"
	"strings"
)

// degree is how much of a token an attempt could read.
type degree int

const (
	rankNothing degree = iota
	rankHeader         // the start of a header at least
	rankPayload        // the start of a payload too
	rankSigned         // header and payload whole, or three parts
	rankWhole          // nothing is missing
)

// attempt is one way to read a token.
type attempt struct {
	taken    *taken
	token    *Token
	rank     degree
	headless bool
}

// read takes and decodes what starts at p.
func (f *finder) read(p int, h how) attempt {
	t := take(f.text, p, h)
	t.trim()
	return f.judge(t)
}

// trim drops the full stop of a sentence behind a signed token.
func (t *taken) trim() {
	for t.dots >= 3 && t.part == 0 && !t.encrypted() {
		t.text = t.text[:len(t.text)-1]
		t.end--
		t.dots--
		t.part = len(t.text) - 1 - bytes.LastIndexByte(t.text, '.')
	}
	if last := len(t.text) - 1; t.dots == 2 && t.part > leastWidth && t.text[last] == '_' {
		// Markdown writes italics with it.
		if lengths := t.lengths(); slices.Contains(lengths, t.part-1) {
			t.text, t.end, t.part = t.text[:last], t.end-1, t.part-1
			t.note(CleanFence)
		}
	}
	if t.dots == 1 && t.part == 0 && t.cut {
		t.text = t.text[:len(t.text)-1]
		t.dots--
	}
}

// judge decodes what was taken and ranks it.
func (f *finder) judge(t *taken) attempt {
	const least = 500 // an attempt costs more than its letters
	f.work += least + len(t.text)
	a := attempt{taken: t, token: Decode(string(t.text))}
	a.rank = a.token.rank()
	if a.rank == rankWhole && t.cut {
		a.rank = rankSigned
	}
	if a.rank > rankNothing && a.token.Form == FormBroken && isClaims(a.token.shownHeader()) {
		a.headless = true
		a.token = headless(a.token)
	}
	return a
}

// rank tells how much of a token there is.
func (t *Token) rank() degree {
	switch {
	case t.Form == FormJWS && !t.has(issueTrailing):
		return rankWhole
	case t.Form == FormJWE && t.header().text("enc") != "":
		return rankWhole
	case t.Form == FormJWE, t.Header != nil && len(t.Parts) == 3 && t.has(issueEmptyPart):
		return rankSigned
	case t.shownHeader() == nil:
		return rankNothing
	case t.Header != nil && t.Payload != nil && !t.has(issueTrailing):
		return rankSigned
	case t.shownPayload() != nil:
		return rankPayload
	default:
		return rankHeader
	}
}

// has tells whether a token has an issue of this code.
func (t *Token) has(code string) bool {
	for _, i := range t.Issues {
		if i.Code == code {
			return true
		}
	}
	return false
}

// cut tells whether parts, or the end of one, are missing.
func (t *Token) cut() bool {
	return t.has(issueCut) || t.Form == FormBroken && t.has(issueParts) && len(t.Parts) < 3
}

// better is the attempt that read more, the first of equals.
func better(a, b attempt) attempt {
	if b.rank > a.rank {
		return b
	}
	return a
}

// longer is the second attempt when only its signature has the length that the
// algorithm wants: + and / can be letters of it, or what stands behind it.
func longer(a, b attempt) attempt {
	lengths := a.taken.lengths()
	if b.rank == rankWhole && slices.Contains(lengths, b.taken.part) && !slices.Contains(lengths, a.taken.part) {
		return b
	}
	return a
}

// next tells whether the letter behind is one of the standard alphabet, be it
// in an escape.
func (a attempt) next(s string) bool {
	if a.taken.end >= len(s) {
		return false
	}
	g := glyphAt(s, a.taken.end)
	return g.class == letter && (g.char == '+' || g.char == '/')
}

// isToken tells a JSON Web Token from other JSON in base64, such as a cookie
// or the cursor of a list.
func (a attempt) isToken() bool {
	if a.headless {
		return true
	}
	header := a.token.shownHeader()
	for _, name := range [...]string{"alg", "enc"} {
		if _, ok := header.last(name); ok {
			return true
		}
	}
	typ := header.text("typ")
	if strings.Contains(strings.ToUpper(typ), "JWT") || typ != "" && header.text("kid") != "" {
		return true
	}
	return a.rank >= rankSigned && a.token.Payload != nil && a.token.Payload.Kind == KindObject
}

// isClaims tells a payload from a header.
func isClaims(v *Value) bool {
	for _, name := range [...]string{"alg", "enc"} {
		if _, ok := v.last(name); ok {
			return false
		}
	}
	n := 0
	for _, name := range [...]string{"iss", "sub", "aud", "exp", "iat", "jti", "azp", "scope", "nbf", "preferred_username"} {
		if _, ok := v.last(name); ok {
			n++
		}
	}
	return n >= 2
}

// headless is a token of whose text only the payload, and perhaps the
// signature, is there.
func headless(t *Token) *Token {
	h := &Token{Form: FormBroken, Payload: t.Header, BegunPayload: t.BegunHeader, Parts: t.Parts}
	for _, i := range t.Issues {
		if where, ok := strings.CutPrefix(i.Where, partHeader); ok && i.Code != issueParts {
			h.Issues = append(h.Issues, Issue{Code: i.Code, Where: partPayload + where})
		}
	}
	h.Issues = add(checkTimes(h.shownPayload(), h.Issues), issueHeadless, "")
	return h
}

// undotted reads a header, a payload and a signature that stand on lines of
// their own, without the dots.
func (f *finder) undotted(a attempt) attempt {
	nothing := attempt{taken: a.taken}
	if a.token.partial() || a.taken.dots > 0 {
		return nothing
	}
	joined := &taken{text: append([]byte(nil), a.taken.text...), end: a.taken.end, notes: append(a.taken.notes, CleanDots), dots: 2}
	for range 2 {
		gap := skip(f.text, joined.end)
		run, whole := runAt(f.text, gap.end)
		if !gap.broken || run == 0 || !whole || gap.end-joined.end > 100 {
			return nothing
		}
		joined.text = append(append(joined.text, '.'), f.text[gap.end:gap.end+run]...)
		joined.end = gap.end + run
	}
	b := f.judge(joined)
	if b.rank < rankWhole || b.token.Form != FormJWS {
		return nothing
	}
	return b
}

// size is how long the text is that take gave up reading, 0 when it read it.
func (a attempt) size(s string) int {
	if len(a.taken.text) <= MaxText {
		return 0
	}
	end := a.taken.end
	for end < len(s) && plain(s[end]).class != stop {
		end++
	}
	return len(a.taken.text) + end - a.taken.end
}
