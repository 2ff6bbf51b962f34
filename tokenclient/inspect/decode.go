package inspect

import (
	"bytes"
	"errors"
	"strings"
)

// MaxText is the longest text in bytes that Decode and ParseJSON read. A
// Keycloak token has 1 to 8 kB; web servers cut headers long before 64 kB.
const MaxText = 2 << 20

// maxParts is what a compact JWE has (RFC 7516 section 7.1).
const maxParts = 5

// Names of the parts, as they stand in Issue.Where.
const (
	partHeader    = "header"
	partPayload   = "payload"
	partSignature = "signature"
)

// Decode reads one token. It never fails: what cannot be read is told by Form
// and Issues. Nothing is verified, fetched, decrypted or decompressed.
//
// The text must be the token alone; only blanks round it are dropped. Of an
// SD-JWT (RFC 9901) the part before the first ~ is read.
func Decode(text string) *Token {
	t := &Token{}
	if len(text) > MaxText {
		t.Form = FormBroken
		t.Issues = add(nil, issueTooLarge, "")
		return t
	}
	bare := strings.TrimSpace(text)
	if bare == "" {
		t.Form = FormEmpty
		return t
	}
	if bare != text {
		t.Issues = add(t.Issues, issueSpace, "")
	}
	signed, _, disclosures := strings.Cut(bare, "~")
	// Bounded: an unlimited split of two million dots costs 32 MB (CVE-2025-30204).
	t.Parts = strings.SplitN(signed, ".", maxParts+1)
	header, list, ok := decodePart(t.Parts[0], partHeader, t.Issues)
	if !looksLikeToken(t.Parts[0], header) {
		t.Form = FormOpaque
		t.Parts = nil
		return t
	}
	t.Issues = list
	if disclosures {
		t.Issues = add(t.Issues, issueDisclosures, "")
	}
	if ok {
		t.Header, t.BegunHeader, t.Issues = readOrBegin(header, partHeader, t.Issues)
	}
	t.readBody()
	return t
}

// looksLikeToken tells a JWT from an opaque text with dots: its first part is
// a JSON object, or starts like one. A brace alone is not enough, each opaque
// text that starts with "e0" to "ez" has one.
func looksLikeToken(part string, decoded []byte) bool {
	decoded = bytes.TrimLeft(bytes.TrimPrefix(decoded, []byte(bom)), blanks)
	decoded, ok := bytes.CutPrefix(decoded, []byte("{"))
	decoded = bytes.TrimLeft(decoded, blanks)
	return ok && (bytes.HasPrefix(decoded, []byte(`"`)) || bytes.HasPrefix(decoded, []byte("}"))) ||
		strings.HasPrefix(part, "eyJ")
}

// readBody reads what follows the header, by the number of parts.
func (t *Token) readBody() {
	switch len(t.Parts) {
	case 3:
		t.readPayload()
		t.readSignature()
		t.Form = FormJWS
		if t.Header == nil || t.Payload == nil {
			t.Form = FormBroken
		}
	case maxParts:
		t.Form = FormJWE
		if t.Header == nil {
			t.Form = FormBroken
		}
	case 2:
		t.Issues = add(t.Issues, issueParts, "")
		t.readPayload()
		t.Form = FormBroken
	default:
		t.Issues = add(t.Issues, issueParts, "")
		t.Form = FormBroken
		if len(t.Parts) > 3 && t.header().text("enc") == "" {
			t.peek()
		}
	}
}

func (t *Token) readPayload() {
	if t.Parts[1] == "" {
		t.Issues = add(t.Issues, issueEmptyPart, partPayload)
		return
	}
	data, list, ok := decodePart(t.Parts[1], partPayload, t.Issues)
	t.Issues = list
	if !ok {
		return
	}
	t.Payload, t.BegunPayload, t.Issues = readOrBegin(data, partPayload, t.Issues)
	if t.Payload == nil {
		return
	}
	if t.Payload.Kind != KindObject {
		t.Issues = add(t.Issues, issueNotObject, partPayload)
	}
	t.Issues = checkTimes(t.Payload, t.Issues)
}

func (t *Token) readSignature() {
	if t.Parts[2] == "" {
		t.Issues = add(t.Issues, issueUnsigned, partSignature)
		return
	}
	t.Signature, t.Issues, _ = decodePart(t.Parts[2], partSignature, t.Issues)
}

// readPart reads a part's JSON; nil when it cannot be read.
func readPart(data []byte, where string, list []Issue) (*Value, []Issue) {
	v, _, issues := readOrBegin(data, where, list)
	return v, issues
}

// readOrBegin reads a part's JSON; of an object that ends too early, or is
// damaged, it reads the members before that, apart from what is whole.
func readOrBegin(data []byte, where string, list []Issue) (whole, begun *Value, issues []Issue) {
	r := reader{text: string(data), issues: list, path: []string{where}}
	v, err := r.read()
	if err == nil {
		return &v, nil, r.issues
	}
	if errors.Is(err, ErrSyntax) {
		if v, code := begunObject(data, where); code != "" {
			return nil, v, add(r.issues, code, where)
		}
	}
	return nil, nil, add(r.issues, codeOf(err), where)
}

// codeOf is the issue that tells of a reader's error.
func codeOf(err error) string {
	switch {
	case errors.Is(err, ErrDepth):
		return issueDepth
	case errors.Is(err, ErrTooLarge):
		return issueTooLarge
	default:
		return issueJSON
	}
}
