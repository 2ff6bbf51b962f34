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

// joinChunks puts a token that was cut into numbered cookies together again:
// one line for each name.
func joinChunks(text string) (joined string, ok bool) {
	const most, longest = 1000, 256 << 10 // no server takes that many cookies
	if len(text) > longest {
		return "", false
	}
	cookie := regexp.MustCompile(`(?:^|[\s;,"'])([A-Za-z0-9_.\-]*?[._C-])([0-9]{1,2})=([A-Za-z0-9_.~\-]+)`)
	named := map[string][]chunk{}
	var names []string
	for _, m := range cookie.FindAllStringSubmatch(text, most) {
		number, _ := strconv.Atoi(m[2])
		if named[m[1]] == nil {
			names = append(names, m[1])
		}
		named[m[1]] = append(named[m[1]], chunk{m[1], m[3], number})
	}
	var b strings.Builder
	for _, name := range names {
		if value, ok := inOrder(named[name]); ok {
			b.WriteString(strings.TrimRight(name, "._-") + "=" + value + "\n")
		}
	}
	return b.String(), b.Len() > 0
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
// finds counts when all of it is whole and it is as much as before.
func fromChunks(text string, before Paste) (p Paste, ok bool) {
	if !slices.ContainsFunc(before.Pieces, Piece.unfinished) {
		return Paste{}, false
	}
	joined, ok := joinChunks(text)
	if !ok {
		return Paste{}, false
	}
	p = lookThrough(joined, maxLayers)
	if len(p.Pieces) < len(before.Pieces) || slices.ContainsFunc(p.Pieces, Piece.unfinished) {
		return Paste{}, false
	}
	for i := range p.Pieces {
		p.Pieces[i].Start, p.Pieces[i].End = 0, 0
	}
	p.Cleaned = addCleaning(p.Cleaned, CleanJoined)
	return p, true
}

// unfinished tells whether a piece is cut, or its last part is shorter or
// longer than its algorithm wants it.
func (p Piece) unfinished() bool {
	lengths := lengthsOf([]byte(p.Text))
	last := len(p.Text) - 1 - strings.LastIndexByte(p.Text, '.')
	return p.Cut || len(lengths) > 0 && !slices.Contains(lengths, last)
}
