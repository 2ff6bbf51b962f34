package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// detailRows is how many rows of a value are in sight at once.
const detailRows = 7

// claimTable is a table of claims; what its columns cut stands whole in a
// strip below while a row is selected.
type claimTable struct {
	w     *Window
	root  *fyne.Container
	table *look.Table
	rows  []inspect.Row
	// shown are the rows as they would be if nothing were hidden, and masked
	// as they are.
	shown, masked []look.TableRow

	strip         *fyne.Container
	name, meaning *look.Text
	reveal        *look.Button
	view          *look.Viewer
	buttons       []fyne.Focusable
	// at is the row in the strip and now the moment of its times.
	at  int
	now time.Time
	// relayout gives the page round the table its room anew.
	relayout func()
}

func newClaimTable(w *Window, name, value, meaning string) *claimTable {
	t := &claimTable{
		w: w, table: look.NewTable(name, value, meaning), at: -1, view: look.NewViewer(detailRows),
		name: look.NewText(look.MonoStrong, ""), meaning: look.NewParagraph(look.Second, ""),
	}
	t.relayout = func() { w.page.relayout() }
	t.table.OnSelected = t.open
	t.table.OnActivate = func(i int) {
		t.open(i)
		t.copyValue(i)
	}
	t.table.Menu = func(i int) *fyne.Menu { return fyne.NewMenu("", t.menu(i)...) }
	row := look.Row(8, t.name, look.Spacer())
	t.reveal = newReveal(w, func() any { return t.spot(t.at) })
	for _, b := range []*look.Button{
		t.reveal,
		look.NewButton(look.Quiet, T("detail.copy_value"), func() { t.copyValue(t.at) }),
		look.NewButton(look.Quiet, T("detail.copy_path"), func() { t.copyPath(t.at) }),
		look.NewButton(look.Quiet, T("action.close"), t.close),
	} {
		t.buttons = append(t.buttons, b)
		row.Add(b)
	}
	card := container.NewStack(look.NewGround(look.ColorPanel, look.ColorHairline, 10),
		look.PadXY(12, 8, look.Column(6, row, t.meaning, t.view)))
	t.strip = card
	t.strip.Hide()
	t.root = container.New(&underTable{gap: 8}, t.table, t.strip)
	return t
}

// menu is what can be done with a row by the right mouse button.
func (t *claimTable) menu(i int) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(T("detail.copy_value"), func() { t.copyValue(i) }),
		fyne.NewMenuItem(T("detail.copy_path"), func() { t.copyPath(i) }),
		fyne.NewMenuItem(T("detail.copy_row"), func() { t.copyRow(i) }),
	}
}

// setClaims replaces the claims. An open strip stays with its claim.
func (t *claimTable) setClaims(rows []inspect.Row, shown []look.TableRow, now time.Time) {
	t.now = now
	if !slices.Equal(rows, t.rows) {
		t.rows = rows
		t.setRows(shown)
		if t.at >= 0 {
			t.at = -1
			t.open(t.table.Selected())
		}
		return
	}
	t.setRows(shown)
}

func (t *claimTable) setRows(shown []look.TableRow) {
	masked := slices.Clone(shown)
	for i, r := range masked {
		masked[i].Value = t.w.maskedBut(t.spot(i), r.Value)
	}
	t.shown = shown
	if !slices.Equal(masked, t.masked) {
		t.masked = masked
		t.table.SetRows(masked)
		t.fillStrip()
	}
}

// isOpen tells whether the strip is shown.
func (t *claimTable) isOpen() bool { return t.strip.Visible() }

// open shows a claim whole; an index that is not there closes the strip.
func (t *claimTable) open(i int) {
	if i < 0 || i >= len(t.rows) {
		t.close()
		return
	}
	if i == t.at {
		return
	}
	t.at = i
	t.fillStrip()
	t.strip.Show()
	t.root.Refresh()
	t.relayout()
	look.Reveal(t.strip)
}

// spot names a row's value among all that can be revealed.
func (t *claimTable) spot(i int) any {
	if i < 0 || i >= len(t.rows) {
		return nil
	}
	return claimSpot{t, t.rows[i].Path}
}

// claimSpot is a claim of a table.
type claimSpot struct {
	table *claimTable
	path  string
}

// fillStrip shows the claim of the strip whole, or hidden.
func (t *claimTable) fillStrip() {
	i := t.at
	if i < 0 || i >= len(t.rows) || i >= len(t.shown) {
		return
	}
	r := t.rows[i]
	setShown(t.reveal, t.w.hidden)
	t.reveal.SetText(t.w.revealText(t.spot(i)))
	setText(t.name, r.Name)
	setText(t.meaning, list(t.shown[i].Meaning, t.shown[i].Mark))
	lines := wholeValue(r, t.now)
	if r.Exact == "" {
		lines = []string{r.Value}
	}
	if text := strings.Join(lines, "\n"); t.w.maskedBut(t.spot(i), text) != text {
		lines = []string{dots}
	}
	if !slices.Equal(lines, t.view.Lines()) {
		t.view.SetLines(lines)
	}
}

// close puts the strip away. The row stays selected; what had the focus in the
// strip gives it back to the table.
func (t *claimTable) close() {
	if !t.isOpen() {
		return
	}
	t.at = -1
	inside := t.hasFocus() && t.w.win.Canvas().Focused() != t.table.FocusTarget()
	t.strip.Hide()
	t.root.Refresh()
	t.relayout()
	if inside {
		t.w.win.Canvas().Focus(t.table.FocusTarget())
	}
}

// hasFocus tells whether the table or its strip has the focus.
func (t *claimTable) hasFocus() bool {
	f := t.w.win.Canvas().Focused()
	return f != nil && (f == t.table.FocusTarget() || f == fyne.Focusable(t.view) || slices.Contains(t.buttons, f))
}

// reset forgets everything: the page shows another session.
func (t *claimTable) reset() {
	t.at = -1
	t.strip.Hide()
	t.rows, t.shown, t.masked = nil, nil, nil
	t.view.SetLines(nil)
	t.table.Select(-1)
	t.table.SetRows(nil)
}

// copyValue copies the whole value of a claim.
func (t *claimTable) copyValue(i int) {
	if i < 0 || i >= len(t.rows) {
		return
	}
	r := t.rows[i]
	if form, ok := tokenForms()[r.Name]; ok && r.Exact == "" {
		t.w.copy(form)
		return
	}
	t.w.copySecret(session.NewSecret(copyable(r)), T("claims.copied", args{"Name": r.Name}))
}

// copyPath copies where in the token a claim stands.
func (t *claimTable) copyPath(i int) {
	if i >= 0 && i < len(t.rows) {
		t.w.copyPlain(t.rows[i].Path, T("claims.path_copied", args{"Name": t.rows[i].Name}))
	}
}

// copyRow copies a row as it is shown, with tabs between its columns.
func (t *claimTable) copyRow(i int) {
	if i >= 0 && i < len(t.shown) {
		r := t.shown[i]
		row := strings.Join([]string{r.Name, r.Value, list(r.Meaning, r.Mark)}, "\t")
		t.w.copySecret(session.NewSecret(row), T("claims.row_copied", args{"Name": r.Name}))
	}
}

// tokenForms are the members of an answer that are tokens, and how each is
// copied.
func tokenForms() map[string]session.CopyForm {
	return map[string]session.CopyForm{
		"access_token": session.CopyAccess, "refresh_token": session.CopyRefresh, "id_token": session.CopyID,
	}
}

// underTable puts the strip right below the last row of a table, which gives
// it its room.
type underTable struct{ gap float32 }

// MinSize implements fyne.Layout.
func (l *underTable) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	if o[1].Visible() {
		strip := o[1].MinSize()
		size = fyne.NewSize(max(size.Width, strip.Width), size.Height+l.gap+strip.Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (l *underTable) Layout(o []fyne.CanvasObject, size fyne.Size) {
	room := size.Height
	if o[1].Visible() {
		o[1].Resize(fyne.NewSize(size.Width, o[1].MinSize().Height))
		o[1].Resize(fyne.NewSize(size.Width, o[1].MinSize().Height))
		room -= o[1].Size().Height + l.gap
	}
	if t, ok := o[0].(interface{ Wanted() fyne.Size }); ok {
		room = min(room, t.Wanted().Height)
	}
	if !o[0].Visible() {
		o[1].Move(fyne.NewPos(0, 0))
		return
	}
	o[0].Resize(fyne.NewSize(size.Width, room))
	o[1].Move(fyne.NewPos(0, room+l.gap))
}
