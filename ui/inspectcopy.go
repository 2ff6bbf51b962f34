package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

// copyItems are the exact pieces of the token in sight that can be copied.
func (p *inspectPlace) copyItems() []*fyne.MenuItem {
	t := p.token()
	if t == nil {
		return nil
	}
	item := func(key, text string) *fyne.MenuItem {
		i := fyne.NewMenuItem(T(key), func() {
			said := T("inspect.copied", args{"What": T(key)})
			p.w.copySecret(session.NewSecret(text), said)
			p.note(said)
		})
		i.Disabled = text == ""
		return i
	}
	part := func(i int) string {
		if i < len(t.piece.Token.Parts) {
			return t.piece.Token.Parts[i]
		}
		return ""
	}
	raw := func(v *inspect.Value) string {
		if v == nil {
			return ""
		}
		return v.Raw
	}
	return []*fyne.MenuItem{
		item("inspect.copy_token", t.piece.Text),
		fyne.NewMenuItemSeparator(),
		item("inspect.copy_header", part(0)),
		item("inspect.copy_payload", part(1)),
		item("inspect.copy_signature", part(2)),
		fyne.NewMenuItemSeparator(),
		item("inspect.copy_header_json", raw(headerOf(t))),
		item("inspect.copy_claims_json", raw(claimsOf(t))),
	}
}

// copySelected copies the selected claim or right.
func (p *inspectPlace) copySelected() {
	switch p.tabs.bar.Selected() {
	case tokenClaims:
		p.tabs.claims.copyValue(p.tabs.claims.table.Selected())
	case tokenHeader:
		p.tabs.header.copyValue(p.tabs.header.table.Selected())
	case tokenRights:
		p.tabs.rights.copy(p.tabs.rights.table.Selected())
	}
}
