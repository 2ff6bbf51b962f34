package ui

import (
	"slices"

	"realmscope/app/profile"
	"realmscope/app/session"
)

// What a person can ask of the window. Buttons, menu items and keys all end
// here; each does nothing when there is nothing to do it to.

// selectProfile turns to another profile. An open form stays: what is typed
// there must not be lost.
func (w *Window) selectProfile(id string) {
	if _, ok := w.p.Profiles.Find(id); !ok || id == w.selected {
		return
	}
	if w.form != nil {
		w.list.mark(w.selected)
		w.form.leave(func() { w.selectProfile(id) })
		return
	}
	w.selected = id
	w.list.mark(id)
	w.show()
}

// selectAccount turns to another account of the profile; an empty name asks
// for one.
func (w *Window) selectAccount(name string) {
	if w.selected == "" || w.form != nil {
		return
	}
	w.chosen[w.selected] = name
	w.list.rebuild()
	w.show()
	if name == "" && w.page.prompt.root.Visible() {
		w.page.prompt.focus()
	}
}

// accounts are the user names that can be chosen for a profile: the saved
// ones, then those typed in this run.
func (w *Window) accounts(p profile.Profile) []string {
	var names []string
	for _, a := range p.Accounts {
		names = append(names, a.Username)
	}
	for _, name := range w.typed[p.ID] {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// stepAccount turns to the next or the previous account.
func (w *Window) stepAccount(by int) {
	p, ok := w.profile()
	if !ok || !p.Grant.ForPeople() {
		return
	}
	names := w.accounts(p)
	if len(names) == 0 {
		return
	}
	at := max(slices.Index(names, w.account(p)), 0)
	w.selectAccount(names[(at+by+len(names))%len(names)])
}

// fetch gets a new token; while the prompt is open, with what it holds.
func (w *Window) fetch() {
	if p, ok := w.profile(); ok && w.at(placeBoard) {
		w.fetchOn(session.Target{Profile: p, Account: w.account(p)})
		return
	}
	if w.win.Canvas().Focused() == w.list.filter && w.form == nil {
		w.list.followFilter()
	}
	if w.page.prompt.root.Visible() && w.form == nil {
		w.page.prompt.submit()
		return
	}
	w.fetchWith(session.Typed{})
}

// fetchWith gets a new token with what was typed for it.
func (w *Window) fetchWith(t session.Typed) {
	p, ok := w.profile()
	if !ok || w.form != nil {
		return
	}
	if name := t.Username; name != "" && p.Grant.NeedsName() && name != w.account(p) {
		if !slices.Contains(w.accounts(p), name) {
			w.typed[p.ID] = append(w.typed[p.ID], name)
		}
		w.selectAccount(name)
	}
	w.copied = ""
	w.p.Sessions.Fetch(p, w.account(p), t)
}

func (w *Window) refresh() {
	p, ok := w.profile()
	if !ok || w.form != nil || !w.state().CanRefresh() {
		return
	}
	w.copied = ""
	w.p.Sessions.Refresh(p, w.account(p))
}

func (w *Window) cancel() { w.p.Sessions.Cancel(w.key()) }

// escape ends the running request, else closes what is open.
func (w *Window) escape() {
	switch {
	case w.picker != nil:
		w.picker.Hide()
	case w.modal != nil:
		w.closeModal()
	default:
		w.places.current().escape()
	}
}

// escapeRealms does that on the realms' page.
func (w *Window) escapeRealms() {
	switch {
	case w.form != nil:
		w.form.escape()
	case w.state().Busy != "":
		w.cancel()
	case w.page.prompt.root.Visible():
		w.page.prompt.dismiss()
	default:
		w.escapePage()
	}
}

// escapePage closes the failure or the strip of a claim; the one with the
// focus first.
func (w *Window) escapePage() {
	claims := w.page.tokens.shownClaims()
	failed := w.state().Failure != nil
	if claims.isOpen() && (!failed || claims.hasFocus()) {
		claims.close()
		return
	}
	if failed {
		w.p.Sessions.Dismiss(w.key())
	}
}

// state is the shown session's state.
func (w *Window) state() session.State { return w.p.Sessions.State(w.key()) }

// copy puts the shown session's token on the clipboard.
func (w *Window) copy(form session.CopyForm) {
	p, ok := w.profile()
	s := w.state()
	if !ok || w.form != nil || s.Tokens == nil {
		return
	}
	text, ok := session.CopyText(form, p, s.Tokens)
	if !ok {
		w.note(T("copy.nothing"))
		return
	}
	w.copySecret(text, copiedText(form, args{"Whose": w.whose(p, s)}))
}

// whose names a session where only a line is free for it: the profile, and
// who its tokens belong to.
func (w *Window) whose(p profile.Profile, s session.State) string {
	who := s.Key.Account
	if s.Tokens != nil && (who == "" || !p.Grant.NeedsName()) {
		who = s.Tokens.Owner
	}
	if who == "" {
		return visible(p.Name)
	}
	return T("copy.whose", args{"Profile": visible(p.Name), "Owner": w.masked(visible(who))})
}

// note says in the status line what was just done.
func (w *Window) note(text string) {
	if p, ok := w.places.current().(interface{ note(text string) }); ok {
		p.note(text) // it has a line of its own to say
		return
	}
	w.copied = text
	w.status.render(w.state(), text)
}

// copyClaim copies the exact value of the selected claim.
func (w *Window) copyClaim() {
	if p, ok := w.places.current().(interface{ copySelected() }); ok {
		p.copySelected()
		return
	}
	if w.form == nil && w.places.current().onSession() {
		w.page.tokens.copySelected()
	}
}

// step turns to the next or the previous account, or token where several were
// found.
func (w *Window) step(by int) {
	if p, ok := w.places.current().(interface{ step(by int) }); ok {
		p.step(by)
		return
	}
	w.onSession(func() { w.stepAccount(by) })()
}

func (w *Window) focusFilter() {
	w.win.Canvas().Focus(w.list.filter)
	w.list.filter.TypedShortcut(selectAll())
}
