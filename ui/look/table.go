package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	tableHead = 32
	// tableRow and the padding that Fyne's list puts between rows make 33.
	tableRow   = 29
	rowGap     = 4
	tablePitch = tableRow + rowGap
	tableSide  = 12
	// tableTop and tableFoot are the room above and below the rows: what Fyne's
	// list draws at its lower edge must not reach the round corners.
	tableTop, tableFoot = 2, 6
)

// tableHeight is the height of a table with n rows, or with as many of them as
// there is room for whole.
func tableHeight(n, pitch int, room float32) float32 {
	const edges = tableHead + tableTop + tableFoot - rowGap
	fit := max(1, int((room-edges)/float32(pitch)))
	return min(room, edges+float32(pitch*min(n, fit)))
}

// allRows is room for every row.
const allRows = float32(1 << 30)

// placeRows puts a table's list of rows below its head.
func placeRows(list *rowList, size fyne.Size) {
	place(list, hairline, tableHead+tableTop, size.Width-2*hairline, size.Height-tableHead-tableTop-tableFoot)
}

// TableRow is one row of a Table. Mark stands behind the meaning in bold, in
// the colour of Tone, and in that of caution where Tone is not set.
type TableRow struct {
	Name, Value, Meaning, Mark string
	Tone                       Tone
}

// Table is a table of three columns that draws only the rows in sight.
type Table struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with the row's index: on a tap or an
	// arrow key, and on a second tap or Enter.
	OnSelected, OnActivate func(int)
	// Menu offers what can be done with a row, for the right mouse button and
	// the menu key; nil offers nothing. The row is selected before.
	Menu func(int) *fyne.Menu

	rows  []TableRow
	list  *rowList
	frame *Ground
	rule  *Ground
	heads [3]*Text
}

// NewTable makes an empty table; the caller writes the heads in capitals.
func NewTable(name, value, meaning string) *Table {
	t := &Table{
		frame: NewGround(ColorPanel, ColorHairline, radiusCard),
		rule:  NewGround(ColorHairline, "", 0),
		heads: [3]*Text{NewText(Caps, name), NewText(Caps, value), NewText(Caps, meaning)},
		list:  &rowList{inset: 4, least: fyne.NewSize(240, tableRow)},
	}
	t.list.onChosen = func(i int) { call(t.OnSelected, i) }
	t.list.onActivate = func(i int) { call(t.OnActivate, i) }
	t.list.onFocus = t.paint
	t.list.menu = func(i int) *fyne.Menu {
		if t.Menu == nil {
			return nil
		}
		return t.Menu(i)
	}
	t.list.begin(func() int { return len(t.rows) }, func() rowBody { return newTableBody(t) })
	t.list.Hide()
	t.ExtendBaseWidget(t)
	return t
}

func call[T any](f func(T), v T) {
	if f != nil {
		f(v)
	}
}

// FocusTarget is what the canvas can focus: the list of rows.
func (t *Table) FocusTarget() fyne.Focusable { return t.list }

// Rows are the rows that were set; they are not to be written to.
func (t *Table) Rows() []TableRow { return t.rows }

// SetRows sets the rows; only those in sight that changed are drawn anew. The
// selection stays with the name that it was on, if that is still there.
func (t *Table) SetRows(rows []TableRow) {
	old, at := t.rows, t.list.selected
	show(t.list, len(rows) > 0)
	t.rows = slices.Clone(rows)
	if at >= 0 && (at >= len(rows) || rows[at].Name != old[at].Name) {
		name := old[at].Name
		t.list.mark(slices.IndexFunc(rows, func(r TableRow) bool { return r.Name == name }))
	}
	if len(old) != len(rows) {
		t.list.rebuild()
		t.Refresh()
		return
	}
	t.list.renew()
}

// Selected is the index of the selected row, -1 for none.
func (t *Table) Selected() int { return t.list.selected }

// Select selects a row as a tap does; -1 selects none.
func (t *Table) Select(i int) {
	if i < 0 {
		t.list.mark(-1)
		return
	}
	t.list.choose(i)
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return newRenderer(t, t) }

func (t *Table) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.frame, t.heads[0], t.heads[1], t.heads[2], t.rule, t.list}
}

func (t *Table) least() fyne.Size {
	return fyne.NewSize(t.list.least.Width, tableHead+2*tablePitch)
}

// Wanted is the size at which every row is in sight.
func (t *Table) Wanted() fyne.Size {
	return fyne.NewSize(t.list.least.Width, tableHeight(len(t.rows), tablePitch, allRows))
}

// arrange lets the frame end with a row.
func (t *Table) arrange(size fyne.Size) {
	size.Height = tableHeight(len(t.rows), tablePitch, size.Height)
	place(t.frame, 0, 0, size.Width, size.Height)
	for i, c := range tableColumns(size.Width) {
		place(t.heads[i], c.x, 0, c.width, tableHead-1)
	}
	place(t.rule, 0, tableHead-1, size.Width, hairline)
	placeRows(t.list, size)
}

// paint shows the focus on the frame as long as no row can show it.
func (t *Table) paint() {
	t.frame.stroke = ColorHairline
	if t.list.focused && t.list.selected < 0 {
		t.frame.stroke = theme.ColorNamePrimary
	}
	t.frame.Refresh()
}

type span struct{ x, width float32 }

// tableColumns divides a width: names and meanings have a sensible breadth,
// values take the rest.
func tableColumns(width float32) [3]span {
	name := min(max(width*0.22, 104), 176)
	meaning := min(max(width*0.32, 112), 560)
	value := max(0, width-tableSide-name-meaning)
	return [3]span{
		{x: tableSide, width: name - 8},
		{x: tableSide + name, width: value - 12},
		{x: tableSide + name + value, width: meaning - tableSide},
	}
}
