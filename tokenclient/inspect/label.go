package inspect

import "strings"

// label is the name in front of a token: a member of JSON, a parameter, a
// header, a cookie. It is read backwards, through quotes and escapes.
func label(s string, p int) string {
	const far = 200
	s = s[max(0, p-far):p]
	s = strings.TrimRight(s, " \t\r\n\"'`\\")
	named := false
	for _, scheme := range [...]string{"bearer", "dpop", "jwt", "token"} {
		if before, ok := cutSuffixFold(s, scheme); ok && separated(before) {
			s, named = trimSeparators(before), trimSeparators(before) != before
			break
		}
	}
	bare := trimSeparators(s)
	if !named && bare == s && !strings.HasSuffix(s, "\n") {
		return ""
	}
	name := word(bare)
	if strings.EqualFold(name, "value") {
		// An HTTP archive and many tools write {"name": …, "value": …}.
		if _, after, ok := cutLast(bare, `"name"`); ok {
			after = strings.TrimLeft(after, " \t\r\n:\\")
			if quoted, ok := strings.CutPrefix(after, `"`); ok {
				if other, _, ok := strings.Cut(quoted, `"`); ok && other != "" {
					name = strings.TrimRight(other, `\`)
				}
			}
		}
	}
	const longest = 40
	return Clip(name, longest)
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) < len(suffix) || !strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func cutLast(s, sep string) (before, after string, found bool) {
	at := strings.LastIndex(s, sep)
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+len(sep):], true
}

// separated tells whether s ends where a name could: in a quote, a blank, a
// colon or an equals sign.
func separated(s string) bool { return s == "" || trimSeparators(s) != s }

// trimSeparators drops what stands between a name and its value.
func trimSeparators(s string) string {
	for {
		bare := strings.TrimRight(s, " \t\r\n\"'`\\:=>")
		for _, escape := range [...]string{"%22", "%3A", "%3a", "%3D", "%3d", "%20", "%5C", "\\u0022", "&quot;", "=3D"} {
			bare = strings.TrimSuffix(bare, escape)
		}
		if bare == s {
			return s
		}
		s = bare
	}
}

// word is the name that s ends in.
func word(s string) string {
	at := len(s)
	for at > 0 && (plain(s[at-1]).class == letter && strings.IndexByte("+/", s[at-1]) < 0 || s[at-1] == '.') {
		at--
	}
	name := s[at:]
	if len(name) > 2 && at > 0 && s[at-1] == '%' {
		name = name[2:] // the end of an escape
	}
	return name
}

// Bearer tells whether a token stood where an access token belongs.
func (p Piece) Bearer() bool { return kindByLabel(p.Label) == TokenAccess }
