package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// plate is a rectangle with round corners and a rim. On a screen it is drawn by
// a shader of our own: Fyne's does shadows, strokes of any width and four
// different corners, for each pixel, and without a graphics card each second of
// a countdown is felt. In tests, which have no screen, the rectangle is drawn.
type plate struct {
	*canvas.Rectangle
	fast *canvas.Shader
}

func newPlate() *plate {
	p := &plate{Rectangle: &canvas.Rectangle{}}
	if onScreen() {
		p.fast = newShader("plate", plateShader)
	}
	return p
}

// newCore makes the inside of a large ground, without corners and rim, in the
// cheapest way there is: a third of what a plain rectangle of Fyne's costs.
// Nothing but its own colour may stand within its bleed.
func newCore() *plate {
	p := &plate{Rectangle: &canvas.Rectangle{}}
	if onScreen() {
		p.fast = newShader("core", coreShader)
	}
	return p
}

// bleed is how far a core may be drawn beyond its size: Fyne lets a shader draw
// as many units more all round as the window's scale says.
func (p *plate) bleed() float32 {
	if p.fast == nil {
		return 0
	}
	return 4
}

// onScreen tells whether the driver draws on a screen, and so by shaders.
func onScreen() bool {
	_, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok
}

// newShader makes a shader from the body of its source.
func newShader(name, body string) *canvas.Shader {
	s := canvas.NewShader("realmscope."+name, []byte(shaderHead+body), []byte(shaderHeadES+body))
	s.Uniforms = map[string]float32{}
	return s
}

// object is what stands on the canvas.
func (p *plate) object() fyne.CanvasObject {
	if p.fast != nil {
		return p.fast
	}
	return p.Rectangle
}

// Move implements fyne.CanvasObject.
func (p *plate) Move(to fyne.Position) {
	p.Rectangle.Move(to)
	if p.fast != nil {
		p.fast.Move(to)
	}
}

// Resize implements fyne.CanvasObject.
func (p *plate) Resize(size fyne.Size) {
	p.Rectangle.Resize(size)
	if p.fast != nil {
		p.fast.Uniforms["width"] = size.Width
		p.fast.Resize(size)
	}
}

// Show implements fyne.CanvasObject.
func (p *plate) Show() {
	p.Rectangle.Show()
	if p.fast != nil {
		p.fast.Show()
	}
}

// Hide implements fyne.CanvasObject.
func (p *plate) Hide() {
	p.Rectangle.Hide()
	if p.fast != nil {
		p.fast.Hide()
	}
}

// Refresh implements fyne.CanvasObject.
func (p *plate) Refresh() {
	p.Rectangle.Refresh()
	if p.fast == nil {
		return
	}
	u := p.fast.Uniforms
	setColor(u, "fill", p.FillColor)
	u["radius"], u["rim"] = p.CornerRadius, p.StrokeWidth
	if p.StrokeWidth == 0 {
		setColor(u, "rim", p.FillColor)
	} else {
		setColor(u, "rim", p.StrokeColor)
	}
	p.fast.Refresh()
}

// setColor writes a colour into the uniforms that begin with a name; nil is
// transparent.
func setColor(u map[string]float32, name string, c color.Color) {
	var n color.NRGBA
	if c != nil {
		n, _ = color.NRGBAModel.Convert(c).(color.NRGBA) // that model gives nothing else
	}
	u[name+"R"], u[name+"G"], u[name+"B"], u[name+"A"] = share(n.R), share(n.G), share(n.B), share(n.A)
}

func share(v uint8) float32 { return float32(v) / 0xFF }

// Each shader is told the sizes of the window and of its object in pixels, and
// stands on a ground one unit larger all round.
const (
	shaderHead = `#version 110
uniform vec2 frame;
uniform vec4 bounds;
`
	shaderHeadES = `#version 100
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
uniform vec2 frame;
uniform vec4 bounds;
`
	plateShader = `
uniform float width, radius, rim;
uniform float fillR, fillG, fillB, fillA;
uniform float rimR, rimG, rimB, rimA;

void main() {
	vec2 size = 0.5 * (bounds.zw - bounds.xy);
	float scale = 2.0 * size.x / max(width, 1.0);
	float bend = min(radius * scale, min(size.x, size.y));
	vec2 middle = vec2(bounds.x + size.x, frame.y - bounds.y - size.y);
	vec2 corner = abs(gl_FragCoord.xy - middle) - size + bend;
	float edge = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - bend;
	float inside = clamp(0.5 - edge - floor(rim * scale + 0.55), 0.0, 1.0);
	vec4 ink = mix(vec4(rimR, rimG, rimB, rimA), vec4(fillR, fillG, fillB, fillA), inside);
	gl_FragColor = vec4(ink.rgb, ink.a * clamp(0.5 - edge, 0.0, 1.0));
}
`
	// ringShader draws a ring, and on it the part that is left, clockwise from
	// the top with round ends; a negative part leaves the ring.
	ringShader = `
uniform float width, stroke, part;
uniform float trackR, trackG, trackB, trackA;
uniform float inkR, inkG, inkB, inkA;

const float TURN = 6.283185307179586;

vec2 at(float turn) {
	return vec2(sin(turn), cos(turn));
}

void main() {
	float whole = 0.5 * (bounds.z - bounds.x);
	float thick = stroke * whole / max(width, 1.0);
	float radius = whole - thick;
	vec2 here = gl_FragCoord.xy - vec2(bounds.x + whole, frame.y - 0.5 * (bounds.y + bounds.w));
	float band = abs(length(here) - radius) - thick;
	float track = clamp(0.5 - band, 0.0, 1.0);
	float first = thick / radius;
	float last = part * TURN - first;
	if (last < first) {
		first = 0.0;
		last = 0.0;
	}
	float turn = atan(here.x, here.y);
	turn += turn < 0.0 ? TURN : 0.0;
	float edge = band;
	if (part < 1.0 && (turn < first || turn > last)) {
		edge = min(distance(here, radius * at(first)), distance(here, radius * at(last))) - thick;
	}
	float ink = part < 0.0 ? 0.0 : clamp(0.5 - edge, 0.0, 1.0);
	vec4 both = mix(vec4(trackR, trackG, trackB, trackA), vec4(inkR, inkG, inkB, inkA), ink);
	gl_FragColor = vec4(both.rgb, both.a * max(track, ink));
}
`
	// coreShader has no edge: it also covers the unit round its object.
	coreShader = `
uniform float fillR, fillG, fillB, fillA;

void main() {
	gl_FragColor = vec4(fillR, fillG, fillB, fillA);
}
`
)
