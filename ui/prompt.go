package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// promptCard asks for what a fetch cannot do without: a user name, a
// password, a client secret, a key. What is typed here is used once and forgotten,
// unless it is to be kept.
type promptCard struct {
	w      *Window
	root   *fyne.Container
	title  *look.Text
	fields *fyne.Container

	username, password, otp, secret *promptField
	more                            *promptMore
	keep                            *look.Check

	key   session.Key
	needs []session.Need
	// shown are the needs of the state that was rendered last.
	shown []session.Need
	// back is what had the focus before the card was opened.
	back fyne.Focusable
}

// promptField is one entry with its label.
type promptField struct {
	root  *fyne.Container
	entry *entry
}

func newPromptCard(w *Window) *promptCard {
	c := &promptCard{w: w, title: look.NewText(look.Strong, "")}
	c.title.SetTruncate(true)
	c.username = c.field(T("prompt.username"), newEntry("", c.dismiss))
	c.password = c.field(T("prompt.password"), c.w.newSecretEntry("", c.dismiss))
	c.otp = c.field(T("prompt.otp"), c.w.newSecretEntry(T("prompt.otp_hint"), c.dismiss))
	c.secret = c.field(T("prompt.client_secret"), c.w.newSecretEntry("", c.dismiss))
	c.more = newPromptMore(c)
	c.keep = look.NewCheck(T("prompt.keep"), nil)
	get := look.NewButton(look.Primary, T("action.get"), c.submit)
	back := look.NewButton(look.Strong, T("action.close"), c.dismiss)
	c.fields = look.ColumnsEqual(12, c.secret.root, c.username.root, c.password.root, c.otp.root)
	c.root = look.NewStripeCard(look.ColorTest, look.Column(10,
		look.NewTip(c.title), c.fields, c.more.root, c.keep, container.NewHBox(look.Row(8, get, back))))
	c.root.Hide()
	return c
}

func (c *promptCard) field(label string, e *entry) *promptField {
	e.OnSubmitted = func(string) { c.submit() }
	return &promptField{root: look.Column(4, look.NewText(look.Second, label), e), entry: e}
}

// render opens the card when the session has found out what it needs, and
// tells whether the card came or went.
func (c *promptCard) render(s session.State) bool {
	if slices.Equal(s.Needs, c.shown) && s.Key == c.key {
		return c.closeAfterSuccess(s)
	}
	c.shown = s.Needs
	if len(s.Needs) == 0 {
		return c.closeAfterSuccess(s)
	}
	c.ask(s.Needs, s.Key)
	c.focus()
	return true
}

// closeAfterSuccess closes the card once a request has begun with what it
// held.
func (c *promptCard) closeAfterSuccess(s session.State) bool {
	if s.Busy != session.OpFetch || !c.root.Visible() {
		return false
	}
	c.clear()
	return setShown(c.root, false)
}

// ask opens the card for needs.
func (c *promptCard) ask(needs []session.Need, k session.Key) {
	c.key, c.needs = k, needs
	c.username.entry.mask(c.w, c.w.hidden)
	password := slices.Contains(needs, session.NeedPassword)
	setShown(c.secret.root, slices.Contains(needs, session.NeedClientSecret))
	setShown(c.username.root, slices.Contains(needs, session.NeedUsername))
	setShown(c.password.root, password)
	setShown(c.otp.root, password)
	c.more.ask(needs)
	setShown(c.fields, slices.ContainsFunc(c.lines(), func(f *promptField) bool { return f.root.Visible() }))
	c.retitle()
	c.fields.Refresh()
	c.root.Show()
}

// retitle says for whom it is.
func (c *promptCard) retitle() {
	title := T("prompt.title")
	switch {
	case slices.Contains(c.needs, session.NeedUsername):
		title = T("prompt.title_someone")
	case slices.Contains(c.needs, session.NeedPassword):
		title = T("prompt.title_for", args{"Account": c.w.masked(visible(c.key.Account))})
	}
	c.title.SetText(title)
}

// focus puts the cursor into the first empty field.
func (c *promptCard) focus() {
	fields := c.lines()
	now := c.w.win.Canvas().Focused()
	if !c.more.holds(now) && !slices.ContainsFunc(fields, func(f *promptField) bool { return fyne.Focusable(f.entry) == now }) {
		c.back = now
	}
	for _, f := range fields {
		if f.root.Visible() && f.entry.Text == "" {
			c.w.win.Canvas().Focus(f.entry)
			return
		}
	}
	if next := c.more.missing(); next != nil {
		c.w.win.Canvas().Focus(next)
	}
}

// lines are the fields of one line in their order.
func (c *promptCard) lines() []*promptField {
	return []*promptField{c.secret, c.username, c.password, c.otp}
}

// submit fetches with what was typed; a missing part gets the cursor instead.
func (c *promptCard) submit() {
	for _, n := range c.needs {
		if e := c.entryOf(n); e != nil && e.Text == "" {
			c.w.win.Canvas().Focus(e)
			return
		}
	}
	if next := c.more.missing(); next != nil {
		c.w.win.Canvas().Focus(next)
		return
	}
	t := session.Typed{
		Username: c.username.entry.Text, Password: session.NewSecret(c.password.entry.Text),
		OTP: session.NewSecret(c.otp.entry.Text), ClientSecret: session.NewSecret(c.secret.entry.Text), Keep: c.keep.Checked(),
	}
	c.more.typed(&t)
	c.clear()
	c.root.Hide()
	c.w.fetchWith(t)
	c.w.page.relayout()
	c.w.focusBack(c.back)
	if t.Keep {
		c.w.askVault()
	}
}

func (c *promptCard) entryOf(n session.Need) *entry {
	switch n {
	case session.NeedUsername:
		return c.username.entry
	case session.NeedPassword:
		return c.password.entry
	case session.NeedClientSecret:
		return c.secret.entry
	}
	return nil
}

// dismiss closes the card and asks no more.
func (c *promptCard) dismiss() {
	c.clear()
	c.root.Hide()
	c.w.p.Sessions.Dismiss(c.w.key())
	c.w.page.relayout()
	c.w.focusBack(c.back)
}

// reset forgets everything: the page shows another session.
func (c *promptCard) reset() {
	c.clear()
	c.shown = nil
	c.root.Hide()
}

func (c *promptCard) clear() {
	for _, f := range c.lines() {
		f.entry.SetText("")
	}
	c.more.clear()
	c.keep.SetChecked(false)
}
