package session

import (
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient/inspect"
)

// RefreshWith refreshes for some of the granted scopes only (RFC 6749 section
// 6): scopes are words of Tokens.Scopes, and with others, or with none, it does
// nothing. The refresh token keeps all, so that the next plain refresh brings
// them back. What was asked and granted is State.Answers.Narrowed.
func (s *Sessions) RefreshWith(p profile.Profile, account string, scopes []string) {
	s.about(OpRefresh, p, account, func(st State) bool {
		return len(scopes) > 0 && st.CanRefresh() && subset(scopes, st.Tokens.Scopes())
	}, errand{scope: strings.Join(scopes, " ")})
}

func subset(words, of []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(of, word) })
}

// Scopes are the granted words, in the answer's order or else the access
// token's; after a refresh for fewer, those that it left out follow.
func (t *Tokens) Scopes() []string {
	text := t.Set.Scope
	if text == "" {
		text = scopeClaim(t.Access)
	}
	var words []string
	for _, word := range strings.Fields(text + " " + t.narrowedFrom) {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func scopeClaim(token *inspect.Token) string {
	if token == nil || token.Payload == nil {
		return ""
	}
	if v, ok := token.Claim("scope"); ok && v.Kind == inspect.KindString {
		return v.Text
	}
	return ""
}

// narrowed remembers what a set was narrowed from, for the next one.
func (t *Tokens) narrowed(old *Tokens, asked string) {
	if old == nil || asked == "" {
		return
	}
	t.narrowedFrom = strings.Join(old.Scopes(), " ")
}

// applyNarrowed notes what a refresh for fewer scopes brought; a plain one
// forgets it.
func applyNarrowed(asked string, t *Tokens) func(*State) {
	if asked == "" {
		return func(st *State) { st.Answers.Narrowed = nil }
	}
	granted := t.Set.Scope
	if granted == "" {
		granted = scopeClaim(t.Access)
	}
	n := &Narrowed{Asked: asked, Granted: granted, Generation: t.Generation, At: wall()}
	return func(st *State) { st.Answers.Narrowed = n }
}
