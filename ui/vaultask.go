package ui

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// passphraseProblem says why a new passphrase cannot be used, and which of the
// two fields to go to.
func passphraseProblem(first, second string) (why string, field int) {
	switch {
	case utf8.RuneCountInString(first) < minPassphrase:
		return T("export.short", args{"Count": minPassphrase}), 0
	case first != second:
		return T("export.differ"), 1
	}
	return "", 0
}

// askVault asks where secrets shall rest, unless that was chosen before. It is
// called when the first of them was kept; until there is an answer they are
// kept for this session.
func (w *Window) askVault() {
	s := w.p.Vault.Status()
	if s.Chosen || s.Locked || s.Opening || w.mask != nil || w.modal != nil {
		return
	}
	w.chooseVault()
}

// chooseVault offers the three modes, each with one sentence. The first time it
// says what is asked about.
func (w *Window) chooseVault() {
	c := newVaultCard(w)
	done := func(VaultAnswer) { w.closeModal() }
	ring := look.NewButton(look.Primary, T("vault.choose.keyring"), func() {
		c.run(VaultTask{Op: VaultChoose, Mode: modeKeyring}, done)
	})
	word := look.NewButton(look.Strong, T("vault.choose.passphrase"), func() {
		w.closeModal()
		w.choosePassphrase()
	})
	here := look.NewButton(look.Strong, T("vault.choose.session"), func() { w.chooseSession(c, done) })
	c.buttons = []*look.Button{ring, word, here}
	width := max(ring.MinSize().Width, word.MinSize().Width, here.MinSize().Width)
	line := func(b *look.Button, text string) fyne.CanvasObject {
		left := look.Column(0, look.Floor(fyne.NewSize(width, 0), b))
		return container.NewBorder(nil, nil, left, nil, look.PadXY(14, 0, look.NewParagraph(look.Body, text)))
	}
	body := look.Column(14,
		line(ring, T("vault.choose.keyring_text")),
		line(word, T("vault.choose.passphrase_text")),
		line(here, T("vault.choose.session_text")))
	if !w.p.Vault.Status().Chosen {
		body.Add(look.NewParagraph(look.Second, T("vault.choose.note")))
	}
	c.open(T("vault.choose.title"), body, ring)
}

// chooseSession gives the files up; where there are any it asks first.
func (w *Window) chooseSession(c *vaultCard, done func(VaultAnswer)) {
	t := VaultTask{Op: VaultChoose, Mode: modeSession}
	if w.p.Vault.Status().Mode == modeSession {
		c.run(t, done)
		return
	}
	w.confirm(T("vault.leave.title"), T("vault.leave.text"), T("vault.leave.yes"), T("action.cancel"), func() {
		w.perform(T("vault.choose.title"), t, "")
	})
}

// perform runs a task whose card has nothing more to ask.
func (w *Window) perform(title string, t VaultTask, note string) {
	c := newVaultCard(w)
	c.open(title, look.Column(10), nil)
	c.run(t, func(VaultAnswer) {
		w.closeModal()
		if note != "" {
			w.note(note)
		}
	})
}

// choosePassphrase asks for the new passphrase of the mode.
func (w *Window) choosePassphrase() {
	c := newVaultCard(w)
	var t *twice
	do := func() {
		if t.right() {
			c.run(VaultTask{Op: VaultChoose, Mode: modePassphrase, Passphrase: session.NewSecret(t.first.Text)}, func(VaultAnswer) { w.closeModal() })
		}
	}
	t = newTwice(c, do)
	body := look.Column(12, look.NewParagraph(look.Body, T("vault.choose.passphrase_text")), t.root)
	c.open(T("vault.choose.passphrase_title"), body, t.first, look.NewButton(look.Primary, T("vault.choose.use"), do))
}
