package ui

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// minPassphrase is how long a passphrase must be at least, in characters: the
// file can be tried out by whoever gets it.
const minPassphrase = 12

// exportCard asks what to give out, and whether secrets go with it.
type exportCard struct {
	w             *Window
	all, secrets  *look.Check
	first, second *entry
	fields        *fyne.Container
	text, problem *look.Text
	copy          *look.Button
}

// export opens the card for the selected profile.
func (w *Window) export() {
	p, ok := w.profile()
	if !ok || w.form != nil {
		return
	}
	c := &exportCard{w: w, problem: newProblemText(), text: look.NewParagraph(look.Body, "")}
	name, all := visible(p.Name), T("export.all", args{"Count": len(w.p.Profiles.All())})
	c.all = look.NewCheck(all, func(bool) { c.react(name, all) })
	c.secrets = look.NewCheck(T("export.secrets"), func(bool) { c.react(name, all) })
	c.first, c.second = w.newSecretEntry("", w.closeModal), w.newSecretEntry("", w.closeModal)
	c.first.OnSubmitted = func(string) { w.win.Canvas().Focus(c.second) }
	c.second.OnSubmitted = func(string) { c.save() }
	c.fields = look.ColumnsEqual(12,
		look.Column(4, look.NewText(look.Second, T("porting.passphrase")), c.first),
		look.Column(4, look.NewText(look.Second, T("export.again")), c.second))
	c.copy = look.NewButton(look.Strong, T("export.copy"), c.toClipboard)
	body := look.Column(10, c.text, c.all, c.secrets,
		look.NewParagraph(look.Second, T("export.secrets_note")), c.fields, c.problem)
	w.openModal(T("export.title"), look.Floor(fyne.NewSize(520, 0), body), fyne.NewSize(560, 380),
		look.NewButton(look.Strong, T("porting.cancel"), w.closeModal), c.copy, look.NewButton(look.Primary, T("export.save"), c.save))
	c.react(name, all)
	w.win.Canvas().Focus(c.all)
}

// react says what will be written, of the one profile or of all, and shows the
// passphrase's fields where they are needed. A pack with secrets goes to a file
// only: a clipboard has too many readers.
func (c *exportCard) react(one, all string) {
	what, text := one, "export.text"
	if c.all.Checked() {
		what = all
	}
	secrets := c.secrets.Checked()
	if secrets {
		text = "export.text_secrets"
	}
	c.text.SetText(T(text, args{"Profile": what}))
	setShown(c.fields, secrets)
	setEnabled(c.copy, !secrets)
	c.say("")
	if m := c.w.modal; m != nil {
		m.popup.Refresh()
	}
}

func (c *exportCard) say(text string) {
	c.problem.SetText(text)
	setShown(c.problem, text != "")
}

func (c *exportCard) ids() []string {
	if !c.all.Checked() {
		return []string{c.w.selected}
	}
	var ids []string
	for _, p := range c.w.p.Profiles.All() {
		ids = append(ids, p.ID)
	}
	return ids
}

// save asks for the file and writes it.
func (c *exportCard) save() {
	out := Outgoing{IDs: c.ids()}
	name := "Realmscope.json"
	if c.secrets.Checked() {
		switch {
		case utf8.RuneCountInString(c.first.Text) < minPassphrase:
			c.fail(T("export.short", args{"Count": minPassphrase}), c.first)
			return
		case c.first.Text != c.second.Text:
			c.fail(T("export.differ"), c.second)
			return
		}
		out.Passphrase = session.NewSecret(c.first.Text)
		name = "Realmscope.age"
	}
	c.first.SetText("")
	c.second.SetText("")
	c.w.closeModal()
	c.w.choose(true, name, func(to fyne.URI) {
		out.To = to
		c.w.note(T("export.writing"))
		c.w.p.Porter.Write(out, func(err error) { c.w.exported(out, err) })
	})
}

func (c *exportCard) fail(text string, to *entry) {
	c.say(T("chip.bad", args{"Text": text}))
	c.w.modal.popup.Refresh()
	c.w.win.Canvas().Focus(to)
}

// exported says what became of it.
func (w *Window) exported(out Outgoing, err error) {
	if err != nil {
		w.notices.add(T("export.failed", args{"Reason": errorText(err)}))
		w.note("")
		return
	}
	w.note(T("export.done", args{"Count": len(out.IDs), "Name": visible(out.To.Name())}))
}

// toClipboard copies a pack without secrets.
func (c *exportCard) toClipboard() {
	if c.secrets.Checked() {
		return
	}
	ids := c.ids()
	w := c.w
	w.closeModal()
	w.p.Porter.Pack(ids, func(text string, err error) {
		if err != nil {
			w.notices.add(T("export.failed", args{"Reason": errorText(err)}))
			return
		}
		w.copyPlain(text, T("export.copied", args{"Count": len(ids)}))
	})
}
