package tokenclient

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestChallengesAreRead(t *testing.T) {
	type p = map[string]string
	tests := []struct {
		name   string
		header []string
		want   []challenge
	}{
		{"none", nil, nil},
		{"a bare scheme", []string{"Bearer"}, []challenge{{"bearer", p{}}}},
		{"Keycloak's own", []string{`Bearer realm="acme", error="invalid_token", error_description="Token verification failed"`}, []challenge{{"bearer", p{"realm": "acme", "error": "invalid_token", "error_description": "Token verification failed"}}}},
		{"a comma and an equals sign in quotes", []string{`Bearer error="x", error_description="a, b=\"c\", error=\"y\""`}, []challenge{{"bearer", p{"error": "x", "error_description": `a, b="c", error="y"`}}}},
		{"escapes", []string{`Bearer a="\\ \" \x"`}, []challenge{{"bearer", p{"a": `\ " x`}}}},
		{"two in one value", []string{`Basic realm="a", Bearer error="b"`}, []challenge{{"basic", p{"realm": "a"}}, {"bearer", p{"error": "b"}}}},
		{"two values", []string{`Basic realm="a"`, `DPoP algs="ES256 PS256", error=use_dpop_nonce`}, []challenge{{"basic", p{"realm": "a"}}, {"dpop", p{"algs": "ES256 PS256", "error": "use_dpop_nonce"}}}},
		{"an encoded value", []string{"Negotiate YII=, Bearer error=a"}, []challenge{{"negotiate", p{}}, {"bearer", p{"error": "a"}}}},
		{"an encoded value alone", []string{"Negotiate YIIabc"}, []challenge{{"negotiate", p{}}}},
		{"bare scheme before another", []string{"Negotiate, Bearer error=a"}, []challenge{{"negotiate", p{}}, {"bearer", p{"error": "a"}}}},
		{"blanks round the sign", []string{`Bearer error = "a" , scope	=	b`}, []challenge{{"bearer", p{"error": "a", "scope": "b"}}}},
		{"words without quotes", []string{`Bearer error=invalid_token, error_description=The token expired`}, []challenge{{"bearer", p{"error": "invalid_token", "error_description": "The token expired"}}}},
		{"no scheme", []string{`error="a"`}, []challenge{{"", p{"error": "a"}}}},
		{"an open quote", []string{`Bearer error="a, b`}, []challenge{{"bearer", p{"error": "a, b"}}}},
		{"a name twice", []string{`Bearer error="a", ERROR="b"`}, []challenge{{"bearer", p{"error": "a"}}}},
		{"empty parts", []string{`,, Bearer ,, error="a",,`}, []challenge{{"bearer", p{"error": "a"}}}},
		{"stray bytes", []string{"\x00\xff{Bearer} error=\"a\""}, []challenge{{"bearer", p{"error": "a"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readChallenges(tt.header)
			if diff := cmp.Diff(got, tt.want, cmp.AllowUnexported(challenge{})); diff != "" {
				t.Errorf("%q (-got +want):\n%s", tt.header, diff)
			}
		})
	}
	many := readChallenges([]string{strings.Repeat("Basic a=b, ", 1000), "Bearer " + strings.Repeat("x=y, ", 3) + "a=b"})
	if len(many) != maxChallenges {
		t.Errorf("%d challenges of a hostile header, want %d", len(many), maxChallenges)
	}
}

func TestErrorsThatStandInAChallengeOnly(t *testing.T) {
	tests := []struct {
		name   string
		status int
		header string
		code   string
		advice string
	}{
		{"a bad token", 401, `Bearer realm="acme", error="invalid_token", error_description="Token verification failed"`, "invalid_token", "token_refused"},
		{"no openid", 403, `Bearer realm="acme", error="insufficient_scope", error_description="Missing openid scope"`, "insufficient_scope", "openid_missing"},
		{"another scope", 403, `Bearer error="insufficient_scope", scope="a"`, "insufficient_scope", "scope_insufficient"},
		{"lightweight", 401, `Bearer realm="acme", error="invalid_token", error_description="Lightweight access token not allowed for userinfo endpoint"`, "invalid_token", "token_lightweight"},
		{"no token seen", 401, `Bearer realm="acme"`, "", "token_wanted"},
		{"no proof seen", 401, `DPoP algs="ES256"`, "", "token_wanted"},
		{"a gateway's own login", 401, `Basic realm="gateway"`, "", "unauthorized"},
		{"the error of the second challenge", 401, `Basic realm="error", Bearer error="invalid_token"`, "invalid_token", "token_refused"},
		{"words in the words", 401, `Bearer error_description="error=\"x\""`, "", "token_wanted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := answering(tt.status, map[string]string{"WWW-Authenticate": tt.header}, "").UserInfo(t.Context(), endpoint, NewSecret("t"), "")
			if e := asError(err); e.Code != tt.code || Advise(e).ID != tt.advice || e.Operation != OperationUserInfo {
				t.Errorf("%s gives %+v, advice %q, want %q, %q", tt.header, e, Advise(e).ID, tt.code, tt.advice)
			}
		})
	}
}

func FuzzChallenges(f *testing.F) {
	f.Add(`Bearer realm="a", error="invalid_token", error_description="x \"y\", z"`)
	f.Add(`Negotiate YII==, Basic realm=a, ,=,"`)
	f.Add("Bearer error=\"\\")
	f.Fuzz(func(t *testing.T, header string) {
		all := readChallenges([]string{header})
		if len(all) > maxChallenges {
			t.Fatalf("%d challenges of %q", len(all), header)
		}
		size := 0
		for _, c := range all {
			size += len(c.scheme)
			if c.scheme != asciiLower(c.scheme) || len(c.params) > maxParameters {
				t.Fatalf("challenge %+v of %q", c, header)
			}
			for name, value := range c.params {
				size += len(name) + len(value)
				if name == "" || strings.ContainsAny(name, `", =`) {
					t.Fatalf("name %q of %q", name, header)
				}
			}
		}
		if size > len(header) {
			t.Fatalf("%d bytes read out of %d: %q", size, len(header), header)
		}
		x := exchange{target: target(), status: 401, header: map[string][]string{"Www-Authenticate": {header}}}
		e := x.refusal(object{}, false)
		if !utf8.ValidString(e.Code+e.Description) || len(e.Description) > maxDescription || Advise(e).ID == "" {
			t.Fatalf("error %+v of %q", e, header)
		}
	})
}
