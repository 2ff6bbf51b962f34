package profile

import (
	"slices"
	"strings"
)

// Search finds profiles by what Match looks at, prepared once so that each
// stroke of a key only compares. It is safe for concurrent use.
type Search struct{ texts []string }

// NewSearch prepares a list; Find speaks of it by index.
func NewSearch(list []Profile) *Search {
	s := &Search{texts: make([]string, len(list))}
	for i, p := range list {
		s.texts[i] = searchText(p)
	}
	return s
}

// Find lists the indices of the profiles that pass the filter, in their order.
func (s *Search) Find(filter string) []int {
	words := strings.Fields(fold(filter))
	found := make([]int, 0, len(s.texts))
	for i, text := range s.texts {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			found = append(found, i)
		}
	}
	return found
}

// searchText is what a profile is found by. A line break keeps a word from
// matching across two texts.
func searchText(p Profile) string {
	texts := []string{p.Name, p.Group, p.Realm.Name, p.Server(), p.Client.ID, string(p.Environment)}
	for _, a := range p.Accounts {
		texts = append(texts, a.Username)
	}
	return fold(strings.Join(texts, "\n"))
}
