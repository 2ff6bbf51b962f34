package profile

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Match tells whether p passes the list's filter: every word of it stands
// somewhere in the name, realm, server, client id, environment or an account,
// whatever the case and the accents. An empty filter passes all.
func Match(p Profile, filter string) bool {
	words := strings.Fields(fold(filter))
	if len(words) == 0 {
		return true
	}
	texts := []string{p.Name, p.Realm.Name, p.Server(), p.Client.ID, string(p.Environment)}
	for _, a := range p.Accounts {
		texts = append(texts, a.Username)
	}
	// A line break keeps a word from matching across two texts.
	all := fold(strings.Join(texts, "\n"))
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
