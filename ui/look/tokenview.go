package look

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	tokenPitch = 20
	tokenSide  = 14
	tokenTop   = 12
	tokenBar   = 6
)

var (
	_ fyne.Tappable   = (*TokenView)(nil)
	_ fyne.Focusable  = (*TokenView)(nil)
	_ fyne.Scrollable = (*TokenView)(nil)
	_ fyne.Accessible = (*TokenView)(nil)
)

// TokenPart is a piece of a token's text and the name of its colour.
type TokenPart struct {
	Text  string
	Color fyne.ThemeColorName
}

// TokenView shows one long text without spaces, coloured by its parts, on a
// card of bounded height. It wraps at the last column by itself and measures
// and draws only the rows in sight, however long the text is. The wheel and the
// arrow keys scroll it.
type TokenView struct {
	widget.BaseWidget
	// Label is what a screen reader says.
	Label string

	most         int
	pieces       []TokenPart
	length       int
	columns, top int
	// rest is what the wheel turned short of a row.
	rest         float32
	focused      bool
	drawn        []*canvas.Text
	ground, knob *canvas.Rectangle
}

// NewTokenView makes an empty view of at most so many rows.
func NewTokenView(most int) *TokenView {
	v := &TokenView{most: most, ground: &canvas.Rectangle{}, knob: &canvas.Rectangle{}}
	v.ExtendBaseWidget(v)
	return v
}

// SetParts sets the text and shows its beginning. Only ASCII is drawn as it is,
// since a column is a byte; other characters stand as escapes.
func (v *TokenView) SetParts(pieces []TokenPart) {
	v.pieces, v.length, v.top, v.rest = make([]TokenPart, len(pieces)), 0, 0, 0
	for i, p := range pieces {
		v.pieces[i] = TokenPart{Text: printable(p.Text), Color: p.Color}
		v.length += len(v.pieces[i].Text)
	}
	v.Refresh()
}

// Length is how many columns the whole text has.
func (v *TokenView) Length() int { return v.length }

// printable is a text with everything but printable ASCII as escapes; a text
// that has none is not copied.
func printable(text string) string {
	clean := func(c byte) bool { return c >= ' ' && c < 0x7F }
	at := 0
	for at < len(text) && clean(text[at]) {
		at++
	}
	if at == len(text) {
		return text
	}
	var b strings.Builder
	b.WriteString(text[:at])
	for _, r := range text[at:] {
		if r < 0x7F && clean(byte(r)) {
			b.WriteByte(byte(r))
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Tapped implements fyne.Tappable.
func (v *TokenView) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v)
	}
}

// TypedKey implements fyne.Focusable.
func (v *TokenView) TypedKey(e *fyne.KeyEvent) {
	page := max(1, v.seen()-1)
	switch e.Name {
	case fyne.KeyDown:
		v.scroll(v.top + 1)
	case fyne.KeyUp:
		v.scroll(v.top - 1)
	case fyne.KeyPageDown:
		v.scroll(v.top + page)
	case fyne.KeyPageUp:
		v.scroll(v.top - page)
	case fyne.KeyHome:
		v.scroll(0)
	case fyne.KeyEnd:
		v.scroll(v.count())
	default:
		passOn(v, e)
	}
}

// TypedRune implements fyne.Focusable.
func (v *TokenView) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (v *TokenView) FocusGained() { v.focused = true; v.Refresh(); Reveal(v) }

// FocusLost implements fyne.Focusable.
func (v *TokenView) FocusLost() { v.focused = false; v.Refresh() }

// Scrolled implements fyne.Scrollable.
func (v *TokenView) Scrolled(e *fyne.ScrollEvent) {
	v.rest -= e.Scrolled.DY / tokenPitch
	whole := int(v.rest)
	v.rest -= float32(whole)
	if whole != 0 {
		v.scroll(v.top + whole)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (v *TokenView) AccessibilityLabel() string { return v.Label }

// AccessibilityRole implements fyne.Accessible.
func (v *TokenView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// count is how many rows the whole text takes at the present width.
func (v *TokenView) count() int {
	if v.columns < 1 {
		return 1
	}
	return max(1, (v.length+v.columns-1)/v.columns)
}

// seen is how many rows are in sight.
func (v *TokenView) seen() int { return min(v.most, v.count()) }

func (v *TokenView) scroll(top int) {
	top = max(0, min(top, v.count()-v.seen()))
	if top != v.top {
		v.top = top
		v.Refresh()
	}
}

// row is what stands in one row, in pieces of one colour each.
func (v *TokenView) row(i int) []TokenPart {
	from, to := i*v.columns, min((i+1)*v.columns, v.length)
	var out []TokenPart
	at := 0
	for _, p := range v.pieces {
		start, end := max(from-at, 0), min(to-at, len(p.Text))
		if start < end {
			out = append(out, TokenPart{Text: p.Text[start:end], Color: p.Color})
		}
		at += len(p.Text)
	}
	return out
}

// CreateRenderer implements fyne.Widget.
func (v *TokenView) CreateRenderer() fyne.WidgetRenderer { return newRenderer(v, v) }

func (v *TokenView) parts() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{v.ground, v.knob}
	for _, d := range v.drawn {
		objects = append(objects, d)
	}
	return objects
}

func (v *TokenView) least() fyne.Size {
	return fyne.NewSize(160, float32(v.seen())*tokenPitch+2*tokenTop)
}

func (v *TokenView) arrange(size fyne.Size) {
	place(v.ground, 0, 0, size.Width, size.Height)
	face := Mono.typeface()
	letter := face.extent("MMMMMMMMMM")
	advance := letter.Width / 10
	if columns := int((size.Width - 2*tokenSide) / advance); columns != v.columns && columns > 0 {
		v.columns = columns
		v.top = max(0, min(v.top, v.count()-v.seen()))
	}
	n := 0
	for i := range v.seen() {
		x := float32(tokenSide)
		for _, p := range v.row(v.top + i) {
			if n == len(v.drawn) {
				v.drawn = append(v.drawn, canvas.NewText("", nil))
			}
			d := v.drawn[n]
			n++
			d.Text, d.TextSize, d.TextStyle, d.Color = p.Text, face.size, face.style(), colorOf(v, p.Color)
			d.FontSource = face.source(p.Text)
			width := float32(len(p.Text)) * advance
			place(d, x, tokenTop+float32(i)*tokenPitch+(tokenPitch-letter.Height)/2, width, letter.Height)
			x += width
		}
	}
	v.drawn = v.drawn[:n]
	for _, d := range v.drawn {
		d.Refresh()
	}
	v.placeKnob(size)
}

func (v *TokenView) placeKnob(size fyne.Size) {
	more := v.count() > v.seen()
	show(v.knob, more)
	if !more {
		return
	}
	room := size.Height - 2*tokenTop
	height := max(16, room/float32(v.count())*float32(v.seen()))
	y := (room - height) * float32(v.top) / float32(v.count()-v.seen())
	place(v.knob, size.Width-tokenBar-3, tokenTop+y, tokenBar, height)
}

func (v *TokenView) paint() {
	v.ground.FillColor, v.ground.CornerRadius = colorOf(v, ColorPanel), radiusCard
	v.ground.StrokeColor, v.ground.StrokeWidth = colorOf(v, ColorHairline), hairline
	if v.focused {
		v.ground.StrokeColor, v.ground.StrokeWidth = colorOf(v, theme.ColorNamePrimary), focusLine
	}
	v.knob.FillColor, v.knob.CornerRadius = colorOf(v, theme.ColorNameScrollBar), tokenBar/2
	v.ground.Refresh()
	v.knob.Refresh()
}
