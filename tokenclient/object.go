package tokenclient

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf16"
)

var errNotObject = errors.New("not a JSON object")

// object is a JSON object as it was sent: order and repeats are kept.
type object struct {
	members  []rawMember
	trailing bool // something followed the object
}

type rawMember struct {
	name   string
	json   string // the exact text of the value
	text   string // of a string
	isText bool
	dense  bool // the text is ASCII without blanks and controls but 0x7F
}

// readObject reads one JSON object in one pass. Numbers keep their digits. The
// texts of its members lie in the text itself, so a long token costs no
// allocation of its own.
func readObject[T ~string | ~[]byte](text T) (object, error) {
	s := scan{text: string(text)}
	o := object{members: make([]rawMember, 0, 10)} // Keycloak sends nine
	if !s.take('{') {
		return object{}, errNotObject
	}
	for first := true; !s.take('}'); first = false {
		if !first && !s.take(',') {
			return o, errNotObject
		}
		m, ok := s.member()
		if !ok {
			return o, errNotObject
		}
		o.members = append(o.members, m)
	}
	o.trailing = s.space() != 0 || s.at < len(text)
	return o, nil
}

// member reads a name and its value.
func (s *scan) member() (m rawMember, ok bool) {
	if s.space() != '"' {
		return m, false
	}
	if m.name, _, ok = s.decoded(); !ok || !s.take(':') {
		return m, false
	}
	m.isText = s.space() == '"'
	start := s.at
	if m.isText {
		m.text, m.dense, ok = s.decoded()
	} else {
		ok = s.value(1)
	}
	m.json = s.text[start:s.at]
	return m, ok
}

// decoded reads a string; see str for dense.
func (s *scan) decoded() (text string, dense, ok bool) {
	start := s.at
	plain, dense, ok := s.str()
	switch {
	case !ok:
		return "", false, false
	case plain:
		return s.text[start+1 : s.at-1], dense, true
	}
	text, ok = unquoted(s.text[start:s.at])
	return text, false, ok
}

// unquoted decodes a string with escapes, or with bytes that are no UTF-8:
// rare, and left to encoding/json.
func unquoted(quoted string) (text string, ok bool) {
	err := json.Unmarshal([]byte(quoted), &text)
	return text, err == nil
}

// member is the one that ordinary programs take when a name is repeated, the
// last; nil for a name that is missing or null.
func (o object) member(name string) *rawMember {
	for i := len(o.members) - 1; i >= 0; i-- {
		if o.members[i].name == name {
			if o.members[i].json == "null" {
				return nil
			}
			return &o.members[i]
		}
	}
	return nil
}

// has tells whether a name is there and not null.
func (o object) has(name string) bool { return o.member(name) != nil }

// last is a copy of a member's exact text, nil for a name that is missing or
// null.
func (o object) last(name string) json.RawMessage {
	if m := o.member(name); m != nil {
		return json.RawMessage(m.json)
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
	const few = 32
	if len(o.members) <= few && !o.anyTwice() {
		return nil
	}
	count := make(map[string]int, len(o.members))
	var names []string
	for _, m := range o.members {
		if count[m.name]++; count[m.name] == 2 {
			names = append(names, m.name)
		}
	}
	return names
}

// anyTwice tells whether any name occurs twice, without a table of them.
func (o object) anyTwice() bool {
	for i, m := range o.members {
		for _, other := range o.members[:i] {
			if m.name == other.name {
				return true
			}
		}
	}
	return false
}

// decodeText takes a byte order mark off and turns UTF-16, which some gateways
// send, into UTF-8. note is "bom", "utf16" or "".
func decodeText(body string) (text, note string) {
	switch {
	case strings.HasPrefix(body, "\xEF\xBB\xBF"): // RFC 8259 section 8.1 lets a reader ignore it
		return body[3:], "bom"
	case strings.HasPrefix(body, "\xFF\xFE"):
		return fromUTF16(body[2:], 0), "utf16"
	case strings.HasPrefix(body, "\xFE\xFF"):
		return fromUTF16(body[2:], 1), "utf16"
	}
	return body, ""
}

// fromUTF16 decodes pairs of bytes; low is the place of the low byte's
// opposite: 0 for little endian, 1 for big endian.
func fromUTF16(b string, low int) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+low])|uint16(b[i+1-low])<<8)
	}
	return string(utf16.Decode(units))
}
