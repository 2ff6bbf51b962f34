package inspect_test

import (
	"testing"
	"time"

	"realmscope/tokenclient/inspect"
)

func TestExpiryTrustsOnlySeconds(t *testing.T) {
	for payload, want := range map[string]string{
		`{"exp":1627035415}`:            "2021-07-23T10:16:55Z",
		`{"exp":1627035415.5}`:          "2021-07-23T10:16:55.5Z",
		`{"exp":1627035415.9}`:          "2021-07-23T10:16:55.9Z",
		`{"exp":1.627035415e9}`:         "2021-07-23T10:16:55Z",
		`{"exp":-1}`:                    "1969-12-31T23:59:59Z",
		`{"exp":-1.25}`:                 "1969-12-31T23:59:58.75Z",
		`{"exp":1,"exp":1627035415}`:    "2021-07-23T10:16:55Z",
		`{"exp":1,"EXP":1627035415}`:    "1970-01-01T00:00:01Z",
		`{"\u0065xp":1}`:                "1970-01-01T00:00:01Z",
		`{"exp":100000000000}`:          "5138-11-16T09:46:40Z",
		`{"exp":100000000001}`:          "",
		`{"exp":0}`:                     "",
		`{"exp":-0.0e5}`:                "",
		`{"exp":"1627035415"}`:          "",
		`{"exp":null}`:                  "",
		`{"exp":[1627035415]}`:          "",
		`{"exp":1e300}`:                 "",
		`{"exp":1e999}`:                 "",
		`{"exp":9223372036854775808}`:   "",
		`{"exp":-99999999999}`:          "",
		`{"exp":1627035415,"exp":null}`: "",
		`{}`:                            "",
		`[]`:                            "",
		`null`:                          "",
		`{"iat":1627035415}`:            "",
		`{"nested":{"exp":1627035415}}`: "",
	} {
		at, ok := claims(payload).Expiry()
		got := ""
		if ok {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
		if !ok && !at.IsZero() {
			t.Errorf("%s: a time without ok: %v", payload, at)
		}
	}
}

func TestTokenTellsWhatKeycloakWrote(t *testing.T) {
	access := inspect.Decode(sample(t, "banfico-access.txt"))
	refresh := inspect.Decode(sample(t, "banfico-refresh.txt"))
	for name, tt := range map[string]struct{ got, want string }{
		"access typ":        {access.Typ(), "Bearer"},
		"access owner":      {access.Owner(), "service-account-outbound01"},
		"access algorithm":  {access.Algorithm(), "RS256"},
		"access key":        {access.KeyID(), "uUxNod4MiDcFkuxfAQshfTaDD9XSfrBh7KnTk97r6Sc"},
		"refresh typ":       {refresh.Typ(), "Offline"},
		"refresh owner":     {refresh.Owner(), "b7639928-1b6b-48ba-9a2f-b2b709265d84"},
		"refresh algorithm": {refresh.Algorithm(), "HS256"},
		"refresh key":       {refresh.KeyID(), "ad862982-29b0-49e0-b510-18e69a9c293f"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", name, tt.got, tt.want)
		}
	}
	if at, ok := access.Expiry(); !ok || at.Unix() != 1627035415 {
		t.Errorf("access expiry: got %v %v, want 1627035415", at.Unix(), ok)
	}
	if at, ok := access.IssuedAt(); !ok || at.Unix() != 1627035115 {
		t.Errorf("access issued: got %v %v, want 1627035115", at.Unix(), ok)
	}
	if at, ok := refresh.Expiry(); ok {
		t.Errorf("refresh expiry: got %v, want none", at)
	}
	if _, ok := access.AuthTime(); ok {
		t.Error("auth time: got one, want none")
	}
	if len(refresh.Issues) > 0 {
		t.Errorf("refresh issues: got %v, want none", refresh.Issues)
	}
}

func TestClaimIsTheLastOne(t *testing.T) {
	token := inspect.Decode(sample(t, "banfico-access.txt"))
	v, ok := token.Claim("sub")
	if !ok || v.Text != "service-account-outbound01" {
		t.Errorf("sub: got %q %v, want the second one", v.Text, ok)
	}
	if !token.Doubled("sub") {
		t.Error("sub: got single, want doubled")
	}
	if token.Doubled("iss") || token.Doubled("absent") {
		t.Error("iss or absent: got doubled, want single")
	}
	if _, ok := token.Claim("absent"); ok {
		t.Error("absent: got one, want none")
	}
	if _, ok := token.Claim("SUB"); ok {
		t.Error("SUB: letter case must count")
	}
}

func TestOwnerFallsBack(t *testing.T) {
	for payload, want := range map[string]string{
		`{"sub":"1","preferred_username":"alice"}`: "alice",
		`{"sub":"1","preferred_username":""}`:      "1",
		`{"sub":"1","preferred_username":7}`:       "1",
		`{"sub":7}`:                                "",
		`{}`:                                       "",
	} {
		if got := claims(payload).Owner(); got != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
}

func TestATokenThatIsNotThereHasNothing(t *testing.T) {
	for name, token := range map[string]*inspect.Token{
		"nil": nil, "empty": inspect.Decode(""), "opaque": inspect.Decode("abc"), "zero": {},
	} {
		_, claim := token.Claim("sub")
		_, expiry := token.Expiry()
		text := token.Typ() + token.Owner() + token.Algorithm() + token.KeyID()
		if claim || expiry || token.Doubled("sub") || text != "" {
			t.Errorf("%s: got something, want nothing", name)
		}
	}
}
