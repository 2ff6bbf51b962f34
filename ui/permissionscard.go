package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// permissionsCard asks which permissions to ask for, and in what form.
type permissionsCard struct {
	w           *Window
	fields      *fyne.Container
	audience    *entry
	permissions *entry
	mode        *choice
	upgrade     *look.Check
	problem     *look.Text
}

// openPermissions opens the card with what was asked for last.
func (w *Window) openPermissions() {
	s := w.state()
	if _, ok := w.profile(); !ok || w.form != nil || !s.CanAskPermissions() {
		return
	}
	c := &permissionsCard{w: w, problem: newProblemText()}
	var audience, permissions *fyne.Container
	c.audience, audience = w.askField(T("permissions.audience"), T("permissions.audience_hint"), c.submit)
	c.permissions, permissions = w.askField(T("permissions.wanted"), T("permissions.wanted_hint"), c.submit)
	c.mode = newChoice(T("permissions.form"), func() {})
	for _, m := range []session.PermissionMode{session.PermissionList, session.PermissionToken, session.PermissionDecision} {
		c.mode.add(string(m), T("permissions.mode."+string(m)))
	}
	c.upgrade = look.NewCheck(T("permissions.upgrade"), nil)
	setShown(c.upgrade, !s.Token(session.WhichRPT).Empty())
	c.fields = look.Column(10, look.NewParagraph(look.Second, T("permissions.lead")),
		audience, permissions, look.NewParagraph(look.Second, T("permissions.wanted_about")), c.mode.root, c.upgrade, c.problem)
	ask := w.more.permissions[w.key()]
	c.audience.SetText(ask.Audience)
	c.permissions.SetText(strings.Join(ask.Permissions, "; "))
	c.mode.set(string(ask.Mode))
	if c.mode.value() == "" {
		c.mode.set(string(session.PermissionList))
	}
	w.openAsk(T("permissions.title"), T("permissions.do"), c.fields, askHeight, c.audience, c.submit)
}

// submit asks the realm.
func (c *permissionsCard) submit() {
	w := c.w
	ask := session.PermissionAsk{
		Audience: strings.TrimSpace(c.audience.Text), Permissions: session.PermissionWords(c.permissions.Text),
		Mode: session.PermissionMode(c.mode.value()), Upgrade: c.upgrade.Visible() && c.upgrade.Checked(),
	}
	if ask.Audience == "" {
		setText(c.problem, T("chip.bad", args{"Text": T("permissions.audience_missing")}))
		c.problem.Show()
		c.fields.Refresh()
		w.win.Canvas().Focus(c.audience)
		return
	}
	w.closeModal()
	p, ok := w.profile()
	if !ok {
		return
	}
	w.more.permissions[w.key()] = ask
	w.copied = ""
	w.p.Sessions.AskPermissions(p, w.account(p), ask)
}
