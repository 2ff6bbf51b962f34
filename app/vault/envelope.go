package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"

	"realmscope/app/durable"
)

// maxFile is how large a vault may grow: reading it takes all into memory.
const maxFile = 64 << 20

// The file is in the age format, version 1 (age-encryption.org/v1). Beside the
// stanza of its recipient it carries one of ours, which says where the key is;
// other tools pass over it, and age's own seal covers it.
const (
	intro        = "age-encryption.org/v"
	stanzaFamily = "realmscope/"
	stanzaType   = stanzaFamily + "1"
)

// head is what a file says of itself before it is opened.
type head struct {
	// id names the key: 8 hex digits.
	id    string
	mode  Mode
	place Place
}

// words are the head as it stands in the file.
func (h head) words() []string { return []string{h.id, string(h.mode), string(h.place)} }

// readHead reads a file's head. The error is errNewer or wraps errDamaged.
func readHead(data []byte) (head, error) {
	if rest, ok := strings.CutPrefix(string(data[:min(len(data), len(intro)+3)]), intro); ok && !strings.HasPrefix(rest, "1\n") {
		if version, _, _ := strings.Cut(rest, "\n"); isLater(version) {
			return head{}, errNewer
		}
	}
	var s stanzas
	_, err := age.Decrypt(bytes.NewReader(data), &s)
	var none *age.NoIdentityMatchError
	if !errors.As(err, &none) {
		return head{}, fmt.Errorf("%w: it is no age file", errDamaged)
	}
	for _, stanza := range s.all {
		version, ours := strings.CutPrefix(stanza.Type, stanzaFamily)
		switch {
		case !ours:
		case stanza.Type == stanzaType && len(stanza.Args) == 3:
			h := head{id: stanza.Args[0], mode: Mode(stanza.Args[1]), place: Place(stanza.Args[2])}
			if h.valid() {
				return h, nil
			}
		case isLater(version):
			return head{}, errNewer
		}
	}
	return head{}, fmt.Errorf("%w: it does not name its key", errDamaged)
}

// isLater tells a version number that this release does not know.
func isLater(version string) bool {
	n, err := strconv.Atoi(version)
	return err == nil && n > 1
}

func (h head) valid() bool {
	hex := len(h.id) == 8 && strings.Trim(h.id, "0123456789abcdef") == ""
	return hex && (h.place == PlaceKeyring && (h.mode == ModeKeyring || h.mode == ModePassphrase) ||
		h.place == PlaceFile && h.mode == ModePassphrase)
}

// stanzas collects the stanzas of a file and opens none.
type stanzas struct{ all []*age.Stanza }

// Unwrap remembers the stanzas.
func (s *stanzas) Unwrap(all []*age.Stanza) ([]byte, error) {
	s.all = all
	return nil, age.ErrIncorrectIdentity
}

// Wrap writes the head as a stanza of its own.
func (h head) Wrap([]byte) ([]*age.Stanza, error) {
	return []*age.Stanza{{Type: stanzaType, Args: h.words()}}, nil
}

// seal encrypts text for a key. Every call draws a new file key and nonce.
func seal(text []byte, k *key, h head) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(text) + len(text)/4096 + 1024)
	w, err := age.Encrypt(&out, k.identity.Recipient(), h)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if out.Len() > maxFile {
		return nil, durable.ErrTooLarge
	}
	return out.Bytes(), nil
}

// unseal decrypts a file. The error is errWrongKey when the key fits no stanza,
// else it wraps errDamaged. The caller wipes the text.
func unseal(data []byte, k *key) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(data), k.identity)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, errWrongKey
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	text := make([]byte, len(data)+1) // the ciphertext is longer, so there is always room
	for n := 0; ; {
		read, err := r.Read(text[n:])
		n += read
		switch {
		case err == io.EOF: //nolint:errorlint // a file that is cut off ends by io.ErrUnexpectedEOF
			return text[:n], nil
		case err != nil:
			clear(text)
			return nil, fmt.Errorf("%w: %w", errDamaged, err)
		}
	}
}

// open decrypts and understands a file.
func open(data []byte, k *key) (document, error) {
	text, err := unseal(data, k)
	if err != nil {
		return document{}, err
	}
	defer clear(text)
	return readDocument(text)
}
