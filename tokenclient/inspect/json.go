package inspect

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Errors of ParseJSON, wrapped with the byte at which reading stopped.
var (
	// ErrSyntax tells that the text is not JSON (RFC 8259).
	ErrSyntax = errors.New("not JSON")
	// ErrDepth tells of more than 64 objects and arrays inside each other.
	ErrDepth = errors.New("nested too deeply")
	// ErrTooLarge tells of more than MaxText bytes or 100,000 values.
	ErrTooLarge = errors.New("too large")
)

const (
	maxDepth = 64
	// maxValues bounds memory: a Value takes 96 bytes where the text needs
	// two ("0,"), so 2 MiB of text could become 100 MB.
	maxValues = 100_000

	bom    = "\uFEFF"
	blanks = " \t\r\n"
)

// ParseJSON reads one JSON text as it was sent: member order, duplicates, the
// exact text of numbers. What other readers would refuse or hide (a byte order
// mark, invalid UTF-8, control characters in strings, data after the value) is
// read and told as an Issue; Where is the path of the member, "JSON" for the
// whole.
//
// The error is ErrSyntax, ErrDepth or ErrTooLarge, wrapped; it never quotes
// the text, which may hold secrets.
func ParseJSON(data []byte) (Value, []Issue, error) {
	if len(data) > MaxText {
		return Value{}, nil, fmt.Errorf("read %d bytes of JSON: %w", len(data), ErrTooLarge)
	}
	r := reader{text: string(data)}
	v, err := r.read()
	return v, r.issues, err
}

// reader reads one JSON text. Values share the text's memory.
type reader struct {
	text   string
	pos    int
	depth  int
	values int
	path   []string
	issues []Issue
	notes  int
}

// read reads the whole text.
func (r *reader) read() (Value, error) {
	if strings.HasPrefix(r.text, bom) {
		r.pos = len(bom)
		r.note(issueBOM)
	}
	r.skip()
	v, err := r.value()
	if err != nil {
		return Value{}, fmt.Errorf("read JSON at byte %d: %w", r.pos, err)
	}
	r.skip()
	if r.pos < len(r.text) {
		r.note(issueTrailing)
	}
	return v, nil
}

// note tells of an issue at the current member. Both the number of calls and
// the length of the path are bounded: a hostile text has a million control
// characters behind a name of a megabyte.
func (r *reader) note(code string) {
	const enough = 10 * maxIssues
	if r.notes == enough || len(r.issues) >= maxIssues {
		return
	}
	r.notes++
	where := "JSON"
	for i, name := range r.path {
		name = name[:min(len(name), maxWhere*utf8.UTFMax)]
		if i == 0 {
			where = name
		} else if len(where) <= maxWhere*utf8.UTFMax {
			where += "." + name
		}
	}
	r.issues = add(r.issues, code, where)
}

// next is the byte at the reader's position, 0 at the end.
func (r *reader) next() byte {
	if r.pos < len(r.text) {
		return r.text[r.pos]
	}
	return 0
}

func (r *reader) skip() {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ' ', '\t', '\r', '\n':
			r.pos++
		default:
			return
		}
	}
}

// accept passes over c and the blanks behind it, if c is next.
func (r *reader) accept(c byte) bool {
	if r.next() != c {
		return false
	}
	r.pos++
	r.skip()
	return true
}

// value reads one value; the position is on its first byte and then behind
// its last.
func (r *reader) value() (Value, error) {
	r.values++
	if r.values > maxValues {
		return Value{}, ErrTooLarge
	}
	start := r.pos
	var v Value
	var err error
	switch c := r.next(); {
	case c == '{':
		v, err = r.nested(r.object)
	case c == '[':
		v, err = r.nested(r.array)
	case c == '"':
		v.Kind = KindString
		v.Text, err = r.str()
	case c == 't' || c == 'f' || c == 'n':
		v, err = r.word()
	default:
		v, err = r.number()
	}
	v.Raw = r.text[start:r.pos]
	return v, err
}

// nested reads an object or array one level deeper.
func (r *reader) nested(read func() (Value, error)) (Value, error) {
	if r.depth == maxDepth {
		return Value{}, ErrDepth
	}
	r.depth++
	defer func() { r.depth-- }()
	r.accept(r.next())
	return read()
}

// object reads members up to and with the closing brace.
func (r *reader) object() (Value, error) {
	v := Value{Kind: KindObject}
	if r.next() == '}' {
		r.pos++
		return v, nil
	}
	if r.depth == 1 {
		v.Members = make([]Member, 0, min(usual, 3+len(r.text)/spacing))
	}
	for {
		m, err := r.member()
		if err != nil {
			if m.Value.begun() {
				v.Members = append(v.Members, m)
			}
			return v, err
		}
		if r.pos == len(r.text) && m.Value.Kind == KindNumber {
			return v, ErrSyntax // digits may be missing
		}
		v.Members = append(v.Members, m)
		r.skip()
		if r.next() == '}' {
			r.pos++
			r.count(v.Members)
			return v, nil
		}
		if !r.accept(',') {
			return v, ErrSyntax
		}
	}
}

// member reads a name, the colon and a value.
func (r *reader) member() (Member, error) {
	if r.next() != '"' {
		return Member{}, ErrSyntax
	}
	name, err := r.str()
	if err != nil {
		return Member{}, err
	}
	r.skip()
	if !r.accept(':') {
		return Member{}, ErrSyntax
	}
	r.path = append(r.path, name)
	v, err := r.value()
	r.path = r.path[:len(r.path)-1]
	return Member{Name: name, Value: v, Nth: 1, Of: 1}, err
}

// array reads items up to and with the closing bracket.
func (r *reader) array() (Value, error) {
	v := Value{Kind: KindArray}
	if r.next() == ']' {
		r.pos++
		return v, nil
	}
	v.Items = make([]Value, 0, r.expected())
	for {
		item, err := r.value()
		if err != nil {
			if item.begun() {
				v.Items = append(v.Items, item)
			}
			return v, err
		}
		if r.pos == len(r.text) && item.Kind == KindNumber {
			return v, ErrSyntax // digits may be missing
		}
		v.Items = append(v.Items, item)
		r.skip()
		if r.next() == ']' {
			r.pos++
			return v, nil
		}
		if !r.accept(',') {
			return v, ErrSyntax
		}
	}
}

// Most payloads have no more members than usual, one per spacing bytes.
const (
	usual   = 16
	spacing = 64
)

// expected is how many items the array has that starts here: exactly for a list
// of plain texts, such as roles. It is bounded by the length of the text, which
// may consist of commas.
func (r *reader) expected() int {
	const shortest = 12
	list, _, _ := strings.Cut(r.text[r.pos:], "]")
	return 1 + min(strings.Count(list, ","), len(list)/shortest)
}

// few is up to how many members comparing each with each beats a map.
const few = 24

// count sets Nth and Of, and tells of each doubled name once. Names are
// compared decoded, so "sub" and "s\u0075b" are the same.
func (r *reader) count(members []Member) {
	if len(members) > few {
		r.countMany(members)
		return
	}
	for i := range members {
		m := &members[i]
		for j := range members[:i] {
			if members[j].Name == m.Name {
				m.Nth++
			}
		}
		if m.Nth == 1 {
			continue
		}
		r.doubled(m.Name)
		for j := range members[:i+1] {
			if members[j].Name == m.Name {
				members[j].Of = m.Nth
			}
		}
	}
}

func (r *reader) countMany(members []Member) {
	seen := make(map[string]int, len(members))
	for i := range members {
		seen[members[i].Name]++
		members[i].Nth = seen[members[i].Name]
	}
	for i := range members {
		m := &members[i]
		m.Of = seen[m.Name]
		if m.Nth == 2 {
			r.doubled(m.Name)
		}
	}
}

func (r *reader) doubled(name string) {
	r.path = append(r.path, name)
	r.note(issueDuplicate)
	r.path = r.path[:len(r.path)-1]
}
