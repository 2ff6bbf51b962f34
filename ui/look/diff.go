package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// DiffRow is one row of a Diff, or a heading if Heading is set.
type DiffRow struct {
	Heading string
	// Name is what is compared, Of whose it is, if anyone's.
	Name, Of    string
	Left, Right string
	// Change is the sign and the word for the difference, in Tone.
	Change string
	Tone   Tone
}

// Diff is a table of what two things have in common and what not. It draws only
// the rows in sight.
type Diff struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with a row's index: on a tap or an
	// arrow key, and on a second tap or Enter.
	OnSelected, OnActivate func(int)
	// Menu offers what can be done with a row.
	Menu func(int) *fyne.Menu

	rows  []DiffRow
	list  *rowList
	frame *Ground
	rule  *Ground
	heads [4]*Text
}

// NewDiff makes an empty table. heads are written in capitals by the caller:
// name, left, right, difference.
func NewDiff(heads [4]string) *Diff {
	d := &Diff{
		frame: NewGround(ColorPanel, ColorHairline, radiusCard), rule: NewGround(ColorHairline, "", 0),
		list: &rowList{inset: 4, least: fyne.NewSize(360, tableRow)},
	}
	for i, h := range heads {
		d.heads[i] = NewText(Caps, h)
	}
	d.list.selectable = func(i int) bool { return i >= 0 && i < len(d.rows) && d.rows[i].Heading == "" }
	d.list.onChosen = func(i int) { call(d.OnSelected, i) }
	d.list.onActivate = func(i int) { call(d.OnActivate, i) }
	d.list.onFocus = d.paint
	d.list.menu = func(i int) *fyne.Menu {
		if d.Menu == nil {
			return nil
		}
		return d.Menu(i)
	}
	d.list.begin(func() int { return len(d.rows) }, func() rowBody { return newDiffBody(d) })
	d.list.Hide()
	d.ExtendBaseWidget(d)
	return d
}

// FocusTarget is what the canvas can focus: the list of rows.
func (d *Diff) FocusTarget() fyne.Focusable { return d.list }

// Rows are the rows that were set; they are not to be written to.
func (d *Diff) Rows() []DiffRow { return d.rows }

// SetRows sets the rows. The selection stays with the row of the same name,
// owner and values, if that is still there.
func (d *Diff) SetRows(rows []DiffRow) {
	if slices.Equal(rows, d.rows) {
		return
	}
	old, at := d.rows, d.list.selected
	show(d.list, len(rows) > 0)
	d.rows = rows
	if at >= 0 && at < len(old) && (at >= len(rows) || rows[at] != old[at]) {
		d.list.mark(slices.Index(rows, old[at]))
	}
	if len(old) != len(rows) {
		d.list.rebuild()
		d.Refresh()
		return
	}
	d.list.renew()
}

// Selected is the index of the selected row, -1 for none.
func (d *Diff) Selected() int { return d.list.selected }

// Select selects a row as a tap does; -1 selects none.
func (d *Diff) Select(i int) {
	if i < 0 {
		d.list.mark(-1)
		return
	}
	d.list.choose(i)
}

// CreateRenderer implements fyne.Widget.
func (d *Diff) CreateRenderer() fyne.WidgetRenderer { return newRenderer(d, d) }

func (d *Diff) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{d.frame, d.rule, d.list}
	for _, h := range d.heads {
		out = append(out, h)
	}
	return out
}

func (d *Diff) least() fyne.Size { return fyne.NewSize(d.list.least.Width, tableHead+3*tablePitch) }

// Wanted is the size at which every row is in sight.
func (d *Diff) Wanted() fyne.Size {
	return fyne.NewSize(d.list.least.Width, tableHeight(len(d.rows), tablePitch, allRows))
}

// arrange lets the frame end with a row.
func (d *Diff) arrange(size fyne.Size) {
	size.Height = tableHeight(len(d.rows), tablePitch, size.Height)
	place(d.frame, 0, 0, size.Width, size.Height)
	for i, c := range diffColumns(size.Width) {
		place(d.heads[i], c.x, 0, c.width, tableHead-1)
	}
	place(d.rule, 0, tableHead-1, size.Width, hairline)
	placeRows(d.list, size)
}

// paint shows the focus on the frame as long as no row can show it.
func (d *Diff) paint() {
	d.frame.stroke = ColorHairline
	if d.list.focused && d.list.selected < 0 {
		d.frame.stroke = theme.ColorNamePrimary
	}
	d.frame.Refresh()
}

// diffColumns divides a width: both values have the same room.
func diffColumns(width float32) [4]span {
	name := min(max(width*0.24, 110), 220)
	change := min(max(width*0.17, 96), 170)
	value := max(0, (width-2*tableSide-name-change)/2)
	x := float32(tableSide)
	return [4]span{
		{x: x, width: name - 8},
		{x: x + name, width: value - 10},
		{x: x + name + value, width: value - 10},
		{x: x + name + 2*value, width: change},
	}
}

// diffBody is the body of one row of a Diff, heading or line.
type diffBody struct {
	owner                                  *Diff
	shown                                  DiffRow
	heading, name, of, left, right, change *Text
}

func newDiffBody(d *Diff) *diffBody {
	b := &diffBody{
		owner: d, heading: NewText(Caps, ""), name: NewText(MonoStrong, ""), of: NewText(Second, ""),
		left: NewText(Mono, ""), right: NewText(Mono, ""), change: NewText(styleTab, ""),
	}
	b.set(-1)
	return b
}

func (b *diffBody) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.heading, b.name, b.of, b.left, b.right, b.change}
}

func (b *diffBody) set(index int) {
	var row DiffRow
	if index >= 0 && index < len(b.owner.rows) {
		row = b.owner.rows[index]
	}
	b.shown = row
	b.heading.SetText(row.Heading)
	b.name.SetText(row.Name)
	b.of.SetText(row.Of)
	b.left.SetText(row.Left)
	b.right.SetText(row.Right)
	b.change.SetText(row.Change)
	b.change.SetColor(row.Tone.Color())
	head := row.Heading != ""
	for i, o := range b.objects() {
		show(o, head == (i == 0))
	}
}

func (b *diffBody) arrange(size fyne.Size) {
	if b.shown.Heading != "" {
		place(b.heading, tableSide-hairline, 4, size.Width-2*tableSide, size.Height-4)
		return
	}
	c := diffColumns(size.Width + 2*hairline)
	name := c[0].width
	if b.shown.Of != "" {
		name = min(b.name.Wanted().Width, c[0].width*0.6)
	}
	place(b.name, c[0].x-hairline, 0, name, size.Height)
	place(b.of, c[0].x-hairline+name+6, 0, max(0, c[0].width-name-6), size.Height)
	for i, o := range []*Text{b.left, b.right, b.change} {
		place(o, c[i+1].x-hairline, 0, c[i+1].width, size.Height)
	}
}
