package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// FeedRow is one row of a Feed: something that happened.
type FeedRow struct {
	// ID names the row; it is not shown.
	ID string
	// Time is when, Who on whose behalf, What in words, Where at which host.
	Time, Who, What, Where string
	// Answer is a sign and its words in the colour of Tone; Took how long it
	// was.
	Answer string
	Tone   Tone
	Took   string
}

// Feed is a table of what happened, the newest above. It draws only the rows in
// sight.
type Feed struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with a row's index: on a tap or an
	// arrow key, and on a second tap or Enter.
	OnSelected, OnActivate func(int)
	// Menu offers what can be done with a row.
	Menu func(int) *fyne.Menu

	rows  []FeedRow
	list  *rowList
	frame *Ground
	rule  *Ground
	heads [6]*Text
}

// NewFeed makes an empty feed. The caller writes the heads in capitals: time,
// who, what, where, answer, took.
func NewFeed(heads [6]string) *Feed {
	f := &Feed{
		frame: NewGround(ColorPanel, ColorHairline, radiusCard),
		rule:  NewGround(ColorHairline, "", 0),
		list:  &rowList{inset: 4, least: fyne.NewSize(480, tableRow)},
	}
	for i, h := range heads {
		f.heads[i] = NewText(Caps, h)
	}
	f.list.onChosen = func(i int) { call(f.OnSelected, i) }
	f.list.onActivate = func(i int) { call(f.OnActivate, i) }
	f.list.onFocus = f.paint
	f.list.menu = func(i int) *fyne.Menu {
		if f.Menu == nil {
			return nil
		}
		return f.Menu(i)
	}
	f.list.begin(func() int { return len(f.rows) }, func() rowBody { return newFeedBody(f) })
	f.list.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// FocusTarget is what the canvas can focus: the list of rows.
func (f *Feed) FocusTarget() fyne.Focusable { return f.list }

// Rows are the rows that were set; they are not to be written to.
func (f *Feed) Rows() []FeedRow { return f.rows }

// SetRows sets the rows; only those in sight that changed are drawn anew. The
// selection stays with its ID, and goes when that has gone.
func (f *Feed) SetRows(rows []FeedRow) {
	if slices.Equal(rows, f.rows) {
		return
	}
	id, old := "", len(f.rows)
	if at := f.list.selected; at >= 0 && at < old {
		id = f.rows[at].ID
	}
	show(f.list, len(rows) > 0)
	f.rows = rows
	f.list.selected = slices.IndexFunc(rows, func(r FeedRow) bool { return id != "" && r.ID == id })
	if old != len(rows) {
		f.list.rebuild()
		f.Refresh()
		return
	}
	f.list.renew()
	f.list.focusShown()
}

// Selected is the index of the selected row, -1 for none.
func (f *Feed) Selected() int { return f.list.selected }

// Select selects a row as a tap does; -1 selects none.
func (f *Feed) Select(i int) {
	if i < 0 {
		f.list.mark(-1)
		return
	}
	f.list.choose(i)
}

// CreateRenderer implements fyne.Widget.
func (f *Feed) CreateRenderer() fyne.WidgetRenderer { return newRenderer(f, f) }

func (f *Feed) parts() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{f.frame, f.rule, f.list}
	for _, h := range f.heads {
		objects = append(objects, h)
	}
	return objects
}

func (f *Feed) least() fyne.Size {
	return fyne.NewSize(f.list.least.Width, tableHead+3*tablePitch)
}

// Wanted is the size at which every row is in sight.
func (f *Feed) Wanted() fyne.Size {
	return fyne.NewSize(f.list.least.Width, tableHeight(len(f.rows), tablePitch, allRows))
}

// arrange lets the frame end with a row.
func (f *Feed) arrange(size fyne.Size) {
	size.Height = tableHeight(len(f.rows), tablePitch, size.Height)
	place(f.frame, 0, 0, size.Width, size.Height)
	for i, c := range feedColumns(size.Width) {
		show(f.heads[i], c.width > 0)
		place(f.heads[i], c.x, 0, c.width, tableHead-1)
	}
	place(f.rule, 0, tableHead-1, size.Width, hairline)
	placeRows(f.list, size)
}

// paint shows the focus on the frame as long as no row can show it.
func (f *Feed) paint() {
	f.frame.stroke = ColorHairline
	if f.list.focused && f.list.selected < 0 {
		f.frame.stroke = theme.ColorNamePrimary
	}
	f.frame.Refresh()
}

// feedColumns divides a width. Where it is short the host goes: the details
// show it.
func feedColumns(width float32) (c [6]span) {
	room := max(0, width-2*tableSide)
	const clock, took, gap = 78, 70, 12
	rest := max(0, room-clock-took-5*gap)
	share := [4]float32{0.22, 0.28, 0.22, 0.28}
	if width < 720 {
		share = [4]float32{0.24, 0.36, 0, 0.40}
	}
	widths := [6]float32{clock, rest * share[0], rest * share[1], rest * share[2], rest * share[3], took}
	x := float32(tableSide)
	for i, w := range widths {
		c[i] = span{x: x, width: w}
		if w > 0 {
			x += w + gap
		}
	}
	return c
}
