package ui

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"realmscope/ui/look"
)

// The least contrast of a text to what is behind it: WCAG 2.2, sections 1.4.3
// and, for high contrast, 1.4.6.
const (
	leastContrast = 4.5
	highContrast  = 7
)

// wash is a coloured rectangle as far as it can be seen.
type wash struct {
	seen box
	fill color.Color
}

// easel is what has been painted so far, in the order in which it was.
type easel struct {
	painted []wash
	least   float64
	faults  []string
}

// wantReadable checks that every text in sight stands out from its ground.
func (s *stage) wantReadable() {
	s.t.Helper()
	p := &easel{least: leastContrast}
	if s.themeNow() == look.ModeContrast {
		p.least = highContrast
	}
	size := s.win.Canvas().Size()
	whole := boxOf(fyne.Position{}, size)
	p.painted = []wash{{whole, theme.Color(theme.ColorNameBackground)}}
	for _, layer := range s.layers() {
		p.visit(layer, layer.Position(), whole, false)
	}
	for _, fault := range p.faults {
		s.t.Error(fault)
	}
}

func (p *easel) visit(o fyne.CanvasObject, at fyne.Position, clip box, off bool) {
	if o == nil || !o.Visible() {
		return
	}
	seen := boxOf(at, o.Size()).and(clip)
	if clips(o) {
		clip = seen
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *canvas.Rectangle:
		if o.FillColor != nil && !seen.empty() {
			p.painted = append(p.painted, wash{seen, o.FillColor})
		}
	case *canvas.Text:
		p.text(o, at, clip, off)
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		off = off || unusable(o)
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if child != nil {
			p.visit(child, at.Add(child.Position()), clip, off)
		}
	}
}

// unusable tells whether a control is off: such a one may be pale.
func unusable(o fyne.Widget) bool {
	switch o := o.(type) {
	case fyne.Disableable:
		return o.Disabled()
	case interface{ Off() bool }:
		return o.Off()
	}
	item := itemOf(o)
	return item != nil && item.Disabled
}

// itemOf is the item that the toolkit draws by o, nil for any other widget.
func itemOf(o fyne.Widget) *fyne.MenuItem {
	if fmt.Sprintf("%T", o) != "*widget.menuItem" {
		return nil
	}
	item, _ := reflect.ValueOf(o).Elem().FieldByName("Item").Interface().(*fyne.MenuItem)
	return item
}

// ofTheToolkit tells whether the toolkit alone decides on a colour: it writes
// the keys of a menu's items in a veil of the foreground. They stand in the card
// with all keys as well.
func ofTheToolkit(c color.Color) bool {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	return ok && n.A == uint8(0xFF*198/1000)
}

func (p *easel) text(t *canvas.Text, at fyne.Position, clip box, off bool) {
	drawn := boxOf(at, t.MinSize()).and(clip)
	if off || ofTheToolkit(t.Color) || strings.TrimSpace(t.Text) == "" || drawn.empty() {
		return
	}
	x, y := (drawn.left+drawn.right)/2, (drawn.top+drawn.bottom)/2
	ground := color.NRGBA{A: 0xFF}
	for _, w := range p.painted {
		if w.seen.left <= x && x <= w.seen.right && w.seen.top <= y && y <= w.seen.bottom {
			ground = over(ground, w.fill)
		}
	}
	if got := ratio(over(ground, t.Color), ground); got < p.least-0.005 {
		p.faults = append(p.faults, fmt.Sprintf("%q has the contrast %.2f to its ground, less than %v", short(t.Text), got, p.least))
	}
}

// over paints a colour that may be half transparent onto an opaque one.
func over(ground color.NRGBA, c color.Color) color.NRGBA {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	if !ok {
		return ground
	}
	mix := func(below, above uint8) uint8 {
		return uint8((int(below)*(0xFF-int(n.A)) + int(above)*int(n.A) + 0x7F) / 0xFF)
	}
	return color.NRGBA{mix(ground.R, n.R), mix(ground.G, n.G), mix(ground.B, n.B), 0xFF}
}

// ratio is the contrast of two opaque colours, from 1 to 21.
func ratio(a, b color.NRGBA) float64 {
	light := func(c color.NRGBA) float64 {
		linear := func(v uint8) float64 {
			f := float64(v) / 0xFF
			if f <= 0.04045 {
				return f / 12.92
			}
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestTheCheckOfColoursFindsFaults shows it what it is there for.
func TestTheCheckOfColoursFindsFaults(t *testing.T) {
	grey, white, black := color.NRGBA{0x99, 0x99, 0x99, 0xFF}, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, color.NRGBA{0, 0, 0, 0xFF}
	for name, tt := range map[string]struct {
		letters, ground, above color.NRGBA
		want                   int
	}{
		"black on white":                {black, white, color.NRGBA{}, 0},
		"grey on white":                 {grey, white, color.NRGBA{}, 1},
		"black on black":                {black, black, color.NRGBA{}, 1},
		"white on a dark veil on white": {white, white, color.NRGBA{0, 0, 0, 0xCC}, 0},
		"white on a thin veil on white": {white, white, color.NRGBA{0, 0, 0, 0x33}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			words := canvas.NewText("some words", tt.letters)
			whole := box{0, 0, 500, 500}
			p := &easel{least: leastContrast, painted: []wash{{whole, tt.ground}, {whole, tt.above}}}
			p.visit(words, fyne.Position{}, whole, false)
			if len(p.faults) != tt.want {
				t.Errorf("found %q, want %d faults", p.faults, tt.want)
			}
		})
	}
}
