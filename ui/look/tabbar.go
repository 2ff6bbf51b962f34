package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	tabBarHeight = 40
	// tabRoom is the room beside a word, tabTight what is left of it when the
	// bar is narrow.
	tabRoom, tabTight = 12, 6
	underline         = 3
)

// tabWord is one word of the bar.
type tabWord struct {
	label            *Text
	hidden, disabled bool
	left, width      float32
}

func newTabWord(text string) *tabWord {
	return &tabWord{label: NewText(styleTab, text)}
}

// tabBar is the row of words; it has the focus and the mouse for all of them.
type tabBar struct {
	widget.BaseWidget
	words    []*tabWord
	selected int
	hovered  int
	focused  bool
	// bare leaves out the line below the words.
	bare             bool
	choose           func(int)
	under, foot      *canvas.Rectangle
	hoverGround, rim *canvas.Rectangle
}

func newTabBar(words []*tabWord, choose func(int)) *tabBar {
	b := &tabBar{
		words: words, hovered: -1, choose: choose,
		under: &canvas.Rectangle{}, foot: &canvas.Rectangle{},
		hoverGround: &canvas.Rectangle{}, rim: &canvas.Rectangle{},
	}
	b.ExtendBaseWidget(b)
	return b
}

func (b *tabBar) word(i int) *tabWord {
	if i < 0 || i >= len(b.words) {
		return nil
	}
	return b.words[i]
}

// open says whether a tab can be selected.
func (b *tabBar) open(i int) bool {
	w := b.word(i)
	return w != nil && !w.hidden && !w.disabled
}

// next is the first open tab after i in a direction, or -1.
func (b *tabBar) next(i, step int) int {
	for i += step; i >= 0 && i < len(b.words); i += step {
		if b.open(i) {
			return i
		}
	}
	return -1
}

// at is the tab under a position, or -1.
func (b *tabBar) at(x float32) int {
	for i, w := range b.words {
		if !w.hidden && x >= w.left && x < w.left+w.width {
			return i
		}
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (b *tabBar) Tapped(e *fyne.PointEvent) { b.choose(b.at(e.Position.X)) }

// TypedKey implements fyne.Focusable.
func (b *tabBar) TypedKey(e *fyne.KeyEvent) {
	Touched(b)
	switch e.Name {
	case fyne.KeyLeft:
		b.choose(b.next(b.selected, -1))
	case fyne.KeyRight:
		b.choose(b.next(b.selected, 1))
	case fyne.KeyHome:
		b.choose(b.next(-1, 1))
	case fyne.KeyEnd:
		b.choose(b.next(len(b.words), -1))
	default:
		passOn(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *tabBar) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (b *tabBar) FocusGained() { b.focused = true; b.Refresh(); Reveal(b) }

// FocusLost implements fyne.Focusable.
func (b *tabBar) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn implements desktop.Hoverable.
func (b *tabBar) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *tabBar) MouseMoved(e *desktop.MouseEvent) { b.hover(b.at(e.Position.X)) }

// MouseOut implements desktop.Hoverable.
func (b *tabBar) MouseOut() { b.hover(-1) }

func (b *tabBar) hover(i int) {
	if b.hovered != i {
		b.hovered = i
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *tabBar) CreateRenderer() fyne.WidgetRenderer { return newRenderer(b, b) }

func (b *tabBar) parts() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{b.foot, b.hoverGround, b.under, b.rim}
	for _, w := range b.words {
		objects = append(objects, w.label)
	}
	return objects
}

// wanted is the width of the words alone and how many there are.
func (b *tabBar) wanted() (width, n float32) {
	for _, w := range b.words {
		if !w.hidden {
			width += w.label.Wanted().Width
			n++
		}
	}
	return width, n
}

func (b *tabBar) least() fyne.Size {
	width, n := b.wanted()
	return fyne.NewSize(width+2*n*tabTight, tabBarHeight)
}

func (b *tabBar) arrange(size fyne.Size) {
	width, n := b.wanted()
	side := float32(tabRoom)
	if n > 0 {
		side = max(tabTight, min(tabRoom, (size.Width-width)/(2*n)))
	}
	x := float32(0)
	for _, w := range b.words {
		w.left, w.width = x, 0
		if w.hidden {
			continue
		}
		word := w.label.Wanted().Width
		w.width = word + 2*side
		place(w.label, x+side, 0, word, tabBarHeight-underline)
		x += w.width
	}
	place(b.foot, 0, tabBarHeight-hairline, size.Width, hairline)
	if w := b.word(b.selected); w != nil {
		place(b.under, w.left, tabBarHeight-underline, w.width, underline)
		place(b.rim, w.left, 2, w.width, tabBarHeight-underline-4)
	}
	if w := b.word(b.hovered); w != nil {
		place(b.hoverGround, w.left, 4, w.width, tabBarHeight-underline-8)
	}
}

func (b *tabBar) paint() {
	accent := colorOf(b, theme.ColorNamePrimary)
	b.under.FillColor, b.foot.FillColor = accent, colorOf(b, ColorHairline)
	b.rim.StrokeColor, b.rim.StrokeWidth, b.rim.CornerRadius = accent, focusLine, radiusButton
	b.rim.FillColor = hollow(accent)
	b.hoverGround.FillColor, b.hoverGround.CornerRadius = colorOf(b, theme.ColorNameHover), radiusButton
	show(b.foot, !b.bare)
	show(b.under, b.open(b.selected))
	show(b.rim, b.focused && b.open(b.selected))
	show(b.hoverGround, b.hovered != b.selected && b.open(b.hovered))
	for i, w := range b.words {
		show(w.label, !w.hidden)
		switch {
		case w.disabled:
			w.label.SetColor(theme.ColorNameDisabled)
		case i == b.selected:
			w.label.SetColor(theme.ColorNameForeground)
		default:
			w.label.SetColor(ColorSecond)
		}
	}
	for _, r := range []*canvas.Rectangle{b.under, b.foot, b.rim, b.hoverGround} {
		r.Refresh()
	}
}
