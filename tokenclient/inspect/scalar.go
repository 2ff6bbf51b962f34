package inspect

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// word reads true, false or null.
func (r *reader) word() (Value, error) {
	for _, w := range [...]struct {
		text string
		kind Kind
	}{{"true", KindBool}, {"false", KindBool}, {"null", KindNull}} {
		if strings.HasPrefix(r.text[r.pos:], w.text) {
			r.pos += len(w.text)
			return Value{Kind: w.kind, Text: w.text}, nil
		}
	}
	return Value{}, ErrSyntax
}

// number reads a number by the grammar of RFC 8259 section 6, as text.
func (r *reader) number() (Value, error) {
	start := r.pos
	if r.next() == '-' {
		r.pos++
	}
	if r.next() == '0' {
		r.pos++
	} else if !r.digits() {
		return Value{}, ErrSyntax
	}
	if r.next() == '.' {
		r.pos++
		if !r.digits() {
			return Value{}, ErrSyntax
		}
	}
	if c := r.next(); c == 'e' || c == 'E' {
		r.pos++
		if c = r.next(); c == '+' || c == '-' {
			r.pos++
		}
		if !r.digits() {
			return Value{}, ErrSyntax
		}
	}
	return Value{Kind: KindNumber, Text: r.text[start:r.pos]}, nil
}

// digits passes over digits and tells whether there was one.
func (r *reader) digits() bool {
	start := r.pos
	for c := r.next(); c >= '0' && c <= '9'; c = r.next() {
		r.pos++
	}
	return r.pos > start
}

// str reads a string and returns its decoded text.
func (r *reader) str() (string, error) {
	r.pos++ // the opening quote
	start := r.pos
	if end := strings.IndexByte(r.text[start:], '"'); end >= 0 && simple(r.text[start:start+end]) {
		r.pos = start + end + 1
		return r.text[start : start+end], nil
	}
	plain, ascii := true, true
	for ; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == '"':
			body := r.text[start:r.pos]
			r.pos++
			if !plain {
				return r.unescape(body)
			}
			return r.valid(body, ascii), nil
		case c == '\\':
			plain = false
			r.pos++
		case c < ' ':
			// Forbidden by RFC 8259 section 7; other readers refuse it.
			r.note(issueControl)
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	r.pos = len(r.text)
	return "", ErrSyntax
}

// simple tells whether a string's body is what it means: ASCII without escapes
// and control characters, as nearly all are.
func simple(body string) bool {
	for i := range len(body) {
		if c := body[i]; c < ' ' || c >= utf8.RuneSelf || c == '\\' {
			return false
		}
	}
	return true
}

// valid puts U+FFFD for what is not UTF-8.
func (r *reader) valid(s string, ascii bool) string {
	if ascii || utf8.ValidString(s) {
		return s
	}
	r.note(issueUTF8)
	return string([]rune(s))
}

// unescape decodes a string's body that holds backslashes.
func (r *reader) unescape(body string) (string, error) {
	body = r.valid(body, false)
	var b strings.Builder
	b.Grow(len(body))
	for {
		before, after, found := strings.Cut(body, `\`)
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		char, size := r.escape(after)
		if size == 0 {
			return "", ErrSyntax
		}
		b.WriteRune(char)
		body = after[size:]
	}
}

// escape reads what follows a backslash: the character, and the bytes used,
// 0 for an unknown escape.
func (r *reader) escape(s string) (rune, int) {
	const letters, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if s == "" {
		return 0, 0
	}
	if i := strings.IndexByte(letters, s[0]); i >= 0 {
		return rune(meant[i]), 1
	}
	char, ok := unit(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(char) {
		return char, 5
	}
	if len(s) > 5 && s[5] == '\\' {
		if low, ok := unit(s[6:]); ok {
			if pair := utf16.DecodeRune(char, low); pair != utf8.RuneError {
				return pair, 11
			}
		}
	}
	r.note(issueSurrogate)
	return utf8.RuneError, 5
}

// unit reads "u" and four hexadecimal digits.
func unit(s string) (rune, bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:5], 16, 16)
	return rune(n), err == nil
}
