package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// unlockView is what a locked vault has to say and how it is opened: by its
// passphrase, by the keyring, or, where it does not open, what can be done. It
// stands above the page after a start, and alone in a locked window.
type unlockView struct {
	w       *Window
	root    *fyne.Container
	title   *look.Text
	text    *look.Text
	field   *entry
	waiting *look.Text
	problem *look.Text
	path    *look.Text
	open    *look.Button
	stop    *look.Button
	restore *look.Button
	anew    *look.Button
	// resized is called when the view needs another height.
	resized func()

	status VaultStatus
	cancel func()
	// held says that the vault is still being locked.
	held bool
}

func newUnlockView(w *Window, resized func()) *unlockView {
	v := &unlockView{
		w: w, title: look.NewParagraph(look.Strong, ""), text: look.NewParagraph(look.Body, ""), resized: resized,
		waiting: look.NewParagraph(look.Second, ""), problem: newProblemText(), path: look.NewParagraph(look.Second, ""),
	}
	v.field = w.newSecretEntry(T("unlock.hint"), nil)
	v.field.OnSubmitted = func(string) { v.unlock() }
	v.open = look.NewButton(look.Primary, "", v.unlock)
	v.stop = look.NewButton(look.Strong, T("action.cancel"), v.stopWaiting)
	v.restore = look.NewButton(look.Quiet, T("vault.restore"), w.restoreVault)
	v.anew = look.NewButton(look.Quiet, T("vault.anew"), w.startAnew)
	v.waiting.Hide()
	v.problem.Hide()
	v.path.Hide()
	v.stop.Hide()
	v.root = look.Column(10, v.title, v.text, v.field, v.waiting, v.problem,
		newFlow(8, v.open, v.stop, v.restore, v.anew), v.path)
	return v
}

// render shows a state of a locked vault.
func (v *unlockView) render(s VaultStatus) {
	v.status = s
	title, text, open := T("unlock.title"), T("unlock.keyring_text"), T("unlock.keyring")
	switch {
	case s.Opening:
		title, text = T("unlock.opening"), T("unlock.opening_text")
	case s.asksPassphrase():
		text, open = T("unlock.passphrase_text"), T("unlock.open")
	case s.Reason != "":
		title, text, open = T("vault.reason."+s.Reason+".title"), T("vault.reason."+s.Reason+".todo"), T("unlock.again")
	}
	setText(v.title, title)
	setText(v.text, text)
	if v.open.Text() != open {
		v.open.SetText(open)
	}
	stuck := s.Reason != "" && !s.asksPassphrase()
	setShown(v.field, s.asksPassphrase())
	setShown(v.open, !s.Opening)
	setShown(v.restore, !s.Opening && s.canRestore() && (stuck || s.asksPassphrase()))
	setShown(v.anew, stuck)
	v.resize()
}

func (v *unlockView) resize() {
	v.root.Refresh()
	v.resized()
}

// focus puts the cursor where one begins.
func (v *unlockView) focus() {
	if v.field.Visible() {
		v.w.win.Canvas().Focus(v.field)
		return
	}
	v.w.win.Canvas().Focus(v.open)
}

// unlock tries to open the vault with what was typed.
func (v *unlockView) unlock() {
	if v.cancel != nil || v.held || v.field.Visible() && v.field.Text == "" {
		return
	}
	t := VaultTask{Op: VaultUnlock}
	working := T("unlock.waiting")
	if v.field.Visible() {
		t.Passphrase = session.NewSecret(v.field.Text)
		working = T("vault.working")
	}
	v.field.SetText("")
	v.say("")
	v.busy(working)
	finished := false
	cancel := v.w.p.Vault.Do(t, func(a VaultAnswer) {
		finished = true
		v.cancel = nil
		v.busy("")
		if a.Failure != nil && (v.field.Visible() || a.Failure.Reason != v.status.Reason) {
			v.say(failureText(a.Failure))
		}
		if a.Failure != nil && a.Failure.Path != "" {
			v.path.SetText(visible(a.Failure.Path))
			v.path.Show()
			v.resize()
		}
		if v.w.modal == nil && look.Shown(v.w.win.Content(), v.open) {
			v.focus()
		}
	})
	if !finished {
		v.cancel = cancel
	}
}

// stopWaiting gives the try up; a late answer still counts.
func (v *unlockView) stopWaiting() {
	if v.cancel != nil {
		v.cancel()
	}
}

// hold keeps the view from unlocking what is not locked yet.
func (v *unlockView) hold(on bool) {
	v.held = on
	setEnabled(v.open, !on)
	setEnabled(v.restore, !on)
	setEnabled(v.anew, !on)
	if !on && v.w.modal == nil {
		v.focus()
	}
}

func (v *unlockView) busy(text string) {
	v.waiting.SetText(text)
	setShown(v.waiting, text != "")
	setShown(v.stop, text != "")
	for _, b := range []fyne.Disableable{v.open, v.restore, v.anew} {
		setEnabled(b, text == "")
	}
	v.resize()
}

func (v *unlockView) say(text string) {
	v.problem.SetText(text)
	setShown(v.problem, text != "")
	v.resize()
}

// forget empties what was typed.
func (v *unlockView) forget() {
	v.field.SetText("")
	v.problem.Hide()
	v.path.Hide()
}
