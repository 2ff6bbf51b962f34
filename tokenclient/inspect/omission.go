package inspect

import "strings"

// cutAt tells whether what ends a token says that something was left out.
func (t *taken) cutAt(rest string) bool {
	if t.dots == 2 && t.complete() {
		return false
	}
	return omission(rest) || t.dots > 0 && t.part == 0 && strings.IndexByte("*[{(", rest[0]) >= 0
}

// omission tells whether a text begins with a mark of what was left out, as
// programs that write logs put it: an ellipsis in any spelling, stars, or words
// in brackets.
func omission(s string) bool {
	const longest = 40
	s = strings.TrimPrefix(s[:min(len(s), longest)], " ")
	if s == "" {
		return false
	}
	switch s[0] {
	case '[', '(', '<', '{':
		return omittedIn(s[1:])
	case '.', '*':
		return strings.HasPrefix(s, "...") || strings.HasPrefix(s, "***")
	case '&', '%', '\\', "…"[0]:
		for _, mark := range [...]string{"…", "•••", `\u2026`, `\\u2026`, "&hellip;", "&#8230;", "&#x2026;", "%E2%80%A6", "%e2%80%a6"} {
			if strings.HasPrefix(s, mark) {
				return true
			}
		}
	}
	return false
}

// omittedIn tells whether what stands in brackets speaks of something left out.
func omittedIn(s string) bool {
	if strings.HasPrefix(s, "...") || strings.HasPrefix(s, "…") {
		return true
	}
	end := strings.IndexAny(s, "])>}")
	if end < len("cut") {
		return false
	}
	s = strings.ToLower(s[:end])
	for _, word := range [...]string{"trunc", "snip", "cut", "omit", "redact", "more", "abbrev", "hidden", "mask"} {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}
