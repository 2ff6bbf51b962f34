package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// How a client signs its assertions (RFC 7523 section 3).
const (
	signsWithKey    = "key"    // private_key_jwt
	signsWithSecret = "secret" // client_secret_jwt
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// maxAssertionLife is how far ahead an assertion may end, with some room for
// clocks.
const maxAssertionLife = 75 * time.Second

// demoKey is the key of the client demo-signed. It is no secret: like the
// passwords, it is the same in every demo realm and made from a public text.
func demoKey() (*ecdsa.PrivateKey, error) {
	sum := sha256.Sum256([]byte("demo-signed: a key that everybody may know"))
	return ecdsa.ParseRawPrivateKey(elliptic.P256(), sum[:])
}

// demoKeyPEM is the key as a file would hold it, "" if it cannot be made.
func demoKeyPEM() string {
	key, err := demoKey()
	if err != nil {
		return ""
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// asserted checks the assertion that takes the place of a client's secret.
func (rl *realm) asserted(r *request, c *client) *refusal {
	failed, code := "Client authentication with signed JWT failed: ", "invalid_client"
	if c.signs == signsWithSecret {
		failed, code = "Client authentication with client secret signed JWT failed: ", "unauthorized_client"
	}
	kind, text := r.form.Get("client_assertion_type"), r.form.Get("client_assertion")
	switch {
	case kind == "":
		return refuse("invalid_client", "Parameter client_assertion_type is missing")
	case kind != assertionType:
		return refuse("invalid_client", "Parameter client_assertion_type has value '"+kind+"' but expected is '"+assertionType+"'")
	case text == "":
		return refuse("invalid_client", "client_assertion parameter missing")
	}
	methods, key, err := c.assertionKey()
	if err != nil {
		return broken()
	}
	var said claims
	parser := jwt.NewParser(jwt.WithValidMethods(methods), jwt.WithoutClaimsValidation())
	if _, err := parser.ParseWithClaims(text, &said, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
		return refuse(code, failed+"Signature on JWT token failed validation")
	}
	if fault := rl.assertionFault(r, c, said, time.Now()); fault != "" {
		return refuse(code, failed+fault)
	}
	return nil
}

// assertionKey is what verifies a client's assertions, and the algorithms.
func (c *client) assertionKey() (methods []string, key any, err error) {
	if c.signs == signsWithSecret {
		return []string{"HS256", "HS384", "HS512"}, []byte(c.secret), nil
	}
	private, err := demoKey()
	if err != nil {
		return nil, nil, err
	}
	return []string{"ES256"}, &private.PublicKey, nil
}

// assertionFault is what is wrong with the content of an assertion, "" for
// nothing. Its audience is the issuer or the address that it is sent to.
func (rl *realm) assertionFault(r *request, c *client, said claims, now time.Time) string {
	here := "http://" + r.Host + r.URL.Path
	switch {
	case said.Issuer != c.id || said.Subject != c.id:
		return "client_id parameter does not match sub claim"
	case len(said.Audience) > 1:
		return "Multiple audiences not allowed"
	case len(said.Audience) == 0 || !slices.Contains([]string{r.issuer, here, r.issuer + protocol + "/token"}, said.Audience[0]):
		return "Invalid token audience"
	case said.Exp == 0:
		return "Token exp claim is required"
	case !said.alive(now):
		return "Token is not active"
	case said.ID == "":
		return "Token jti claim is required"
	case time.Unix(said.Exp, 0).After(now.Add(maxAssertionLife)):
		return "Token expiration is too far in the future"
	case !rl.state.first("assertion "+c.id+" "+said.ID, time.Unix(said.Exp, 0), now):
		return "Token reuse detected"
	}
	return ""
}

// first tells whether a proof with this name comes for the first time; until is
// when it ends by itself.
func (st *state) first(name string, until, now time.Time) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	if _, seen := st.proofs.get(name, now); seen {
		return false
	}
	st.proofs.put(name, struct{}{}, until.Add(time.Second), now)
	return true
}

// assertedClient is the client that an assertion speaks of, before anything is
// checked: a form may name the client there alone (RFC 7521 section 4.2).
func assertedClient(r *request) string {
	var said claims
	if _, _, err := jwt.NewParser().ParseUnverified(r.form.Get("client_assertion"), &said); err != nil {
		return ""
	}
	return said.Subject
}

// public tells whether a client has nothing to authenticate with.
func (c *client) public() bool { return c.secret == "" && c.signs == "" }

// credentials checks a client's secret or assertion.
func (rl *realm) credentials(r *request, c *client, secret string) *refusal {
	switch {
	case c.signs != "":
		return rl.asserted(r, c)
	case c.secret != "" && !same(c.secret, secret):
		return &refusal{http.StatusUnauthorized, "unauthorized_client", "Invalid client or Invalid client credentials"}
	}
	return nil
}
