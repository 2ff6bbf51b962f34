package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	checkBox  = 18
	checkText = checkBox + 10
	// checkHeight is that of one line. The focus ring stands out of it at the
	// left, so that the box is in line with what is above it.
	checkHeight = 28
	// CheckIndent is where the sentence of a Check begins.
	CheckIndent = checkText
)

var (
	_ fyne.Tappable     = (*Check)(nil)
	_ fyne.Focusable    = (*Check)(nil)
	_ fyne.Accessible   = (*Check)(nil)
	_ desktop.Hoverable = (*Check)(nil)
)

// Check is a box with a sentence that is ticked by a tap or Space. The sentence
// goes on below when the room is short.
type Check struct {
	widget.BaseWidget
	// OnChanged is called after every change; nil is fine.
	OnChanged func(bool)

	label            *Text
	mark             *Text
	box, over, ring  *canvas.Rectangle
	checked          bool
	hovered, focused bool
}

// NewCheck makes an empty box.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{
		OnChanged: changed, label: NewParagraph(Body, text), mark: NewText(MonoStrong, SignProven),
		box: &canvas.Rectangle{}, over: &canvas.Rectangle{}, ring: &canvas.Rectangle{},
	}
	c.mark.SetTruncate(false)
	c.mark.SetColor(theme.ColorNameForegroundOnPrimary)
	c.ExtendBaseWidget(c)
	return c
}

// Text is what stands beside the box.
func (c *Check) Text() string { return c.label.Text() }

// SetText changes what stands beside the box.
func (c *Check) SetText(text string) {
	c.label.SetText(text)
	c.Refresh()
}

// Checked tells whether the box is ticked.
func (c *Check) Checked() bool { return c.checked }

// SetChecked ticks the box or clears it.
func (c *Check) SetChecked(on bool) {
	if c.checked == on {
		return
	}
	c.checked = on
	c.Refresh()
	call(c.OnChanged, on)
}

// Tapped implements fyne.Tappable.
func (c *Check) Tapped(*fyne.PointEvent) { c.SetChecked(!c.checked) }

// TypedKey implements fyne.Focusable.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	Touched(c)
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
		return
	}
	passOn(c, e)
}

// TypedRune implements fyne.Focusable.
func (c *Check) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (c *Check) FocusGained() { c.focused = true; c.Refresh(); Reveal(c) }

// FocusLost implements fyne.Focusable.
func (c *Check) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn implements desktop.Hoverable.
func (c *Check) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *Check) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Check) MouseOut() { c.hovered = false; c.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (c *Check) AccessibilityLabel() string { return c.label.Text() }

// AccessibilityRole implements fyne.Accessible.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer { return newRenderer(c, c) }

func (c *Check) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.ring, c.box, c.over, c.mark, c.label}
}

func (c *Check) least() fyne.Size {
	label := c.label.MinSize()
	return fyne.NewSize(checkText+label.Width, max(checkHeight, label.Height+8))
}

func (c *Check) arrange(size fyne.Size) {
	const ring = focusLine + hairline
	// The box stands beside the first line of the sentence.
	top := float32(checkHeight-checkBox) / 2
	place(c.box, 0, top, checkBox, checkBox)
	place(c.over, 0, top, checkBox, checkBox)
	place(c.ring, -ring, top-ring, checkBox+2*ring, checkBox+2*ring)
	mark := c.mark.MinSize()
	place(c.mark, (checkBox-mark.Width)/2, top, mark.Width, checkBox)
	width := size.Width - checkText
	place(c.label, checkText, 4, width, c.label.MinSize().Height)
	height := c.label.MinSize().Height
	place(c.label, checkText, max(4, (checkHeight-height)/2), width, height)
}

func (c *Check) paint() {
	fill, stroke := theme.ColorNameInputBackground, ColorOutline
	if c.checked {
		fill, stroke = theme.ColorNamePrimary, theme.ColorNamePrimary
	}
	c.box.FillColor, c.box.CornerRadius = colorOf(c, fill), 4
	c.box.StrokeColor, c.box.StrokeWidth = colorOf(c, stroke), hairline
	c.over.FillColor, c.over.CornerRadius = colorOf(c, theme.ColorNameHover), 4
	c.ring.StrokeColor, c.ring.StrokeWidth = colorOf(c, theme.ColorNamePrimary), focusLine
	c.ring.FillColor = hollow(c.ring.StrokeColor)
	c.ring.CornerRadius = radiusButton
	show(c.over, c.hovered)
	show(c.ring, c.focused)
	show(c.mark, c.checked)
	for _, r := range []*canvas.Rectangle{c.box, c.over, c.ring} {
		r.Refresh()
	}
}
