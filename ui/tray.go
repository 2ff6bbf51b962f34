package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"realmscope/app/session"
)

// tray is the icon in the system tray: which token ends next, one click to copy
// it, and the way back to the window. Fyne cannot tell whether a desktop shows
// it, nor take it away again.
type tray struct {
	app desktop.App
	// ends are the ends of the live access tokens.
	ends map[session.Key]time.Time
	// next is the session that ends first; label is what the menu says of it.
	next  session.Key
	label string
}

// startTray puts the icon up if it is wanted and not there yet.
func (w *Window) startTray() {
	app, ok := w.p.App.(desktop.App)
	if !ok || w.tray != nil || !w.choices().Tray {
		return
	}
	w.tray = &tray{app: app, ends: map[session.Key]time.Time{}}
	for _, t := range w.targets() {
		w.tray.take(w.p.Sessions.State(t.Key()))
	}
	w.tellTray()
}

// take notes when a session's token ends.
func (t *tray) take(s session.State) {
	switch c := s.Clocks.Access; c.Phase {
	case session.PhaseLive, session.PhaseSoon:
		t.ends[s.Key] = c.End
	default:
		delete(t.ends, s.Key)
	}
}

// first is the session that ends first.
func (t *tray) first() (key session.Key, end time.Time) {
	for k, e := range t.ends {
		if end.IsZero() || e.Before(end) || e.Equal(end) && rowID(k) < rowID(key) {
			key, end = k, e
		}
	}
	return key, end
}

// trayState follows a session in the tray.
func (w *Window) trayState(s session.State) {
	if w.tray != nil {
		w.tray.take(s)
		w.tellTray()
	}
}

// tellTray gives the tray its menu when it would say something else.
func (w *Window) tellTray() {
	t := w.tray
	if t == nil {
		return
	}
	key, end := t.first()
	label := T("tray.nothing")
	p, ok := find(w.p.Profiles.All(), key.ProfileID)
	if ok {
		// The time of the end, not what is left: a menu does not count down.
		label = T("tray.next", args{"Profile": visible(p.Name), "Time": moment(end, time.Now())})
	}
	if label == t.label && key == t.next {
		return
	}
	t.label, t.next = label, key
	head := fyne.NewMenuItem(label, nil)
	head.Disabled = true
	copied := fyne.NewMenuItem(T("tray.copy"), w.copyNext)
	copied.Disabled = !ok
	quit := fyne.NewMenuItem(T("menu.quit"), w.Quit)
	quit.IsQuit = true
	t.app.SetSystemTrayMenu(fyne.NewMenu(windowTitle, head, copied, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(T("tray.show"), w.Show), fyne.NewMenuItemSeparator(), quit))
}

// copyNext copies the access token that ends first.
func (w *Window) copyNext() {
	if w.tray == nil {
		return
	}
	p, ok := find(w.p.Profiles.All(), w.tray.next.ProfileID)
	s := w.p.Sessions.State(w.tray.next)
	if !ok || s.Tokens == nil {
		return
	}
	if text, ok := session.CopyText(session.CopyAccess, p, s.Tokens); ok {
		w.copySecret(text, copiedText(session.CopyAccess, args{"Whose": w.whose(p, s)}))
	}
}

// onClose closes the window; where the user chose so, the program stays in the
// tray and shows the window again from there.
func (w *Window) onClose() {
	w.p.Settings.SetWindowSize(w.win.Canvas().Size())
	if w.tray != nil && w.choices().StayInTray {
		w.win.Hide()
		return
	}
	w.Quit()
}

// Quit ends the window and the program for good. A copied secret goes first,
// while there still is a clipboard to take it from.
func (w *Window) Quit() {
	w.ClearClipboard()
	w.p.Settings.SetWindowSize(w.win.Canvas().Size())
	for _, stop := range w.stop {
		stop()
	}
	w.stop = nil
	w.clip.stop()
	w.conceal()
	if w.form != nil {
		w.form.close()
	}
	w.win.Close()
	w.p.App.Quit()
}
