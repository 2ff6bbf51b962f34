package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The kinds of button; Strong is the third.
const (
	// Primary is filled with the accent, for the one main action.
	Primary ButtonKind = "primary"
	// Quiet has a hairline and second text.
	Quiet ButtonKind = "quiet"
)

// ButtonKind is the weight of a button: Primary, Strong or Quiet.
type ButtonKind string

var (
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// Button does one thing on a tap, Space or Enter.
type Button struct {
	widget.DisableableWidget
	// OnTapped is called on a tap, Space or Enter; nil does nothing.
	OnTapped func()

	kind             ButtonKind
	text, suffix     string
	label            *Text
	ground, over     *plate
	ring             *plate
	icon             fyne.Resource
	image            *canvas.Image
	hovered, focused bool
	// compact shows the picture alone.
	compact bool
	// self is the widget that embeds the button, or the button itself.
	self fyne.CanvasObject
}

// NewButton makes a button.
func NewButton(kind ButtonKind, text string, tapped func()) *Button {
	b := &Button{}
	b.init(kind, text, "")
	b.self = b
	b.OnTapped = tapped
	b.ExtendBaseWidget(b)
	return b
}

func (b *Button) init(kind ButtonKind, text, suffix string) {
	style := Style(Strong)
	if kind == Quiet {
		style = styleButton
	}
	b.kind, b.text, b.suffix = kind, text, suffix
	b.label = NewText(style, text+suffix)
	b.label.SetTruncate(false)
	b.ground, b.over, b.ring = newPlate(), newPlate(), newPlate()
	b.image = &canvas.Image{FillMode: canvas.ImageFillContain}
}

// Text is the button's text.
func (b *Button) Text() string { return b.text }

// SetText changes the text.
func (b *Button) SetText(text string) {
	if b.text == text {
		return
	}
	b.text = text
	b.label.SetText(text + b.suffix)
	b.Refresh()
}

// Icon is the picture before the text, nil for none.
func (b *Button) Icon() fyne.Resource { return b.icon }

// SetIcon puts a picture before the text; nil takes it away. An SVG is drawn in
// the colour of the text.
func (b *Button) SetIcon(icon fyne.Resource) {
	if icon != nil && b.icon != nil && icon.Name() == b.icon.Name() {
		return
	}
	b.icon = icon
	b.Refresh()
}

// SetCompact leaves the picture alone where there is one: its words stand in a
// hint.
func (b *Button) SetCompact(on bool) {
	if b.compact != on {
		b.compact = on
		b.Refresh()
	}
}

// wordless tells whether only a picture stands for the words.
func (b *Button) wordless() bool { return b.compact && b.icon != nil }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	Touched(b)
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		passOn(b.self, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	Reveal(b.self)
	if b.wordless() {
		hintFocus(b.self, b.text)
	}
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
	hintFocus(b.self, "")
}

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
	if b.wordless() {
		hint(b.self, b.text)
	}
}

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() {
	b.hovered = false
	b.Refresh()
	hint(b.self, "")
}

// AccessibilityLabel implements fyne.Accessible.
func (b *Button) AccessibilityLabel() string { return b.text }

// AccessibilityRole implements fyne.Accessible.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return newRenderer(b, b) }

// metrics are the space at the sides and the height.
func (b *Button) metrics() (x, height float32) {
	if b.kind == Quiet {
		return 11, 32
	}
	return 15, FieldHeight
}

func (b *Button) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground.object(), b.over.object(), b.ring.object(), b.image, b.label}
}

func (b *Button) least() fyne.Size {
	x, height := b.metrics()
	if b.wordless() {
		return fyne.NewSize(b.iconRoom()+2*x-4, height)
	}
	return fyne.NewSize(b.iconRoom()+b.label.MinSize().Width+2*x, height)
}

func (b *Button) iconRoom() float32 {
	switch {
	case b.icon == nil:
		return 0
	case b.text == "" || b.compact:
		return 16
	}
	return 16 + 8
}

func (b *Button) arrange(size fyne.Size) {
	_, height := b.metrics()
	top := (size.Height - height) / 2
	place(b.ground, 0, top, size.Width, height)
	place(b.over, 0, top, size.Width, height)
	out := float32(focusLine + hairline)
	place(b.ring, -out, top-out, size.Width+2*out, height+2*out)
	text := b.label.MinSize()
	if b.wordless() {
		text.Width = 0
	}
	left := (size.Width - text.Width - b.iconRoom()) / 2
	place(b.image, left, top+(height-16)/2, 16, 16)
	place(b.label, left+b.iconRoom(), top, text.Width, height)
}

func (b *Button) paint() {
	fill, stroke, ink := b.colors()
	b.ground.FillColor, b.ground.CornerRadius = colorOf(b, fill), radiusButton
	b.ground.StrokeColor, b.ground.StrokeWidth = colorOf(b, stroke), hairline
	b.over.FillColor, b.over.CornerRadius = colorOf(b, theme.ColorNameHover), radiusButton
	show(b.over, b.hovered && !b.Disabled())
	b.ring.StrokeColor, b.ring.StrokeWidth = colorOf(b, theme.ColorNamePrimary), focusLine
	if b.kind == Primary && !b.Disabled() {
		// An accent ring round an accent ground would not be seen.
		b.ring.StrokeColor = colorOf(b, theme.ColorNameForeground)
	}
	b.ring.FillColor = hollow(b.ring.StrokeColor)
	b.ring.CornerRadius = radiusButton + focusLine + hairline
	show(b.ring, b.focused)
	b.label.SetColor(ink)
	show(b.image, b.icon != nil)
	show(b.label, !b.wordless())
	if b.icon != nil {
		b.image.Resource = theme.NewColoredResource(b.icon, ink)
		b.image.Refresh()
	}
	for _, r := range []*plate{b.ground, b.over, b.ring} {
		r.Refresh()
	}
}

func (b *Button) colors() (fill, stroke, ink fyne.ThemeColorName) {
	fill, stroke, ink = ColorPanel, ColorHairline, theme.ColorNameForeground
	switch b.kind {
	case Primary:
		fill, stroke, ink = theme.ColorNamePrimary, theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case Quiet:
		ink = ColorSecond
	}
	if b.Disabled() {
		fill, stroke, ink = theme.ColorNameDisabledButton, ColorHairline, theme.ColorNameDisabled
	}
	return fill, stroke, ink
}
