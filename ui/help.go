package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// keyLine is one line of the list of keys.
type keyLine struct{ keys, what string }

// keyLines lists every key of the window, taken from the menu itself so that
// the two cannot differ.
func (w *Window) keyLines() []keyLine {
	var lines []keyLine
	commands := append(w.profileCommands(), w.tokenCommands()...)
	commands = append(append(append(commands, w.windowCommands()...), w.placeCommands()...), w.vaultCommands()...)
	for _, c := range w.moreCommands() {
		commands = append(commands, c.command)
	}
	commands = append(commands, w.answerCommands()...)
	for _, c := range append(commands, w.copyCommands()...) {
		if text := keyText(c.keys); text != "" {
			lines = append(lines, keyLine{text, T(c.key)})
		}
	}
	for _, form := range session.CopyForms() {
		if text := keyText(copyShortcut(form)); text != "" {
			lines = append(lines, keyLine{text, copyText(form)})
		}
	}
	return append(lines,
		keyLine{keyText(ctrl(fyne.KeyQ)), T("menu.quit")},
		keyLine{T("keys.ctrl") + "+V", T("menu.inspect_clipboard")},
		keyLine{T("keys.escape"), T("keys.escape_what")},
		keyLine{T("keys.tab"), T("keys.tab_what")},
		keyLine{T("keys.arrows"), T("keys.arrows_what")},
		keyLine{T("keys.enter"), T("keys.enter_what")},
		keyLine{T("keys.space"), T("keys.space_what")},
		keyLine{T("keys.menu"), T("keys.menu_what")},
		keyLine{T("keys.alt"), T("keys.alt_what")},
	)
}

// keyText writes a shortcut as it stands on the keyboard.
func keyText(s fyne.Shortcut) string {
	c, ok := look.KeyOf(s).(*desktop.CustomShortcut)
	if !ok {
		return ""
	}
	text := T("keys.ctrl")
	if c.Modifier&fyne.KeyModifierShift != 0 {
		text = T("keys.ctrl_shift")
	}
	name := string(c.KeyName)
	if len(name) > 1 || name == string(fyne.KeyPeriod) {
		// Letters and digits are called the same everywhere.
		if text, named := known("keys.name." + name); named {
			name = text
		}
	}
	return text + "+" + name
}

// The size of the card of keys: as high as the window has room for.
const helpWidth, helpLeast, helpMost = 600, 400, 900

// showKeys lists the keys.
func (w *Window) showKeys() {
	rows := look.Column(6)
	for _, l := range w.keyLines() {
		key := look.Floor(fyne.NewSize(176, 0), look.NewText(look.MonoStrong, l.keys))
		rows.Add(container.NewBorder(nil, nil, key, nil, look.NewParagraph(look.TableText, l.what)))
	}
	scroll := inCard(rows)
	w.inform(T("menu.keys"), scroll, fyne.NewSize(helpWidth, helpLeast))
	w.modal.popup.Resize(fyne.NewSize(helpWidth, min(helpMost, w.win.Canvas().Size().Height-settingsEdge)))
}

// cutCommand reads what is cut.
func (w *Window) cutCommand() command {
	return command{"menu.cut_texts", w.showCut, ctrlShift(fyne.KeyY)}
}

// showCut shows every line in sight whole that is cut for want of room: what
// the mouse shows one by one, the keyboard shows together.
func (w *Window) showCut() {
	texts := look.CutTexts(w.win.Content())
	if len(texts) == 0 {
		w.note(T("cut.none"))
		return
	}
	rows := look.Column(10)
	for _, text := range texts {
		rows.Add(look.NewParagraph(look.Body, text))
	}
	scroll := inCard(rows)
	w.inform(T("menu.cut_texts"), scroll, fyne.NewSize(560, 300))
}

// showAbout says what this is.
func (w *Window) showAbout() {
	text := look.Column(8,
		look.NewText(look.Second, T("about.version", args{"Version": w.p.Version})),
		look.NewParagraph(look.Body, T("about.text")))
	w.inform(T("menu.about"), look.Floor(fyne.NewSize(420, 0), text), fyne.Size{})
}
