package ui

import (
	"net/url"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// quietStart is how long a request may run before the window speaks of it.
const quietStart = 300 * time.Millisecond

// actionsView is the row of what can be done with a session; it stands in the
// same place for every realm.
type actionsView struct {
	w       *Window
	root    *fyne.Container
	left    *fyne.Container
	get     *look.Button
	refresh *look.Button
	copy    *look.MenuButton
	cancel  *look.Button
	asking  *look.Text
	fresh   *look.Button
	who     *look.Button
	more    *look.MenuButton
	out     *look.Button

	now  session.State
	wait func()
}

func newActionsView(w *Window) *actionsView {
	a := &actionsView{w: w, asking: look.NewText(look.Second, "")}
	a.get = look.NewButton(look.Primary, T("action.get"), w.fetch)
	a.refresh = look.NewButton(look.Strong, T("action.refresh"), w.refresh)
	a.copy = look.NewMenuButton(look.Strong, T("action.copy"), func() *fyne.Menu {
		return withKeys(fyne.NewMenu("", w.copyItems()...))
	})
	a.cancel = look.NewButton(look.Strong, T("action.cancel"), w.cancel)
	a.cancel.Hide()
	a.asking.SetTruncate(true)
	a.fresh = look.NewButton(look.Quiet, T("fresh.switch"), w.keepFresh)
	a.who = look.NewButton(look.Quiet, T("action.whoami"), w.whoAmI)
	a.out = look.NewButton(look.Quiet, T("action.logout"), w.logOut)
	a.more = look.NewMenuButton(look.Quiet, T("more.menu"), func() *fyne.Menu { return withKeys(fyne.NewMenu("", w.moreItems()...)) })
	a.left = container.New(rest{gap: 8}, look.Row(8, a.get, a.refresh, a.copy, a.cancel), a.asking)
	a.root = container.New(&ends{gap: 8}, a.left, look.Row(8, a.fresh, a.more, a.who, a.out))
	return a
}

func (a *actionsView) render(s session.State) {
	a.now = s
	setEnabled(a.refresh, s.CanRefresh())
	setEnabled(a.copy, s.Tokens != nil)
	a.fresh.SetIcon(freshBox(s))
	setEnabled(a.fresh, s.Fresh.On || s.CanKeepFresh())
	setEnabled(a.who, s.CanAskWho())
	setEnabled(a.out, s.CanLogOut())
	busy := s.Busy != "" && s.Waiting == nil // a wait has its own card
	if setShown(a.cancel, busy) {
		a.left.Refresh()
		a.w.page.relayout() // the row may need a second line
		a.stopWaiting()
		a.w.mendFocus()
		if busy && a.w.p.After != nil {
			a.wait = a.w.p.After(quietStart, func() { a.say(a.now.Busy != "" && a.now.Waiting == nil) })
		}
	}
	if !busy {
		a.say(false)
	} else if s.At.Sub(s.BusySince) >= quietStart {
		a.say(true)
	}
}

// say tells whom the running request asks, or nothing.
func (a *actionsView) say(busy bool) {
	text := ""
	if busy {
		text = T("action.asking", args{"Host": visible(host(a.now.Profile.Realm.Base))})
	}
	if a.asking.Text() != text {
		a.asking.SetText(text)
		a.left.Refresh()
	}
}

func (a *actionsView) stopWaiting() {
	if a.wait != nil {
		a.wait()
		a.wait = nil
	}
}

// host is the host and port of an address.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host
}

// setEnabled enables or disables a button that is otherwise.
func setEnabled(o fyne.Disableable, enabled bool) {
	switch {
	case enabled && o.Disabled():
		o.Enable()
	case !enabled && !o.Disabled():
		o.Disable()
	}
}
