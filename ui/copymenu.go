package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
)

// copyItems are the forms in which the shown session's tokens can be copied;
// what it does not have is greyed.
func (w *Window) copyItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	p, _ := w.profile()
	s := w.state()
	for _, form := range session.CopyForms() {
		item := fyne.NewMenuItem(copyText(form), func() { w.copy(form) })
		item.Shortcut = copyShortcut(form)
		_, ok := session.CopyText(form, p, s.Tokens)
		item.Disabled = !ok
		if startsGroup(form) {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		items = append(items, item)
	}
	ticket := fyne.NewMenuItem(T("menu.copy_ticket"), w.copyTicket)
	ticket.Shortcut = ctrlShift(fyne.KeyT)
	ticket.Disabled = s.Tokens == nil && s.Failure == nil
	inspected := fyne.NewMenuItem(T("menu.inspect_token"), w.inspectSession)
	inspected.Shortcut = ctrl(fyne.KeyJ)
	inspected.Disabled = s.Tokens == nil
	return append(items, ticket, fyne.NewMenuItemSeparator(), inspected)
}

// startsGroup tells whether a line stands above a form in the menus.
func startsGroup(form session.CopyForm) bool {
	return form == session.CopyCurl || form == session.CopyEnvSh || form == session.CopyClaims
}
