package inspect_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

func TestATokenIsMadeWithEveryAlgorithm(t *testing.T) {
	var mint inspect.Mint
	for _, alg := range algorithms() {
		t.Run(alg, func(t *testing.T) {
			key, err := inspect.GenerateSigningKey(alg)
			if err != nil {
				t.Fatal(err)
			}
			made, err := mint.Sign(inspect.Draft{Claims: asJSON(t, goodClaims()), Algorithm: alg}, key)
			if err != nil || made.Algorithm != alg {
				t.Fatalf("got %v, %v", made, err)
			}
			token := inspect.Decode(made.Token.Reveal())
			checks := inspect.Verify(token, key.Keys(), atNoon())
			if !inspect.InForce(checks) || !mint.MadeHere(token) || len(token.Issues) > 0 {
				t.Errorf("made here %v, issues %v, checks %v", mint.MadeHere(token), token.Issues, checks)
			}
			again, err := inspect.ParseSigningKey(key.Export())
			if strings.HasPrefix(alg, "HS") {
				again, err = inspect.ParseSigningKey(tokenclient.NewSecret(`{"kty":"oct","k":"` + key.Export().Reveal() + `"}`))
			} else if !inspect.InForce(inspect.Verify(token, keys(t, key.PublicJWKS()), atNoon())) {
				t.Error("the published half does not check it")
			}
			if err != nil || !inspect.InForce(inspect.Verify(token, again.Keys(), atNoon())) {
				t.Errorf("the exported key does not check it: %v", err)
			}
		})
	}
}

func TestTheClaimsAreSignedAsWritten(t *testing.T) {
	key, err := inspect.ParseSigningKey(tokenclient.NewSecret(vectorKeys().secret))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ header, claims, wantHeader, want string }{
		"order, digits and doubles": {"", " { \"z\" : 1.50 , \"a\":[ 9007199254740993 ], \"z\":\"\\u00e9\" } ", `{"alg":"HS256","typ":"JWT"}`, `{"z":1.50,"a":[9007199254740993],"z":"\u00e9"}`},
		"header of one's own":       {`{"typ":"at+jwt","alg":"none","kid":"x"}`, `{}`, `{"alg":"HS256","typ":"at+jwt","kid":"x"}`, `{}`},
	} {
		var mint inspect.Mint
		made, err := mint.Sign(inspect.Draft{Header: tt.header, Claims: tt.claims, Algorithm: "HS256"}, key)
		if err != nil {
			t.Fatal(err)
		}
		token := inspect.Decode(made.Token.Reveal())
		if token.Header.Raw != tt.wantHeader || token.Payload.Raw != tt.want {
			t.Errorf("%s: got %s %s, want %s %s", name, token.Header.Raw, token.Payload.Raw, tt.wantHeader, tt.want)
		}
	}
}

func TestADraftLeavesTheOldSignatureBehind(t *testing.T) {
	token := inspect.Decode(jws(`{"alg":"RS256","typ":"JWT","kid":"old","x5c":["x"],"crit":["b64"],"b64":false,"own":{"a":1}}`, `{"sub":"a","exp":1}`))
	if got, want := inspect.DraftOf(token), (inspect.Draft{Header: `{"typ":"JWT","own":{"a":1}}`, Claims: `{"sub":"a","exp":1}`}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := inspect.DraftOf(nil); got.Claims != "{}" || got.Header != "{}" {
		t.Errorf("no token: got %v", got)
	}
}

func TestWhatCannotBeSignedIsRefused(t *testing.T) {
	key, err := inspect.GenerateSigningKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	for reason, draft := range map[string]inspect.Draft{
		"algorithm": {Claims: "{}", Algorithm: "RS256"},
		"claims":    {Claims: `{"a":1}x`},
		"header":    {Claims: "{}", Header: `[]`},
		"too_large": {Claims: `{"a":"` + strings.Repeat("x", 1<<20) + `"}`},
	} {
		var mint inspect.Mint
		_, err := mint.Sign(draft, key)
		wantSignError(t, err, reason)
	}
	var mint inspect.Mint
	_, err = mint.Sign(inspect.Draft{Claims: "{}"}, inspect.SigningKey{})
	wantSignError(t, err, "algorithm")
	if mint.MadeHere(inspect.Decode(signed(t, "RS256", nil, nil))) || mint.MadeHere(nil) {
		t.Error("a token of somebody else was made here")
	}
	_, err = inspect.GenerateSigningKey("none")
	wantSignError(t, err, "algorithm")
	for text, reason := range map[string]string{
		"":                                 "key_empty",
		"short":                            "key_short",
		jwks(t):                            "key",
		asJSON(t, jwkOf(t, key2(t), nil)):  "key_public",
		signed(t, "RS256", nil, nil):       "key",
		"-----BEGIN X-----\n-----END X---": "key",
		"ssh-ed25519 AAAA":                 "key",
	} {
		_, err := inspect.ParseSigningKey(tokenclient.NewSecret(text))
		wantSignError(t, err, reason)
	}
}

func key2(t *testing.T) any {
	t.Helper()
	return vectorKeys().p256
}

func wantSignError(t *testing.T, err error, reason string) {
	t.Helper()
	var e *inspect.SignError
	if !errors.As(err, &e) || e.Reason != reason || !slices.Contains(inspect.SignReasons(), reason) {
		t.Errorf("got %v, want %s", err, reason)
	}
}

func TestKeysShowNoSecret(t *testing.T) {
	secret := vectorKeys().secret
	key, err := inspect.ParseSigningKey(tokenclient.NewSecret(secret))
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		for _, v := range []any{key, key.Keys(), keys(t, secret)} {
			if got := fmt.Sprintf(format, v); strings.Contains(got, secret[:16]) || strings.Contains(got, fmt.Sprintf("%x", secret[:8])) {
				t.Errorf("%s shows the secret: %s", format, got)
			}
		}
	}
}
