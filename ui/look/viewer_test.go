package look

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// rowsOf are the rows of a viewer that are in sight.
func rowsOf(v *Viewer) []string {
	var rows []string
	for _, d := range v.drawn {
		if d.Visible() {
			rows = append(rows, d.Text())
		}
	}
	return rows
}

func numbered(n int) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d", i)
	}
	return lines
}

func TestViewerScrollsByKeysAndWheel(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		keys  []fyne.KeyName
		wheel float32
		first string
	}{
		"begins at the top":     {nil, 0, "line 0"},
		"down":                  {[]fyne.KeyName{fyne.KeyDown, fyne.KeyDown}, 0, "line 2"},
		"up stops at the top":   {[]fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyUp}, 0, "line 0"},
		"a page keeps one line": {[]fyne.KeyName{fyne.KeyPageDown}, 0, "line 3"},
		"a page back":           {[]fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyPageUp}, 0, "line 3"},
		"the end":               {[]fyne.KeyName{fyne.KeyEnd}, 0, "line 96"},
		"home":                  {[]fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, 0, "line 0"},
		"the wheel":             {nil, -2 * viewerPitch, "line 2"},
		"half a turn":           {nil, -viewerPitch / 2, "line 0"},
		"the wheel past it all": {nil, -9999, "line 96"},
	} {
		t.Run(name, func(t *testing.T) {
			v := NewViewer(4)
			v.SetLines(numbered(100))
			newWindow(t, 400, 200, container.NewVBox(v))
			test.Tap(v)
			typeKeys(v, tt.keys...)
			v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, tt.wheel)})
			if got := rowsOf(v); len(got) != 4 || got[0] != tt.first {
				t.Errorf("shows %q, want four from %q on", got, tt.first)
			}
			if !v.knob.Visible() {
				t.Error("nothing says that there is more")
			}
		})
	}
}

func TestViewerIsAsHighAsItsTextUpToABound(t *testing.T) {
	newApp(t)
	v := NewViewer(4)
	newWindow(t, 400, 200, container.NewVBox(v))
	for _, tt := range []struct{ lines, rows int }{{0, 1}, {1, 1}, {3, 3}, {4, 4}, {5000, 4}} {
		v.SetLines(numbered(tt.lines))
		if got, want := v.MinSize().Height, float32(tt.rows*viewerPitch+2*viewerTop); got != want {
			t.Errorf("%d lines are %v high, want %v", tt.lines, got, want)
		}
	}
	v.SetLines([]string{"only"})
	if v.knob.Visible() || len(v.Lines()) != 1 || v.AccessibilityLabel() != "only" {
		t.Errorf("one line looks like more: %q", rowsOf(v))
	}
}

func TestViewerShowsTheFocus(t *testing.T) {
	newApp(t)
	v := NewViewer(2)
	w := newWindow(t, 400, 100, container.NewVBox(v))
	w.Canvas().FocusNext()
	isColor(t, "edge", v.ground.StrokeColor, theme.ColorNamePrimary)
	w.Canvas().Unfocus()
	isColor(t, "edge", v.ground.StrokeColor, ColorHairline)
}

func TestLongLinesAreFolded(t *testing.T) {
	for name, tt := range map[string]struct {
		line    string
		columns int
		want    []string
	}{
		"short":                       {"abc", 5, []string{"abc"}},
		"empty":                       {"", 5, []string{""}},
		"exactly":                     {"abcde", 5, []string{"abcde"}},
		"longer":                      {"abcdefg", 5, []string{"abcde", "fg"}},
		"the indentation is kept":     {"  abcdefgh", 6, []string{"  abcd", "  efgh"}},
		"blanks alone are no trouble": {strings.Repeat(" ", 9), 4, []string{"    ", "    ", "    ", "   "}},
		"wide letters take two":       {"日本語文", 5, []string{"日本", "語文"}},
		"one column":                  {"ab", 1, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := folded(tt.line, tt.columns); !slices.Equal(got, tt.want) {
				t.Errorf("folded to %q, want %q", got, tt.want)
			}
		})
	}
}

func TestViewerFoldsAgainInAnotherWidth(t *testing.T) {
	newApp(t)
	v := NewViewer(4)
	v.SetLines([]string{strings.Repeat("x", 60)})
	w := newWindow(t, 700, 200, container.NewStack(v))
	wide := len(v.rows)
	w.Resize(fyne.NewSize(200, 200))
	if wide != 1 || len(v.rows) < 3 {
		t.Errorf("%d rows in a wide window and %d in a narrow one", wide, len(v.rows))
	}
	for _, row := range rowsOf(v) {
		if strings.Contains(row, "…") {
			t.Errorf("row %q is cut", row)
		}
	}
}

// BenchmarkViewer is a value of 64 KiB that comes into sight.
func BenchmarkViewer(b *testing.B) {
	newApp(b)
	v := NewViewer(7)
	newWindow(b, 800, 200, container.NewStack(v))
	one, two := []string{strings.Repeat("x", 64<<10)}, []string{strings.Repeat("y", 64<<10)}
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			v.SetLines(one)
		} else {
			v.SetLines(two)
		}
	}
}
