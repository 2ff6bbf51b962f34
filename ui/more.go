package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
)

// moreCommand is an action beyond getting, refreshing and copying; it is
// greyed where it could do nothing.
type moreCommand struct {
	command
	can func(session.State) bool
}

// moreCommands are the actions of the menu More, in the bar and on the page.
func (w *Window) moreCommands() []moreCommand {
	can := func(which func(session.State) session.Which, ask func(session.State, session.Which) bool) func(session.State) bool {
		return func(s session.State) bool { return ask(s, which(s)) }
	}
	return []moreCommand{
		{command{"more.introspect", w.introspect, ctrlShift(fyne.KeyI)}, can(w.shownToken, session.State.CanIntrospect)},
		{command{"more.permissions", w.openPermissions, ctrlShift(fyne.KeyP)}, session.State.CanAskPermissions},
		{command{"more.exchange", w.openExchange, ctrlShift(fyne.KeyX)}, func(s session.State) bool { return s.Busy == "" }},
		{command{"more.narrow", w.openNarrow, ctrlShift(fyne.KeyR)}, session.State.CanNarrow},
		{command{"more.keys", w.fetchKeys, ctrlShift(fyne.KeyK)}, func(s session.State) bool { return s.Busy == "" }},
		{command{"more.revoke", w.openRevoke, ctrlShift(fyne.KeyU)}, canRevokeAny},
		{command{"more.browser_logout", w.logOutInBrowser, ctrlShift(fyne.KeyQ)}, session.State.CanLogOutInBrowser},
	}
}

// answerCommands turn to the tabs of the tokens and answers.
func (w *Window) answerCommands() []command {
	return []command{
		{"menu.tab_access", func() { w.tab(tabAccess) }, ctrlShift(fyne.Key1)},
		{"menu.tab_refresh", func() { w.tab(tabRefresh) }, ctrlShift(fyne.Key2)},
		{"menu.tab_id", func() { w.tab(tabID) }, ctrlShift(fyne.Key3)},
		{"menu.tab_response", func() { w.tab(tabResponse) }, ctrlShift(fyne.Key4)},
		{"menu.tab_who", func() { w.tab(tabWho) }, ctrlShift(fyne.Key5)},
		{"more.tab_introspection", func() { w.tab(tabIntrospection) }, ctrlShift(fyne.Key6)},
		{"more.tab_permissions", func() { w.tab(tabPermissions) }, ctrlShift(fyne.Key7)},
		{"more.tab_exchange", func() { w.tab(tabExchange) }, ctrlShift(fyne.Key8)},
		{"more.tab_keys", func() { w.tab(tabKeys) }, ctrlShift(fyne.Key9)},
	}
}

func canRevokeAny(s session.State) bool {
	return s.CanRevoke(session.WhichAccess) || s.CanRevoke(session.WhichRefresh)
}

// moreItems are the actions as items of a menu, greyed as of now.
func (w *Window) moreItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, c := range w.moreCommands() {
		item := fyne.NewMenuItem(T(c.key), w.guarded(w.onSession(c.do)))
		item.Shortcut = c.keys
		items = append(items, item)
	}
	w.greyMore(items, w.state())
	return items
}

// moreMenu is the menu in the bar; its items are greyed with every state.
func (w *Window) moreMenu() *fyne.Menu {
	w.more.items = w.moreItems()
	items := append(w.more.items[:len(w.more.items):len(w.more.items)], fyne.NewMenuItemSeparator())
	return fyne.NewMenu(T("more.menu"), append(items, w.items(w.answerCommands(), w.onSession)...)...)
}

// greyMore greys the items that could do nothing. An open menu changes at its
// next opening.
func (w *Window) greyMore(items []*fyne.MenuItem, s session.State) {
	_, ok := w.profile()
	for i, c := range w.moreCommands() {
		if i < len(items) {
			items[i].Disabled = !ok || w.form != nil || !c.can(s)
		}
	}
}

// moreState is what the actions remember while the window is open.
type moreState struct {
	items []*fyne.MenuItem
	// exchange and permissions are what was asked for last, by session and
	// without pasted tokens.
	exchange    map[session.Key]session.ExchangeAsk
	permissions map[session.Key]session.PermissionAsk
}

// newAsks are empty ones.
func newAsks() (map[session.Key]session.ExchangeAsk, map[session.Key]session.PermissionAsk) {
	return map[session.Key]session.ExchangeAsk{}, map[session.Key]session.PermissionAsk{}
}

// shownToken is the token of the shown tab, the access token on others.
func (w *Window) shownToken(s session.State) session.Which {
	which := session.WhichAccess
	if w.page != nil {
		switch w.page.tokens.tabs.Selected() {
		case tabRefresh:
			which = session.WhichRefresh
		case tabExchange:
			which = session.WhichExchanged
		case tabPermissions:
			which = session.WhichRPT
		case tabIntrospection:
			if i := s.Answers.Introspection; i != nil {
				which = i.Which
			}
		}
	}
	if s.Token(which).Empty() {
		return session.WhichAccess
	}
	return which
}

func (w *Window) introspect() { w.introspectOne(w.shownToken(w.state())) }

// introspectOne asks the realm whether it accepts one of the shown session's
// tokens.
func (w *Window) introspectOne(which session.Which) {
	p, ok := w.profile()
	if !ok || w.form != nil || !w.state().CanIntrospect(which) {
		return
	}
	w.copied = ""
	w.p.Sessions.Introspect(p, w.account(p), which)
}

func (w *Window) fetchKeys() {
	p, ok := w.profile()
	if !ok || w.form != nil || w.state().Busy != "" {
		return
	}
	w.copied = ""
	w.p.Sessions.FetchKeys(p, w.account(p))
}

func (w *Window) logOutInBrowser() {
	p, ok := w.profile()
	if !ok || w.form != nil || !w.state().CanLogOutInBrowser() {
		return
	}
	w.copied = ""
	w.p.Sessions.LogOutInBrowser(p, w.account(p))
}

// retryMore asks again after a failure: what needs answers first opens its
// card with what was typed. Nil for other operations.
func (w *Window) retryMore(op session.Op) func() {
	return map[session.Op]func(){
		session.OpIntrospect: w.introspect, session.OpKeys: w.fetchKeys, session.OpRevoke: w.openRevoke,
		session.OpExchange: w.openExchange, session.OpPermissions: w.openPermissions,
		session.OpBrowserLogOut: w.logOutInBrowser,
	}[op]
}

// copyAnswer puts an answer's token on the clipboard; key is what is said then.
func (w *Window) copyAnswer(text session.Secret, key string) {
	if text.Empty() {
		w.note(T("copy.nothing"))
		return
	}
	w.copySecret(text, T(key))
}
