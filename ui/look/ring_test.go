package look

import (
	"math"
	"testing"
)

func TestRingShowsThePartThatIsLeft(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		part     float64
		arc, dot bool
		end      float32
	}{
		"nothing known: only the track":    {-1, false, false, 0},
		"no number: only the track":        {math.NaN(), false, false, 0},
		"nothing left: a dot at the top":   {0, false, true, 0},
		"next to nothing: a dot":           {0.01, false, true, 0},
		"a quarter ends at the right":      {0.25, true, false, 90},
		"half ends at the bottom":          {0.5, true, false, 180},
		"all is a whole ring":              {1, true, false, 360},
		"more than all is a whole ring":    {1.7, true, false, 360},
		"a part is rounded to half degree": {0.50001, true, false, 180},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewRing(54, 6)
			newWindow(t, 54, 54, r)
			r.Set(tt.part, ColorGood)
			if r.arc.Visible() != tt.arc || r.dot.Visible() != tt.dot {
				t.Errorf("arc %v, dot %v, want %v, %v", r.arc.Visible(), r.dot.Visible(), tt.arc, tt.dot)
			}
			if tt.arc && (r.arc.StartAngle != 0 || r.arc.EndAngle != tt.end) {
				t.Errorf("arc goes from %v to %v, want 0 to %v", r.arc.StartAngle, r.arc.EndAngle, tt.end)
			}
			isColor(t, "arc", r.arc.FillColor, ColorGood)
			isColor(t, "track", r.track.FillColor, ColorHairline)
		})
	}
}

func TestRingIsDrawnClockwiseFromTheTop(t *testing.T) {
	newApp(t)
	r := NewRing(40, 6)
	w := newWindow(t, 40, 40, r)
	r.Set(0.25, ColorBad)
	img := w.Canvas().Capture()
	isColor(t, "upper right", img.At(34, 7), ColorBad)
	for name, at := range map[string][2]int{"upper left": {7, 7}, "lower right": {33, 33}} {
		t.Run(name, func(t *testing.T) {
			isColor(t, name, img.At(at[0], at[1]), ColorHairline)
		})
	}
}
