package profile

import "testing"

func TestMatch(t *testing.T) {
	p := shop()
	p.Name, p.Realm.Name = "Peñarol Prüfung", "Straße"
	for name, tt := range map[string]struct {
		filter string
		want   bool
	}{
		"empty":                        {"", true},
		"blanks":                       {"  \t", true},
		"part of the name":             {"arol", true},
		"other case":                   {"PEÑAROL", true},
		"without accents":              {"penarol prufung", true},
		"accents that are not there":   {"clároshop", true},
		"separate accent":              {"pen\u0303arol", true},
		"wide letters":                 {"ｐｅｎａｒｏｌ", true},
		"sharp s as two":               {"STRASSE", true},
		"server":                       {"sso.dev", true},
		"path prefix":                  {"/auth", true},
		"client":                       {"shop-web", true},
		"environment":                  {"development", true},
		"account":                      {"bob", true},
		"words of several fields":      {"bob dev peña", true},
		"one word does not match":      {"bob prod", false},
		"absent":                       {"banfico", false},
		"across two fields":            {"prufungstrasse", false},
		"the scheme is not searched":   {"https", false},
		"secret ids are not searched":  {"c0", false},
		"template name isn't searched": {"claroshop token", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Match(p, tt.filter); got != tt.want {
				t.Errorf("Match(%q) = %v, want %v", tt.filter, got, tt.want)
			}
		})
	}
}

func BenchmarkMatchThousandProfiles(b *testing.B) {
	p := shop()
	for b.Loop() {
		for range 1000 {
			Match(p, "alice prod")
		}
	}
}
