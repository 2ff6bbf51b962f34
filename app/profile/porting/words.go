package porting

import (
	"strconv"
	"strings"
)

// maxWords is how many words of a command are read.
const maxWords = 2000

// shellWords splits a command as a POSIX shell does, with $'…' of bash and the
// carets of Windows, up to the end of the command (a pipe, a semicolon, a new
// line). Nothing is run and no variable is filled in.
func shellWords(s string) []string {
	if windows := strings.Contains(s, "^\"") || strings.Contains(s, "^\n") || strings.Contains(s, "^\r\n"); windows {
		s = strings.NewReplacer("^\r\n", " ", "^\n", " ", "^\"", "\"", "^%^", "%", "^^", "^", "^&", "&").Replace(s)
	}
	w := wordReader{text: s}
	for w.at < len(s) && len(w.words) < maxWords && !w.ended {
		w.step()
	}
	w.close()
	return w.words
}

// wordReader is the state of shellWords.
type wordReader struct {
	text    string
	at      int
	word    strings.Builder
	started bool
	ended   bool
	words   []string
}

func (w *wordReader) step() {
	c := w.text[w.at]
	w.at++
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		w.close()
	case c == '\n' || c == ';' || c == '|' || c == '>' || (c == '&' && !w.started):
		w.close()
		w.ended = len(w.words) > 0
	default:
		w.special(c)
	}
}

// special reads what has a meaning of its own within a word.
func (w *wordReader) special(c byte) {
	switch {
	case c == '\\':
		w.escape()
	case c == '\'':
		w.until('\'', false)
	case c == '"':
		w.until('"', true)
	case c == '$' && w.at < len(w.text) && w.text[w.at] == '\'':
		w.at++
		w.ansi()
	case c == '$':
		w.variable()
	default:
		w.started = true
		w.word.WriteByte(c)
	}
}

// variable writes $NAME as ${NAME}: a value that the file has not.
func (w *wordReader) variable() {
	w.started = true
	end := w.at
	for end < len(w.text) && (w.text[end] == '_' || letter(w.text[end]) || end > w.at && w.text[end] >= '0' && w.text[end] <= '9') {
		end++
	}
	if end == w.at {
		w.word.WriteByte('$')
		return
	}
	w.word.WriteString("${" + w.text[w.at:end] + "}")
	w.at = end
}

func letter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func (w *wordReader) close() {
	if w.started {
		w.words = append(w.words, w.word.String())
	}
	w.word.Reset()
	w.started = false
}

// escape reads what follows a backslash outside quotes; a line that ends in one
// goes on below.
func (w *wordReader) escape() {
	rest := strings.TrimPrefix(w.text[w.at:], "\r")
	if strings.HasPrefix(rest, "\n") || strings.TrimSpace(rest) == "" {
		w.at = len(w.text) - len(strings.TrimPrefix(rest, "\n"))
		return
	}
	w.started = true
	w.word.WriteByte(w.text[w.at])
	w.at++
}

// until reads quoted text; within double quotes a backslash escapes some.
func (w *wordReader) until(quote byte, escapes bool) {
	w.started = true
	for w.at < len(w.text) {
		c := w.text[w.at]
		w.at++
		switch {
		case c == quote:
			return
		case c == '\\' && escapes && w.at < len(w.text) && strings.IndexByte("\"\\$`\n", w.text[w.at]) >= 0:
			if w.text[w.at] != '\n' {
				w.word.WriteByte(w.text[w.at])
			}
			w.at++
		case c == '$' && escapes:
			w.variable()
		default:
			w.word.WriteByte(c)
		}
	}
}

// ansi reads $'…', which browsers write when they copy a request.
func (w *wordReader) ansi() {
	w.started = true
	for w.at < len(w.text) {
		c := w.text[w.at]
		w.at++
		if c == '\'' {
			return
		}
		if c != '\\' || w.at >= len(w.text) {
			w.word.WriteByte(c)
			continue
		}
		w.ansiEscape()
	}
}

func (w *wordReader) ansiEscape() {
	c := w.text[w.at]
	w.at++
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits > 0 {
		end := w.at
		for end < len(w.text) && end < w.at+digits && strings.IndexByte("0123456789abcdefABCDEF", w.text[end]) >= 0 {
			end++
		}
		if n, err := strconv.ParseUint(w.text[w.at:end], 16, 32); err == nil && n <= 0x10ffff {
			w.word.WriteRune(rune(n))
		}
		w.at = end
		return
	}
	if i := strings.IndexByte("ntr", c); i >= 0 {
		w.word.WriteByte("\n\t\r"[i])
		return
	}
	w.word.WriteByte(c)
}
