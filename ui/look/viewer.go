package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	viewerPitch = 18
	viewerSide  = 10
	viewerTop   = 6
	viewerBar   = 6
)

var (
	_ fyne.Tappable   = (*Viewer)(nil)
	_ fyne.Focusable  = (*Viewer)(nil)
	_ fyne.Scrollable = (*Viewer)(nil)
	_ fyne.Accessible = (*Viewer)(nil)
)

// Viewer shows lines of monospace text that can be read and not changed, on a
// ground of bounded height. It wraps by itself and draws only the rows in
// sight. The wheel and the arrow keys scroll it.
type Viewer struct {
	widget.BaseWidget
	most int
	// fill lets it take all the height that it is given.
	fill         bool
	lines, rows  []string
	columns, top int
	// few is how many rows it needs at least, 0 for as many as it may have; fit
	// is how many there is room for then.
	few, fit int
	// rest is what the wheel turned short of a row.
	rest         float32
	focused      bool
	drawn        []*Text
	ground, knob *canvas.Rectangle
}

// NewViewer makes an empty viewer of at most so many rows.
func NewViewer(most int) *Viewer {
	v := &Viewer{most: most, ground: &canvas.Rectangle{}, knob: &canvas.Rectangle{}}
	for range most {
		v.drawn = append(v.drawn, NewText(Mono, ""))
	}
	v.ExtendBaseWidget(v)
	return v
}

// NewFillingViewer makes an empty viewer that shows as many rows as its height
// has room for.
func NewFillingViewer() *Viewer {
	v := NewViewer(3)
	v.fill = true
	return v
}

// SetFew lets the viewer be as low as so many rows; it fills what it is given,
// up to its most rows.
func (v *Viewer) SetFew(rows int) { v.few, v.fit = rows, rows }

// Lines are the lines that were set; they are not to be written to.
func (v *Viewer) Lines() []string { return v.lines }

// SetLines sets the text and shows its beginning.
func (v *Viewer) SetLines(lines []string) {
	v.lines, v.columns, v.top, v.rest = lines, 0, 0, 0
	v.Refresh()
}

// Tapped implements fyne.Tappable.
func (v *Viewer) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v)
	}
}

// TypedKey implements fyne.Focusable.
func (v *Viewer) TypedKey(e *fyne.KeyEvent) {
	Touched(v)
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
		v.scroll(len(v.rows))
	default:
		passOn(v, e)
	}
}

// TypedRune implements fyne.Focusable.
func (v *Viewer) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (v *Viewer) FocusGained() { v.focused = true; v.Refresh(); Reveal(v) }

// FocusLost implements fyne.Focusable.
func (v *Viewer) FocusLost() { v.focused = false; v.Refresh() }

// Scrolled implements fyne.Scrollable.
func (v *Viewer) Scrolled(e *fyne.ScrollEvent) {
	v.rest -= e.Scrolled.DY / viewerPitch
	whole := int(v.rest)
	v.rest -= float32(whole)
	if whole != 0 {
		v.scroll(v.top + whole)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (v *Viewer) AccessibilityLabel() string {
	if len(v.lines) == 0 {
		return ""
	}
	return v.lines[0]
}

// AccessibilityRole implements fyne.Accessible.
func (v *Viewer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// seen is how many rows are in sight.
func (v *Viewer) seen() int {
	if v.few > 0 {
		return min(v.fit, len(v.rows))
	}
	return min(v.most, len(v.rows))
}

func (v *Viewer) scroll(top int) {
	top = max(0, min(top, len(v.rows)-v.seen()))
	if top != v.top {
		v.top = top
		v.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer { return newRenderer(v, v) }

func (v *Viewer) parts() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{v.ground, v.knob}
	for _, d := range v.drawn {
		objects = append(objects, d)
	}
	return objects
}

func (v *Viewer) least() fyne.Size {
	rows := max(1, min(v.most, max(len(v.lines), len(v.rows))))
	switch {
	case v.fill:
		rows = 3
	case v.few > 0:
		rows = v.few
	}
	return fyne.NewSize(120, float32(rows)*viewerPitch+2*viewerTop)
}

func (v *Viewer) arrange(size fyne.Size) {
	if v.fill {
		v.most = max(3, int((size.Height-2*viewerTop)/viewerPitch))
		for len(v.drawn) < v.most {
			v.drawn = append(v.drawn, NewText(Mono, ""))
		}
	}
	if v.few > 0 {
		v.fit = max(1, min(v.most, int((size.Height-2*viewerTop)/viewerPitch)))
	}
	v.wrap(size.Width - 2*viewerSide - viewerBar)
	v.top = max(0, min(v.top, len(v.rows)-v.seen()))
	place(v.ground, 0, 0, size.Width, size.Height)
	for i, d := range v.drawn {
		text := ""
		if at := v.top + i; i < v.seen() {
			text = v.rows[at]
		}
		d.SetText(text)
		show(d, i < v.seen())
		place(d, viewerSide, viewerTop+float32(i)*viewerPitch, size.Width-2*viewerSide-viewerBar, viewerPitch)
	}
	more := len(v.rows) > v.seen()
	show(v.knob, more)
	if more {
		room := size.Height - 2*viewerTop
		part := room / float32(len(v.rows))
		height := max(16, part*float32(v.seen()))
		y := (room - height) * float32(v.top) / float32(len(v.rows)-v.seen())
		place(v.knob, size.Width-viewerBar-3, viewerTop+y, viewerBar, height)
	}
}

func (v *Viewer) paint() {
	v.ground.FillColor, v.ground.CornerRadius = colorOf(v, theme.ColorNameInputBackground), radiusButton
	v.ground.StrokeColor, v.ground.StrokeWidth = colorOf(v, ColorHairline), hairline
	if v.focused {
		v.ground.StrokeColor, v.ground.StrokeWidth = colorOf(v, theme.ColorNamePrimary), focusLine
	}
	v.knob.FillColor, v.knob.CornerRadius = colorOf(v, theme.ColorNameScrollBar), viewerBar/2
	v.ground.Refresh()
	v.knob.Refresh()
}

// wrap cuts the lines into rows of the width, unless they are so already.
func (v *Viewer) wrap(width float32) {
	columns := int(width / Mono.typeface().extent("M").Width)
	if columns == v.columns || columns < 1 {
		return
	}
	v.columns = columns
	v.rows = nil
	for _, line := range v.lines {
		v.rows = append(v.rows, folded(line, columns)...)
	}
	v.top = max(0, min(v.top, len(v.rows)-v.seen()))
}

// folded cuts a line into rows of so many columns; the rows after the first
// keep its indentation. Letters of East Asia take two columns.
func folded(line string, columns int) []string {
	indent := 0
	for indent < len(line) && line[indent] == ' ' && indent < columns/2 {
		indent++
	}
	var rows []string
	var row []rune
	used := 0
	for _, r := range line {
		wide := 1
		if r >= 0x1100 {
			wide = 2
		}
		if used+wide > columns && used > indent {
			rows = append(rows, string(row))
			row = append(row[:0], []rune(line[:indent])...)
			used = indent
		}
		row = append(row, r)
		used += wide
	}
	return append(rows, string(row))
}
