package profile

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Match tells whether p passes the list's filter: every word of it stands
// somewhere in the name, group, realm, server, client id, environment or an account,
// whatever the case and the accents. An empty filter passes all.
func Match(p Profile, filter string) bool {
	words := strings.Fields(fold(filter))
	if len(words) == 0 {
		return true
	}
	all := searchText(p)
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// fold drops accents and compatibility forms, then case.
func fold(s string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
	return cases.Fold().String(bare)
}
