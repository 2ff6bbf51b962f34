package demo

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

func TestAudienceReadsAndWritesBothForms(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want audience
	}{
		"one":  {`"a"`, audience{"a"}},
		"many": {`["a","b"]`, audience{"a", "b"}},
		"none": {`[]`, audience{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := decode[audience](t, tt.text)
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("read %s (-got +want):\n%s", tt.text, diff)
			}
			if text, err := json.Marshal(got); err != nil || string(text) != tt.text {
				t.Errorf("written %s, %v; want %s", text, err, tt.text)
			}
		})
	}
	var a audience
	if err := json.Unmarshal([]byte(`{"a":1}`), &a); err == nil {
		t.Error("an object was read as an audience")
	}
}

func TestClaimsAnswerAValidator(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	good := claims{Exp: now.Unix() + 1, Iat: now.Unix(), Issuer: "i", Subject: "s", Audience: audience{"a", "b"}}
	check := jwt.NewValidator(
		jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithIssuedAt(), jwt.WithExpirationRequired(),
		jwt.WithIssuer("i"), jwt.WithSubject("s"), jwt.WithAudience("b"),
	)
	if err := check.Validate(&good); err != nil {
		t.Errorf("good claims: %v", err)
	}
	for name, change := range map[string]func(*claims){
		"ended":          func(c *claims) { c.Exp = now.Unix() },
		"no end":         func(c *claims) { c.Exp = 0 },
		"issued later":   func(c *claims) { c.Iat = now.Unix() + 9 },
		"other issuer":   func(c *claims) { c.Issuer = "x" },
		"other subject":  func(c *claims) { c.Subject = "x" },
		"other audience": func(c *claims) { c.Audience = audience{"a"} },
	} {
		c := good
		change(&c)
		if check.Validate(&c) == nil {
			t.Errorf("%s: claims pass", name)
		}
	}
}
