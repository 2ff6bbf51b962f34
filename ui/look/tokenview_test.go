package look

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// tokenRowsOf are the texts of the rows in sight.
func tokenRowsOf(v *TokenView) []string {
	rows := map[float32]string{}
	var order []float32
	for _, d := range v.drawn {
		y := d.Position().Y
		if _, ok := rows[y]; !ok {
			order = append(order, y)
		}
		rows[y] += d.Text
	}
	var out []string
	for _, y := range order {
		out = append(out, rows[y])
	}
	return out
}

func TestTokenViewWrapsAndScrolls(t *testing.T) {
	test.NewTempApp(t)
	test.ApplyTheme(t, NewTheme(ModeLight))
	v := NewTokenView(3)
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(400, 120))
	head, body := strings.Repeat("h", 70), strings.Repeat("p", 1<<20)
	v.SetParts([]TokenPart{{head, ColorBad}, {".", ColorGood}, {body, ColorStaging}})
	whole := head + "." + body
	rows := tokenRowsOf(v)
	if len(rows) != 3 || len(v.drawn) > 6 {
		t.Fatalf("%d rows of %d pieces are drawn", len(rows), len(v.drawn))
	}
	if got := strings.Join(rows, ""); !strings.HasPrefix(whole, got) || len(rows[0]) != v.columns {
		t.Errorf("the rows are %q of %d columns", rows, v.columns)
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if got := strings.Join(tokenRowsOf(v), ""); !strings.HasSuffix(whole, got) || got == "" {
		t.Errorf("the end shows %q", got)
	}
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, tokenPitch)})
	if want := v.count() - 4; v.top != want {
		t.Errorf("a turn of the wheel leads to row %d, want %d", v.top, want)
	}
	w.Resize(fyne.NewSize(700, 120))
	if got := v.top; got > v.count()-v.seen() {
		t.Errorf("row %d of %d is on top after the window grew", got, v.count())
	}
	if !v.knob.Visible() {
		t.Error("no bar tells that there is more")
	}
}

func TestTokenViewShowsNothingHostile(t *testing.T) {
	test.NewTempApp(t)
	test.ApplyTheme(t, NewTheme(ModeLight))
	v := NewTokenView(3)
	test.NewTempWindow(t, v).Resize(fyne.NewSize(900, 120))
	v.SetParts([]TokenPart{{"a\u202eb\x00ñ字\xff", ColorBad}})
	if got, want := strings.Join(tokenRowsOf(v), ""), `a\u202eb\u0000\u00f1\u5b57\ufffd`; got != want {
		t.Errorf("shows %q, want %q", got, want)
	}
}
