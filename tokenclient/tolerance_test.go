package tokenclient

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tolerance is an odd answer and what is read out of it.
type tolerance struct {
	name, contentType, body string
	status                  int
	want                    reading
}

type reading struct {
	Type, Scope      string
	Expires, Refresh Lifetime
	NotBefore        time.Time
	Notes            []string
}

const (
	whole = `{"access_token":"t","expires_in":60` + rest
	rest  = `,"token_type":"Bearer"}`
)

// plain is the reading of whole, changed.
func plain(change func(*reading)) reading {
	w := reading{Type: "Bearer", Expires: known(time.Minute)}
	change(&w)
	return w
}

func notes(n ...string) reading { return plain(func(w *reading) { w.Notes = n }) }

func life(l Lifetime, n ...string) reading {
	return plain(func(w *reading) { w.Expires, w.Notes = l, n })
}

func known(d time.Duration) Lifetime { return Lifetime{Known: true, Value: d} }

func TestTolerancesOfASuccess(t *testing.T) {
	for _, tt := range slices.Concat(transportTolerances(), memberTolerances(), lifeTolerances(), otherTolerances()) {
		t.Run(tt.name, func(t *testing.T) {
			header := map[string]string{}
			if tt.contentType != "" {
				header["Content-Type"] = tt.contentType
			}
			set, e := ask(t.Context(), answering(tt.status, header, tt.body), endpoint)
			if e != nil {
				t.Fatalf("answer %q: %v", tt.body, e)
			}
			got := reading{set.TokenType, set.Scope, set.ExpiresIn, set.RefreshExpiresIn, set.NotBefore, set.Notes}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("answer %q (-got +want):\n%s", tt.body, diff)
			}
			if set.Raw().Reveal() != tt.body {
				t.Errorf("raw %q, want %q", set.Raw().Reveal(), tt.body)
			}
		})
	}
}

// transportTolerances are about what surrounds the object.
func transportTolerances() []tolerance {
	return []tolerance{
		{"nothing odd", jsonType, whole, 200, notes()},
		{"a character set", "application/json;charset=UTF-8", whole, 200, notes()},
		{"a JSON dialect", "application/vnd.acme+json", whole, 200, notes()},
		{"no content type", "", whole, 200, notes("content_type.missing")},
		{"plain text", "text/plain", whole, 200, notes("content_type.other")},
		{"called HTML", "text/html; charset=utf-8", whole, 200, notes("content_type.other")},
		{"a broken content type", ";;", whole, 200, notes("content_type.other")},
		{"a byte order mark", jsonType, "\uFEFF" + whole, 200, notes("bom")},
		{"UTF-16, little end first", jsonType, "\xff\xfe" + wide(whole, 0), 200, notes("utf16")},
		{"UTF-16, big end first", jsonType, "\xfe\xff" + wide(whole, 1), 200, notes("utf16")},
		{"another status", jsonType, whole, 401, notes("status.odd")},
		{"something behind", jsonType, whole + "\n<!-- gw -->", 200, notes("trailing")},
		{"an error beside", jsonType, `{"error":"x","access_token":"t","expires_in":60` + rest, 200, notes("error.beside_tokens")},
		{"a repeated member", jsonType, `{"scope":"a","access_token":"t","expires_in":60,"scope":"b"` + rest, 200, plain(func(w *reading) { w.Scope, w.Notes = "b", []string{"duplicate.scope"} })},
	}
}

// memberTolerances are about the tokens.
func memberTolerances() []tolerance {
	return []tolerance{
		{"no token type", jsonType, `{"access_token":"t","expires_in":60}`, 200, notes("token_type.missing")},
		{"a lower-case type", jsonType, `{"access_token":"t","expires_in":60,"token_type":"bearer"}`, 200, plain(func(w *reading) { w.Type = "bearer" })},
		{"blanks round the token", jsonType, `{"access_token":" t\n","expires_in":60` + rest, 200, notes("access_token.space")},
		{"a line break in the token", jsonType, `{"access_token":"t\r\nX: y","expires_in":60` + rest, 200, notes("access_token.characters")},
		{"null members", jsonType, `{"access_token":"t","refresh_token":null,"id_token":null,"scope":null,"refresh_expires_in":null,"not-before-policy":null,"session_state":null,"expires_in":60` + rest, 200, notes()},
		{"an empty refresh token", jsonType, `{"access_token":"t","refresh_token":"","expires_in":60` + rest, 200, notes()},
		{"a refresh token of another kind", jsonType, `{"access_token":"t","refresh_token":5,"expires_in":60` + rest, 200, notes("refresh_token.unreadable")},
	}
}

// lifeTolerances are about expires_in.
func lifeTolerances() []tolerance {
	return []tolerance{
		{"life in a text", jsonType, `{"access_token":"t","expires_in":" 60 "` + rest, 200, notes("expires_in.text")},
		{"life with a fraction", jsonType, `{"access_token":"t","expires_in":59.5` + rest, 200, life(known(59500*time.Millisecond), "expires_in.fraction")},
		{"life with an exponent", jsonType, `{"access_token":"t","expires_in":6e1` + rest, 200, notes("expires_in.fraction")},
		{"life null", jsonType, `{"access_token":"t","expires_in":null` + rest, 200, life(Lifetime{}, "expires_in.missing")},
		{"life missing", jsonType, `{"access_token":"t"` + rest, 200, life(Lifetime{}, "expires_in.missing")},
		{"life negative", jsonType, `{"access_token":"t","expires_in":-1` + rest, 200, life(known(-time.Second), "expires_in.negative")},
		{"life beyond numbers", jsonType, `{"access_token":"t","expires_in":1e400` + rest, 200, life(Lifetime{}, "expires_in.unreadable")},
		{"life beyond clocks", jsonType, `{"access_token":"t","expires_in":9223372036854775807` + rest, 200, life(known(longestLife), "expires_in.huge")},
		{"life beyond clocks backwards", jsonType, `{"access_token":"t","expires_in":-1e300` + rest, 200, life(known(-longestLife), "expires_in.fraction", "expires_in.negative", "expires_in.huge")},
		{"life in words", jsonType, `{"access_token":"t","expires_in":"NaN"` + rest, 200, life(Lifetime{}, "expires_in.text", "expires_in.unreadable")},
		{"life in hexadecimal", jsonType, `{"access_token":"t","expires_in":"0x1p3"` + rest, 200, life(Lifetime{}, "expires_in.text", "expires_in.unreadable")},
		{"life true", jsonType, `{"access_token":"t","expires_in":true` + rest, 200, life(Lifetime{}, "expires_in.unreadable")},
	}
}

// otherTolerances are about the other members.
func otherTolerances() []tolerance {
	return []tolerance{
		{"refresh life zero", jsonType, `{"access_token":"t","refresh_expires_in":0,"expires_in":60` + rest, 200, plain(func(w *reading) { w.Refresh = known(0) })},
		{"not before", jsonType, `{"access_token":"t","not-before-policy":1700000000,"expires_in":60` + rest, 200, plain(func(w *reading) { w.NotBefore = time.Unix(1700000000, 0).UTC() })},
		{"not before as text", jsonType, `{"access_token":"t","not-before-policy":"0","expires_in":60` + rest, 200, notes("not-before-policy.text")},
		{"not before out of range", jsonType, `{"access_token":"t","not-before-policy":1e30,"expires_in":60` + rest, 200, notes("not-before-policy.fraction", "not-before-policy.unreadable")},
		{"scope as a list", jsonType, `{"access_token":"t","scope":["a","b"],"expires_in":60` + rest, 200, plain(func(w *reading) { w.Scope, w.Notes = "a b", []string{"scope.array"} })},
		{"scope with commas", jsonType, `{"access_token":"t","scope":"a,b","expires_in":60` + rest, 200, plain(func(w *reading) { w.Scope, w.Notes = "a b", []string{"scope.commas"} })},
		{"scope as a number", jsonType, `{"access_token":"t","scope":7,"expires_in":60` + rest, 200, notes("scope.unreadable")},
		{"a session of another kind", jsonType, `{"access_token":"t","session_state":7,"expires_in":60` + rest, 200, notes("session_state.unreadable")},
	}
}

// wide writes ASCII as UTF-16; high is the place of the zero bytes' opposite.
func wide(s string, high int) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		pair := [2]byte{}
		pair[high] = c
		b.Write(pair[:])
	}
	return b.String()
}
