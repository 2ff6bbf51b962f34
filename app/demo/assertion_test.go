package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
)

// wire is the real client of the realm of a bench.
func (b *bench) wire() *tokenclient.Client {
	return tokenclient.New(tokenclient.Options{Transport: b.client.Transport})
}

// asks is a token request of the realm of a bench.
func asks(auth tokenclient.ClientAuth, grant tokenclient.Grant) tokenclient.TokenRequest {
	return tokenclient.TokenRequest{Endpoint: base + oidc + "/token", Auth: auth, Grant: grant}
}

// assertionForm is a service grant of demo-signed with a changed assertion.
func assertionForm(t *testing.T, method jwt.SigningMethod, key any, change func(jwt.MapClaims)) string {
	t.Helper()
	c := jwt.MapClaims{
		"iss": "demo-signed", "sub": "demo-signed", "aud": issuer, "jti": uuid(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	change(c)
	text, err := jwt.NewWithClaims(method, c).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return "grant_type=client_credentials&client_assertion_type=" + url.QueryEscape(assertionType) + "&client_assertion=" + text
}

func TestClientsThatSign(t *testing.T) {
	key, err := tokenclient.ParseKey(tokenclient.NewSecret(demoKeyPEM()))
	if err != nil {
		t.Fatal(err)
	}
	secret := tokenclient.NewSecret("demo-secret-shared-which-signs-the-assertion")
	for name, auth := range map[string]tokenclient.ClientAuth{
		"demo-signed":                  {Method: tokenclient.AuthPrivateKeyJWT, ClientID: "demo-signed", Assertion: tokenclient.Assertion{Key: key}},
		"demo-signed for the issuer":   {Method: tokenclient.AuthPrivateKeyJWT, ClientID: "demo-signed", Assertion: tokenclient.Assertion{Key: key, Audience: issuer}},
		"demo-shared":                  {Method: tokenclient.AuthSecretJWT, ClientID: "demo-shared", Secret: secret},
		"demo-shared with a long hash": {Method: tokenclient.AuthSecretJWT, ClientID: "demo-shared", Secret: secret, Assertion: tokenclient.Assertion{Algorithm: "HS512"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{})
			for range 3 { // a new assertion each time
				set, err := b.wire().Token(t.Context(), asks(auth, tokenclient.ClientCredentials{}))
				if err != nil {
					t.Fatal(err)
				}
				if c, _ := b.verified(set.AccessToken.Reveal()); c["client_id"] != auth.ClientID {
					t.Errorf("a token of %v", c["client_id"])
				}
			}
		})
	}
}

func TestAssertionsThatAreRefused(t *testing.T) {
	own, err := demoKey()
	if err != nil {
		t.Fatal(err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(jwt.MapClaims) {}
	const failed = "Bad Request | invalid_client | Client authentication with signed JWT failed: "
	for name, tt := range map[string]struct{ form, want string }{
		"a secret instead":  {"grant_type=client_credentials&client_id=demo-signed&client_secret=x", "Bad Request | invalid_client | Parameter client_assertion_type is missing"},
		"another type":      {"grant_type=client_credentials&client_id=demo-signed&client_assertion_type=x", "Bad Request | invalid_client | Parameter client_assertion_type has value 'x' but expected is '" + assertionType + "'"},
		"no assertion":      {"grant_type=client_credentials&client_id=demo-signed&client_assertion_type=" + assertionType, "Bad Request | invalid_client | client_assertion parameter missing"},
		"another key":       {assertionForm(t, jwt.SigningMethodES256, other, nothing), failed + "Signature on JWT token failed validation"},
		"no signature":      {assertionForm(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nothing), failed + "Signature on JWT token failed validation"},
		"the key as secret": {assertionForm(t, jwt.SigningMethodHS256, []byte(demoKeyPEM()), nothing), failed + "Signature on JWT token failed validation"},
		"another audience":  {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["aud"] = "https://elsewhere.example" }), failed + "Invalid token audience"},
		"two audiences":     {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["aud"] = []string{issuer, "x"} }), failed + "Multiple audiences not allowed"},
		"no audience":       {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { delete(c, "aud") }), failed + "Invalid token audience"},
		"no end":            {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { delete(c, "exp") }), failed + "Token exp claim is required"},
		"ended":             {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["exp"] = 1 }), failed + "Token is not active"},
		"too long a life":   {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["exp"] = time.Now().Add(time.Hour).Unix() }), failed + "Token expiration is too far in the future"},
		"no name":           {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { delete(c, "jti") }), failed + "Token jti claim is required"},
		"another issuer":    {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["iss"] = "demo-web" }), failed + "client_id parameter does not match sub claim"},
		"another client":    {assertionForm(t, jwt.SigningMethodES256, own, nothing) + "&client_id=demo-shared", "Bad Request | unauthorized_client | Client authentication with client secret signed JWT failed: Signature on JWT token failed validation"},
		"nobody":            {assertionForm(t, jwt.SigningMethodES256, own, func(c jwt.MapClaims) { c["sub"] = "nobody" }), "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			newBench(t, Options{}).refused(tt.form, tt.want)
		})
	}
}

func TestAnAssertionServesOnce(t *testing.T) {
	own, err := demoKey()
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, Options{})
	form := assertionForm(t, jwt.SigningMethodES256, own, func(jwt.MapClaims) {})
	b.token(form)
	b.refused(form, "Bad Request | invalid_client | Client authentication with signed JWT failed: Token reuse detected")
}

// The key of the demonstration is the same at each start.
func TestDemoKeyIsFixed(t *testing.T) {
	if one, two := demoKeyPEM(), demoKeyPEM(); one != two || !strings.HasPrefix(one, "-----BEGIN PRIVATE KEY-----") {
		t.Errorf("the key is %q, then %q", one, two)
	}
}
