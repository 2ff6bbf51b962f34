package inspect

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"realmscope/tokenclient"
)

// Opened is what was inside an encrypted token.
type Opened struct {
	// Payload is the content when it is JSON, nil otherwise.
	Payload *Value
	// Issues are what a reader should know about the content.
	Issues []Issue
	// Nested is the content when it is a token, as usual (cty JWT).
	Nested []Piece
	// Text is the content when it is neither, as text safe to show.
	Text string
}

// In is the encrypted token with its content in place of its claims, so that
// times, rights and findings can be told; without a JSON content it is the token
// as it was. Nothing in it is signed, and Verify says so.
func (o Opened) In(t *Token) *Token {
	if o.Payload == nil {
		return t
	}
	whole := *t
	whole.Payload = o.Payload
	whole.Issues = append(t.Issues[:len(t.Issues):len(t.Issues)], o.Issues...)
	return &whole
}

// DecryptError tells why an encrypted token stays closed. It quotes neither
// the token nor the key.
type DecryptError struct {
	// Reason is a stable word with the text "decrypt.{Reason}": "form" (the key
	// cannot be read), "algorithm" (not one of those that are opened), "key"
	// (it does not fit), "too_large".
	Reason string
}

// Error names the reason.
func (e *DecryptError) Error() string { return "decrypt: " + e.Reason }

// Decrypt opens an encrypted token (RFC 7516) with a key that the user gives:
// a private key as PEM or JWK, a JWK Set with private keys, or for alg dir the
// secret itself.
//
// What can be used to stall a reader is not done: passwords (PBES2, RFC 8725
// section 3.6) are refused, as is RSA1_5 (section 3.2), and compressed content
// is read up to ten times the token's size. The error is a *DecryptError.
func Decrypt(t *Token, key tokenclient.Secret) (Opened, error) {
	keys := decryptionKeys(key.Reveal(), t.KeyID())
	if len(keys) == 0 {
		return Opened{}, &DecryptError{Reason: "form"}
	}
	parsed, err := jose.ParseEncryptedCompact(strings.Join(t.Parts, "."), opensWith(), contentCiphers())
	if err != nil {
		return Opened{}, &DecryptError{Reason: "algorithm"}
	}
	for _, k := range keys {
		content, err := parsed.Decrypt(k)
		switch {
		case err != nil:
		case len(content) > MaxText:
			return Opened{}, &DecryptError{Reason: "too_large"}
		default:
			return open(content), nil
		}
	}
	return Opened{}, &DecryptError{Reason: "key"}
}

// opensWith are the key managements that are opened.
func opensWith() []jose.KeyAlgorithm {
	return []jose.KeyAlgorithm{
		jose.RSA_OAEP, jose.RSA_OAEP_256, jose.DIRECT,
		jose.ECDH_ES, jose.ECDH_ES_A128KW, jose.ECDH_ES_A192KW, jose.ECDH_ES_A256KW,
	}
}

func contentCiphers() []jose.ContentEncryption {
	return []jose.ContentEncryption{
		jose.A128CBC_HS256, jose.A192CBC_HS384, jose.A256CBC_HS512, jose.A128GCM, jose.A192GCM, jose.A256GCM,
	}
}

// open reads the content.
func open(content []byte) Opened {
	text := strings.TrimSpace(string(content))
	if inner := Decode(text); inner.Form == FormJWS || inner.Form == FormJWE {
		return Opened{Nested: []Piece{newPiece(text, inner)}}
	}
	v, issues := readPart(content, partPayload, nil)
	if v == nil {
		return Opened{Text: Clip(text, maxValue)}
	}
	return Opened{Payload: v, Issues: checkTimes(v, issues)}
}

// decryptionKeys reads the keys that can open a token, those with its kid
// first.
func decryptionKeys(text, id string) []any {
	if len(text) > MaxKeys {
		return nil
	}
	bare := strings.TrimSpace(strings.TrimPrefix(text, bom))
	switch {
	case bare == "":
		return nil
	case strings.HasPrefix(bare, "{"):
		return keysOfJSON(bare, id)
	case strings.Contains(bare, "-----BEGIN "):
		return keysOfPEM(bare)
	}
	list := []any{[]byte(bare)}
	if data, ok := decodeEither(strings.TrimRight(bare, "=")); ok {
		list = append(list, data)
	}
	return list
}

func keysOfJSON(text, id string) []any {
	var set struct{ Keys []json.RawMessage }
	if json.Unmarshal([]byte(text), &set) != nil || len(set.Keys) == 0 {
		set.Keys = []json.RawMessage{json.RawMessage(text)}
	}
	var first, rest []any
	for _, raw := range set.Keys[:min(len(set.Keys), maxTried)] {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(raw) != nil || !private(k.Key) {
			continue
		}
		if k.KeyID == id && id != "" {
			first = append(first, k.Key)
		} else {
			rest = append(rest, k.Key)
		}
	}
	return append(first, rest...)
}

// private tells what can decrypt.
func private(key any) bool {
	switch key.(type) {
	case *rsa.PrivateKey, *ecdsa.PrivateKey, []byte:
		return true
	}
	return false
}

func keysOfPEM(text string) []any {
	var list []any
	for rest := []byte(text); len(list) < maxTried; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return list
		}
		for _, parse := range [...]func([]byte) (any, error){
			x509.ParsePKCS8PrivateKey,
			func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) },
			func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) },
		} {
			if key, err := parse(block.Bytes); err == nil && private(key) {
				list = append(list, key)
				break
			}
		}
	}
	return list
}
