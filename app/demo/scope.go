package demo

import (
	"slices"
	"strings"
)

// scope is what was granted: the default client scopes and the optional ones
// that were asked for. Order carries no meaning.
type scope []string

// defaultScopes are granted whether asked for or not; only the last two are
// shown in a token.
func defaultScopes() []string {
	return []string{"web-origins", "acr", "basic", "roles", "profile", "email"}
}

// optionalScopes are granted when asked for.
func optionalScopes() []string {
	return []string{"openid", "offline_access", "address", "phone", "microprofile-jwt"}
}

// readScope reads a scope parameter. An unknown word refuses the whole
// request, with all of its words in the text (row 'Invalid scopes').
func readScope(param string) (scope, *refusal) {
	out := scope{}
	for _, word := range strings.Fields(param) {
		known := slices.Contains(optionalScopes(), word)
		if !known && !slices.Contains(defaultScopes(), word) {
			return nil, refuse("invalid_scope", "Invalid scopes: "+param)
		}
		if known && !out.has(word) {
			out = append(out, word)
		}
	}
	return append(out, defaultScopes()...), nil
}

// narrow keeps what a refresh asks for; it may not ask for more than it has.
func (s scope) narrow(param string) (scope, *refusal) {
	if param == "" {
		return s, nil
	}
	asked, refused := readScope(param)
	if refused != nil {
		return nil, refused
	}
	for _, word := range asked {
		if !s.has(word) {
			return nil, refuse("invalid_scope", "Invalid scopes: "+param)
		}
	}
	return asked, nil
}

func (s scope) has(word string) bool { return slices.Contains(s, word) }

// shown is the scope of answers and access tokens.
func (s scope) shown() string {
	var words []string
	for _, w := range s {
		if !slices.Contains([]string{"web-origins", "acr", "basic", "roles"}, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// whole is the longer scope that a refresh token keeps.
func (s scope) whole() string { return strings.Join(s, " ") }

// scopeOf reads a scope that the realm wrote itself.
func scopeOf(words string) scope { return strings.Fields(words) }
