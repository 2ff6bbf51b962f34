package tokenclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errNotObject = errors.New("not a JSON object")

// object is a JSON object as it was sent: order and repeats are kept.
type object struct {
	members  []rawMember
	trailing bool // something followed the object
}

type rawMember struct {
	name   string
	raw    json.RawMessage
	text   string // of a string
	isText bool
}

// readObject reads one JSON object. Numbers keep their digits.
func readObject(text []byte) (object, error) {
	var o object
	decoder := json.NewDecoder(bytes.NewReader(text))
	open, err := decoder.Token()
	if err != nil {
		return o, err
	}
	if open != json.Delim('{') {
		return o, errNotObject
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return o, err
		}
		m := rawMember{}
		m.name, _ = name.(string)
		if err := decoder.Decode(&m.raw); err != nil {
			return o, err
		}
		if m.isText = m.raw[0] == '"'; m.isText {
			if err := json.Unmarshal(m.raw, &m.text); err != nil {
				return o, err
			}
		}
		o.members = append(o.members, m)
	}
	if _, err := decoder.Token(); err != nil {
		return o, err
	}
	_, err = decoder.Token()
	o.trailing = !errors.Is(err, io.EOF)
	return o, nil
}

// member is the one that ordinary programs take when a name is repeated, the
// last; nil for a name that is missing or null.
func (o object) member(name string) *rawMember {
	for i := len(o.members) - 1; i >= 0; i-- {
		if o.members[i].name == name {
			if string(o.members[i].raw) == "null" {
				return nil
			}
			return &o.members[i]
		}
	}
	return nil
}

// last is a member's exact text, nil for a name that is missing or null.
func (o object) last(name string) json.RawMessage {
	if m := o.member(name); m != nil {
		return m.raw
	}
	return nil
}

// text is a member's text; ok is false when it is no string.
func (o object) text(name string) (s string, ok bool) {
	if m := o.member(name); m != nil {
		return m.text, m.isText
	}
	return "", false
}

// firstText is the first of the named members that is a text and not blank.
func (o object) firstText(names ...string) string {
	for _, name := range names {
		if s, _ := o.text(name); strings.TrimSpace(s) != "" {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// repeated lists the names that occur more than once, in order of appearance.
func (o object) repeated() []string {
	count := make(map[string]int, len(o.members))
	var names []string
	for _, m := range o.members {
		if count[m.name]++; count[m.name] == 2 {
			names = append(names, m.name)
		}
	}
	return names
}

// decodeText takes a byte order mark off and turns UTF-16, which some gateways
// send, into UTF-8. note is "bom", "utf16" or "".
func decodeText(body []byte) (text []byte, note string) {
	switch {
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")): // RFC 8259 section 8.1 lets a reader ignore it
		return body[3:], "bom"
	case bytes.HasPrefix(body, []byte("\xFF\xFE")):
		return fromUTF16(body[2:], 0), "utf16"
	case bytes.HasPrefix(body, []byte("\xFE\xFF")):
		return fromUTF16(body[2:], 1), "utf16"
	}
	return body, ""
}

// fromUTF16 decodes pairs of bytes; low is the place of the low byte's
// opposite: 0 for little endian, 1 for big endian.
func fromUTF16(b []byte, low int) []byte {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+low])|uint16(b[i+1-low])<<8)
	}
	out := make([]byte, 0, len(units))
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}
