package ui

import (
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
	v.root = container.NewStack(v.table)
	return v
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
	origin, ok := t.piece.Token.Origin()
	switch {
	case len(v.shown) > 0:
		return ""
	case ok && origin.Lightweight():
		return T("inspect.rights.light")
	case claimsOf(t) == nil:
		return v.p.w.noClaims(t)
	case words != "":
		return T("inspect.rights.missing", args{"Text": visible(filter)})
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
