package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// widestChip is the width above which a chip would rather shrink than push.
const widestChip = 480

// chipRoom is the room above and below the rows of a finding together.
const chipRoom = 8

// Chip is a short text on a ground.
type Chip struct {
	widget.BaseWidget
	tone    Tone
	label   *Text
	ground  *plate
	finding bool
}

// NewChip makes a fully round chip, as for an environment.
func NewChip(tone Tone, text string) *Chip { return newChip(tone, text, styleChip) }

// NewFinding makes the larger chip that says what was found in a token.
func NewFinding(tone Tone, text string) *Chip {
	return newChip(tone, text, styleTab)
}

func newChip(tone Tone, text string, style Style) *Chip {
	c := &Chip{
		tone: tone, finding: style != styleChip,
		label: NewText(style, text), ground: newPlate(),
	}
	// A finding that is longer than its room goes on below.
	c.label.wrap = c.finding
	c.label.SetColor(tone.Color())
	c.ExtendBaseWidget(c)
	return c
}

// Text is what the chip says.
func (c *Chip) Text() string { return c.label.Text() }

// Set changes tone and text.
func (c *Chip) Set(tone Tone, text string) {
	if c.tone == tone && c.label.Text() == text {
		return
	}
	c.tone = tone
	c.label.SetText(text)
	c.label.SetColor(tone.Color())
	c.Refresh()
}

// Wanted is the size at which nothing of the text is cut.
func (c *Chip) Wanted() fyne.Size {
	x, height := c.metrics()
	return fyne.NewSize(c.label.Wanted().Width+2*x, height)
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return newRenderer(c, c) }

// metrics are the space at the sides and the height.
func (c *Chip) metrics() (x, height float32) {
	if c.finding {
		return 10, 28
	}
	return 8, 20
}

func (c *Chip) parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.ground.object(), c.label} }

func (c *Chip) least() fyne.Size {
	wanted := c.Wanted()
	return fyne.NewSize(min(wanted.Width, widestChip), max(wanted.Height, c.height()))
}

// height is that of a chip whose text needs the rows that it has now.
func (c *Chip) height() float32 {
	x, height := c.metrics()
	if !c.finding || c.Size().Width-2*x <= 0 || c.Size().Width >= c.Wanted().Width {
		return height
	}
	return c.label.MinSize().Height + chipRoom
}

// arrange keeps the chip's own height and, but for a lack of room, its width:
// a chip does not stretch.
func (c *Chip) arrange(size fyne.Size) {
	x, _ := c.metrics()
	width := min(size.Width, c.Wanted().Width)
	room := width - 2*x
	if width == c.Wanted().Width {
		room++ // a rounding error must not break the line
	}
	place(c.label, x, 0, room, c.label.Size().Height)
	height := c.height()
	y := (size.Height - height) / 2
	place(c.ground, 0, y, width, height)
	place(c.label, x, y, room, height)
}

func (c *Chip) paint() {
	_, ground := c.tone.colors()
	_, height := c.metrics()
	c.ground.FillColor = colorOf(c, ground)
	c.ground.StrokeColor, c.ground.StrokeWidth = nil, 0
	if ground == ColorPanel {
		c.ground.StrokeColor, c.ground.StrokeWidth = colorOf(c, ColorHairline), hairline
	}
	c.ground.CornerRadius = height / 2
	if c.finding {
		c.ground.CornerRadius = radiusButton
	}
	c.ground.Refresh()
}
