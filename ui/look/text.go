package look

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	ellipsis = "…"
	// leading is the room between the rows of a paragraph.
	leading = 2
)

// Text is one line of themed text, or with NewParagraph a few wrapped ones. It
// shows any text as plain text: control and direction characters are made
// visible, and no more is drawn than a screen can hold.
type Text struct {
	widget.BaseWidget
	style    Style
	text     string
	line     string
	color    fyne.ThemeColorName
	truncate bool
	wrap     bool
	// natural is the size of the whole line, its height that of one row.
	natural fyne.Size
	// rows are the lines as shown and width the room that they were cut for.
	rows  []string
	width float32
	drawn []*canvas.Text
}

// NewText makes one line of text that shrinks with an ellipsis.
func NewText(style Style, text string) *Text {
	t := &Text{style: style, text: text, line: plain(text), truncate: true}
	t.ExtendBaseWidget(t)
	return t
}

// NewParagraph makes text that wraps between words, for short texts: what is
// longer than a screen's line by far is cut.
func NewParagraph(style Style, text string) *Text {
	t := NewText(style, text)
	t.wrap = true
	return t
}

// Text is what was set, uncut.
func (t *Text) Text() string { return t.text }

// SetText sets the text; the same text again costs nothing.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.line = plain(text)
	t.changed()
}

// SetColor sets the colour by its name in the theme; the empty name is the
// colour of the style.
func (t *Text) SetColor(name fyne.ThemeColorName) {
	if t.color == name {
		return
	}
	t.color = name
	t.recolor()
}

// SetStyle changes the role of the text.
func (t *Text) SetStyle(style Style) {
	if t.style == style {
		return
	}
	t.style = style
	t.changed()
}

// SetTruncate says whether the line may shrink with an ellipsis, as it does at
// first. A text that may not keeps its width.
func (t *Text) SetTruncate(on bool) {
	if t.truncate == on {
		return
	}
	t.truncate = on
	t.changed()
}

// Wanted is the size at which nothing of the line is cut.
func (t *Text) Wanted() fyne.Size {
	t.measure()
	return t.natural
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Text) AccessibilityLabel() string { return t.line }

// AccessibilityRole implements fyne.Accessible.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return newRenderer(t, t) }

// changed measures and draws anew, but leaves the rest of the window alone.
func (t *Text) changed() {
	t.natural = fyne.Size{}
	t.measure()
	t.fit(t.Size().Width)
	canvas.Refresh(t)
}

func (t *Text) parts() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(t.drawn))
	for i, d := range t.drawn {
		objects[i] = d
	}
	return objects
}

func (t *Text) paint() {
	t.natural = fyne.Size{}
	t.measure()
	t.fit(t.Size().Width)
}

func (t *Text) arrange(size fyne.Size) {
	if t.rows == nil || size.Width != t.width {
		t.fit(size.Width)
	}
	t.lineUp(size)
}

// least is small for a line that may shrink: about three letters.
func (t *Text) least() fyne.Size {
	t.measure()
	if t.wrap {
		return fyne.NewSize(t.shrunk(), t.natural.Height*float32(max(1, len(t.rows))))
	}
	if !t.truncate {
		return t.natural
	}
	return fyne.NewSize(t.shrunk(), t.natural.Height)
}

// shrunk has a trace of the natural width in it: Fyne arranges the objects round
// a text anew only when its minimum size changes, and a longer text may use
// room that the shorter one left.
func (t *Text) shrunk() float32 {
	return min(t.natural.Width, 3*t.style.typeface().size+t.natural.Width/4096)
}

func (t *Text) measure() {
	if t.natural.Height == 0 {
		height := t.style.typeface().extent("M").Height
		if t.wrap {
			height += leading
		}
		t.natural = fyne.NewSize(t.advance(t.line), height)
	}
}

// fit cuts the line to the width and makes the objects that draw it.
func (t *Text) fit(width float32) {
	t.width = width
	switch {
	case t.wrap && width > 0:
		t.rows = t.wrapped(width)
	case t.truncate && width > 0 && t.natural.Width > width:
		t.rows = []string{t.cut(t.line, width)}
	default:
		t.rows = []string{t.line}
	}
	t.redraw()
	t.lineUp(t.Size())
}

// cut shortens a line so that it fits with an ellipsis.
func (t *Text) cut(line string, width float32) string {
	letters := []rune(line)
	// No letter in use is narrower than a sixth of its size.
	limit := min(len(letters), int(6*width/t.style.typeface().size)+1)
	n := sort.Search(limit, func(n int) bool {
		return t.advance(string(letters[:n+1])+ellipsis) > width
	})
	for n > 0 && letters[n-1] == ' ' {
		n--
	}
	return string(letters[:n]) + ellipsis
}

// redraw makes one canvas text for each run of each row, reusing what is there.
func (t *Text) redraw() {
	face := t.style.typeface()
	n := 0
	for _, row := range t.rows {
		for _, r := range runs(row, face.mono) {
			if n == len(t.drawn) {
				t.drawn = append(t.drawn, canvas.NewText("", nil))
			}
			d, f := t.drawn[n], face.of(r)
			d.Text, d.TextSize, d.TextStyle, d.FontSource = r.text, f.size, f.style(), f.source(r.text)
			n++
		}
	}
	t.drawn = t.drawn[:n]
	t.recolor()
}

// colorNow is the colour in the theme of now.
func (t *Text) colorNow() color.Color {
	if t.color != "" {
		return colorOf(t, t.color)
	}
	return colorOf(t, t.style.typeface().color)
}

func (t *Text) recolor() {
	c := t.colorNow()
	for _, d := range t.drawn {
		d.Color = c
		d.Refresh()
	}
}

// lineUp places the runs of each row on one baseline; one row stands in the
// middle of the height.
func (t *Text) lineUp(size fyne.Size) {
	face := t.style.typeface()
	pitch := t.natural.Height
	top := max(0, (size.Height-pitch*float32(len(t.rows)))/2)
	if t.wrap {
		top += leading / 2
	}
	base := face.baseline()
	n := 0
	for i, row := range t.rows {
		x, y := float32(0), top+float32(i)*pitch
		for _, r := range runs(row, face.mono) {
			d := t.drawn[n]
			least := d.MinSize()
			place(d, x, y+base-face.of(r).baseline(), least.Width, least.Height)
			x += least.Width
			n++
		}
	}
}

// advance is the width of a line.
func (t *Text) advance(line string) float32 {
	face := t.style.typeface()
	var width float32
	for _, r := range runs(line, face.mono) {
		width += face.of(r).extent(r.text).Width
	}
	return width
}
