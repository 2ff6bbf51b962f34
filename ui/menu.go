package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// command is one action of the main menu: its words, what it does and its
// key.
type command struct {
	key  string
	do   func()
	keys fyne.Shortcut
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func selectAll() fyne.Shortcut { return &fyne.ShortcutSelectAll{} }

// copyShortcut is the key of a copy form, nil for most.
func copyShortcut(form session.CopyForm) fyne.Shortcut {
	switch form {
	case session.CopyAccess:
		return ctrlShift(fyne.KeyC)
	case session.CopyBearer:
		return ctrlShift(fyne.KeyB)
	}
	return nil
}

func (w *Window) profileCommands() []command {
	return []command{
		{"menu.new", w.newProfile, ctrl(fyne.KeyN)},
		{"menu.edit", w.edit, ctrl(fyne.KeyE)},
		{"menu.save", w.saveForm, ctrl(fyne.KeyS)},
		{"menu.duplicate", w.duplicate, ctrl(fyne.KeyD)},
		{"menu.duplicate_secrets", w.duplicateWithSecrets, ctrlShift(fyne.KeyD)},
		{"menu.move_up", func() { w.move(-1) }, ctrlShift(fyne.KeyUp)},
		{"menu.move_down", func() { w.move(1) }, ctrlShift(fyne.KeyDown)},
		{"menu.import_file", w.importFile, ctrl(fyne.KeyO)},
		{"menu.import_clipboard", w.importClipboard, ctrlShift(fyne.KeyO)},
		{"menu.export", w.export, ctrlShift(fyne.KeyE)},
		{"menu.delete", w.remove, nil},
		{"menu.filter", w.focusFilter, ctrl(fyne.KeyF)},
	}
}

// windowCommands are about the window itself.
func (w *Window) windowCommands() []command {
	return []command{w.jumpCommand(), w.hideCommand(), w.settingsCommand(), w.cutCommand()}
}

// jumpCommand leads anywhere, from everywhere.
func (w *Window) jumpCommand() command {
	return command{"menu.jump", w.openPalette, ctrl(fyne.KeyK)}
}

func (w *Window) tokenCommands() []command {
	return []command{
		{"menu.get", w.fetch, ctrl(fyne.KeyReturn)},
		{"menu.get_enter", w.fetch, ctrl(fyne.KeyEnter)},
		{"menu.refresh", w.refresh, ctrl(fyne.KeyR)},
		{"menu.get_all", w.fetchAll, ctrlShift(fyne.KeyReturn)},
		{"menu.refresh_all", w.refreshAll, ctrlShift(fyne.KeyM)},
		{"menu.fresh", w.keepFresh, ctrlShift(fyne.KeyF)},
		{"menu.watch", w.toggleWatch, ctrlShift(fyne.KeyA)},
		{"menu.inspect_token", w.inspectSession, ctrl(fyne.KeyJ)},
		{"menu.whoami", w.whoAmI, ctrl(fyne.KeyI)},
		{"menu.logout", w.logOut, ctrl(fyne.KeyL)},
		{"menu.cancel", w.escape, ctrl(fyne.KeyPeriod)},
		{"menu.compare", w.compareWith, ctrlShift(fyne.KeyG)},
		{"menu.mint", w.mintShown, ctrlShift(fyne.KeyW)},
		{"menu.next_account", func() { w.step(1) }, ctrl(fyne.KeyPageDown)},
		{"menu.previous_account", func() { w.step(-1) }, ctrl(fyne.KeyPageUp)},
	}
}

func (w *Window) copyCommands() []command {
	return []command{
		{"menu.copy_claim", w.copyClaim, ctrlShift(fyne.KeyV)},
		{"menu.copy_ticket", w.copyTicket, ctrlShift(fyne.KeyT)},
	}
}

// mainMenu holds every action of the window with its key. Fyne hears the keys
// of menu items even while a field has the focus.
func (w *Window) mainMenu() *fyne.MainMenu {
	copies := make([]*fyne.MenuItem, 0, 10)
	for _, form := range session.CopyForms() {
		if startsGroup(form) {
			copies = append(copies, fyne.NewMenuItemSeparator())
		}
		item := fyne.NewMenuItem(copyText(form), w.guarded(w.onSession(func() { w.copy(form) })))
		item.Shortcut = copyShortcut(form)
		copies = append(copies, item)
	}
	copies = append(copies, fyne.NewMenuItemSeparator())
	copies = append(copies, w.items(w.copyCommands(), w.onSession)...)
	profiles := w.items(w.profileCommands(), w.onRealms)
	profiles = append(profiles, fyne.NewMenuItemSeparator())
	profiles = append(profiles, w.items(w.vaultCommands(), anywhere)...)
	quit := fyne.NewMenuItem(T("menu.quit"), w.Quit)
	quit.Shortcut = ctrl(fyne.KeyQ)
	quit.IsQuit = true
	profiles = append(profiles, fyne.NewMenuItemSeparator(), quit)
	view, help := w.viewMenu(), w.helpMenu()
	return fyne.NewMainMenu(
		fyne.NewMenu(T("menu.profiles"), profiles...),
		fyne.NewMenu(T("menu.token"), w.items(w.tokenCommands(), w.onSession)...),
		w.moreMenu(),
		fyne.NewMenu(T("menu.copy"), copies...),
		view, help,
	)
}

// setMenu shows a menu bar with the keys of its items.
func (w *Window) setMenu(bar *fyne.MainMenu) {
	for _, m := range bar.Items {
		withKeys(m)
	}
	w.win.SetMainMenu(bar)
}

// withKeys writes the keys of a menu's items behind their words.
func withKeys(m *fyne.Menu) *fyne.Menu { return look.ShowKeys(m, keyText) }

// items are menu items; wrap says where the commands mean something.
func (w *Window) items(commands []command, wrap func(func()) func()) []*fyne.MenuItem {
	out := make([]*fyne.MenuItem, 0, len(commands))
	for _, c := range commands {
		do := w.guarded(wrap(c.do))
		switch c.key {
		case "menu.cancel", "menu.lock":
			do = c.do
		case "menu.get_all", "menu.refresh_all":
			do = w.guarded(c.do)
		case "menu.compare", "menu.mint":
			do = w.guarded(w.onToken(c.do))
		case "menu.next_account", "menu.previous_account", "menu.copy_claim": // each place has its own
			do = w.guarded(c.do)
		case "menu.filter":
			do = w.guarded(w.findHere(wrap(c.do)))
		}
		item := fyne.NewMenuItem(T(c.key), do)
		item.Shortcut = c.keys
		out = append(out, item)
	}
	return out
}

// anywhere is for commands that mean something in every place.
func anywhere(do func()) func() { return do }

// vaultCommands are those about where secrets rest.
func (w *Window) vaultCommands() []command {
	return []command{{"menu.vault", w.showVault, nil}, {"menu.lock", w.lockOver, ctrlShift(fyne.KeyL)}}
}

// guarded keeps an action of the main menu from running behind a card that
// waits for an answer.
func (w *Window) guarded(do func()) func() {
	return func() {
		w.touched()
		if w.modal == nil && w.picker == nil && w.mask == nil {
			do()
		}
	}
}

// viewMenu leads to the places and chooses the theme.
func (w *Window) viewMenu() *fyne.Menu {
	out := w.items(append(w.windowCommands(), w.placeCommands()...), anywhere)
	out = append(out, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(T("menu.inspect_clipboard"), w.guarded(w.inspectClipboard)),
		fyne.NewMenuItemSeparator())
	for _, m := range themes() {
		item := fyne.NewMenuItem(T("theme."+string(m)), func() { w.setTheme(string(m)) })
		item.Checked = w.themeNow() == m
		out = append(out, item)
	}
	return fyne.NewMenu(T("menu.view"), out...)
}

func (w *Window) helpMenu() *fyne.Menu {
	return fyne.NewMenu(T("menu.help"),
		fyne.NewMenuItem(T("welcome.demo"), w.guarded(w.tryDemo)),
		fyne.NewMenuItem(T("menu.keys"), w.showKeys), fyne.NewMenuItem(T("menu.about"), w.showAbout))
}

func (w *Window) setTheme(mode string) {
	w.p.Settings.SetTheme(mode)
	w.applyTheme(mode)
	w.setMenu(w.mainMenu())
}

// tab turns to a tab of the shown session.
func (w *Window) tab(i int) {
	if w.form == nil && w.page.tokens.root.Visible() {
		w.page.tokens.tabs.Select(i)
	}
}

// saveForm saves the open form.
func (w *Window) saveForm() {
	if w.form != nil {
		w.form.onSave()
	}
}
