package tokenclient

import "unicode/utf8"

// maxDepth is how deep values may nest, as in encoding/json.
const maxDepth = 10_000

// scan walks through a JSON text once and keeps nothing of it: whether a value
// is well formed (RFC 8259) and where it ends is all that it tells.
type scan struct {
	text string
	at   int
}

// space skips blanks and gives the byte after them, 0 at the end.
func (s *scan) space() byte {
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// take skips c, after blanks.
func (s *scan) take(c byte) bool {
	if s.space() != c || s.at == len(s.text) {
		return false
	}
	s.at++
	return true
}

// value skips one value, after blanks. depth is how many values stand round it.
func (s *scan) value(depth int) bool {
	switch c := s.space(); c {
	case '{', '[':
		return depth < maxDepth && s.container(c, depth)
	case '"':
		_, _, ok := s.str()
		return ok
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.number()
}

// container skips an object or an array; open is its first byte.
func (s *scan) container(open byte, depth int) bool {
	s.at++
	end := open + 2 // '{' and '}', '[' and ']' have one sign between them
	if s.take(end) {
		return true
	}
	for {
		if open == '{' && !s.name() {
			return false
		}
		if !s.value(depth + 1) {
			return false
		}
		if s.take(end) {
			return true
		}
		if !s.take(',') {
			return false
		}
	}
}

// name skips a member's name and its colon.
func (s *scan) name() bool {
	if s.space() != '"' {
		return false
	}
	_, _, ok := s.str()
	return ok && s.take(':')
}

// str skips a string. plain says that its text is what stands between the
// quotes: no escape, and valid UTF-8; dense that it is ASCII, too, and has no
// blank, as tokens and names are.
func (s *scan) str() (plain, dense, ok bool) {
	start, escaped, all := s.at+1, false, byte(0)
	i := start + run(s.text[start:], '!', '"', '\\')
	if i < len(s.text) && s.text[i] == '"' {
		s.at = i + 1
		return true, true, true
	}
	for i += run(s.text[i:], ' ', '"', '\\'); i < len(s.text); i++ {
		c := s.text[i]
		all |= c
		switch {
		case c == '"':
			s.at = i + 1
			return !escaped && (all < utf8.RuneSelf || utf8.ValidString(s.text[start:i])), false, true
		case c < ' ':
			return false, false, false
		case c == '\\':
			skip := escape(s.text[i:])
			if skip == 0 {
				return false, false, false
			}
			escaped = true
			i += skip - 1
		}
	}
	return false, false, false
}

// escape is the length of the escape sequence at the start of text, 0 for none.
func escape(text string) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
	default:
		return 0
	}
	if len(text) < 6 {
		return 0
	}
	for _, c := range []byte(text[2:6]) {
		if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
			return 0
		}
	}
	return 6
}

func (s *scan) word(word string) bool {
	if len(s.text)-s.at < len(word) || s.text[s.at:s.at+len(word)] != word {
		return false
	}
	s.at += len(word)
	return true
}

// number skips a number: no plus, no leading zero, no bare point.
func (s *scan) number() bool {
	s.optional("-")
	if !s.optional("0") && s.digits() == 0 {
		return false
	}
	if s.optional(".") && s.digits() == 0 {
		return false
	}
	if s.optional("eE") {
		s.optional("+-")
		return s.digits() > 0
	}
	return true
}

// optional skips one of signs, if it stands here.
func (s *scan) optional(signs string) bool {
	for i := range len(signs) {
		if s.at < len(s.text) && s.text[s.at] == signs[i] {
			s.at++
			return true
		}
	}
	return false
}

func (s *scan) digits() int {
	start := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - start
}
