package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// boardRow and the padding that Fyne's list puts between rows make 41.
const (
	boardRow   = 37
	boardHead  = 28
	boardPitch = boardRow + rowGap
)

// BoardRow is one row of a Board, or a heading if Heading is set.
type BoardRow struct {
	// ID names the row; it is not shown.
	ID, Heading string
	Title, Who  string
	// Chip says the environment.
	Chip     string
	ChipTone Tone
	// Access is what is left of the access token, Part its share of the whole
	// as for a Ring, both in Tone.
	Access string
	Part   float64
	Tone   Tone
	// Refresh is what is left of the refresh token.
	Refresh string
	// Fresh is a sign and its word for whether the row is kept fresh.
	Fresh     string
	FreshTone Tone
	// Off lists the actions that cannot be done now, by their index.
	Off [3]bool
}

// Board is a table of sessions: whose they are, their clocks, and what can be
// done with each by a button in its row. It draws only the rows in sight.
type Board struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with a row's index: on a tap or an
	// arrow key, and on a second tap or Enter.
	OnSelected, OnActivate func(int)
	// OnAction is called when an action of a row is tapped; OnFresh for its
	// Fresh sign, and for Space on the selected row.
	OnAction func(row, action int)
	OnFresh  func(int)
	// Menu offers what can be done with a row.
	Menu func(int) *fyne.Menu

	rows    []BoardRow
	actions [3]string
	list    *rowList
	frame   *sheet
	rule    *Ground
	heads   [6]*Text
}

// NewBoard makes an empty board. heads are written in capitals by the caller:
// realm, account, environment, access token, refresh token, kept fresh.
func NewBoard(heads [6]string, actions [3]string) *Board {
	b := &Board{
		actions: actions,
		frame:   newSheet(),
		rule:    NewGround(ColorHairline, "", 0),
		list:    &rowList{tips: true, inset: 4, least: fyne.NewSize(520, boardRow)},
	}
	for i, h := range heads {
		b.heads[i] = NewText(Caps, h)
	}
	b.list.selectable = func(i int) bool { return i >= 0 && i < len(b.rows) && b.rows[i].Heading == "" }
	b.list.onChosen = func(i int) { call(b.OnSelected, i) }
	b.list.onActivate = func(i int) { call(b.OnActivate, i) }
	b.list.onFocus = b.paint
	b.list.onKey = b.key
	b.list.menu = func(i int) *fyne.Menu {
		if b.Menu == nil {
			return nil
		}
		return b.Menu(i)
	}
	b.list.begin(func() int { return len(b.rows) }, func() rowBody { return newBoardBody(b) })
	b.list.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// key does what a key means beyond moving.
func (b *Board) key(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeySpace || b.list.selected < 0 {
		return false
	}
	call(b.OnFresh, b.list.selected)
	return true
}

// act does an action of a row, which is selected by it.
func (b *Board) act(row, action int) {
	if row < 0 || row >= len(b.rows) || b.rows[row].Off[action] || b.OnAction == nil {
		return
	}
	b.list.choose(row)
	b.OnAction(row, action)
}

// FocusTarget is what the canvas can focus: the list of rows.
func (b *Board) FocusTarget() fyne.Focusable { return b.list }

// Rows are the rows that were set; they are not to be written to.
func (b *Board) Rows() []BoardRow { return b.rows }

// SetRows sets the rows; only those in sight that changed are drawn anew. The
// selection stays with its ID.
func (b *Board) SetRows(rows []BoardRow) {
	old, at := b.rows, b.list.selected
	if slices.Equal(rows, old) {
		return
	}
	show(b.list, len(rows) > 0)
	b.rows = rows
	if at >= 0 && at < len(old) && (at >= len(rows) || rows[at].ID != old[at].ID) {
		b.Select(old[at].ID)
	}
	offset := b.list.GetScrollOffset()
	moved := b.list.setHeights(func(i int) bool { return b.rows[i].Heading != "" }, boardHead)
	if len(old) == len(rows) && !moved {
		b.list.renew()
		return
	}
	b.list.rebuild()
	b.Refresh()
	if moved {
		// Looking empty for a moment took the list to its top.
		b.list.ScrollToOffset(offset)
	}
}

// SetRow changes one row.
func (b *Board) SetRow(i int, row BoardRow) {
	if i < 0 || i >= len(b.rows) || b.rows[i] == row {
		return
	}
	b.rows[i] = row
	if r := b.list.live[i]; r != nil && r.index == i {
		r.set(i)
	}
}

// Selected is the index of the selected row, -1 for none.
func (b *Board) Selected() int { return b.list.selected }

// Select marks the row of an ID without telling anyone; an unknown one marks
// none.
func (b *Board) Select(id string) {
	b.list.mark(slices.IndexFunc(b.rows, func(r BoardRow) bool { return r.ID == id && r.Heading == "" }))
}

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return newRenderer(b, b) }

func (b *Board) parts() []fyne.CanvasObject {
	out := append(b.frame.objects(), b.rule, b.list)
	for _, h := range b.heads {
		out = append(out, h)
	}
	return out
}

func (b *Board) least() fyne.Size { return fyne.NewSize(b.list.least.Width, tableHead+2*boardPitch) }

// height is that of the board with all rows that there is room for whole.
func (b *Board) height(room float32) float32 {
	height := tableHeight(0, boardPitch, room)
	for i, r := range b.rows {
		row := float32(boardPitch)
		if r.Heading != "" {
			row = boardHead + rowGap
		}
		if i > 0 && height+row > room {
			break
		}
		height += row
	}
	return min(height, room)
}

// arrange lets the frame end with a row.
func (b *Board) arrange(size fyne.Size) {
	size.Height = b.height(size.Height)
	b.frame.arrange(size)
	for i, c := range boardColumns(size.Width, b.actionsWidth()) {
		if i < len(b.heads) {
			show(b.heads[i], c.width > 0)
			place(b.heads[i], c.x, 0, c.width, tableHead-1)
		}
	}
	place(b.rule, 0, tableHead-1, size.Width, hairline)
	placeRows(b.list, size)
}

// paint shows the focus on the frame as long as no row can show it.
func (b *Board) paint() {
	rim := ColorHairline
	if b.list.focused && b.list.selected < 0 {
		rim = theme.ColorNamePrimary
	}
	b.frame.paint(colorOf(b, ColorPanel), colorOf(b, rim))
}

// actionsWidth is the room of the buttons in a row.
func (b *Board) actionsWidth() float32 {
	width := float32(tableSide)
	for _, a := range b.actions {
		width += actionWidth(a) + 4
	}
	return width
}

// narrowBoard is the width below which the environment has no column.
const narrowBoard = 860

// boardColumns divides a width; the last is that of the actions. A column
// without width is not shown.
func boardColumns(width, actions float32) [7]span {
	shares := [6]float32{0.24, 0.2, 0.17, 0.15, 0.13, 0.11}
	if width < narrowBoard {
		shares = [6]float32{0.32, 0.24, 0, 0.17, 0.15, 0.12}
	}
	room := max(0, width-actions-tableSide)
	var out [7]span
	x := float32(tableSide)
	for i, s := range shares {
		out[i] = span{x: x, width: max(0, room*s-8)}
		if s == 0 {
			out[i].width = 0
		}
		x += room * s
	}
	out[6] = span{x: x, width: actions - tableSide}
	return out
}
