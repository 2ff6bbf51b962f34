package look

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// rowBody is what a list shows in one row. Rows are reused, so set writes
// everything, and only what differs.
type rowBody interface {
	objects() []fyne.CanvasObject
	arrange(size fyne.Size)
	// set shows an item; an index that is not there shows nothing.
	set(index int)
}

// rowList is Fyne's list, which holds only the rows in sight, with our own
// selection: one row, by tap and arrows, that Enter or a second tap activates.
type rowList struct {
	widget.List
	// selectable says whether a row can be selected; nil means all.
	selectable func(int) bool
	onChosen   func(int)
	onActivate func(int)
	// menu offers what can be done with a row; nil offers nothing.
	menu func(int) *fyne.Menu
	// onKey hears the keys that the list has no use for and tells whether it
	// took one; nil takes none.
	onKey func(*fyne.KeyEvent) bool
	// onFocus is called when the focus comes or goes.
	onFocus func()
	// tips has the mouse read what a row shows in part.
	tips bool
	// inset is the room beside the ground of a row, least its minimum size.
	inset    float32
	least    fyne.Size
	selected int
	focused  bool
	// live are the rows in sight by index; some are out of it by now.
	live map[int]*listRow
	// scrollLater is set when the selection came before the size.
	scrollLater bool
	lastTap     time.Time
	lastTapped  int
	// low are the indices that Fyne's list knows to have a heading's height.
	low map[int]bool
	// quiet makes the list look empty while heights are set, each of which
	// would draw it anew.
	quiet bool
}

// begin makes the list ready; its Length and body come from the owner.
func (l *rowList) begin(length func() int, body func() rowBody) {
	l.selected, l.lastTapped = -1, -1
	l.live, l.low = map[int]*listRow{}, map[int]bool{}
	l.Length = func() int {
		if l.quiet {
			return 0
		}
		return length()
	}
	l.CreateItem = func() fyne.CanvasObject { return newListRow(l, body()) }
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		if r, ok := o.(*listRow); ok {
			l.live[i] = r
			r.set(i)
		}
	}
	l.ExtendBaseWidget(l)
}

// Resize implements fyne.CanvasObject.
func (l *rowList) Resize(size fyne.Size) {
	shrunk := size.Height < l.Size().Height && l.selected >= 0
	l.List.Resize(size)
	if (l.scrollLater || shrunk) && size.Height > 0 {
		l.scrollLater = false
		l.ScrollTo(l.selected)
	}
}

// renew writes the rows in sight again, without the rest of the window.
func (l *rowList) renew() {
	for i, r := range l.live {
		if r.index == i && i < l.Length() {
			r.set(i)
		}
	}
}

// setHeights tells Fyne's list where headings are, which are lower than other
// rows, and says whether that was news.
func (l *rowList) setHeights(heading func(int) bool, height float32) bool {
	news, n := false, l.Length()
	l.quiet = true
	for i := range n {
		head := heading(i)
		if head == l.low[i] {
			continue
		}
		news = true
		if head {
			l.low[i] = true
			l.SetItemHeight(i, height)
		} else {
			delete(l.low, i)
			l.SetItemHeight(i, l.least.Height)
		}
	}
	l.quiet = false
	return news
}

// rebuild is for another number of rows.
func (l *rowList) rebuild() {
	clear(l.live)
	l.Refresh()
}

// mark moves the selection without telling anyone.
func (l *rowList) mark(i int) {
	if l.selected == i {
		return
	}
	old := l.selected
	l.selected = i
	for _, at := range []int{old, i} {
		if r := l.live[at]; r != nil {
			r.Refresh()
		}
	}
	l.focusShown()
	switch {
	case i < 0:
	case l.Size().Height == 0:
		l.scrollLater = true
	default:
		l.ScrollTo(i)
	}
}

// choose selects a row and tells.
func (l *rowList) choose(i int) {
	if i < 0 || i >= l.Length() || i == l.selected || !l.can(i) {
		return
	}
	l.mark(i)
	l.onChosen(i)
}

func (l *rowList) can(i int) bool { return l.selectable == nil || l.selectable(i) }

// next is the first row that can be selected from i on in a direction, or -1.
func (l *rowList) next(i, step int) int {
	for ; i >= 0 && i < l.Length(); i += step {
		if l.can(i) {
			return i
		}
	}
	return -1
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	Touched(l)
	last := l.Length() - 1
	switch e.Name {
	case fyne.KeyDown:
		l.choose(l.next(l.selected+1, 1))
	case fyne.KeyUp:
		if l.selected < 0 {
			l.choose(l.next(last, -1))
			return
		}
		l.choose(l.next(l.selected-1, -1))
	case fyne.KeyHome:
		l.choose(l.next(0, 1))
		l.ScrollToOffset(0)
	case fyne.KeyEnd:
		l.choose(l.next(last, -1))
	case fyne.KeyPageDown:
		l.choose(l.next(min(last, max(l.selected, 0)+l.page()), -1))
	case fyne.KeyPageUp:
		l.choose(l.next(max(0, l.selected-l.page()), 1))
	case fyne.KeyReturn, fyne.KeyEnter:
		l.activate(l.selected)
	case desktop.KeyMenu:
		l.openMenu(l.selected, nil)
	default:
		if l.onKey == nil || !l.onKey(e) {
			passOn(l, e)
		}
	}
}

// page is how many rows are in sight, but one.
func (l *rowList) page() int {
	return max(1, int((l.Size().Height+rowGap)/(l.least.Height+rowGap))-1)
}

func (l *rowList) activate(i int) {
	if i >= 0 && i < l.Length() && l.can(i) {
		l.onActivate(i)
	}
}

// FocusGained implements fyne.Focusable.
func (l *rowList) FocusGained() { l.focused = true; l.focusShown(); Reveal(l) }

// FocusLost implements fyne.Focusable.
func (l *rowList) FocusLost() { l.focused = false; l.focusShown() }

func (l *rowList) focusShown() {
	if r := l.live[l.selected]; r != nil {
		r.Refresh()
	}
	l.onFocus()
}

// tapped selects a row; a second tap in time activates it. Counting taps here
// keeps the first from waiting for the second, as Fyne's double tap does.
func (l *rowList) tapped(i int) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	now := time.Now()
	double := l.lastTapped == i && now.Sub(l.lastTap) < fyne.CurrentApp().Driver().DoubleTapDelay()
	l.lastTapped, l.lastTap = i, now
	if double {
		l.lastTapped = -1
		l.activate(i)
		return
	}
	l.choose(i)
}

// openMenu selects a row and opens its menu, at the pointer or, by the key, at
// the row.
func (l *rowList) openMenu(i int, pointer *fyne.PointEvent) {
	row := l.live[i]
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	if l.menu == nil || row == nil || row.index != i || c == nil || i >= l.Length() || !l.can(i) {
		return
	}
	c.Focus(l)
	l.choose(i)
	menu := l.menu(i)
	if menu == nil || len(menu.Items) == 0 {
		return
	}
	if pointer != nil {
		widget.ShowPopUpMenuAtPosition(menu, c, pointer.AbsolutePosition)
		return
	}
	popup := widget.NewPopUpMenu(menu, c)
	popup.ShowAtRelativePosition(fyne.NewPos(l.inset+tableSide, row.Size().Height), row)
	popup.ActivateNext()
}
