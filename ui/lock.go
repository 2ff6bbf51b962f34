package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"realmscope/assets"
	"realmscope/ui/look"
)

// lockState is what the window knows of the vault and of being locked.
type lockState struct {
	// vault is the status that was heard last.
	vault VaultStatus
	shut  *closedCard
	// mask takes the place of content while the window is locked.
	mask    *lockMask
	content fyne.CanvasObject
	// input is the last key or move of the mouse; idle ends the wait for the
	// moment when that was too long ago, nil while nothing waits.
	input time.Time
	idle  func()
	// onLock are called when the window locks, to forget what they hold.
	onLock []func()
}

// lockMask takes the window's place while it is locked: nothing of what was
// shown is behind it.
type lockMask struct {
	root *fyne.Container
	view *unlockView
	// locking says that the vault has not answered yet: until then what is heard
	// of it is not that it was opened again.
	locking bool
}

func newLockMask(w *Window) *lockMask {
	m := &lockMask{}
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("mark.png", assets.MarkPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(40, 40))
	m.view = newUnlockView(w, func() {
		if m.root != nil {
			m.root.Refresh()
		}
	})
	card := look.NewCard(look.Pad(8, look.Column(14, container.NewHBox(icon), m.view.root)))
	sized := container.New(&narrow{width: 460}, card)
	m.root = look.Floor(fyne.NewSize(leastWidth, leastHeight), look.Pad(20, sized))
	return m
}

// lockNow locks as the user asked for.
func (w *Window) lockNow() {
	s := w.p.Vault.Status()
	if s.Mode == modeSession && !s.Locked {
		w.confirm(T("lock.session_title"), T("lock.session_text"), T("lock.session_yes"), T("action.cancel"), w.forgetAll)
		return
	}
	w.Lock()
}

// lockOver locks from the menu or by its key, also over a card that waits for an
// answer: who has to lock has no time to close it first.
func (w *Window) lockOver() {
	w.touched()
	switch {
	case w.mask != nil:
	case w.modal != nil || w.picker != nil:
		w.Lock()
	default:
		w.lockNow()
	}
}

// Lock locks the window: tokens and all that was typed are forgotten, the vault
// is locked, and nothing can be seen until it is opened again. What rests in the
// vault comes back then. A vault of this session only has nothing that could
// open it again: it stays as it is.
func (w *Window) Lock() {
	s := w.p.Vault.Status()
	if w.mask != nil || s.Opening || s.Mode == modeSession {
		return
	}
	w.forgetAll()
	w.mask = newLockMask(w)
	w.shut.forget()
	s.Locked, s.Reason = true, lockedReason(s)
	w.vault, w.mask.locking = s, true
	w.mask.view.render(s)
	w.mask.view.hold(true)
	w.setMenu(w.lockedMenu())
	w.setContent(w.mask.root)
	w.mask.view.focus()
	w.p.Vault.Do(VaultTask{Op: VaultLock}, func(a VaultAnswer) {
		w.mask.locking = false
		w.mask.view.hold(false)
		if a.Failure != nil {
			w.mask.view.say(failureText(a.Failure))
			return
		}
		w.onVault(w.p.Vault.Status())
	})
}

// lockedReason is why a vault did not open, if it did not.
func lockedReason(s VaultStatus) string {
	if s.Locked {
		return s.Reason
	}
	return ""
}

// forgetAll forgets every token and every secret that was typed, and closes all
// that floats above the page.
func (w *Window) forgetAll() {
	if w.picker != nil {
		w.picker.Hide()
		w.picker = nil
	}
	w.closeModal()
	for _, o := range w.win.Canvas().Overlays().List() {
		w.win.Canvas().Overlays().Remove(o)
	}
	w.win.Canvas().Unfocus()
	w.p.Sessions.ForgetAll()
	w.page.forget()
	if w.form != nil {
		w.form.forget()
	}
	w.more.exchange, w.more.permissions = newAsks()
	w.conceal()
	w.minting = nil
	w.goTo(placeRealms)
	for _, made := range w.places.made {
		if f, ok := made.(interface{ forget() }); ok {
			f.forget()
		}
	}
	for _, forget := range w.onLock {
		forget()
	}
	look.ForgetTexts()
}

// forget empties the form's secrets; what else was typed stays.
func (f *formPage) forget() {
	f.secret.entry.SetText("")
	f.accounts.clear()
	f.more.clear()
	f.trial.stop()
}

// unmask gives the window back after the vault was opened.
func (w *Window) unmask() {
	w.mask.view.forget()
	w.mask = nil
	w.closeModal()
	w.setMenu(w.mainMenu())
	w.setContent(w.content)
	w.places.current().come()
	if w.form == nil {
		w.focusBack(w.page.actions.get)
	}
	w.touched()
}

// setContent puts an object into the window, so that input anywhere in it is
// noticed. What had the focus in the old one hears that it is gone.
func (w *Window) setContent(o fyne.CanvasObject) {
	w.win.Canvas().Unfocus()
	w.win.SetContent(look.NewPulse(o, w.touched))
}

// lockedMenu is the menu of a locked window.
func (w *Window) lockedMenu() *fyne.MainMenu {
	quit := fyne.NewMenuItem(T("menu.quit"), w.Quit)
	quit.Shortcut = ctrl(fyne.KeyQ)
	quit.IsQuit = true
	return fyne.NewMainMenu(fyne.NewMenu(T("menu.profiles"), quit))
}

// onVault follows the vault: what the status line says, what has to be asked,
// and the sessions that rest in it.
func (w *Window) onVault(s VaultStatus) {
	w.status.setVault(s)
	if w.mask != nil && w.mask.locking {
		return
	}
	opened := !s.Locked && !s.Opening && (w.vault.Locked || w.vault.Opening)
	w.vault = s
	if w.mask != nil {
		w.mask.view.render(s)
	}
	w.shut.show(s)
	if !opened {
		return
	}
	if w.mask != nil {
		w.unmask()
	}
	w.p.Sessions.Restore(w.p.Profiles.All())
}

// closedCard tells above the page that the vault is locked. It is there after
// a start; the demo realm and all that needs no secret can be used meanwhile.
type closedCard struct {
	w    *Window
	root *fyne.Container
	view *unlockView
}

func newClosedCard(w *Window) *closedCard {
	c := &closedCard{w: w}
	c.view = newUnlockView(w, w.refreshContent)
	c.root = look.PadXY(20, 10, look.NewStripeCard(look.ColorCaution, c.view.root))
	c.root.Hide()
	return c
}

// show follows the vault's state.
func (c *closedCard) show(s VaultStatus) {
	shown := s.Locked && !s.Opening && c.w.mask == nil
	if shown {
		c.view.render(s)
	} else {
		c.view.forget()
	}
	if setShown(c.root, shown) {
		c.w.refreshContent()
		if shown && s.asksPassphrase() && c.w.modal == nil && c.w.form == nil && c.w.at(placeRealms) {
			c.view.focus()
		}
		c.w.mendFocus()
	}
}

func (c *closedCard) forget() { c.view.forget() }
