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
		items = append(items, item)
	}
	return items
}
