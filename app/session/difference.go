package session

import (
	"slices"
	"strings"

	"realmscope/tokenclient/inspect"
)

// Change is how a claim of one token differs from that of another.
type Change string

// The changes.
const (
	ChangeCame    Change = "came"
	ChangeWent    Change = "went"
	ChangeChanged Change = "changed"
	ChangeSame    Change = "same"

	// everyToken is a group only: what changes from token to token anyway.
	everyToken Change = "every"
)

// Difference is one claim in two tokens. It is immutable.
type Difference struct {
	Name   string
	Change Change
	// Before and After are the claim with its exact text, nil where it is not.
	Before, After *inspect.Member
	// Added and Removed are the words that came and went in a claim that is a
	// set: audiences, scopes, roles ("client: role"). Both are empty for others.
	Added, Removed []string
}

// Differences compares the claims of two tokens by meaning: sets regardless of
// their order, other claims by their exact text. What came is first, then what
// went, what changed, what differs in any two tokens (times and ids), and what
// is the same; a token that cannot be read has no claims. Of a repeated claim the last counts, as it does for most
// programs.
func Differences(before, after *inspect.Token) []Difference {
	old, now := lastClaims(before), lastClaims(after)
	was := make(map[string]*inspect.Member, len(old))
	for _, m := range old {
		was[m.Name] = m
	}
	groups := map[Change][]Difference{}
	for _, m := range now {
		d := compare(was[m.Name], m)
		delete(was, m.Name)
		group := d.Change
		if group == ChangeChanged && slices.Contains([]string{"exp", "iat", "nbf", "jti", "auth_time", "at_hash"}, d.Name) {
			group = everyToken
		}
		groups[group] = append(groups[group], d)
	}
	for _, m := range old {
		if was[m.Name] != nil {
			groups[ChangeWent] = append(groups[ChangeWent], Difference{Name: m.Name, Change: ChangeWent, Before: m})
		}
	}
	return slices.Concat(groups[ChangeCame], groups[ChangeWent], groups[ChangeChanged], groups[everyToken], groups[ChangeSame])
}

// lastClaims are the claims of a token, of repeated ones the last.
func lastClaims(t *inspect.Token) []*inspect.Member {
	if t == nil || t.Payload == nil {
		return nil
	}
	var out []*inspect.Member
	for i := range t.Payload.Members {
		if m := &t.Payload.Members[i]; m.Nth == m.Of {
			out = append(out, m)
		}
	}
	return out
}

func compare(before, after *inspect.Member) Difference {
	d := Difference{Name: after.Name, Change: ChangeCame, Before: before, After: after}
	if before == nil {
		return d
	}
	old, wasSet := wordsOf(*before)
	now, isSet := wordsOf(*after)
	d.Change = ChangeSame
	switch {
	case wasSet && isSet:
		d.Added, d.Removed = without(now, old), without(old, now)
		if len(d.Added)+len(d.Removed) > 0 {
			d.Change = ChangeChanged
		}
	case before.Value.Raw != after.Value.Raw:
		d.Change = ChangeChanged
	}
	return d
}

// wordsOf are the words of a claim that is a set; false for other claims.
func wordsOf(m inspect.Member) ([]string, bool) {
	v := m.Value
	switch {
	case m.Name == "scope" && v.Kind == inspect.KindString:
		return strings.Fields(v.Text), true
	case m.Name == "aud" && v.Kind == inspect.KindString:
		return []string{v.Text}, true
	case m.Name == "realm_access":
		return rolesOf("", v)
	case m.Name == "resource_access" && v.Kind == inspect.KindObject:
		var all []string
		for _, client := range v.Members {
			words, ok := rolesOf(client.Name+": ", client.Value)
			if !ok {
				return nil, false
			}
			all = append(all, words...)
		}
		return all, true
	}
	return textsOf("", v)
}

// rolesOf are the roles of {"roles": [...]} and nothing else.
func rolesOf(prefix string, v inspect.Value) ([]string, bool) {
	if v.Kind != inspect.KindObject || len(v.Members) != 1 || v.Members[0].Name != "roles" {
		return nil, false
	}
	return textsOf(prefix, v.Members[0].Value)
}

// textsOf are the items of a list of texts.
func textsOf(prefix string, v inspect.Value) ([]string, bool) {
	if v.Kind != inspect.KindArray {
		return nil, false
	}
	out := make([]string, 0, len(v.Items))
	for _, item := range v.Items {
		if item.Kind != inspect.KindString {
			return nil, false
		}
		out = append(out, prefix+item.Text)
	}
	return out, true
}

// without are the words of all that others does not hold, in their order.
func without(all, others []string) []string {
	held := make(map[string]bool, len(others))
	for _, word := range others {
		held[word] = true
	}
	var out []string
	for _, word := range all {
		if !held[word] {
			out = append(out, word)
		}
	}
	return out
}
