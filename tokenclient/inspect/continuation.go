package inspect

// continuation reads the sign before a line end that goes on with a command on
// the next line: ^ of the Windows command prompt, ` of PowerShell.
func continuation(s string, p int) glyph {
	size := 1
	if p+size < len(s) && s[p+size] == '\r' {
		size++
	}
	if p+size < len(s) && s[p+size] == '\n' {
		return glyph{hard, 0, size + 1, CleanLines}
	}
	return glyph{class: stop, size: 1}
}
