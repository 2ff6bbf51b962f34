package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	// cardWidth, cardHeight and cardGap are the measures of a CardRow.
	cardWidth  = 216
	cardHeight = 50
	cardGap    = 8
	// cardEdge is room for the signs that there are more at the sides.
	cardEdge = 14
)

var (
	_ fyne.Tappable   = (*CardRow)(nil)
	_ fyne.Focusable  = (*CardRow)(nil)
	_ fyne.Scrollable = (*CardRow)(nil)
	_ fyne.Accessible = (*CardRow)(nil)
)

// CardItem is one card of a CardRow: what it is, and what tells it from others.
type CardItem struct {
	Title, Second string
	// Tone colours the second line, which says in words what the colour means.
	Tone Tone
}

// CardRow is a row of small cards of which one is selected. The arrow keys,
// Home and End select, the wheel turns the row; only the cards in sight are
// measured and drawn, however many there are.
type CardRow struct {
	widget.BaseWidget
	// Label is what a screen reader says of the row.
	Label string
	// OnSelected is called when a person selects a card; nil is fine.
	OnSelected func(int)

	items       []CardItem
	at, first   int
	focused     bool
	drawn       []*card
	left, right *Text
	// rest is what the wheel turned short of a card.
	rest float32
}

// card is one that is drawn.
type card struct {
	ground        *canvas.Rectangle
	title, second *Text
}

// NewCardRow makes an empty row.
func NewCardRow(selected func(int)) *CardRow {
	r := &CardRow{OnSelected: selected, left: NewText(Strong, "‹"), right: NewText(Strong, "›")}
	r.ExtendBaseWidget(r)
	return r
}

// SetItems shows cards, with one of them selected.
func (r *CardRow) SetItems(items []CardItem, selected int) {
	r.items = items
	r.Select(selected)
}

// Items are the cards.
func (r *CardRow) Items() []CardItem { return r.items }

// Selected is which card is.
func (r *CardRow) Selected() int { return r.at }

// Select selects a card and brings it into sight; nobody is told.
func (r *CardRow) Select(i int) {
	r.at = max(0, min(i, len(r.items)-1))
	r.bring()
	r.Refresh()
}

// choose is Select by a person.
func (r *CardRow) choose(i int) {
	if i < 0 || i >= len(r.items) || i == r.at {
		return
	}
	r.Select(i)
	if r.OnSelected != nil {
		r.OnSelected(i)
	}
}

// bring turns the row so that the selected card is in sight.
func (r *CardRow) bring() {
	n := r.seen(r.Size().Width)
	r.first = max(min(r.first, r.at), r.at-n+1, 0)
	r.first = max(0, min(r.first, len(r.items)-n))
}

// seen is how many cards a width shows, one at least.
func (r *CardRow) seen(width float32) int {
	return max(1, min(len(r.items), int((width-2*cardEdge+cardGap)/(cardWidth+cardGap))))
}

// TypedKey implements fyne.Focusable.
func (r *CardRow) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		r.choose(r.at - 1)
	case fyne.KeyRight, fyne.KeyDown:
		r.choose(r.at + 1)
	case fyne.KeyHome:
		r.choose(0)
	case fyne.KeyEnd:
		r.choose(len(r.items) - 1)
	default:
		passOn(r, e)
	}
}

// TypedRune implements fyne.Focusable.
func (r *CardRow) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (r *CardRow) FocusGained() { r.focused = true; r.Refresh(); Reveal(r) }

// FocusLost implements fyne.Focusable.
func (r *CardRow) FocusLost() { r.focused = false; r.Refresh() }

// Tapped implements fyne.Tappable.
func (r *CardRow) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
	for i, d := range r.drawn {
		x := d.ground.Position().X
		if e.Position.X >= x && e.Position.X < x+d.ground.Size().Width {
			r.choose(r.first + i)
			return
		}
	}
}

// Scrolled implements fyne.Scrollable.
func (r *CardRow) Scrolled(e *fyne.ScrollEvent) {
	r.rest -= (e.Scrolled.DX + e.Scrolled.DY) / (cardWidth / 4)
	whole := int(r.rest)
	r.rest -= float32(whole)
	first := max(0, min(r.first+whole, len(r.items)-r.seen(r.Size().Width)))
	if first != r.first {
		r.first = first
		r.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (r *CardRow) AccessibilityLabel() string {
	if r.at >= len(r.items) {
		return r.Label
	}
	return strings.Join([]string{r.Label, r.items[r.at].Title, r.items[r.at].Second}, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *CardRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (r *CardRow) CreateRenderer() fyne.WidgetRenderer { return newRenderer(r, r) }

func (r *CardRow) parts() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.left, r.right}
	for _, d := range r.drawn {
		objects = append(objects, d.ground, d.title, d.second)
	}
	return objects
}

func (r *CardRow) least() fyne.Size { return fyne.NewSize(cardWidth+2*cardEdge, cardHeight) }

func (r *CardRow) arrange(size fyne.Size) {
	n := min(r.seen(size.Width), len(r.items))
	r.first = max(0, min(r.first, len(r.items)-n))
	for len(r.drawn) < n {
		r.drawn = append(r.drawn, &card{&canvas.Rectangle{}, NewText(styleTab, ""), NewText(Second, "")})
	}
	r.drawn = r.drawn[:n]
	more := n < len(r.items)
	x := float32(0)
	if more {
		x = cardEdge
	}
	for i, d := range r.drawn {
		item := r.items[r.first+i]
		d.title.SetText(item.Title)
		d.second.SetText(item.Second)
		d.second.SetColor(item.color())
		place(d.ground, x, 1, cardWidth, cardHeight-2)
		place(d.title, x+12, 5, cardWidth-24, d.title.MinSize().Height)
		place(d.second, x+12, cardHeight-8-d.second.MinSize().Height, cardWidth-24, d.second.MinSize().Height)
		x += cardWidth + cardGap
	}
	show(r.left, more && r.first > 0)
	show(r.right, more && r.first+n < len(r.items))
	height := r.left.MinSize().Height
	place(r.left, 0, (cardHeight-height)/2, cardEdge, height)
	place(r.right, x-cardGap+4, (cardHeight-height)/2, cardEdge, height)
	r.paint()
}

// color is that of the second line.
func (c CardItem) color() fyne.ThemeColorName {
	if c.Tone == TonePlain || c.Tone == "" {
		return ColorSecond
	}
	return c.Tone.Color()
}

func (r *CardRow) paint() {
	for i, d := range r.drawn {
		d.ground.CornerRadius = radiusButton
		d.ground.FillColor, d.ground.StrokeColor, d.ground.StrokeWidth = colorOf(r, ColorPanel), colorOf(r, ColorHairline), hairline
		if r.first+i == r.at {
			d.ground.FillColor, d.ground.StrokeColor = colorOf(r, ColorSoft), colorOf(r, theme.ColorNamePrimary)
			if r.focused {
				d.ground.StrokeWidth = focusLine
			}
		}
		d.ground.Refresh()
	}
}
