package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// compareTable shows the lines of a comparison under their aspects; both values
// of the selected one stand whole in a strip below.
type compareTable struct {
	w     *Window
	root  *fyne.Container
	table *look.Diff
	// lines are those of the rows, nil for a heading.
	lines []*inspect.Line

	strip         *fyne.Container
	name, meaning *look.Text
	view          *look.Viewer
	buttons       []fyne.Focusable
	at            int
}

func newCompareTable(w *Window) *compareTable {
	t := &compareTable{
		w: w, at: -1, view: look.NewViewer(detailRows), name: look.NewText(look.MonoStrong, ""), meaning: look.NewParagraph(look.Second, ""),
		table: look.NewDiff([4]string{T("compare.name"), T("compare.left_head"), T("compare.right_head"), T("compare.change_head")}),
	}
	t.table.OnSelected = t.open
	t.table.OnActivate = t.open
	t.table.Menu = func(i int) *fyne.Menu { return fyne.NewMenu("", t.menu(i)...) }
	row := look.Row(8, t.name, look.Spacer())
	for _, b := range []*look.Button{
		look.NewButton(look.Quiet, T("compare.copy_left"), func() { t.copyValue(t.at, false) }),
		look.NewButton(look.Quiet, T("compare.copy_right"), func() { t.copyValue(t.at, true) }),
		look.NewButton(look.Quiet, T("action.close"), t.close),
	} {
		t.buttons = append(t.buttons, b)
		row.Add(b)
	}
	t.strip = container.NewStack(look.NewGround(look.ColorPanel, look.ColorHairline, 10),
		look.PadXY(12, 8, container.New(&column{gap: 6, fill: true}, row, t.meaning, t.view)))
	t.view.SetFew(2) // a line for each side
	t.strip.Hide()
	t.root = container.New(&feedAbove{gap: 8}, t.table, t.strip)
	return t
}

// set shows lines, with a heading before each aspect.
func (t *compareTable) set(lines []inspect.Line) {
	var rows []look.DiffRow
	t.lines = nil
	for i := range lines {
		l := &lines[i]
		if i == 0 || lines[i-1].Aspect != l.Aspect {
			rows = append(rows, look.DiffRow{Heading: strings.ToUpper(T("compare.aspect." + string(l.Aspect)))})
			t.lines = append(t.lines, nil)
		}
		row := diffRow(*l)
		row.Left, row.Right = t.w.masked(row.Left), t.w.masked(row.Right)
		rows = append(rows, row)
		t.lines = append(t.lines, l)
	}
	same := slices.Equal(rows, t.table.Rows())
	t.table.SetRows(rows)
	if !same && t.isOpen() {
		t.at = -1
		t.open(t.table.Selected())
	}
	t.root.Refresh()
}

// diffRow is a line as the table shows it.
func diffRow(l inspect.Line) look.DiffRow {
	sign, tone := changeSign(l.Change)
	return look.DiffRow{
		Name: lineName(l), Of: l.Client, Left: l.Left, Right: l.Right,
		Change: sign + " " + T("compare.change."+string(l.Change)), Tone: tone,
	}
}

// lineName is a claim's name, or what sort of right a line is about.
func lineName(l inspect.Line) string {
	if l.Aspect == inspect.AspectRights {
		return T("right." + l.Name)
	}
	return l.Name
}

// changeSign is a difference without words: colour never stands alone.
func changeSign(c inspect.Change) (string, look.Tone) {
	switch c {
	case inspect.Added:
		return "+", look.ToneGood
	case inspect.Removed:
		return "−", look.ToneBad
	case inspect.Changed:
		return "≠", look.ToneCaution
	case inspect.Fresh:
		return "↻", look.TonePlain
	}
	return "=", look.TonePlain
}

// filtered are the lines with all the words of a filter in names and values.
func filtered(lines []inspect.Line, text string) []inspect.Line {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return lines
	}
	var out []inspect.Line
	for _, l := range lines {
		all := strings.ToLower(strings.Join([]string{l.Name, lineName(l), l.Client, l.Left, l.Right, T("compare.change." + string(l.Change))}, "\n"))
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) }) {
			out = append(out, l)
		}
	}
	return out
}

// countsText sums a comparison up.
func countsText(c inspect.Comparison) string {
	n := map[inspect.Change]int{}
	for _, l := range c.Lines {
		n[l.Change]++
	}
	return T("compare.counts", args{
		"Added": n[inspect.Added], "Removed": n[inspect.Removed], "Changed": n[inspect.Changed], "Same": n[inspect.Equal] + n[inspect.Fresh],
	})
}

// line is that of a row, nil where there is none.
func (t *compareTable) line(i int) *inspect.Line {
	if i < 0 || i >= len(t.lines) {
		return nil
	}
	return t.lines[i]
}

func (t *compareTable) menu(i int) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(T("compare.copy_left"), func() { t.copyValue(i, false) }),
		fyne.NewMenuItem(T("compare.copy_right"), func() { t.copyValue(i, true) }),
		fyne.NewMenuItem(T("compare.copy_row"), func() { t.copyRow(i) }),
	}
}

// isOpen tells whether the strip is shown.
func (t *compareTable) isOpen() bool { return t.strip.Visible() }

// open shows both values of a row whole.
func (t *compareTable) open(i int) {
	l := t.line(i)
	if l == nil {
		t.close()
		return
	}
	if i == t.at {
		return
	}
	t.at = i
	setText(t.name, list(lineName(*l), l.Client))
	meaning := T("compare.change." + string(l.Change))
	if l.Meaning != "" {
		meaning = list(T(l.Meaning), meaning)
	}
	setText(t.meaning, meaning)
	t.view.SetLines([]string{
		T("compare.side_line", args{"Side": T("compare.left"), "What": t.w.masked(orDash(l.Left))}),
		T("compare.side_line", args{"Side": T("compare.right"), "What": t.w.masked(orDash(l.Right))}),
	})
	t.strip.Show()
	t.root.Refresh()
}

func orDash(text string) string {
	if text == "" {
		return T("clock.dash")
	}
	return text
}

// close puts the strip away; what had the focus in it gives it to the table.
func (t *compareTable) close() {
	if !t.isOpen() {
		return
	}
	t.at = -1
	f := t.w.win.Canvas().Focused()
	inside := f != nil && (f == fyne.Focusable(t.view) || slices.Contains(t.buttons, f))
	t.strip.Hide()
	t.root.Refresh()
	if inside {
		t.w.win.Canvas().Focus(t.table.FocusTarget())
	}
}

func (t *compareTable) copyValue(i int, right bool) {
	l := t.line(i)
	if l == nil {
		return
	}
	text := l.Left
	if right {
		text = l.Right
	}
	if text == "" {
		t.w.note(T("copy.nothing"))
		return
	}
	t.w.copySecret(session.NewSecret(text), T("compare.value_copied", args{"Name": lineName(*l)}))
}

func (t *compareTable) copyRow(i int) {
	if l := t.line(i); l != nil {
		r := diffRow(*l)
		row := strings.Join([]string{list(r.Name, r.Of), r.Left, r.Right, r.Change}, "\t")
		t.w.copySecret(session.NewSecret(row), T("compare.value_copied", args{"Name": r.Name}))
	}
}
