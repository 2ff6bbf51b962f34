package ui

import (
	"slices"

	"realmscope/app/session"
)

// meet makes the account of a session that came back out of the vault one that
// can be chosen, and chooses it where nobody else is.
func (w *Window) meet(s session.State) {
	name := s.Key.Account
	if name == "" || s.Tokens == nil {
		return
	}
	p, ok := find(w.p.Profiles.All(), s.Key.ProfileID)
	if !ok || !p.Grant.ForPeople() || slices.Contains(w.accounts(p), name) {
		return
	}
	w.typed[p.ID] = append(w.typed[p.ID], name)
	if _, chosen := w.chosen[p.ID]; chosen || len(p.Accounts) > 0 {
		return
	}
	w.chosen[p.ID] = name
	w.list.rebuild()
	if p.ID == w.selected && w.form == nil {
		w.show()
	}
}
