package tokenclient

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts of a server that an Error carries, in bytes.
const (
	maxCode        = 256
	maxDescription = 2 << 10
	maxTitle       = 256
	maxBody        = 64 << 10
)

// oneLine makes a server's text fit for a line: see multiLine; line breaks and
// tabs become spaces. It is a copy: a piece of an answer or a form would keep
// the whole of it in memory, with the secrets in it, for as long as it is shown.
func oneLine(s string, limit int) string {
	if len(s) <= limit && isLine(s) {
		return strings.Clone(s)
	}
	return multiLine(strings.Join(strings.Fields(cutText(s, 4*limit)), " "), limit)
}

// isLine tells a text that is a fit line as it is: visible ASCII, one space
// between words.
func isLine(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
}

// multiLine makes a server's text fit to be shown: valid UTF-8 of at most limit
// bytes, with control, bidirectional and zero-width characters as \uXXXX.
func multiLine(s string, limit int) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(cutText(s, limit), "\r\n", "\n") {
		text := string(r)
		switch {
		case ' ' <= r && r <= '~', r == '\n', r == '\t':
		case r == utf8.RuneError:
			text = "\uFFFD"
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			text = fmt.Sprintf(`\u%04X`, r)
		}
		if b.Len()+len(text) > limit {
			break
		}
		b.WriteString(text)
	}
	return b.String()
}

// cutText keeps at most limit bytes, whole characters only.
func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// pageTitle is the text of the first title element of a web page.
func pageTitle(page string) string {
	lower := asciiLower(page)
	start := strings.Index(lower, "<title")
	if start < 0 {
		return ""
	}
	open := strings.IndexByte(lower[start:], '>')
	if open < 0 {
		return ""
	}
	start += open + 1
	end := strings.Index(lower[start:], "<")
	if end < 0 {
		end = len(lower) - start
	}
	return oneLine(html.UnescapeString(cutText(page[start:start+end], 4*maxTitle)), maxTitle)
}

// asciiLower keeps every byte's place, which strings.ToLower does not.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
