package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// expectPart are the expectations of a profile in its form.
type expectPart struct {
	*section
	form *formPage
	list *fyne.Container
	rows []*expectRow
	add  *look.Button
}

// expectRow is one expectation.
type expectRow struct {
	root                *fyne.Container
	kind                *choice
	client, name, value *entry
	fields              *fyne.Container
	problem             *look.Text
}

func newExpectPart(f *formPage) *expectPart {
	x := &expectPart{form: f, list: look.Column(8)}
	x.add = look.NewButton(look.Quiet, T("want.add"), func() {
		row := x.row(profile.Expectation{Kind: profile.ExpectRole})
		f.relayout()
		f.w.win.Canvas().Focus(row.kind.pick)
	})
	x.section = newSection(T("section.expect"), f.relayout, look.NewParagraph(look.Second, T("want.note")), x.list, container.NewHBox(x.add))
	f.places[profile.FieldExpectations] = spot{x.add, x.section}
	return x
}

func (x *expectPart) row(was profile.Expectation) *expectRow {
	leave := x.form.escape
	r := &expectRow{
		client: newEntry(T("want.client"), leave), name: newEntry(T("want.name"), leave), value: newEntry(T("want.value"), leave),
		problem: newProblemText(),
	}
	r.kind = &choice{pick: look.NewSelect(func(string) { r.react(); x.form.relayout() })}
	for _, k := range profile.ExpectationKinds() {
		r.kind.add(string(k), T("want.kind."+string(k)))
	}
	r.fields = look.ColumnsEqual(8, r.name, r.client, r.value)
	r.client.SetText(was.Client)
	r.name.SetText(was.Name)
	r.value.SetText(was.Value)
	drop := look.NewButton(look.Quiet, T("want.remove"), func() {
		x.rows = slices.DeleteFunc(x.rows, func(o *expectRow) bool { return o == r })
		x.list.Remove(r.root)
		x.form.relayout()
		x.form.w.win.Canvas().Focus(x.add)
	})
	// The kind has a line of its own: beside three fields it makes the form wider
	// than the smallest window.
	head := container.NewBorder(nil, nil, nil, container.NewCenter(look.PadXY(8, 0, drop)), r.kind.pick)
	r.root = look.Column(4, head, r.fields, r.problem)
	r.kind.offer(string(was.Kind))
	r.react()
	x.rows = append(x.rows, r)
	x.list.Add(r.root)
	return r
}

// react shows the fields that a kind has.
func (r *expectRow) react() {
	k := profile.ExpectationKind(r.kind.value())
	setShown(r.client, k.HasClient())
	setShown(r.name, k.HasName())
	setShown(r.value, k.HasValue())
	hint := T("want.value")
	if k == profile.ExpectLifeAtMost {
		hint = T("want.duration")
	}
	r.value.SetPlaceHolder(hint)
	r.fields.Refresh()
}

func (x *expectPart) fill(p profile.Profile) {
	x.rows = nil
	x.list.RemoveAll()
	for _, was := range p.Expectations {
		x.row(was)
	}
	x.open(len(p.Expectations) > 0)
}

// used are the rows that hold anything.
func (x *expectPart) used() []*expectRow {
	return slices.DeleteFunc(slices.Clone(x.rows), func(r *expectRow) bool {
		e := r.expectation()
		return e.Client == "" && e.Name == "" && e.Value == ""
	})
}

// expectation is what a row says; what its kind has no field for is left out.
func (r *expectRow) expectation() profile.Expectation {
	e := profile.Expectation{Kind: profile.ExpectationKind(r.kind.value())}
	if e.Kind.HasClient() {
		e.Client = strings.TrimSpace(r.client.Text)
	}
	if e.Kind.HasName() {
		e.Name = strings.TrimSpace(r.name.Text)
	}
	if e.Kind.HasValue() {
		e.Value = strings.TrimSpace(r.value.Text)
	}
	return e
}

func (x *expectPart) collect(p *profile.Profile) {
	p.Expectations = nil
	for _, r := range x.used() {
		p.Expectations = append(p.Expectations, r.expectation())
	}
}

// showProblems puts the problems of expectations below their rows.
func (x *expectPart) showProblems(found []profile.Problem) {
	rows := x.used()
	for _, r := range x.rows {
		r.problem.Hide()
	}
	for _, p := range found {
		if p.Field == profile.FieldExpectations && len(rows) > 0 {
			r := rows[min(p.Row, len(rows)-1)]
			r.problem.SetText(problemText(p))
			r.problem.Show()
		}
	}
}
