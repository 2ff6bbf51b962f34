package look

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Ring shows the part of a life that is left, clockwise from the top.
type Ring struct {
	widget.BaseWidget
	diameter, stroke float32
	part             float64
	color            fyne.ThemeColorName
	track, arc       *canvas.Arc
	dot              *canvas.Circle
	// fast draws all three on a screen; nil elsewhere.
	fast *canvas.Shader
}

// NewRing makes a ring of which only the track shows.
func NewRing(diameter, stroke float32) *Ring {
	r := &Ring{
		diameter: diameter, stroke: stroke, part: -1, color: ColorSecond,
		track: &canvas.Arc{EndAngle: 360}, arc: &canvas.Arc{}, dot: &canvas.Circle{},
	}
	if onScreen() {
		r.fast = newShader("ring", ringShader)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows a part from 0, a dot at the top, to 1, the whole ring. A negative
// part, or one that is no number, leaves only the track.
func (r *Ring) Set(part float64, color fyne.ThemeColorName) {
	part = quantized(part)
	if r.part == part && r.color == color {
		return
	}
	r.part, r.color = part, color
	r.paint()
	canvas.Refresh(r)
}

// quantized makes half degrees of a part, so that a long life does not repaint
// the ring each second.
func quantized(part float64) float64 {
	if math.IsNaN(part) || part < 0 {
		return -1
	}
	return math.Round(min(part, 1)*720) / 720
}

// CreateRenderer implements fyne.Widget.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer { return newRenderer(r, r) }

func (r *Ring) parts() []fyne.CanvasObject {
	if r.fast != nil {
		return []fyne.CanvasObject{r.fast}
	}
	return []fyne.CanvasObject{r.track, r.arc, r.dot}
}

func (r *Ring) least() fyne.Size { return fyne.NewSquareSize(r.diameter) }

func (r *Ring) arrange(size fyne.Size) {
	x, y := (size.Width-r.diameter)/2, (size.Height-r.diameter)/2
	if r.fast != nil {
		place(r.fast, x, y, r.diameter, r.diameter)
		return
	}
	place(r.track, x, y, r.diameter, r.diameter)
	place(r.arc, x, y, r.diameter, r.diameter)
	place(r.dot, x+(r.diameter-r.stroke)/2, y, r.stroke, r.stroke)
}

func (r *Ring) paint() {
	if r.fast != nil {
		u := r.fast.Uniforms
		u["width"], u["stroke"], u["part"] = r.diameter, r.stroke, float32(r.part)
		setColor(u, "track", colorOf(r, ColorHairline))
		setColor(u, "ink", colorOf(r, r.color))
		r.fast.Refresh()
		return
	}
	cutout := 1 - 2*r.stroke/r.diameter
	r.track.FillColor, r.track.CutoutRatio = colorOf(r, ColorHairline), cutout
	r.arc.FillColor, r.arc.CutoutRatio = colorOf(r, r.color), cutout
	r.arc.CornerRadius = r.stroke / 2
	r.arc.EndAngle = float32(360 * max(r.part, 0))
	r.dot.FillColor = colorOf(r, r.color)

	// An arc shorter than its round ends is only a dot.
	short := r.part*math.Pi*float64(r.diameter-r.stroke) < float64(r.stroke)
	show(r.dot, r.part >= 0 && short)
	show(r.arc, r.part >= 0 && !short)
	for _, o := range r.parts() {
		o.Refresh()
	}
}
