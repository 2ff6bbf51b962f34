package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// stripeWidth is the coloured edge of a stripe card.
const stripeWidth = 5

// Ground is a filled rectangle that follows the theme.
type Ground struct {
	widget.BaseWidget
	fill, stroke fyne.ThemeColorName
	radius       float32
	stripe       bool
	rect         *plate
	edge         *canvas.Rectangle
}

// NewGround makes a ground; an empty stroke name draws no hairline.
func NewGround(fill, stroke fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, stroke: stroke, radius: radius, rect: &plate{Rectangle: &canvas.Rectangle{}}, edge: &canvas.Rectangle{}}
	if radius > 0 {
		// One without is as cheap in Fyne's way, whose shader is there already
		// when the first picture of the window is waited for.
		g.rect = newPlate()
	}
	g.ExtendBaseWidget(g)
	return g
}

// SetFill changes the ground's colour, or that of a stripe card's stripe.
func (g *Ground) SetFill(name fyne.ThemeColorName) {
	if g.fill == name {
		return
	}
	g.fill = name
	g.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer { return newRenderer(g, g) }

func (g *Ground) parts() []fyne.CanvasObject {
	if g.stripe { // its corners are not all alike
		return []fyne.CanvasObject{g.edge, g.rect.Rectangle}
	}
	return []fyne.CanvasObject{g.rect.object()}
}

func (g *Ground) least() fyne.Size { return fyne.Size{} }

func (g *Ground) arrange(size fyne.Size) {
	if !g.stripe {
		place(g.rect, 0, 0, size.Width, size.Height)
		return
	}
	place(g.edge, 0, 0, min(size.Width, stripeWidth+g.radius/2), size.Height)
	place(g.rect, stripeWidth, 0, size.Width-stripeWidth, size.Height)
}

func (g *Ground) paint() {
	fill := g.fill
	if g.stripe {
		fill = ColorPanel
		g.edge.FillColor = colorOf(g, g.fill)
		g.edge.TopLeftCornerRadius, g.edge.BottomLeftCornerRadius = g.radius, g.radius
		g.rect.TopLeftCornerRadius, g.rect.BottomLeftCornerRadius = g.radius/2, g.radius/2
		g.rect.TopRightCornerRadius, g.rect.BottomRightCornerRadius = g.radius, g.radius
	} else {
		g.rect.CornerRadius = g.radius
	}
	show(g.edge, g.stripe)
	g.rect.FillColor = colorOf(g, fill)
	if g.stroke != "" {
		g.rect.StrokeColor, g.rect.StrokeWidth = colorOf(g, g.stroke), hairline
	}
	g.rect.Refresh()
	g.edge.Refresh()
}

// NewCard puts content on a panel with a hairline and room round it.
func NewCard(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(ColorPanel, ColorHairline, radiusCard), PadXY(16, 12, content))
}

// NewStripeCard makes a card with a stripe of a state's colour at the left.
func NewStripeCard(c fyne.ThemeColorName, content fyne.CanvasObject) *fyne.Container {
	ground := NewGround(c, ColorHairline, radiusCard)
	ground.stripe = true
	return container.NewStack(ground,
		container.New(layout.NewCustomPaddedLayout(16, 16, stripeWidth+16, 16), content))
}
