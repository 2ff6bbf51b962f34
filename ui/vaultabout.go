package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// The size of the card: as for the settings.
const aboutWidth, aboutMost = 640, 565

// showVault tells of the vault, once its files have been looked at.
func (w *Window) showVault() {
	w.p.Vault.About(func(a VaultAbout) {
		if w.modal == nil && w.mask == nil {
			w.openVault(a)
		}
	})
}

// openVault is 'About this vault': where secrets rest, how old the copies are,
// what this cannot protect against, and what can be done.
func (w *Window) openVault(a VaultAbout) {
	lines := look.Column(6, labelled(T("about.vault.mode"), T("about.vault.mode."+a.Mode)))
	if a.Locked {
		reason := T("about.vault.locked")
		if a.Reason != "" {
			reason = list(reason, T("vault.reason."+a.Reason+".title"))
		}
		lines.Add(labelled(T("about.vault.state"), reason))
	}
	if a.Path != "" {
		lines.Add(labelled(T("about.vault.place"), visible(a.Path)))
		lines.Add(labelled(T("about.vault.saved"), pastText(a.Saved)))
		lines.Add(labelled(T("about.vault.backups"), backupsText(a.Backups)))
	}
	if !a.Locked {
		lines.Add(labelled(T("about.vault.records"), T("about.vault.count", args{"Count": a.Records})))
	}
	if a.Swap != "" {
		lines.Add(labelled(T("about.vault.memory"), T("about.vault.memory."+string(a.Swap))))
	}
	body := look.Column(12, lines, w.vaultButtons(a), look.Hairline(), w.lockChoice(),
		look.NewText(look.Caps, T("about.vault.limits")), look.NewParagraph(look.Second, T("about.vault.limits_text")))
	scroll := inCard(body)
	w.inform(T("about.vault.title"), scroll, fyne.NewSize(aboutWidth, settingsHeight))
	w.modal.popup.Resize(fyne.NewSize(aboutWidth, min(aboutMost, w.win.Canvas().Size().Height-settingsEdge)))
}

// pastText is when something was, in words.
func pastText(t time.Time) string {
	if t.IsZero() {
		return T("about.vault.never")
	}
	now := time.Now()
	return list(since(t, now), moment(t, now))
}

func backupsText(all []time.Time) string {
	if len(all) == 0 {
		return T("about.vault.no_backups")
	}
	now := time.Now()
	if len(all) == 1 {
		return T("about.vault.one_backup", args{"Newest": since(all[0], now)})
	}
	return T("about.vault.backups_text", args{"Count": len(all), "Newest": since(all[0], now), "Oldest": since(all[len(all)-1], now)})
}

// vaultButtons are what can be done with the vault as it is.
func (w *Window) vaultButtons(a VaultAbout) fyne.CanvasObject {
	row := newFlow(8)
	add := func(text string, do func()) {
		row.Add(look.NewButton(look.Strong, text, func() {
			w.closeModal()
			do()
		}))
	}
	switch {
	case a.Opening:
	case a.Locked:
		add(T("vault.restore"), w.restoreVault)
		add(T("vault.anew"), w.startAnew)
	case a.Mode == modeSession:
		add(T("vault.change_mode"), w.chooseVault)
	default:
		add(T("lock.now"), w.lockNow)
		add(T("vault.change_mode"), w.chooseVault)
		if a.Mode == modePassphrase {
			add(T("vault.change_passphrase"), w.changePassphrase)
		}
		add(T("vault.rekey"), w.rekeyVault)
		add(T("vault.recovery"), w.recoveryKey)
	}
	return row
}

// lockChoice is how long the window may lie idle.
func (w *Window) lockChoice() fyne.CanvasObject {
	limits := lockLimits()
	texts := make([]string, len(limits))
	at := -1
	for i, d := range limits {
		texts[i] = T("lock.after", args{"Time": duration(d)})
		if d == 0 {
			texts[i] = T("lock.never")
		}
		if d == w.choices().LockAfter {
			at = i
		}
	}
	pick := look.NewSelect(nil)
	pick.Options = texts
	pick.SetSelectedIndex(at)
	pick.OnChanged = func(string) {
		if i := pick.SelectedIndex(); i >= 0 {
			w.alter(func(c *Choices) { c.LockAfter = limits[i] })
			w.touched()
		}
	}
	return container.NewBorder(nil, nil, look.Floor(fyne.NewSize(130, 0), look.NewText(look.Second, T("lock.idle"))), nil, pick)
}

// changePassphrase gives the vault a new passphrase, and with it a new key.
func (w *Window) changePassphrase() {
	c := newVaultCard(w)
	var old *entry
	var t *twice
	do := func() {
		if !t.right() {
			return
		}
		task := VaultTask{Op: VaultPassphrase, Passphrase: session.NewSecret(old.Text), Next: session.NewSecret(t.first.Text)}
		c.run(task, func(VaultAnswer) {
			w.closeModal()
			w.note(T("vault.passphrase_changed"))
		})
	}
	old, now := c.secret(T("vault.old_passphrase"), func() { w.win.Canvas().Focus(t.first) })
	t = newTwice(c, do)
	c.open(T("vault.change_passphrase"), look.Column(12, now, t.root), old, look.NewButton(look.Primary, T("vault.change"), do))
}

// withPassphrase asks for the passphrase where the mode has one, then runs.
func (w *Window) withPassphrase(title, text, yes string, op VaultOp, done func(VaultAnswer)) {
	c := newVaultCard(w)
	var field *entry
	do := func() {
		t := VaultTask{Op: op}
		if field != nil {
			t.Passphrase = session.NewSecret(field.Text)
		}
		c.run(t, done)
	}
	body := look.Column(12, look.NewParagraph(look.Body, text))
	button := look.NewButton(look.Primary, yes, do)
	var first fyne.Focusable = button
	if w.p.Vault.Status().Mode == modePassphrase {
		var box *fyne.Container
		field, box = c.secret(T("vault.old_passphrase"), do)
		body.Add(box)
		first = field
	}
	c.open(title, body, first, button)
}

func (w *Window) rekeyVault() {
	w.withPassphrase(T("vault.rekey"), T("vault.rekey_text"), T("vault.rekey_yes"), VaultRekey, func(VaultAnswer) {
		w.closeModal()
		w.note(T("vault.rekeyed"))
	})
}

func (w *Window) recoveryKey() {
	w.withPassphrase(T("vault.recovery"), T("vault.recovery_text"), T("vault.recovery_yes"), VaultRecovery, func(a VaultAnswer) {
		w.closeModal()
		w.showRecovery(a.Text)
	})
}
