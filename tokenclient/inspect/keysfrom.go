package inspect

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"realmscope/tokenclient"
)

// MaxKeys is the longest text in bytes that KeysFrom reads.
const MaxKeys = 1 << 20

// KeyError tells why a text gives no key. It never quotes the text.
type KeyError struct {
	// Reason is a stable word with the text "keys.fault.{Reason}" in
	// assets/translations/checks.*.json.
	Reason string
}

// Error names the reason.
func (e *KeyError) Error() string { return "read keys: " + e.Reason }

// KeysFrom reads keys that the user gives: a JWK Set or a JWK (RFC 7517), one
// or several PEM blocks (public keys, certificates, private keys, of which the
// public half is used), the same as bare base64 as Keycloak's admin console
// shows it, or else the secret of an HMAC, as text and, where it is one, as
// base64.
//
// A public key is never taken for a secret. A secret inside a JWK Set is not
// used; as a single JWK of kty "oct" it is. The error is a *KeyError.
func KeysFrom(text tokenclient.Secret) (Keys, error) {
	k, reason := keysFrom(text.Reveal())
	if reason != "" {
		return Keys{}, &KeyError{Reason: reason}
	}
	k.source = SourceGiven
	return k, nil
}

func keysFrom(text string) (k Keys, reason string) {
	if len(text) > MaxKeys {
		return Keys{}, "too_large"
	}
	bare := strings.TrimSpace(strings.TrimPrefix(text, bom))
	switch {
	case bare == "":
		return Keys{}, "empty"
	case strings.HasPrefix(bare, "{"):
		return keysFromJSON(bare)
	case strings.Contains(bare, "-----BEGIN "):
		return keysFromPEM(bare)
	case strings.HasPrefix(bare, "ssh-"), strings.HasPrefix(bare, "ecdsa-sha2-"), strings.Contains(bare, "-----BEGIN"), strings.Contains(bare, "---- BEGIN"):
		return Keys{}, "form"
	case strings.HasPrefix(bare, "<"), strings.HasPrefix(bare, "http://"), strings.HasPrefix(bare, "https://"):
		return Keys{}, "address"
	}
	if der, ok := decodeDER(bare); ok {
		return keyFromDER(der, "der")
	}
	if Decode(bare).Form == FormJWS {
		return Keys{}, "token"
	}
	return keysFromSecret(text), ""
}

// decodeDER reads the base64 of one ASN.1 sequence, as every key is one. A
// secret can begin alike, but its length then says otherwise.
func decodeDER(text string) (der []byte, ok bool) {
	bare := strings.Join(strings.Fields(text), "")
	if len(bare) < 40 || bare[0] != 'M' {
		return nil, false
	}
	der, err := base64.StdEncoding.DecodeString(bare)
	if err != nil {
		der, err = base64.RawStdEncoding.DecodeString(bare)
	}
	if err != nil {
		return nil, false
	}
	var sequence asn1.RawValue
	rest, err := asn1.Unmarshal(der, &sequence)
	return der, err == nil && len(rest) == 0 && sequence.Tag == asn1.TagSequence
}

// keysFromSecret takes a text for the secret of an HMAC. Line ends around it
// belong to the paste.
func keysFromSecret(text string) Keys {
	text = strings.Trim(text, "\r\n")
	k := Keys{list: []verifyingKey{{secret: tokenclient.NewSecret(text), form: "secret"}}}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding, base64.URLEncoding} {
		if data, err := encoding.DecodeString(text); err == nil && len(data) > 0 && !strings.ContainsAny(text, "\r\n") {
			k.list = append(k.list, verifyingKey{secret: tokenclient.NewSecret(string(data)), form: "secret_base64"})
			break
		}
	}
	return k
}

// keysFromJSON reads a JWK Set or a JWK.
func keysFromJSON(text string) (k Keys, reason string) {
	v, issues, err := ParseJSON([]byte(text))
	if err != nil || v.Kind != KindObject {
		return Keys{}, "json"
	}
	for _, i := range issues {
		if i.Code == issueTrailing {
			return Keys{}, "json"
		}
	}
	_, isSet := v.last("keys")
	if v.text("kty") == "oct" && !isSet {
		return secretJWK(&v)
	}
	if !isSet && v.text("kty") == "" {
		return Keys{}, "json"
	}
	set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(text))
	if err != nil {
		return Keys{}, "json"
	}
	k = KeysOf(set, SourceGiven)
	if len(k.list) == 0 {
		if len(k.skipped) == 0 {
			return Keys{}, "none"
		}
		if !isSet {
			return Keys{}, "unusable"
		}
	}
	return k, ""
}

// secretJWK reads a symmetric key (RFC 7518 section 6.4). A doubled member
// makes it no key.
func secretJWK(v *Value) (Keys, string) {
	for _, m := range v.Members {
		if m.Of > 1 {
			return Keys{}, "unusable"
		}
	}
	text := v.text("k")
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(data) == 0 || strings.ContainsAny(text, "\r\n") {
		return Keys{}, "unusable"
	}
	key := verifyingKey{
		id: v.text("kid"), algorithm: v.text("alg"), use: v.text("use"),
		secret: tokenclient.NewSecret(string(data)), bits: 8 * len(data), form: "jwk",
	}
	if m, ok := v.last("key_ops"); ok {
		key.operations, _ = texts(m.Value)
	}
	return Keys{list: []verifyingKey{key}, strict: true}, ""
}

// keysFromPEM reads every block of a PEM text (RFC 7468).
func keysFromPEM(text string) (k Keys, reason string) {
	reason = "pem"
	rest := []byte(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		one, fault := keyFromBlock(block)
		if fault != "" {
			reason = fault
			continue
		}
		if k.list = append(k.list, one.list...); len(k.list) > maxTried {
			return Keys{}, "too_many"
		}
	}
	if len(k.list) == 0 {
		return Keys{}, reason
	}
	return k, ""
}

func keyFromBlock(block *pem.Block) (Keys, string) {
	if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
		form := "pem"
		if block.Type == "CERTIFICATE" {
			form = "certificate"
		}
		return keyFromDER(block.Bytes, form)
	}
	private, err := tokenclient.ParseKey(tokenclient.NewSecret(string(pem.EncodeToMemory(block))))
	if err != nil {
		var e *tokenclient.Error
		if errors.As(err, &e) && e.Reason == "key_encrypted" {
			return Keys{}, "encrypted"
		}
		return Keys{}, "unusable"
	}
	return privateKeys(private), ""
}

// privateKeys is the public half of a key that signs.
func privateKeys(private tokenclient.Key) Keys {
	set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(private.PublicJWKS("")))
	if err != nil {
		return Keys{}
	}
	k := KeysOf(set, SourceGiven)
	k.strict = false
	for i := range k.list {
		k.list[i].algorithm = "" // it may sign with any that fits
		k.list[i].form = "pem"
	}
	return k
}

// keyFromDER reads a certificate, a public key (RFC 5280) or an RSA public key
// (RFC 8017). Whether a certificate is trusted or over is not asked: the user
// gave it.
func keyFromDER(der []byte, form string) (Keys, string) {
	var public crypto.PublicKey
	if certificate, err := x509.ParseCertificate(der); err == nil {
		public = certificate.PublicKey
	} else if key, err := x509.ParsePKIXPublicKey(der); err == nil {
		public = key
	} else if key, err := x509.ParsePKCS1PublicKey(der); err == nil {
		public = key
	} else {
		return Keys{}, "unusable"
	}
	text, err := json.Marshal(jose.JSONWebKey{Key: public})
	if err != nil {
		return Keys{}, "unusable"
	}
	set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(string(text)))
	if err != nil || len(set.Keys) != 1 {
		return Keys{}, "unusable"
	}
	return Keys{list: []verifyingKey{publishedKey(set.Keys[0], form)}}, ""
}
