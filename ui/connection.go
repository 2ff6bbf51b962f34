package ui

import (
	"fyne.io/fyne/v2"

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
	// cancel ends the running test; nil while none runs.
	cancel func()
}

func newConnectionPart(f *formPage) *connectionPart {
	c := &connectionPart{
		form: f, title: look.NewParagraph(look.Strong, ""), lines: look.Column(6), state: look.NewParagraph(look.Second, ""),
	}
	c.button = look.NewButton(look.Quiet, T("form.test"), c.press)
	c.root = look.NewCard(look.Column(8, c.title, c.lines, c.state))
	c.root.Hide()
	return c
}

func (c *connectionPart) press() {
	if !c.end() {
		c.start()
	}
}

// start begins the test anew; nothing of the form changes.
func (c *connectionPart) start() {
	p := c.form.collect()
	c.lines.RemoveAll()
	c.title.SetText(T("form.test_title", args{
		"Client": visible(p.Client.ID), "Realm": visible(p.Realm.Name), "Base": visible(p.Realm.Base),
	}))
	c.button.SetText(T("form.test_cancel"))
	c.root.Show()
	c.say(T("form.test_running"))
	c.cancel = c.form.w.p.Sessions.TestConnection(p, c.form.given(p), c.step, c.done)
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
	line.SetText(T("form.test_line", args{"Sign": sign, "Step": T("connection.step." + s.Name), "Reason": T(s.Reason, a)}))
	line.SetColor(tone.Color())
	c.lines.Add(line)
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
	c.say(T("form.test_ended"))
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
}

// escape ends the running test, else leaves the form.
func (f *formPage) escape() {
	if !f.trial.end() {
		f.leave(nil)
	}
}
