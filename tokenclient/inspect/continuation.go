package inspect

import "strings"

// seam reads what stands between two pieces of a token that a command or a
// program puts together.
func seam(s string, p int) glyph {
	c := s[p]
	if c != '^' {
		if g := concatenation(s, p); g.class == hard || c != '`' {
			return g
		}
	}
	return continuation(s, p)
}

// continuation reads the sign before a line end that goes on with a command on
// the next line: ^ of the Windows command prompt, ` of PowerShell. The line end
// can be an escape of JSON.
func continuation(s string, p int) glyph {
	for _, escaped := range [...]string{`\r\n`, `\n`} {
		if strings.HasPrefix(s[p+1:], escaped) {
			return glyph{hard, 0, 1 + len(escaped), CleanLines}
		}
	}
	size := 1
	if p+size < len(s) && s[p+size] == '\r' {
		size++
	}
	if p+size < len(s) && s[p+size] == '\n' {
		return glyph{hard, 0, size + 1, CleanLines}
	}
	return glyph{class: stop, size: 1}
}
