package tokenclient

import (
	"crypto/rand"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	// assertionType is the client_assertion_type of RFC 7523 section 2.2.
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	// assertionLife is what Keycloak 26.2 and newer allow at most by default,
	// counted from iat.
	assertionLife = 60 * time.Second
)

// Assertion is how a client signs the JWT by which it authenticates (RFC 7523
// section 3). Each request has a new one: a random jti, a life of 60 s.
type Assertion struct {
	// Key signs with AuthPrivateKeyJWT. AuthSecretJWT takes the client's
	// secret.
	Key Key
	// Algorithm is a JWS algorithm that fits the key, Key.Algorithm when empty;
	// HS256, the default, HS384 or HS512 with a secret.
	Algorithm string
	// KeyID is the kid of the header. Empty is the kid of the key's JWK, and
	// none if it has none. Key.Thumbprint suits where the server made no name
	// of its own.
	KeyID string
	// Audience is the one aud of the assertion, best the issuer as discovery
	// says it (Keycloak 26.2 and newer refuse several). Empty is the address
	// asked without query, which Keycloak takes too.
	Audience string
}

// assertion makes the client_assertion for one request.
func (a ClientAuth) assertion(endpoint string, now time.Time) (Secret, *Error) {
	claims := map[string]any{
		"iss": a.ClientID, "sub": a.ClientID, "aud": a.Assertion.audience(endpoint),
		"jti": rand.Text(), // 130 bits
		"iat": now.Unix(), "exp": now.Add(assertionLife).Unix(),
	}
	if a.Method == AuthSecretJWT {
		return a.Assertion.bySecret(a.Secret, claims)
	}
	key, header := a.Assertion.Key, map[string]any{}
	if id := a.Assertion.keyID(); id != "" {
		header["kid"] = id
	}
	algorithm := a.Assertion.Algorithm
	if algorithm == "" {
		algorithm = key.Algorithm()
	}
	return key.sign(algorithm, header, claims)
}

// bySecret signs with a client secret (RFC 7518 section 3.2).
func (a Assertion) bySecret(secret Secret, claims map[string]any) (Secret, *Error) {
	if secret.Empty() {
		return Secret{}, &Error{Kind: KindRequest, Reason: "secret"}
	}
	methods := map[string]jwt.SigningMethod{
		"": jwt.SigningMethodHS256, "HS256": jwt.SigningMethodHS256,
		"HS384": jwt.SigningMethodHS384, "HS512": jwt.SigningMethodHS512,
	}
	method, ok := methods[a.Algorithm]
	if !ok {
		return Secret{}, settingError("key_algorithm")
	}
	return signJWT(method, []byte(secret.Reveal()), nil, claims)
}

func (a Assertion) keyID() string {
	if a.KeyID != "" {
		return a.KeyID
	}
	return a.Key.ID()
}

func (a Assertion) audience(endpoint string) string {
	if a.Audience != "" {
		return a.Audience
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return strings.TrimSpace(endpoint)
	}
	return bareURL(u)
}
