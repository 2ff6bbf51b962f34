package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// connectionPart tests what stands in the form, one line a step as it comes.
// Its button ends the test while it runs.
type connectionPart struct {
	form   *formPage
	root   *fyne.Container
	button *look.Button
	title  *look.Text
	lines  *fyne.Container
	state  *look.Text
	// real begins a test that asks for a token, too.
	real *look.Button
	// really says that the last test was to do so, and sent that it did, for
	// account; refused counts the refusals in a row.
	really, sent bool
	account      string
	refused      int
	warning      *look.Text
	// cancel ends the running test; nil while none runs.
	cancel func()
}

func newConnectionPart(f *formPage) *connectionPart {
	c := &connectionPart{
		form: f, title: look.NewParagraph(look.Strong, ""), lines: look.Column(6), state: look.NewParagraph(look.Second, ""),
	}
	c.button = look.NewButton(look.Quiet, T("form.test"), c.press)
	c.real = look.NewButton(look.Strong, "", func() { c.start(true) })
	c.warning = look.NewParagraph(look.Second, "")
	c.warning.SetColor(look.ColorCaution)
	c.warning.Hide()
	c.root = look.NewCard(look.Column(8, c.title, c.lines, c.state, c.warning, container.NewHBox(c.real)))
	c.root.Hide()
	return c
}

func (c *connectionPart) press() {
	if !c.end() {
		c.start(false)
	}
}

// start begins the test anew; nothing of the form changes. With really it asks
// for a token with the first account's password, or for the client itself.
func (c *connectionPart) start(really bool) {
	if c.cancel != nil {
		return
	}
	p := c.form.collect()
	c.lines.RemoveAll()
	c.really, c.sent, c.account = really, false, ""
	c.warning.Hide()
	c.real.Disable() // it keeps its place, and the focus that it may have
	c.title.SetText(T("form.test_title", args{
		"Client": visible(p.Client.ID), "Realm": visible(p.Realm.Name), "Base": visible(p.Realm.Base),
	}))
	c.button.SetText(T("form.test_cancel"))
	c.root.Show()
	c.say(T("form.test_running"))
	typed := c.form.given(p)
	if !really {
		c.cancel = c.form.w.p.Sessions.TestConnection(p, typed, c.step, c.done)
		return
	}
	if len(p.Accounts) > 0 {
		c.account = p.Accounts[0].Username
		typed.Password = c.form.accounts.passwords()[c.account]
	}
	typed.Extra = c.form.more.extra.secrets()
	c.cancel = c.form.w.p.Sessions.TestWithToken(p, c.account, typed, c.step, c.done)
}

// react shows the button of a real request where one can be made.
func (c *connectionPart) react(p profile.Profile) bool {
	text := T("form.test_client")
	if p.Grant == profile.GrantPassword {
		text = T("form.test_password")
	}
	c.real.SetText(text)
	return setShown(c.real, session.Alone(p))
}

// step adds the line of a step.
func (c *connectionPart) step(s session.ConnectionStep) {
	line := look.NewParagraph(look.Body, "")
	sign, tone := look.SignUnknown, look.ToneCaution
	switch s.Verdict {
	case "proven":
		sign, tone = look.SignProven, look.ToneGood
	case "disproven":
		sign, tone = look.SignDisproven, look.ToneBad
	case "unchecked":
		sign, tone = look.SignUnchecked, look.TonePlain
	}
	a := args{}
	for name, value := range s.Args {
		a[name] = visible(value)
	}
	a["Grant"] = grantTypeText(s.Args["Grant"])
	line.SetText(T("form.test_line", args{"Sign": sign, "Step": T("connection.step." + s.Name), "Reason": T(s.Reason, a)}))
	line.SetColor(tone.Color())
	c.lines.Add(line)
	c.note(s)
	if s.Failure != nil && len(s.Failure.Advice.Causes) > 0 {
		why, do := causeText(s.Failure, 0, adviceArgs(s.Failure))
		c.lines.Add(look.PadXY(look.CheckIndent, 0, look.NewParagraph(look.Second, T("probe.next", args{"Why": why, "Do": do}))))
	}
	c.reveal()
}

// done says that the last step was shown.
func (c *connectionPart) done(defect *session.Failure) {
	c.idle()
	if defect != nil {
		c.say(T("form.test_broken", args{"Reason": T("advice."+defect.Advice.ID+".title", adviceArgs(defect))}))
		return
	}
	switch {
	case !c.sent:
		c.say(T("form.test_ended"))
	case c.account == "":
		c.say(T("form.test_ended_client"))
	default:
		c.say(T("form.test_ended_password", args{"Account": c.form.w.masked(visible(c.account))}))
	}
}

// note keeps what a real request came to: refused twice, the next one may lock
// the account.
func (c *connectionPart) note(s session.ConnectionStep) {
	if !c.really || s.Name != "grant" || s.Verdict == "unchecked" {
		return
	}
	c.sent = true
	switch s.Verdict {
	case "proven":
		c.refused = 0
	case "disproven":
		c.refused++
	}
	if c.refused < 2 || c.account == "" {
		return
	}
	text := T("hint.failures_two")
	if c.refused > 2 {
		text = T("hint.failures", args{"Count": c.refused})
	}
	c.warning.SetText(T("chip.look", args{"Text": text}))
	c.warning.Show()
}

// end ends a running test and tells whether there was one. What it has shown
// stays.
func (c *connectionPart) end() bool {
	if c.cancel == nil {
		return false
	}
	c.stop()
	c.say(T("form.test_cancelled"))
	return true
}

// stop ends a running test without a word.
func (c *connectionPart) stop() {
	if c.cancel != nil {
		c.cancel()
		c.idle()
	}
}

func (c *connectionPart) idle() {
	c.cancel = nil
	c.button.SetText(T("form.test"))
	c.real.Enable()
	c.form.root.Refresh()
}

func (c *connectionPart) say(text string) {
	c.state.SetText(text)
	c.reveal()
}

// reveal brings the newest line into sight; the focus stays where it is.
func (c *connectionPart) reveal() {
	c.form.relayout()
	look.Reveal(c.state)
	if c.real.Visible() {
		c.form.scroll.ScrollToBottom() // the card is the last one, and nobody has seen the button yet
	}
}

// escape ends the running test, else leaves the form.
func (f *formPage) escape() {
	if !f.trial.end() {
		f.leave(nil)
	}
}
