package tokenclient

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// maxKey is how long the text of a key or of certificates may be, in bytes.
const maxKey = 64 << 10

// ParseKey reads a private key for signing: PEM in PKCS 8, PKCS 1 or SEC 1
// (RFC 7468, RFC 8017, RFC 5915), a JWK, or a JWK Set with one private key for
// signatures (RFC 7517). The text has at most 64 KiB; certificates beside the
// key are skipped.
//
// The error is an *Error of KindSetting. Its Reason is "key_empty",
// "key_too_large", "key_encrypted" (with a passphrase), "key_openssh",
// "key_store" (JKS or PKCS 12), "key_public" (the public half or a
// certificate), "key_several", "key_kind" (a symmetric key or another curve),
// "key_weak" (RSA below 2048 bits) or "key_malformed".
func ParseKey(data Secret) (Key, error) {
	k, reason := parseKey(data.Reveal())
	if reason != "" {
		return Key{}, settingError(reason)
	}
	return k, nil
}

func parseKey(text string) (k Key, reason string) {
	if len(text) > maxKey {
		return Key{}, "key_too_large"
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF"))
	switch {
	case text == "":
		return Key{}, "key_empty"
	case text[0] == '{':
		return parseJWK([]byte(text))
	case strings.Contains(text, "-----BEGIN "):
		return parsePEMKey([]byte(text))
	case strings.HasPrefix(text, "\xfe\xed\xfe\xed"), strings.HasPrefix(text, "\x30\x82"), strings.HasPrefix(text, "\x30\x80"):
		return Key{}, "key_store" // what Keycloak's Keys tab gives to download
	}
	return Key{}, "key_malformed"
}

// parsePEMKey takes the one private key of a PEM text.
func parsePEMKey(text []byte) (k Key, reason string) {
	reason = "key_malformed"
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return k, reason
		}
		if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
			if k.Empty() && (block.Type == "CERTIFICATE" || strings.HasSuffix(block.Type, "PUBLIC KEY")) {
				reason = "key_public"
			}
			continue
		}
		if !k.Empty() {
			return Key{}, "key_several"
		}
		if k, reason = parseBlock(block); reason != "" {
			return Key{}, reason
		}
	}
}

// parseBlock reads one block whose type ends with PRIVATE KEY. The contents
// count, not the label: some programs write PKCS 8 under the old ones.
func parseBlock(block *pem.Block) (k Key, reason string) {
	switch {
	case block.Type == "OPENSSH PRIVATE KEY":
		return Key{}, "key_openssh"
	case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
		return Key{}, "key_encrypted"
	case block.Type == "DSA PRIVATE KEY":
		return Key{}, "key_kind"
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		return newKey(key, "", "")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return newKey(key, "", "")
	}
	if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return newKey(key, "", "")
	}
	return Key{}, "key_malformed"
}

// parseJWK reads a JWK or a JWK Set.
func parseJWK(text []byte) (k Key, reason string) {
	o, err := readObject(text)
	if err != nil {
		return Key{}, "key_malformed"
	}
	if o.last("keys") == nil {
		return readJWK(text, o)
	}
	var members []json.RawMessage
	if json.Unmarshal(o.last("keys"), &members) != nil {
		return Key{}, "key_malformed"
	}
	reason = "key_malformed"
	for _, raw := range members {
		member, err := readObject(raw)
		if err != nil || member.firstText("use") == "enc" {
			continue
		}
		found, wrong := readJWK(raw, member)
		switch {
		case wrong != "" && k.Empty():
			reason = wrong
		case wrong == "" && !k.Empty():
			return Key{}, "key_several"
		case wrong == "":
			k, reason = found, ""
		}
	}
	return k, reason
}

// readJWK reads one JWK, o its members.
func readJWK(text []byte, o object) (k Key, reason string) {
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(text); err != nil {
		switch curve := o.firstText("crv"); {
		case o.firstText("kty") == "":
			return Key{}, "key_malformed"
		case curve != "" && !slices.Contains([]string{"P-256", "P-384", "P-521", "Ed25519"}, curve):
			return Key{}, "key_kind"
		}
		return Key{}, "key_malformed"
	}
	if key.IsPublic() {
		return Key{}, "key_public"
	}
	return newKey(key.Key, key.KeyID, key.Algorithm)
}
