package inspect

import (
	"slices"
	"strings"
)

// Aspect is what a line of a comparison is about.
type Aspect string

// The aspects, in the order of the lines.
const (
	AspectIdentity Aspect = "identity" // who, for which client, from where
	AspectRights   Aspect = "rights"   // roles, scopes, groups, audiences: as sets
	AspectLife     Aspect = "life"     // times, as offsets
	AspectRest     Aspect = "rest"
	AspectHeader   Aspect = "header" // how it was signed
)

// Change is how the right token differs from the left one in a line.
type Change string

// The changes.
const (
	Equal   Change = "equal"
	Added   Change = "added"   // only the right one has it
	Removed Change = "removed" // only the left one has it
	Changed Change = "changed"
	// Fresh is a difference that any two tokens have, such as jti: nothing to
	// wonder about.
	Fresh Change = "fresh"
)

// Line is one line of a comparison. All texts are one line and safe to show
// (see Visible), 2,000 characters at most.
type Line struct {
	Aspect Aspect
	Change Change
	// Name is a claim's name; for rights the kind's word (RightKind), with
	// whose role it is in Client.
	Name, Client string
	// Left and Right are the values, "" for what is not there. Times are
	// offsets from iat of the same token ("+5 min"), iat itself is counted
	// from the left one's.
	Left, Right string
	// Meaning is the key of the explanation, as in Row; "" for rights.
	Meaning string
}

// Comparison is two tokens by meaning. It is immutable.
type Comparison struct {
	// Lines are sorted by aspect; within one the left token's order, then what
	// only the right one has.
	Lines []Line
}

// Differences are the lines that tell the tokens apart: no equal and no fresh
// ones.
func (c Comparison) Differences() []Line {
	var list []Line
	for _, l := range c.Lines {
		if l.Change != Equal && l.Change != Fresh {
			list = append(list, l)
		}
	}
	return list
}

// Compare compares two tokens by meaning. Of a doubled claim each value is
// compared with the one at the same place.
func Compare(left, right *Token) Comparison {
	lines := compareRights(left, right)
	for _, part := range []struct {
		left, right *Value
		header      bool
	}{{left.payload(), right.payload(), false}, {left.header(), right.header(), true}} {
		lines = append(lines, compareMembers(left, right, part.left, part.right, part.header)...)
	}
	order := []Aspect{AspectIdentity, AspectRights, AspectLife, AspectRest, AspectHeader}
	slices.SortStableFunc(lines, func(a, b Line) int {
		return slices.Index(order, a.Aspect) - slices.Index(order, b.Aspect)
	})
	return Comparison{Lines: lines}
}

// compareRights compares what both grant, as sets.
func compareRights(left, right *Token) []Line {
	var lines []Line
	was, is := Rights(left), Rights(right)
	old, now := setOf(was), setOf(is)
	for _, r := range was {
		l := r.line(Removed)
		if l.Left = l.Right; now[r] {
			l.Change = Equal
		} else {
			l.Right = ""
		}
		lines = append(lines, l)
	}
	for _, r := range is {
		if !old[r] {
			lines = append(lines, r.line(Added))
		}
	}
	return lines
}

func setOf(rights []Right) map[Right]bool {
	set := make(map[Right]bool, len(rights))
	for _, r := range rights {
		set[r] = true
	}
	return set
}

func (r Right) line(c Change) Line {
	return Line{Aspect: AspectRights, Change: c, Name: string(r.Kind), Client: Clip(r.Client, maxName), Right: Clip(r.Name, maxValue)}
}

// aspectOf is where a claim belongs; "" for those that Rights has read.
func aspectOf(m Member, header bool) Aspect {
	if header {
		return AspectHeader
	}
	switch m.Name {
	case "iss", "sub", "preferred_username", "username", "name", "email", "azp", "client_id", "clientId", "typ", "upn", "organization", "act", "impersonator":
		return AspectIdentity
	case "exp", "nbf", "iat", "auth_time", "updated_at":
		return AspectLife
	case "aud", "scope", "scp", "groups", "roles":
		if _, ok := texts(m.Value); ok {
			return ""
		}
	case "realm_access":
		if hasRoles(m.Value) && len(m.Value.Members) == 1 {
			return ""
		}
	case "resource_access":
		if m.Value.Kind == KindObject && !slices.ContainsFunc(m.Value.Members, func(c Member) bool {
			return !hasRoles(c.Value) || len(c.Value.Members) != 1
		}) {
			return ""
		}
	}
	return AspectRest
}

// fresh tells whether a claim differs in any two tokens.
func fresh(name string) bool {
	switch name {
	case "jti", "iat", "at_hash", "c_hash", "s_hash", "nonce", "sid", "session_state", "auth_time", "reuse_id":
		return true
	}
	return false
}

// compareMembers compares the members of two parts by name and place.
func compareMembers(left, right *Token, a, b *Value, header bool) []Line {
	type place struct {
		name string
		nth  int
	}
	others := map[place]Member{}
	for _, m := range b.members() {
		others[place{m.Name, m.Nth}] = m
	}
	var lines []Line
	for _, m := range a.members() {
		at := place{m.Name, m.Nth}
		other, both := others[at]
		delete(others, at)
		aspect := aspectOf(m, header)
		if aspect == "" && (!both || aspectOf(other, header) == "") {
			continue
		}
		l := memberLine(m, header)
		l.Left, l.Change = shown(left, left, m, header), Removed
		if both {
			l.Right = shown(left, right, other, header)
			l.Change = changeOf(left, right, m, other, header)
		}
		lines = append(lines, l)
	}
	for _, m := range b.members() {
		if _, left := others[place{m.Name, m.Nth}]; !left || aspectOf(m, header) == "" {
			continue
		}
		l := memberLine(m, header)
		l.Right, l.Change = shown(left, right, m, header), Added
		lines = append(lines, l)
	}
	return lines
}

func memberLine(m Member, header bool) Line {
	aspect := aspectOf(m, header)
	if aspect == "" {
		aspect = AspectRest
	}
	return Line{Aspect: aspect, Name: Clip(m.Name, maxName), Meaning: meaning(m)}
}

// changeOf compares two members; times by their offsets.
func changeOf(left, right *Token, a, b Member, header bool) Change {
	was, timed := offset(left, left, a, header)
	is, also := offset(left, right, b, header)
	switch {
	case timed && also && was == is, !(timed && also) && Same(a.Value, b.Value):
		return Equal
	case fresh(a.Name):
		return Fresh
	}
	return Changed
}

// span is a distance in time, of any length.
type span struct {
	seconds     int64
	nanoseconds int
}

// offset is how far a time lies from iat of its token; iat itself from the left
// token's. ok is false for what is no time.
func offset(left, t *Token, m Member, header bool) (s span, ok bool) {
	at, kind := date(m.Value)
	if header || !isDate(m.Name) || kind != dateGood {
		return span{}, false
	}
	if m.Name == "iat" {
		t = left
	}
	zero, ok := t.IssuedAt()
	return span{at.Unix() - zero.Unix(), at.Nanosecond() - zero.Nanosecond()}, ok
}

// shown is a member's value as a line shows it.
func shown(left, t *Token, m Member, header bool) string {
	if s, ok := offset(left, t, m, header); ok {
		text := spanText(s.seconds, 4)
		if strings.HasPrefix(text, "-") {
			return "−" + text[1:]
		}
		return "+" + text
	}
	c := cell{limit: maxValue}
	c.show(m)
	return string(c.text)
}
