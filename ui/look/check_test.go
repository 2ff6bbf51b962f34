package look

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestCheckIsTickedByMouseAndSpace(t *testing.T) {
	newApp(t)
	told := 0
	c := NewCheck("Keep", func(bool) { told++ })
	w := newWindow(t, 300, 60, container.NewVBox(c))
	for i, tick := range []func(){
		func() { test.TapCanvas(w.Canvas(), fyne.NewPos(10, 10)) },
		func() { w.Canvas().Focus(c); typeKeys(c, fyne.KeySpace) },
		func() { c.SetChecked(true) },
		func() { c.SetChecked(false) },
	} {
		tick()
		if want := i%2 == 0; c.Checked() != want || told != i+1 || c.mark.Visible() != want {
			t.Errorf("step %d: ticked %v, told %d times", i, c.Checked(), told)
		}
	}
	c.SetChecked(false)
	if told != 4 {
		t.Error("told of a change that was none")
	}
}

func TestCheckShowsBoxFocusAndMouse(t *testing.T) {
	newApp(t)
	c := NewCheck("Keep", nil)
	w := newWindow(t, 300, 60, container.NewVBox(c))
	isColor(t, "edge", c.box.StrokeColor, ColorOutline)
	w.Canvas().FocusNext()
	if !c.ring.Visible() {
		t.Error("no ring on the focused box")
	}
	isColor(t, "ring", c.ring.StrokeColor, theme.ColorNamePrimary)
	w.Canvas().Unfocus()
	test.MoveMouse(w.Canvas(), fyne.NewPos(10, 10))
	if c.ring.Visible() || !c.over.Visible() {
		t.Error("the ring stayed, or the mouse does not show")
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(10, 59))
	c.SetChecked(true)
	isColor(t, "ticked box", c.box.FillColor, theme.ColorNamePrimary)
	if c.over.Visible() {
		t.Error("the mouse still shows after it left")
	}
}

func TestLongSentenceOfACheckGoesOnBelow(t *testing.T) {
	newApp(t)
	c := NewCheck("Short", nil)
	newWindow(t, 200, 200, Column(0, c))
	low := c.MinSize().Height
	c.SetText("Send all the parameters in the address instead of the body")
	if got := c.MinSize().Height; got <= low {
		t.Errorf("height is %v with a long sentence, want more than %v", got, low)
	}
	if strings.Contains(seen(c.label), "…") {
		t.Errorf("sentence is cut: %q", seen(c.label))
	}
	if got := c.AccessibilityLabel(); got != c.Text() {
		t.Errorf("it is called %q", got)
	}
}

// Entries and choices wear the same outline: a visible hairline, and a ring of
// the accent with the focus.
func TestOutlineShowsTheFocus(t *testing.T) {
	newApp(t)
	s := NewSelect(nil)
	s.Options = []string{"one", "two"}
	other := widget.NewEntry()
	w := newWindow(t, 300, 100, container.NewVBox(s, other))
	edge := func(what string, name fyne.ThemeColorName, width float32) {
		t.Helper()
		isColor(t, what, s.outline.rect.StrokeColor, name)
		if got := s.outline.rect.StrokeWidth; got != width {
			t.Errorf("%s is %v wide, want %v", what, got, width)
		}
	}
	edge("edge at rest", ColorOutline, hairline)
	w.Canvas().Focus(s)
	edge("edge with the focus", theme.ColorNamePrimary, focusLine)
	if got := s.outline.rect.Size(); got != s.Size() {
		t.Errorf("outline is %v round a field of %v", got, s.Size())
	}
	w.Canvas().Focus(other)
	edge("edge after the focus", ColorOutline, hairline)
	test.ApplyTheme(t, NewTheme(ModeDark))
	if s.outline.rect.StrokeColor != color.Color(NewTheme(ModeDark).Color(ColorOutline, 0)) {
		t.Error("the outline did not follow the theme")
	}
}

func TestSelectIsUsedByKeys(t *testing.T) {
	newApp(t)
	chosen := ""
	s := NewSelect(func(text string) { chosen = text })
	s.Options = []string{"one", "two"}
	w := newWindow(t, 300, 200, container.NewVBox(s))
	w.Canvas().Focus(s)
	typeKeys(s, fyne.KeyRight, fyne.KeyRight)
	if chosen != "two" {
		t.Errorf("arrows chose %q, want two", chosen)
	}
	typeKeys(s, fyne.KeyReturn)
	typeKeys(w.Canvas().Focused(), fyne.KeyDown, fyne.KeyReturn)
	if chosen != "one" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("Enter and the menu chose %q, want one", chosen)
	}
}
