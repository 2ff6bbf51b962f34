package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// extraPart are the parameters that the user adds to the request.
type extraPart struct {
	*section
	form *formPage
	list *fyne.Container
	rows []*extraRow
	add  *look.Button
}

type extraRow struct {
	root        *fyne.Container
	name, value *entry
	secret      *look.Check
	problem     *look.Text
	was         profile.Extra
}

func newExtraPart(f *formPage) *extraPart {
	x := &extraPart{form: f, list: look.Column(8)}
	x.add = look.NewButton(look.Quiet, T("extra.add"), func() {
		row := x.row(profile.Extra{})
		f.relayout()
		f.w.win.Canvas().Focus(row.name)
	})
	x.section = newSection(T("section.extra"), f.relayout, look.NewParagraph(look.Second, T("extra.note")), x.list, container.NewHBox(x.add))
	f.places[profile.FieldExtra] = spot{x.add, x.section}
	return x
}

func (x *extraPart) row(was profile.Extra) *extraRow {
	r := &extraRow{
		name: newEntry(T("extra.name"), x.form.escape), value: newEntry(T("extra.value"), x.form.escape),
		problem: newProblemText(), was: was,
	}
	r.secret = look.NewCheck(T("extra.secret"), func(on bool) { r.mask(x.form.w, on) })
	r.name.SetText(was.Name)
	r.value.SetText(was.Value)
	r.secret.SetChecked(was.SecretID != "")
	drop := look.NewButton(look.Quiet, T("form.account_remove"), func() {
		x.rows = slices.DeleteFunc(x.rows, func(o *extraRow) bool { return o == r })
		x.list.Remove(r.root)
		x.form.relayout()
		x.form.w.win.Canvas().Focus(x.add)
	})
	right := container.NewCenter(look.Row(8, r.secret, drop))
	r.root = look.Column(4, container.NewBorder(nil, nil, nil, right, look.ColumnsEqual(12, r.name, r.value)), r.problem)
	x.rows = append(x.rows, r)
	x.list.Add(r.root)
	return r
}

// mask hides the value of a secret parameter.
func (r *extraRow) mask(w *Window, on bool) {
	r.value.mask(w, on)
	hint := T("extra.value")
	if on && r.was.SecretID != "" {
		hint = keptHint(r.was.SecretID)
	}
	r.value.SetPlaceHolder(hint)
	r.value.Refresh()
}

func (x *extraPart) fill(p profile.Profile) {
	x.rows = nil
	x.list.RemoveAll()
	for _, was := range p.Extra {
		x.row(was)
	}
	x.open(len(p.Extra) > 0)
}

// used are the rows that hold anything.
func (x *extraPart) used() []*extraRow {
	return slices.DeleteFunc(slices.Clone(x.rows), func(r *extraRow) bool {
		return strings.TrimSpace(r.name.Text) == "" && r.value.Text == ""
	})
}

// collect reads the parameters. A secret one has no value in the profile: what
// is kept stays with its name, and what was typed goes to the vault.
func (x *extraPart) collect(p *profile.Profile) {
	p.Extra = nil
	for _, r := range x.used() {
		extra := profile.Extra{Name: strings.TrimSpace(r.name.Text), Value: r.value.Text}
		if r.secret.Checked() {
			extra.Value = ""
			if extra.Name == r.was.Name {
				extra.SecretID = r.was.SecretID
			}
		}
		p.Extra = append(p.Extra, extra)
	}
}

// secrets are the typed values of secret parameters by name.
func (x *extraPart) secrets() map[string]session.Secret {
	typed := map[string]session.Secret{}
	for _, r := range x.used() {
		if r.secret.Checked() && r.value.Text != "" {
			typed[strings.TrimSpace(r.name.Text)] = session.NewSecret(r.value.Text)
		}
	}
	return typed
}

// lacking shows which secret parameter has no value yet, neither typed nor kept,
// and gives the field for it; nil for none.
func (x *extraPart) lacking(p profile.Profile) fyne.Focusable {
	for i, r := range x.used() {
		if r.secret.Checked() && r.value.Text == "" && p.Extra[i].SecretID == "" {
			r.problem.SetText(T("chip.bad", args{"Text": T("extra.lacking")}))
			r.problem.Show()
			x.open(true)
			x.form.relayout()
			return r.value
		}
	}
	return nil
}

func (x *extraPart) clear() {
	for _, r := range x.rows {
		if r.secret.Checked() {
			r.value.SetText("")
		}
	}
}

// showProblems puts the problems of parameters below their rows.
func (x *extraPart) showProblems(found []profile.Problem) {
	rows := x.used()
	for _, r := range x.rows {
		r.problem.Hide()
	}
	for _, p := range found {
		if p.Field != profile.FieldExtra || len(rows) == 0 {
			continue
		}
		r := rows[min(p.Row, len(rows)-1)]
		r.problem.SetText(problemText(p))
		r.problem.Show()
	}
}
