package look

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	groupItem = 55
	groupHead = 28
)

// ListItem is one row of a GroupList: a heading where Heading is set, and an
// item otherwise. Sign is one of the five signs; without one a dot in the
// colour of Tone stands before the title, where Trailing says it in words.
type ListItem struct {
	ID, Heading, Title, Second, Trailing, Sign string
	Tone                                       Tone
	// Bad colours the second line as what is wrong; the words say so too.
	Bad bool
}

// GroupList is a list in groups that draws only the rows in sight. The mouse
// and the arrow keys select items and pass over headings.
type GroupList struct {
	widget.BaseWidget
	// OnSelected and OnActivate are called with the item's id: on a tap or an
	// arrow key, and on a second tap or Enter.
	OnSelected, OnActivate func(id string)
	// Whole keeps the list from beginning with rows that are cut at its foot;
	// it is for lists without headings.
	Whole bool

	items []ListItem
	list  *rowList
	id    string
	ring  *canvas.Rectangle
}

// NewGroupList makes an empty list.
func NewGroupList() *GroupList {
	l := &GroupList{
		list: &rowList{tips: true, least: fyne.NewSize(160, groupItem)},
		ring: &canvas.Rectangle{},
	}
	l.list.HideSeparators = true
	l.list.selectable = func(i int) bool { return i >= 0 && i < len(l.items) && l.items[i].Heading == "" }
	l.list.onChosen = func(i int) { l.id = l.items[i].ID; call(l.OnSelected, l.id) }
	l.list.onActivate = func(i int) { call(l.OnActivate, l.items[i].ID) }
	l.list.onFocus = l.paint
	l.list.begin(func() int { return len(l.items) }, func() rowBody { return newGroupBody(l) })
	l.list.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// SetInset sets the room at both sides of the rows, in which the scroll bar has
// its place.
func (l *GroupList) SetInset(room float32) {
	l.list.inset = room
	l.Refresh()
}

// FocusTarget is what the canvas can focus: the list of rows.
func (l *GroupList) FocusTarget() fyne.Focusable { return l.list }

// Items are the items that were set; they are not to be written to.
func (l *GroupList) Items() []ListItem { return l.items }

// SetItems sets the items; only those in sight that changed are drawn anew. The
// selection stays with its id, also while that is not among the items.
func (l *GroupList) SetItems(items []ListItem) {
	old := l.items
	// An empty list is no stop of the Tab key.
	show(l.list, len(items) > 0)
	l.items = slices.Clone(items)
	if at := l.list.selected; at < 0 || at >= len(items) || !l.is(at, l.id) {
		l.list.mark(l.index(l.id))
	}
	offset := l.list.GetScrollOffset()
	moved := l.list.setHeights(func(i int) bool { return l.items[i].Heading != "" }, groupHead)
	if len(old) == len(items) && !moved {
		l.list.renew()
		return
	}
	l.list.rebuild()
	if moved {
		// Looking empty for a moment took the list to its top.
		l.list.ScrollToOffset(offset)
	}
}

// SetItem changes one item; a heading stays what it is.
func (l *GroupList) SetItem(i int, item ListItem) {
	if i < 0 || i >= len(l.items) || l.items[i].Heading != "" || item.Heading != "" || l.items[i] == item {
		return
	}
	l.items[i] = item
	if r := l.list.live[i]; r != nil && r.index == i {
		r.set(i)
	}
}

func (l *GroupList) is(i int, id string) bool {
	return l.items[i].Heading == "" && l.items[i].ID == id
}

func (l *GroupList) index(id string) int {
	if id == "" {
		return -1
	}
	return slices.IndexFunc(l.items, func(i ListItem) bool { return i.Heading == "" && i.ID == id })
}

// Selected is the id of the selected item, empty for none.
func (l *GroupList) Selected() string { return l.id }

// Select selects an item as a tap does. The empty id selects none, and one that
// is not there yet is selected, untold, when it comes.
func (l *GroupList) Select(id string) {
	if id == l.id {
		return
	}
	if i := l.index(id); i >= 0 {
		l.list.choose(i)
		return
	}
	l.id = id
	l.list.mark(-1)
}

// CreateRenderer implements fyne.Widget.
func (l *GroupList) CreateRenderer() fyne.WidgetRenderer { return newRenderer(l, l) }

func (l *GroupList) parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.list, l.ring} }

func (l *GroupList) least() fyne.Size {
	return fyne.NewSize(l.list.least.Width, 2*groupItem)
}

func (l *GroupList) arrange(size fyne.Size) {
	if l.Whole {
		const pitch = groupItem + rowGap
		size.Height = min(size.Height, float32(max(1, int((size.Height+rowGap)/pitch)))*pitch-rowGap)
	}
	place(l.list, 0, 0, size.Width, size.Height)
	place(l.ring, l.list.inset, 0, size.Width-2*l.list.inset, size.Height)
}

// paint shows the focus round the list as long as no row can show it.
func (l *GroupList) paint() {
	l.ring.StrokeColor, l.ring.StrokeWidth = colorOf(l, theme.ColorNamePrimary), focusLine
	l.ring.FillColor = hollow(l.ring.StrokeColor)
	l.ring.CornerRadius = radiusButton
	show(l.ring, l.list.focused && l.list.selected < 0)
	l.ring.Refresh()
}
