package session

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"strings"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// MaterialKind is what a long text is for that a person pastes or opens.
type MaterialKind string

// The kinds.
const (
	MaterialKey         MaterialKind = "key"         // a private key, PEM or JWK
	MaterialCertificate MaterialKind = "certificate" // a client certificate with its key, PEM
	MaterialAuthority   MaterialKind = "authority"   // certificates to trust, PEM
	MaterialAssertion   MaterialKind = "assertion"   // a signed token
)

// Material is what a long text says of itself, fit to be shown: never the text.
type Material struct {
	Kind MaterialKind
	// Text is the text as it is to be used.
	Text Secret
	// Size is its length in bytes.
	Size int
	// Algorithm is what a key signs with, the usual one first.
	Algorithm string
	// Name is whom a certificate or a token is about; it is a stranger's text.
	Name string
	// Count is how many certificates there are.
	Count int
	// Until is the end of the first certificate or of the token, zero if unknown.
	Until time.Time
	// Fingerprint is the JWK thumbprint of a key (RFC 7638), else SHA-256 in hex
	// of the first certificate or of the text.
	Fingerprint string
	// Public is the public half of a key as a JWK Set, to be registered.
	Public string
	// Lacks says that a certificate came without its "key", or a key without its
	// "certificate": the other text is still to come.
	Lacks string
}

// Source opens a text. It is called in the background and may block.
type Source = func() (io.ReadCloser, error)

// ReadMaterial reads a text in the background, at most tokenclient.MaxMaterial
// bytes of it, closes it, and calls done once on the owner's goroutine unless
// cancel is called first. before is the half of a certificate that came
// earlier, if any.
func (s *Sessions) ReadMaterial(kind MaterialKind, before Secret, source Source, done func(Material, *Failure)) (cancel func()) {
	type answer struct {
		m Material
		f *Failure
	}
	ctx, end := context.WithCancel(s.root)
	over := false
	start(ctx, s,
		func(context.Context) answer {
			m, err := readMaterial(kind, before, source)
			if err != nil {
				return answer{f: explain("", err, nil)}
			}
			return answer{m: m}
		},
		func(f *Failure) answer { return answer{f: f} },
		func(a answer) {
			end()
			if !over {
				over = true
				done(a.m, a.f)
			}
		})
	return func() { over = true; end() }
}

func readMaterial(kind MaterialKind, before Secret, source Source) (Material, error) {
	text, err := readAll(source)
	if err != nil {
		return Material{}, &ownError{id: adviceUnreadable, err: err}
	}
	if len(text) > tokenclient.MaxMaterial {
		return Material{}, unusable("key_too_large")
	}
	m := Material{Kind: kind, Text: tokenclient.NewSecret(string(text))}
	switch kind {
	case MaterialKey:
		err = m.readKey()
	case MaterialAuthority:
		err = m.readAuthority()
	case MaterialAssertion:
		err = m.readAssertion()
	case MaterialCertificate:
		if !before.Empty() {
			m.Text = tokenclient.NewSecret(strings.TrimRight(before.Reveal(), "\n") + "\n" + m.Text.Reveal())
		}
		err = m.readCertificate()
	}
	m.Size = len(m.Text.Reveal())
	return m, err
}

// readAll reads one byte more than is taken.
func readAll(source Source) ([]byte, error) {
	from, err := source()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(from, tokenclient.MaxMaterial+1))
	return text, errors.Join(err, from.Close())
}

func unusable(reason string) error {
	return &tokenclient.Error{Kind: tokenclient.KindSetting, Reason: reason}
}

func (m *Material) readKey() error {
	key, err := tokenclient.ParseKey(m.Text)
	m.Algorithm, m.Fingerprint, m.Public = key.Algorithm(), key.Thumbprint(), key.PublicJWKS("")
	return err
}

// readAuthority leaves of the text its certificates: the file of profiles must
// not hold a key that stood beside them.
func (m *Material) readAuthority() error {
	if err := (tokenclient.Connection{RootCAs: []byte(m.Text.Reveal()), OnlyRootCAs: true}).Check(); err != nil {
		return unusable("ca_malformed")
	}
	m.describe()
	var kept strings.Builder
	for _, block := range blocks(m.Text) {
		kept.Write(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes}))
	}
	m.Text = tokenclient.NewSecret(kept.String())
	return nil
}

// readCertificate takes one half for the time being.
func (m *Material) readCertificate() error {
	m.describe()
	key, err := tokenclient.ParseKey(m.Text)
	var e *tokenclient.Error
	switch {
	case err == nil && m.Count == 0:
		m.Lacks, m.Algorithm, m.Fingerprint = "certificate", key.Algorithm(), key.Thumbprint()
		return nil
	case errors.As(err, &e) && e.Reason == "key_public" && m.Count > 0:
		m.Lacks = "key"
		return nil
	case err != nil:
		return err
	}
	m.Algorithm = key.Algorithm()
	return tokenclient.Connection{Certificate: tokenclient.Certificate{Chain: []byte(m.Text.Reveal()), Key: key}}.Check()
}

// readAssertion takes a token out of the lines in which it may have come.
func (m *Material) readAssertion() error {
	text := strings.Join(strings.Fields(m.Text.Reveal()), "")
	token := inspect.Decode(text)
	if text == "" || token.Payload == nil {
		return &ownError{id: adviceNoAssertion}
	}
	m.Text, m.Name = tokenclient.NewSecret(text), token.Owner()
	m.Until, _ = token.Expiry()
	sum := sha256.Sum256([]byte(text))
	m.Fingerprint = hex.EncodeToString(sum[:])
	return nil
}

// describe says what is known of the certificates in the text.
func (m *Material) describe() {
	found := blocks(m.Text)
	m.Count = len(found)
	if m.Count == 0 {
		return
	}
	sum := sha256.Sum256(found[0].Bytes)
	m.Fingerprint = hex.EncodeToString(sum[:])
	if c, err := x509.ParseCertificate(found[0].Bytes); err == nil {
		m.Name, m.Until = c.Subject.String(), c.NotAfter
		if m.Name == "" {
			m.Name = base64.RawURLEncoding.EncodeToString(c.SubjectKeyId)
		}
	}
}

// blocks are the certificates of a PEM text.
func blocks(text Secret) []*pem.Block {
	var found []*pem.Block
	rest := []byte(text.Reveal())
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return found
		}
		if block.Type == "CERTIFICATE" {
			found = append(found, block)
		}
	}
}
