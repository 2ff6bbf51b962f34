package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// recoveryWidth is how many letters of a recovery key stand together.
const recoveryWidth = 4

// showRecovery shows the recovery key once a button is pressed, until the card
// is closed or the window left: it takes longer to write down than other values
// are revealed for. It is not kept in the window, and not offered to the
// clipboard.
func (w *Window) showRecovery(key session.Secret) {
	text := look.NewParagraph(look.MonoStrong, T("vault.recovery_hidden"))
	var reveal *look.Button
	reveal = look.NewButton(look.Strong, T("vault.reveal"), func() {
		text.SetText(grouped(key.Reveal()))
		reveal.Hide()
		w.modal.popup.Refresh()
	})
	hide := func() {
		text.SetText(T("vault.recovery_hidden"))
		reveal.Show()
		w.modal.popup.Refresh()
	}
	body := look.Column(12,
		look.NewParagraph(look.Body, T("vault.recovery_shown")), look.NewCard(text), container.NewHBox(reveal))
	done := look.NewButton(look.Primary, T("vault.recovery_done"), w.closeModal)
	w.openModal(T("vault.recovery"), look.Floor(fyne.NewSize(520, 0), body), fyne.NewSize(560, 280), done)
	w.modal.gone = func() { text.SetText("") }
	w.modal.left = hide
	w.win.Canvas().Focus(reveal)
}

// grouped parts a key into groups that are easily written down. What all keys
// begin with stays whole.
func grouped(key string) string {
	start := strings.LastIndexByte(key, '-') + 1
	if start > 0 && start < len(key) {
		start++ // the format's number
	}
	out := []byte(key[:start])
	for i := start; i < len(key); i += recoveryWidth {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, key[i:min(i+recoveryWidth, len(key))]...)
	}
	return string(out)
}

// restoreVault opens a locked vault by its recovery key and gives it a new key.
func (w *Window) restoreVault() {
	c := newVaultCard(w)
	var key *entry
	var t *twice
	word := look.NewCheck(T("vault.restore_passphrase"), nil)
	do := func() {
		task := VaultTask{Op: VaultRestore, Mode: modeKeyring, Key: session.NewSecret(key.Text)}
		if word.Checked() {
			if !t.right() {
				return
			}
			task.Mode, task.Passphrase = modePassphrase, session.NewSecret(t.first.Text)
		}
		c.run(task, func(VaultAnswer) { w.closeModal() })
	}
	key, box := c.secret(T("vault.recovery_key"), do)
	t = newTwice(c, do)
	word.OnChanged = func(on bool) {
		setShown(t.root, on)
		c.grown()
	}
	t.root.Hide()
	word.SetChecked(w.p.Vault.Status().Mode == modePassphrase)
	body := look.Column(12, look.NewParagraph(look.Body, T("vault.restore_text")), box, word, t.root)
	c.open(T("vault.restore"), body, key, look.NewButton(look.Primary, T("vault.restore_yes"), do))
}

// startAnew sets a vault aside that does not open. It says first what that
// means.
func (w *Window) startAnew() {
	w.confirm(T("vault.anew_title"), T("vault.anew_text"), T("vault.anew_yes"), T("action.cancel"), func() {
		c := newVaultCard(w)
		c.open(T("vault.anew_title"), look.Column(10), nil)
		c.run(VaultTask{Op: VaultAnew}, func(a VaultAnswer) {
			w.closeModal()
			w.notices.add(T("vault.anew_done", args{"Path": visible(a.Kept)}))
		})
	})
}
