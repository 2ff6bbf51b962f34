package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// The tabs of the answers, behind those of the tokens.
const (
	tabIntrospection = iota + tabWho + 1
	tabPermissions
	tabExchange
	tabKeys
	tabEnd
)

// answersView is the answers beyond the tokens, one tab each, which is hidden
// until there is one.
type answersView struct {
	introspection *introspectionPane
	permissions   *permissionsPane
	exchange      *exchangePane
	keys          *keysPane
}

func newAnswersView(w *Window) *answersView {
	return &answersView{newIntrospectionPane(w, w.introspect), newPermissionsPane(w), newExchangePane(w), newKeysPane(w)}
}

func (v *answersView) tabs() []look.Tab {
	return []look.Tab{
		{Text: T("tab.introspection"), Content: v.introspection.root},
		{Text: T("tab.permissions"), Content: v.permissions.root},
		{Text: T("tab.exchange"), Content: v.exchange.root},
		{Text: T("tab.keys"), Content: v.keys.root},
	}
}

// answered tells which tabs have an answer, by number.
func answered(s session.State) map[int]bool {
	a := s.Answers
	return map[int]bool{
		tabIntrospection: a.Introspection != nil, tabPermissions: a.Permissions != nil,
		tabExchange: a.Exchange != nil, tabKeys: a.Keys != nil,
	}
}

// anyAnswer tells whether there is an answer to show.
func anyAnswer(s session.State) bool {
	for _, there := range answered(s) {
		if there {
			return true
		}
	}
	return false
}

// newest is the tab whose answer has just come, -1 for none.
func newest(before, s session.State) int {
	a, b := before.Answers, s.Answers
	switch {
	case before.Key != s.Key:
	case b.Introspection != nil && b.Introspection != a.Introspection:
		return tabIntrospection
	case b.Permissions != nil && b.Permissions != a.Permissions:
		return tabPermissions
	case b.Exchange != nil && b.Exchange != a.Exchange:
		return tabExchange
	case b.Keys != nil && b.Keys != a.Keys:
		return tabKeys
	}
	return -1
}

// render fills a tab and tells whether its room changed.
func (v *answersView) render(tab int, s session.State) bool {
	switch tab {
	case tabIntrospection:
		return v.introspection.render(s)
	case tabPermissions:
		return v.permissions.render(s)
	case tabExchange:
		return v.exchange.render(s)
	case tabKeys:
		return v.keys.render(s)
	}
	return false
}

// claims is the table of a tab, nil for one that is no answer.
func (v *answersView) claims(tab int) *claimTable {
	switch tab {
	case tabIntrospection:
		return v.introspection.claims
	case tabPermissions:
		return v.permissions.claims
	case tabExchange:
		return v.exchange.claims
	case tabKeys:
		return v.keys.claims
	}
	return nil
}

func (v *answersView) reset() {
	v.introspection.reset()
	v.permissions.reset()
	v.exchange.reset()
	v.keys.reset()
}

// bar shows the tabs that have something: those of the tokens, and the answers
// that came.
func (v *tokensView) bar(s session.State) {
	there := answered(s)
	if s.Tokens == nil && !anyAnswer(s) {
		return // nothing is shown, and the shown tab stays for what comes
	}
	for i := tabAccess; i < tabEnd; i++ { // first what comes, so that one is always left
		if s.Tokens != nil && i < tabIntrospection || there[i] {
			v.tabs.SetHidden(i, false)
		}
	}
	for i := tabAccess; i < tabEnd; i++ {
		if !(s.Tokens != nil && i < tabIntrospection || there[i]) {
			v.tabs.SetHidden(i, true)
		}
	}
}

// withoutWords are the words of all that others does not hold.
func withoutWords(all, others string) []string {
	held := strings.Fields(others)
	return slices.DeleteFunc(strings.Fields(all), func(word string) bool { return slices.Contains(held, word) })
}

func sizeOf(width, height float32) fyne.Size { return fyne.NewSize(width, height) }
