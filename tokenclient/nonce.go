package tokenclient

import (
	"crypto"
	_ "crypto/sha256" // for crypto.SHA256
	_ "crypto/sha512" // for crypto.SHA384 and crypto.SHA512
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
)

// checkIDToken checks that an answer belongs to the login that asked for it:
// the nonce (OpenID Connect Core section 3.1.3.7, point 11) and, where it is
// there, at_hash (section 3.1.3.6). It decodes only: the ID token came straight
// from the token endpoint, and who wants its signature verified has the keys to
// fetch first. reason is the word of a failure, note of what could not be
// checked.
func checkIDToken(set TokenSet, nonce Secret, wanted bool) (note, reason string) {
	text := set.IDToken.Reveal()
	if text == "" {
		if wanted {
			return "id_token.missing", ""
		}
		return "", ""
	}
	parts := strings.SplitN(text, ".", 6)
	if len(parts) == 5 { // encrypted for the client (RFC 7516)
		return "id_token.encrypted", ""
	}
	header, okHeader := tokenPart(parts[0])
	claims, ok := object{}, false
	if len(parts) == 3 {
		claims, ok = tokenPart(parts[1])
	}
	if !ok || !okHeader {
		return "", "nonce"
	}
	got, _ := claims.text("nonce")
	if subtle.ConstantTimeCompare([]byte(got), []byte(nonce.Reveal())) != 1 || slices.Contains(claims.repeated(), "nonce") {
		return "", "nonce"
	}
	algorithm, _ := header.text("alg")
	if hash, ok := claims.text("at_hash"); ok && !fitsHash(hash, algorithm, set.AccessToken) {
		return "", "at_hash"
	}
	return "", ""
}

// tokenPart reads a part of a JSON Web Token.
func tokenPart(text string) (object, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return object{}, false
	}
	o, err := readObject(raw)
	return o, err == nil && !o.trailing
}

// fitsHash compares an at_hash with the left half of the access token's hash.
// An algorithm that is not known has no hash that could be wrong.
func fitsHash(want, algorithm string, token Secret) bool {
	var hash crypto.Hash
	switch {
	case strings.HasSuffix(algorithm, "256"):
		hash = crypto.SHA256
	case strings.HasSuffix(algorithm, "384"):
		hash = crypto.SHA384
	case strings.HasSuffix(algorithm, "512"), algorithm == "EdDSA" && len(want) == 43: // Ed25519; Ed448 hashes otherwise
		hash = crypto.SHA512
	default:
		return true
	}
	h := hash.New()
	_, _ = h.Write([]byte(token.Reveal())) // never fails
	sum := h.Sum(nil)
	got := base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}
