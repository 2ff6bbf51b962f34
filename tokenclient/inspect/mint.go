package inspect

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"realmscope/tokenclient"
)

// Made is a token that was made here, for tests. Whoever shows it says so: it
// was issued by nobody.
type Made struct {
	Token     tokenclient.Secret
	Algorithm string
	// KeyID is kid of the header, "" when there is none.
	KeyID string
}

// Mint makes tokens with keys of one's own and remembers which ones it made, in
// memory alone. The zero value is ready. It is safe for concurrent use.
type Mint struct {
	mu   sync.Mutex
	made map[[sha256.Size]byte]bool
}

// Sign makes a token of a draft. The error is a *SignError.
func (m *Mint) Sign(d Draft, k SigningKey) (Made, error) {
	if d.Algorithm == "" {
		d.Algorithm = k.Algorithm()
	}
	if !slices.Contains(k.Algorithms(), d.Algorithm) {
		return Made{}, &SignError{Reason: "algorithm"}
	}
	if len(d.Header)+len(d.Claims) > MaxText/2 {
		return Made{}, &SignError{Reason: "too_large"}
	}
	claims, ok := objectOf(d.Claims)
	if !ok {
		return Made{}, &SignError{Reason: "claims"}
	}
	header, id, ok := d.header(k)
	if !ok {
		return Made{}, &SignError{Reason: "header"}
	}
	signed := encodePart(header) + "." + encodePart(compactJSON(claims))
	signature, err := k.sign(d.Algorithm, signed)
	if err != nil {
		return Made{}, &SignError{Reason: "key"}
	}
	text := signed + "." + base64.RawURLEncoding.EncodeToString(signature)
	m.remember(text)
	return Made{Token: tokenclient.NewSecret(text), Algorithm: d.Algorithm, KeyID: id}, nil
}

func encodePart(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// sign makes the bytes of a signature.
func (k SigningKey) sign(name, text string) ([]byte, error) {
	if !k.private.Empty() {
		return k.private.Signature(name, text)
	}
	a, _ := algorithmNamed(name)
	return a.method.Sign(text, []byte(k.secret.Reveal()))
}

// header is the draft's header with alg and kid.
func (d Draft) header(k SigningKey) (text, id string, ok bool) {
	if strings.TrimSpace(d.Header) == "" {
		d.Header = `{"typ":"JWT"}`
	}
	v, ok := objectOf(d.Header)
	if !ok {
		return "", "", false
	}
	id = v.text("kid")
	parts := []string{`"alg":` + jsonText(d.Algorithm)}
	if _, has := v.last("kid"); !has && k.ID() != "" {
		id = k.ID()
		parts = append(parts, `"kid":`+jsonText(id))
	}
	for _, m := range v.Members {
		if m.Name != "alg" {
			parts = append(parts, jsonText(m.Name)+":"+compactJSON(m.Value))
		}
	}
	return "{" + strings.Join(parts, ",") + "}", id, true
}

// objectOf reads a JSON object that any program reads: no data behind it and
// nothing that is not text.
func objectOf(text string) (Value, bool) {
	v, issues, err := ParseJSON([]byte(text))
	clean := !slices.ContainsFunc(issues, func(i Issue) bool { return i.Code != issueDuplicate })
	return v, err == nil && clean && v.Kind == KindObject
}

// compactJSON is a value without blanks; scalars and names stay as written.
func compactJSON(v Value) string {
	var b strings.Builder
	writeJSON(&b, v)
	return b.String()
}

func writeJSON(b *strings.Builder, v Value) {
	switch v.Kind {
	case KindObject:
		b.WriteByte('{')
		for i, m := range v.Members {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(jsonText(m.Name) + ":")
			writeJSON(b, m.Value)
		}
		b.WriteByte('}')
	case KindArray:
		b.WriteByte('[')
		for i, item := range v.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case KindString, KindNumber, KindBool, KindNull:
		b.WriteString(v.Raw)
	}
}

// jsonText is a text as a JSON string.
func jsonText(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(text)
}

func (m *Mint) remember(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[[sha256.Size]byte]bool{}
	}
	m.made[sha256.Sum256([]byte(text))] = true
}

// MadeHere tells whether a token was made by this mint since the program
// started.
func (m *Mint) MadeHere(t *Token) bool {
	if t == nil || len(t.Parts) == 0 {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made[sha256.Sum256([]byte(strings.Join(t.Parts, ".")))]
}
