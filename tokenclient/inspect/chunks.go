package inspect

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// chunk is one cookie of several that share a value too long for one, as
// oauth2-proxy (name_0), NextAuth (name.0) and ASP.NET Core (nameC1) set them.
type chunk struct {
	name, value string
	number      int
}

// joinChunks puts tokens that were cut into numbered cookies together again:
// one line for each name, and behind them what else the text has.
func joinChunks(text string) (joined string, ok bool) {
	const most, longest = 1000, 256 << 10 // no server takes that many cookies
	if len(text) > longest {
		return "", false
	}
	cookie := regexp.MustCompile(`(?:^|[\s;,"'])([A-Za-z0-9_.\-]*?[._C-])([0-9]{1,2})=([A-Za-z0-9_.~\-]+)`)
	named := map[string][]chunk{}
	var names []string
	found := cookie.FindAllStringSubmatchIndex(text, most)
	for _, m := range found {
		name := text[m[2]:m[3]]
		number, _ := strconv.Atoi(text[m[4]:m[5]])
		if named[name] == nil {
			names = append(names, name)
		}
		named[name] = append(named[name], chunk{name, text[m[6]:m[7]], number})
	}
	whole := map[string]bool{}
	var b strings.Builder
	for _, name := range names {
		var value string
		if value, whole[name] = inOrder(named[name]); whole[name] {
			b.WriteString(strings.TrimRight(name, "._-") + "=" + value + "\n")
			ok = true
		}
	}
	last := 0
	for _, m := range found {
		if whole[text[m[2]:m[3]]] {
			b.WriteString(text[last:m[2]])
			last = m[1]
		}
	}
	b.WriteString(text[last:])
	return b.String(), ok
}

// inOrder joins two or more chunks whose numbers leave no gap.
func inOrder(chunks []chunk) (value string, ok bool) {
	slices.SortStableFunc(chunks, func(a, b chunk) int { return cmp.Compare(a.number, b.number) })
	var b strings.Builder
	for i, c := range chunks {
		if c.number != chunks[0].number+i {
			return "", false
		}
		b.WriteString(c.value)
	}
	return b.String(), len(chunks) > 1 && chunks[0].number <= 1 && startAt(b.String(), 0)
}

// fromChunks reads the cookies of a text of which a token is not whole. What it
// finds counts when more of it is whole than before.
func fromChunks(text string, before Paste) (p Paste, ok bool) {
	if !slices.ContainsFunc(before.Pieces, Piece.unfinished) {
		return Paste{}, false
	}
	joined, ok := joinChunks(text)
	if !ok {
		return Paste{}, false
	}
	p = lookThrough(joined, maxLayers)
	if len(p.Pieces) == 0 || p.wholes() <= before.wholes() {
		return Paste{}, false
	}
	p.unplace()
	p.Cleaned = addCleaning(p.Cleaned, CleanChunks)
	return p, true
}

// unfinished tells whether a piece is cut, or its last part is shorter or
// longer than its algorithm wants it.
func (p Piece) unfinished() bool {
	lengths := lengthsOf([]byte(p.Text))
	last := len(p.Text) - 1 - strings.LastIndexByte(p.Text, '.')
	return p.Cut || len(lengths) > 0 && !slices.Contains(lengths, last)
}
