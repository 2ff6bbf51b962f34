package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// rightsView lists everything that a token lets its bearer do.
type rightsView struct {
	p     *inspectPlace
	root  *fyne.Container
	table *look.Table
	shown []inspect.Right
	// missing tells why a right that is looked for is not there.
	missing *missingRole
	// of and words are what the table was filled for.
	of    *foundToken
	words string
	known bool
}

func newRightsView(p *inspectPlace) *rightsView {
	v := &rightsView{p: p, table: look.NewTable(T("inspect.rights.kind"), T("inspect.rights.name"), T("inspect.rights.of"))}
	v.table.OnActivate = v.copy
	v.table.Menu = func(i int) *fyne.Menu {
		return fyne.NewMenu("", fyne.NewMenuItem(T("detail.copy_value"), func() { v.copy(i) }))
	}
	v.missing = newMissingRole(p.relayout)
	v.root = container.New(&underTable{gap: 8}, v.table, v.missing.root)
	return v
}

// rightsOf are the rights of a token, or of what there is of its claims: roles
// first, which one looks for most.
func rightsOf(t *inspect.Token) []inspect.Right {
	if t.Payload == nil && t.BegunPayload != nil {
		begun := *t
		begun.Payload = t.BegunPayload
		t = &begun
	}
	rights := inspect.Rights(t)
	order := []inspect.RightKind{
		inspect.RightRealmRole, inspect.RightClientRole, inspect.RightPermission, inspect.RightGroup, inspect.RightScope, inspect.RightAudience,
	}
	slices.SortStableFunc(rights, func(a, b inspect.Right) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return rights
}

func (v *rightsView) reset() {
	v.of, v.words, v.known, v.shown = nil, "", false, nil
	v.table.Select(-1)
	v.table.SetRows(nil)
}

// fill shows the rights with the words, and says why one may be missing.
func (v *rightsView) fill(t *foundToken, filter string) string {
	words := strings.ToLower(strings.TrimSpace(filter))
	if !v.known || v.of != t || v.words != words {
		v.of, v.words, v.known = t, words, true
		v.shown = v.shown[:0:0]
		var rows []look.TableRow
		for _, r := range t.rights {
			if words != "" && !matches(words, r.Name, r.Client) {
				continue
			}
			v.shown = append(v.shown, r)
			rows = append(rows, look.TableRow{Name: T("right." + string(r.Kind)), Value: v.p.w.masked(visible(r.Name)), Meaning: visible(r.Client)})
		}
		v.table.Select(-1)
		v.table.SetRows(rows)
	}
	setShown(v.table, len(v.shown) > 0)
	if claimsOf(t) == nil {
		setShown(v.missing.root, false)
		return v.p.w.noClaims(t)
	}
	if v.missing.set(t.piece.Token, t.rights, filter, len(v.shown) > 0) {
		v.root.Refresh()
		v.p.relayout()
	}
	origin, ok := t.piece.Token.Origin()
	switch {
	case len(v.shown) > 0 || words != "":
		return ""
	case ok && origin.Lightweight():
		return T("inspect.rights.light")
	}
	return T("inspect.rights.none")
}

// copy copies the exact name of a right.
func (v *rightsView) copy(i int) {
	if i >= 0 && i < len(v.shown) {
		said := T("claims.copied", args{"Name": visible(v.shown[i].Name)})
		v.p.w.copyPlain(v.shown[i].Name, said)
		v.p.note(said)
	}
}
