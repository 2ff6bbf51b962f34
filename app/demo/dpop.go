package demo

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// The window of a proof's iat round the server's clock.
const (
	proofAge   = 25 * time.Second
	proofAhead = 15 * time.Second
)

// errProofKey says that a proof brings no public key of its own.
var errProofKey = errors.New("no public key in the proof")

// confirmation is the claim cnf of a bound token (RFC 9449 section 6.1).
type confirmation struct {
	Thumbprint string `json:"jkt"`
}

// proofClaims are the claims of a DPoP proof (RFC 9449 section 4.2).
type proofClaims struct {
	jwt.RegisteredClaims
	Method  string `json:"htm"`
	Address string `json:"htu"`
	Hash    string `json:"ath"`
}

// proof checks the DPoP header of a request and gives the thumbprint of its
// key, "" for a request without one. token is the access token that goes with
// it, empty at the token endpoint.
func (rl *realm) proof(r *request, token string) (thumbprint string, f *refusal) {
	headers := r.Header.Values("DPoP")
	if len(headers) == 0 {
		return "", nil
	}
	said, key, fault := readProof(headers)
	now := time.Now()
	if fault == "" {
		fault = said.fault(r, token, now)
	}
	if fault != "" {
		return "", refuse("invalid_request", fault)
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", refuse("invalid_request", "No JWK in DPoP header")
	}
	thumbprint = base64.RawURLEncoding.EncodeToString(sum)
	if !rl.state.first("proof "+thumbprint+" "+said.ID, now.Add(proofAge+proofAhead), now) {
		return "", refuse("invalid_request", "DPoP proof has already been used")
	}
	return thumbprint, nil
}

// readProof checks the signature of a proof by the key that it brings. fault is
// what is wrong, "" for nothing.
func readProof(headers []string) (said proofClaims, key jose.JSONWebKey, fault string) {
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"ES256", "ES384", "ES512", "RS256", "PS256", "EdDSA"}), jwt.WithoutClaimsValidation())
	parsed, err := parser.ParseWithClaims(headers[0], &said, func(t *jwt.Token) (any, error) {
		text, err := json.Marshal(t.Header["jwk"])
		if err != nil || key.UnmarshalJSON(text) != nil || !key.IsPublic() {
			return nil, errProofKey
		}
		return key.Key, nil
	})
	switch {
	case len(headers) > 1 || errors.Is(err, errProofKey):
		return said, key, "No JWK in DPoP header"
	case err != nil:
		return said, key, "DPoP header verification failure"
	case parsed.Header["typ"] != "dpop+jwt":
		return said, key, "Invalid or missing type in DPoP header"
	}
	return said, key, ""
}

// fault is what is wrong with the content of a proof, "" for nothing.
func (said *proofClaims) fault(r *request, token string, now time.Time) string {
	switch {
	case said.ID == "" || said.IssuedAt == nil:
		return "DPoP mandatory claims are missing"
	case said.Address != "http://"+r.Host+r.URL.Path:
		return "DPoP HTTP URL mismatch"
	case said.Method != r.Method:
		return "DPoP HTTP method mismatch"
	case said.IssuedAt.After(now.Add(proofAhead)) || said.IssuedAt.Before(now.Add(-proofAge)):
		return "DPoP proof is not active"
	case token != "" && !same(wholeHash(token), said.Hash):
		return "DPoP proof access token hash mismatch"
	}
	return ""
}

// wholeHash is ath of RFC 9449 section 4.2.
func wholeHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// prove checks the proof of a token request, which any client may bring, and
// notes the key in the request. It comes before anything is used up.
func (rl *realm) prove(r *request, c *client) *refusal {
	thumbprint, f := rl.proof(r, "")
	if f == nil && thumbprint == "" && c.dpop {
		f = refuse("invalid_request", "DPoP proof is missing")
	}
	r.bound = thumbprint
	return f
}

// boundTo refuses a request that does not prove to have the key of a token, ""
// for a token of anybody's.
func (r *request) boundTo(thumbprint string) *refusal {
	switch {
	case thumbprint == "" || thumbprint == r.bound:
		return nil
	case r.bound == "":
		return refuse("invalid_grant", "DPoP proof is missing")
	}
	return refuse("invalid_grant", "DPoP confirmation doesn't match DPoP proof")
}

// presented reads the access token of a request: the scheme must be the
// token's, and a bound one comes with its proof (RFC 9449 section 7.1). It is
// empty for one that is not.
func (rl *realm) presented(r *request) (text string, f *refusal) {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	text = strings.TrimSpace(text)
	if !strings.EqualFold(scheme, "Bearer") && !strings.EqualFold(scheme, "DPoP") {
		return "", nil
	}
	found, ok := rl.parse(text)
	if !ok {
		return text, nil // the caller says so
	}
	bound := found.Confirmation != nil
	if !bound {
		if !strings.EqualFold(scheme, "Bearer") {
			return "", refuse("invalid_token", "DPoP token type expected")
		}
		return text, nil
	}
	thumbprint, f := rl.proof(r, text)
	switch {
	case f != nil:
		return "", &refusal{http.StatusUnauthorized, "invalid_token", f.description}
	case thumbprint == "" || !strings.EqualFold(scheme, "DPoP"):
		return "", refuse("invalid_token", "DPoP proof is missing")
	case thumbprint != found.Confirmation.Thumbprint:
		return "", refuse("invalid_token", "DPoP confirmation doesn't match DPoP proof")
	}
	return text, nil
}
