package tokenclient

import (
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// hidden is what every formatter shows instead of a secret.
const hidden = "[hidden]"

// Secret is a password, a client secret or a token. Every formatter, encoder
// and logger shows "[hidden]" for it; only Reveal gives the text, at the few
// places that need it: the form body, the clipboard, a decoder.
//
// The zero value is no secret at all. Secret is comparable by text and safe
// for concurrent use.
type Secret struct {
	// handle is a pointer at heart: package fmt cannot call methods on the
	// unexported fields of other structs, and prints what stands in them.
	handle unique.Handle[string]
}

// NewSecret wraps text. An empty text gives the zero Secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{handle: unique.Make(text)}
}

// Reveal returns the text itself.
func (s Secret) Reveal() string {
	if s.Empty() {
		return ""
	}
	return s.handle.Value()
}

// Empty tells whether there is no secret.
func (s Secret) Empty() bool { return s == Secret{} }

// Len is the length in bytes.
func (s Secret) Len() int { return len(s.Reveal()) }

// String masks the secret.
func (s Secret) String() string {
	if s.Empty() {
		return ""
	}
	return hidden
}

// GoString masks the secret for %#v.
func (s Secret) GoString() string { return s.String() }

// Format masks the secret for every verb and flag.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText masks the secret for text, XML and map-key encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON masks the secret.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// LogValue masks the secret for log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
