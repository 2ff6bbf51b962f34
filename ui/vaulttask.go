package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// vaultText is where secrets rest, in the few words of the status line.
func vaultText(s VaultStatus) string {
	switch {
	case s.Opening:
		return T("vault.state.opening")
	case s.Locked:
		return T("vault.state.locked")
	}
	return T("vault.mode." + s.Mode)
}

// failureText says why the vault did not do something and what to do.
func failureText(f *VaultFailure) string {
	text := T("vault.failed", args{"Title": T("vault.reason." + f.Reason + ".title"), "Todo": T("vault.reason." + f.Reason + ".todo")})
	if f.Wait >= time.Second {
		text += " " + T("vault.wait", args{"Time": duration(f.Wait)})
	}
	return T("chip.bad", args{"Text": text})
}

// vaultCard is a card over the window that gives the vault a task: it waits
// for the answer, which may take a question of the system's, and can be
// cancelled.
type vaultCard struct {
	w       *Window
	m       *modal
	problem *look.Text
	waiting *look.Text
	buttons []*look.Button
	fields  []*entry
	cancel  func()
	// closed says that the card is gone: answers change nothing in it.
	closed bool
}

func newVaultCard(w *Window) *vaultCard {
	c := &vaultCard{w: w, problem: newProblemText(), waiting: look.NewParagraph(look.Second, "")}
	c.waiting.Hide()
	return c
}

// secret is a field for a secret with its label; Enter in it calls do.
func (c *vaultCard) secret(label string, do func()) (*entry, *fyne.Container) {
	e := c.w.newSecretEntry("", c.w.closeModal)
	e.OnSubmitted = func(string) { do() }
	c.fields = append(c.fields, e)
	return e, look.Column(4, look.NewText(look.Second, label), e)
}

// open shows the card. The first of the buttons does what the card is for.
func (c *vaultCard) open(title string, content *fyne.Container, first fyne.Focusable, buttons ...*look.Button) {
	content.Add(c.waiting)
	content.Add(c.problem)
	away := look.NewButton(look.Strong, T("action.cancel"), c.w.closeModal)
	row := []fyne.CanvasObject{away}
	for _, b := range buttons {
		row = append(row, b)
	}
	c.buttons = append(c.buttons, buttons...)
	c.w.openModal(title, look.Floor(fyne.NewSize(520, 0), content), fyne.Size{}, row...)
	c.m = c.w.modal
	c.m.gone = func() {
		c.closed = true
		c.forget()
		if c.cancel != nil {
			c.cancel()
		}
	}
	if first != nil {
		c.w.win.Canvas().Focus(first)
	}
}

// forget empties the fields and what they remember of typing.
func (c *vaultCard) forget() {
	for _, e := range c.fields {
		e.SetText("")
	}
}

// run gives the vault a task; done is called after a success while the card
// is still open.
func (c *vaultCard) run(t VaultTask, done func(VaultAnswer)) {
	if c.cancel != nil {
		return
	}
	c.say("")
	c.busy(T("vault.working"))
	finished := false
	cancel := c.w.p.Vault.Do(t, func(a VaultAnswer) {
		finished = true
		c.cancel = nil
		if c.closed {
			c.late(a)
			return
		}
		c.busy("")
		switch {
		case a.Cancelled:
		case a.Failure != nil:
			c.say(failureText(a.Failure))
		default:
			done(a)
		}
	})
	if !finished {
		c.cancel = cancel
	}
}

// late tells of a task that failed after its card had been closed.
func (c *vaultCard) late(a VaultAnswer) {
	if a.Failure != nil {
		c.w.notices.add(T("vault.failed", args{
			"Title": T("vault.reason." + a.Failure.Reason + ".title"), "Todo": T("vault.reason." + a.Failure.Reason + ".todo"),
		}))
	}
}

// busy shows that the vault is at work, "" that it is not.
func (c *vaultCard) busy(text string) {
	c.waiting.SetText(text)
	setShown(c.waiting, text != "")
	for _, b := range c.buttons {
		setEnabled(b, text == "")
	}
	c.grown()
}

// say shows why something did not work.
func (c *vaultCard) say(text string) {
	c.problem.SetText(text)
	setShown(c.problem, text != "")
	c.grown()
}

// grown gives the card the room that it needs now.
func (c *vaultCard) grown() {
	if c.m != nil && !c.closed {
		c.m.popup.Refresh()
	}
}

// twice are two fields for a new passphrase.
type twice struct {
	card          *vaultCard
	first, second *entry
	root          *fyne.Container
}

func newTwice(c *vaultCard, do func()) *twice {
	t := &twice{card: c}
	var one, two *fyne.Container
	t.first, one = c.secret(T("vault.new_passphrase"), func() { c.w.win.Canvas().Focus(t.second) })
	t.second, two = c.secret(T("export.again"), do)
	t.root = look.Column(6, look.ColumnsEqual(12, one, two), look.NewParagraph(look.Second, T("vault.passphrase_note", args{"Count": minPassphrase})))
	return t
}

// right tells whether the passphrase can be used, and says why not.
func (t *twice) right() bool {
	why, at := passphraseProblem(t.first.Text, t.second.Text)
	switch {
	case why == "":
		return true
	case at == 0:
		t.card.w.win.Canvas().Focus(t.first)
	default:
		t.card.w.win.Canvas().Focus(t.second)
	}
	t.card.say(T("chip.bad", args{"Text": why}))
	return false
}

// labelled is a line of a card: a name and what it is.
func labelled(name, value string) *fyne.Container {
	text := look.NewParagraph(look.TableText, value)
	return container.NewBorder(nil, nil, look.Floor(fyne.NewSize(130, 0), look.NewText(look.Second, name)), nil, text)
}
