package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// paletteHit is a line that has the letters looked for; less is better.
type paletteHit struct{ line, rank, at, length int }

// narrow looks for words in lower case and returns the indices of the best
// lines. What did not have the letters so far does not have them with one more.
func (p *palette) narrow(words string) []int {
	if p.words == "" || !strings.HasPrefix(words, p.words) {
		p.fit = make([]int, len(p.lines))
		for i := range p.fit {
			p.fit[i] = i
		}
	}
	p.words = words
	if words == "" {
		return p.fit[:min(len(p.fit), mostHits)]
	}
	out := p.together(words)
	if len(out) == mostHits {
		return out // letters that lie apart come behind all of these
	}
	return p.apart(words, out)
}

// together are the best lines with the words in one piece: those in which they
// begin a word of the title, then a word of the rest, then the others; of equals
// in the title those where they come sooner, then those with the shorter title,
// and then all as they stand in the list: a profile's first account comes before
// its others, and the access token before what is copied less.
func (p *palette) together(words string) []int {
	var hits []paletteHit
	word := " " + words
	for _, i := range p.fit {
		l := &p.lines[i]
		at := strings.Index(l.search, words)
		if at < 0 {
			continue
		}
		h := paletteHit{line: i, rank: 2}
		if at < l.title {
			h.at, h.length = at, l.title
		}
		switch {
		case at == 0 || strings.Contains(l.search[:l.title], word):
			h.rank = 0
		case strings.Contains(l.search, word):
			h.rank = 1
		}
		hits = insertHit(hits, h)
	}
	out := make([]int, len(hits), mostHits)
	for i, h := range hits {
		out[i] = h.line
	}
	return out
}

// insertHit keeps the best hits in their order; all others are dropped, so that
// ten thousand of them need no sorting.
func insertHit(hits []paletteHit, h paletteHit) []paletteHit {
	if len(hits) == mostHits && !h.before(hits[mostHits-1]) {
		return hits
	}
	at, _ := slices.BinarySearchFunc(hits, h, func(have, h paletteHit) int {
		if h.before(have) {
			return 1
		}
		return -1
	})
	if len(hits) == mostHits {
		hits = hits[:mostHits-1]
	}
	return slices.Insert(hits, at, h)
}

func (h paletteHit) before(o paletteHit) bool {
	return cmp.Or(h.rank-o.rank, h.at-o.at, h.length-o.length) < 0
}

// apart fills up the best lines with those in which the letters lie apart, in
// this order. Lines without them are not looked at again for more letters.
func (p *palette) apart(words string, out []int) []int {
	p.fit = slices.DeleteFunc(p.fit, func(i int) bool { return !inOrder(p.lines[i].search, words) })
	for _, m := range fuzzy.FindFrom(words, paletteSource{p.lines, p.fit}) {
		if len(out) == mostHits {
			break
		}
		if i := p.fit[m.Index]; !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// inOrder tells whether a text has all letters in this order.
func inOrder(text, letters string) bool {
	for _, r := range letters {
		at := strings.IndexRune(text, r)
		if at < 0 {
			return false
		}
		text = text[at+len(string(r)):]
	}
	return true
}

// paletteSource makes some lines searchable.
type paletteSource struct {
	lines []paletteLine
	fit   []int
}

// String implements fuzzy.Source.
func (s paletteSource) String(i int) string { return s.lines[s.fit[i]].search }

// Len implements fuzzy.Source.
func (s paletteSource) Len() int { return len(s.fit) }
