package inspect

import (
	"encoding/base64"
	"strings"
)

// decodePart reads one part of a compact token for display: what RFC 7515
// section 2 forbids (padding, the standard alphabet, blanks, stray bits) is
// read all the same and told as an issue. ok is false when nothing sensible
// comes out.
func decodePart(part, where string, list []Issue) (data []byte, issues []Issue, ok bool) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(part)
	// encoding/base64 skips line ends silently, hence the second question.
	if err == nil && !strings.ContainsAny(part, "\r\n") {
		return data, list, true
	}
	before := list
	part, list = tidy(part, where, list)
	if len(part)%4 == 1 {
		list = add(list, issueLength, where)
		part = part[:len(part)-1]
	}
	data, err = base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, add(before, issueBase64, where), false
	}
	if _, err = base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
		list = add(list, issueStray, where)
	}
	return data, list, true
}

// tidy turns a sloppy encoding into bare base64url and tells what it mended.
func tidy(part, where string, list []Issue) (string, []Issue) {
	bare := strings.Join(strings.Fields(part), "")
	if bare != part {
		list = add(list, issueBase64Space, where)
	}
	part, bare = bare, strings.TrimRight(bare, "=")
	if bare != part {
		list = add(list, issuePadding, where)
	}
	part, bare = bare, strings.NewReplacer("+", "-", "/", "_").Replace(bare)
	if bare != part {
		list = add(list, issueAlphabet, where)
	}
	return bare, list
}
