package demo

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"realmscope/tokenclient"
)

const aliceBound = "grant_type=password&client_id=demo-bound&username=alice&password=demo-pass-alice"

// newProofKey makes a DPoP key.
func newProofKey(t *testing.T, algorithm string) tokenclient.DPoPKey {
	t.Helper()
	key, err := tokenclient.NewDPoPKey(algorithm)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// proofOf is the header of one request.
func proofOf(t *testing.T, key tokenclient.DPoPKey, method, path, token string) string {
	t.Helper()
	proof, err := key.Proof(method, base+path, "", tokenclient.NewSecret(token))
	if err != nil {
		t.Fatal(err)
	}
	return "DPoP: " + proof.Reveal()
}

func TestTokensAreBoundToTheKeyOfTheProof(t *testing.T) {
	for _, algorithm := range []string{"ES256", "RS256", "EdDSA"} {
		t.Run(algorithm, func(t *testing.T) {
			b, key := newBench(t, Options{}), newProofKey(t, algorithm)
			auth := tokenclient.ClientAuth{ClientID: "demo-bound"}
			r := asks(auth, tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("demo-pass-alice")})
			r.Scope, r.DPoP = "openid", key
			set, err := b.wire().Token(t.Context(), r)
			if err != nil || set.TokenType != "DPoP" || len(set.Notes) != 0 {
				t.Fatalf("type %q, notes %q, error %v", set.TokenType, set.Notes, err)
			}
			c, _ := b.verified(set.AccessToken.Reveal())
			if cnf, _ := c["cnf"].(map[string]any); cnf["jkt"] != key.Thumbprint() || c["typ"] != "DPoP" {
				t.Errorf("typ %v, cnf %v, want %s", c["typ"], c["cnf"], key.Thumbprint())
			}
			if c, _ := b.verified(set.IDToken.Reveal()); c["cnf"] != nil {
				t.Error("the ID token is bound, too")
			}
			user, err := b.wire().UserInfoBound(t.Context(), base+oidc+"/userinfo", set.AccessToken, key)
			if err != nil || user.Subject == "" {
				t.Errorf("UserInfo %+v, %v", user, err)
			}
			r.Grant, r.Scope = tokenclient.Refresh{Token: set.RefreshToken}, ""
			if next, err := b.wire().Token(t.Context(), r); err != nil || next.TokenType != "DPoP" {
				t.Errorf("refreshed to %q, %v", next.TokenType, err)
			}
		})
	}
}

func TestStolenBoundTokens(t *testing.T) {
	b, key, thief := newBench(t, Options{}), newProofKey(t, ""), newProofKey(t, "")
	tokens := b.token(aliceBound+"&scope=openid", proofOf(t, key, http.MethodPost, oidc+"/token", ""))
	refresh := "grant_type=refresh_token&client_id=demo-bound&refresh_token=" + tokens.RefreshToken
	const mismatch = "Bad Request | invalid_grant | DPoP confirmation doesn't match DPoP proof"
	b.refused(refresh, "Bad Request | invalid_request | DPoP proof is missing")
	b.refused(refresh, mismatch, proofOf(t, thief, http.MethodPost, oidc+"/token", ""))
	again := b.token(refresh, proofOf(t, key, http.MethodPost, oidc+"/token", "")) // none was used up
	for name, headers := range map[string][]string{
		"as a bearer token":   {"Authorization: Bearer " + tokens.AccessToken},
		"without a proof":     {"Authorization: DPoP " + tokens.AccessToken},
		"with another key":    {"Authorization: DPoP " + tokens.AccessToken, proofOf(t, thief, http.MethodGet, oidc+"/userinfo", tokens.AccessToken)},
		"with no hash":        {"Authorization: DPoP " + tokens.AccessToken, proofOf(t, key, http.MethodGet, oidc+"/userinfo", "")},
		"with another's hash": {"Authorization: DPoP " + tokens.AccessToken, proofOf(t, key, http.MethodGet, oidc+"/userinfo", again.AccessToken)},
		"for another address": {"Authorization: DPoP " + tokens.AccessToken, proofOf(t, key, http.MethodGet, oidc+"/token", tokens.AccessToken)},
	} {
		a := b.get(oidc+"/userinfo", headers...)
		if a.status != http.StatusUnauthorized || !strings.Contains(a.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
			t.Errorf("%s: %d %s %s", name, a.status, a.header.Get("WWW-Authenticate"), a.body)
		}
	}
}

func TestProofsThatAreRefused(t *testing.T) {
	b, key := newBench(t, Options{}), newProofKey(t, "")
	good := proofOf(t, key, http.MethodPost, oidc+"/token", "")
	b.token(aliceBound, good)
	for name, tt := range map[string]struct{ header, want string }{
		"none":            {"X: y", "DPoP proof is missing"},
		"used":            {good, "DPoP proof has already been used"},
		"another method":  {proofOf(t, key, http.MethodGet, oidc+"/token", ""), "DPoP HTTP method mismatch"},
		"another address": {proofOf(t, key, http.MethodPost, oidc+"/userinfo", ""), "DPoP HTTP URL mismatch"},
		"no proof at all": {"DPoP: hello", "DPoP header verification failure"},
		"a token":         {"DPoP: " + b.token(alice).AccessToken, "No JWK in DPoP header"},
		"a broken one":    {good[:len(good)-6] + "AAAAAA", "DPoP header verification failure"},
	} {
		t.Run(name, func(t *testing.T) {
			b.refused(aliceBound, "Bad Request | invalid_request | "+tt.want, tt.header)
		})
	}
}

// Any client may ask for bound tokens, and one that need not gets common ones.
func TestProofsAreOptionalElsewhere(t *testing.T) {
	b, key := newBench(t, Options{}), newProofKey(t, "")
	if got := b.token(alice, proofOf(t, key, http.MethodPost, oidc+"/token", "")).TokenType; got != "DPoP" {
		t.Errorf("with a proof: %s", got)
	}
	if got := b.token(alice).TokenType; got != "Bearer" {
		t.Errorf("without: %s", got)
	}
	_, err := b.wire().UserInfoBound(t.Context(), base+oidc+"/userinfo", tokenclient.NewSecret(b.token(alice+"&scope=openid").AccessToken), key)
	var e *tokenclient.Error
	if !errors.As(err, &e) || e.Code != "invalid_token" {
		t.Errorf("a common token sent as a bound one: %v", err)
	}
}
