package realkeycloak_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// issuer is another issuer, whose people the realm knows.
type issuer struct {
	url string
	key *ecdsa.PrivateKey
}

func newIssuer(t *testing.T) issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}}
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(rw).Encode(set) // the server's complaint says more
	}))
	t.Cleanup(s.Close)
	return issuer{s.URL, key}
}

// assert signs an assertion; change may spoil its claims.
func (i issuer) assert(t *testing.T, audience string, change func(jwt.MapClaims)) tokenclient.Secret {
	t.Helper()
	now := time.Now()
	claims := jwt.MapClaims{
		"iss": i.url, "sub": "remote-alice", "aud": audience, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	if change != nil {
		change(claims)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["kid"] = "k1"
	text, err := token.SignedString(i.key)
	if err != nil {
		t.Fatal(err)
	}
	return tokenclient.NewSecret(text)
}

// link makes the issuer known to the realm, and its person alice.
func (w wire) link(t *testing.T, i issuer) {
	t.Helper()
	alice := w.subject(t)
	w.administer(t, "/identity-provider/instances", map[string]any{
		"alias": "it-issuer", "providerId": "jwt-authorization-grant", "enabled": true,
		"config": map[string]string{
			"issuer": i.url, "jwksUrl": i.url, "useJwksUrl": "true", "validateSignature": "true", "jwtAuthorizationGrantEnabled": "true",
		},
	})
	w.administer(t, "/users/"+alice+"/federated-identity/it-issuer", map[string]string{
		"identityProvider": "it-issuer", "userId": "remote-alice", "userName": "remote-alice",
	})
}

// subject is alice's id.
func (w wire) subject(t *testing.T) string {
	t.Helper()
	claims := jwt.MapClaims{}
	token := w.get(t, auth(t, realkeycloak.PublicClient, ""), password(t, "alice")).AccessToken
	if _, _, err := jwt.NewParser().ParseUnverified(token.Reveal(), claims); err != nil {
		t.Fatal(err)
	}
	id, _ := claims["sub"].(string)
	return id
}

// asserts runs the JWT authorization grant.
func (w wire) asserts(t *testing.T) {
	i := newIssuer(t)
	w.link(t, i)
	audience := w.realm.Endpoints().Issuer
	client := auth(t, realkeycloak.JWTClient, "")
	set := w.get(t, client, tokenclient.JWTBearer{Assertion: i.assert(t, audience, nil)})
	if claims := w.verify(t, set.AccessToken); claims["preferred_username"] != "alice" || claims["azp"] != realkeycloak.JWTClient || !set.RefreshToken.Empty() {
		t.Errorf("token of %v for %v, no refresh token: %t", claims["preferred_username"], claims["azp"], set.RefreshToken.Empty())
	}
	for name, tt := range map[string]struct {
		auth      tokenclient.ClientAuth
		assertion tokenclient.Secret
		advice    string
	}{
		"a client without it": {auth(t, realkeycloak.SecretClient, ""), i.assert(t, audience, nil), "assertion_off"},
		"a public client":     {auth(t, realkeycloak.PublicClient, ""), i.assert(t, audience, nil), "assertion_off"},
		"no token":            {client, tokenclient.NewSecret("xxxx"), "assertion_invalid"},
		"another signature":   {client, newIssuer(t).assert(t, audience, func(c jwt.MapClaims) { c["iss"] = i.url }), "assertion_invalid"},
		"another issuer":      {client, i.assert(t, audience, func(c jwt.MapClaims) { c["iss"] = "https://other.example" }), "assertion_issuer"},
		"another audience":    {client, i.assert(t, "https://other.example", nil), "assertion_invalid"},
		"an old one":          {client, i.assert(t, audience, func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-time.Hour).Unix() }), "refresh_expired"},
		"another person":      {client, i.assert(t, audience, func(c jwt.MapClaims) { c["sub"] = "remote-bob" }), "user_not_linked"},
	} {
		t.Run(name, func(t *testing.T) {
			w.refused(t, w.request(tt.auth, tokenclient.JWTBearer{Assertion: tt.assertion}), tt.advice, tt.assertion)
		})
	}
}

// administer posts to the Admin REST API of the realm.
func (w wire) administer(t *testing.T, path string, body any) {
	t.Helper()
	master := tokenclient.Realm{Base: w.realm.Base, Name: "master"}
	admin, err := w.client.Token(t.Context(), tokenclient.TokenRequest{
		Endpoint: master.Endpoints().Token, Auth: tokenclient.ClientAuth{ClientID: "admin-cli"},
		Grant: tokenclient.Password{Username: realkeycloak.AdminName, Password: tokenclient.NewSecret(realkeycloak.AdminName)},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL()+"/admin/realms/"+realkeycloak.RealmName+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+admin.AccessToken.Reveal())
	request.Header.Set("Content-Type", "application/json")
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode/100 != 2 {
		var complaint bytes.Buffer
		_, _ = complaint.ReadFrom(answer.Body)
		t.Fatalf("%s answers %s: %s", path, answer.Status, complaint.String())
	}
}
