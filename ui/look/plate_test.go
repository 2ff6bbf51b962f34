package look

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// onGlass is a plate as it is where there is a screen.
func onGlass() *plate {
	return &plate{Rectangle: &canvas.Rectangle{}, fast: newShader("plate", plateShader)}
}

func TestAPlateTellsItsShaderAll(t *testing.T) {
	newApp(t)
	p := onGlass()
	place(p, 3, 4, 50, 20)
	p.FillColor, p.CornerRadius = color.NRGBA{R: 0xFF, A: 0xFF}, 7
	p.Refresh()
	if p.object() != fyne.CanvasObject(p.fast) || p.fast.Position() != fyne.NewPos(3, 4) || p.fast.Size() != fyne.NewSize(50, 20) {
		t.Errorf("the shader stands at %v with %v", p.fast.Position(), p.fast.Size())
	}
	want := func(values map[string]float32) {
		t.Helper()
		for name, v := range values {
			if got := p.fast.Uniforms[name]; got != v {
				t.Errorf("%s is %v, want %v", name, got, v)
			}
		}
	}
	// Without a rim, the edge has the colour of the fill.
	want(map[string]float32{"width": 50, "radius": 7, "rim": 0, "fillR": 1, "fillG": 0, "fillA": 1, "rimR": 1, "rimA": 1})
	p.StrokeColor, p.StrokeWidth = color.NRGBA{G: 0xFF, A: 0xFF}, 2
	p.Refresh()
	want(map[string]float32{"rim": 2, "rimR": 0, "rimG": 1, "fillR": 1})
	for _, visible := range []bool{false, true} {
		if show(p, visible); p.fast.Visible() != visible || p.Visible() != visible {
			t.Errorf("visible: %t, want %t", p.fast.Visible(), visible)
		}
	}
}

// A uniform that no line of a shader declares would be set in vain.
func TestShadersDeclareTheirUniforms(t *testing.T) {
	newApp(t)
	p := onGlass()
	place(p, 0, 0, 10, 10)
	p.Refresh()
	r := NewRing(20, 4)
	r.fast = newShader("ring", ringShader)
	r.Set(0.5, ColorGood)
	for _, s := range []*canvas.Shader{p.fast, r.fast} {
		if len(s.Uniforms) == 0 {
			t.Errorf("%s has no uniforms", s.Name)
		}
		for name := range s.Uniforms {
			for _, source := range [][]byte{s.Source, s.SourceES} {
				head, _, _ := strings.Cut(string(source), "void main")
				if !strings.Contains(head, name) {
					t.Errorf("%s does not declare %s", s.Name, name)
				}
			}
		}
	}
	if r.fast.Uniforms["part"] != 0.5 {
		t.Errorf("the ring shows %v", r.fast.Uniforms["part"])
	}
}
