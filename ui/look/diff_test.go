package look

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestDiffSkipsItsHeadings(t *testing.T) {
	newApp(t)
	d := NewDiff([4]string{"A", "B", "C", "D"})
	newWindow(t, 800, 400, d)
	var chosen []int
	d.OnSelected = func(i int) { chosen = append(chosen, i) }
	d.SetRows([]DiffRow{{Heading: "X"}, {Name: "a", Left: "1"}, {Heading: "Y"}, {Name: "b", Right: "2"}})
	for range 3 {
		d.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if len(chosen) != 2 || chosen[0] != 1 || chosen[1] != 3 {
		t.Errorf("the arrow goes to %v, want 1 and 3", chosen)
	}
	d.SetRows([]DiffRow{{Heading: "Y"}, {Name: "b", Right: "2"}})
	if got := d.Selected(); got != 1 {
		t.Errorf("after another filter row %d is selected, want that of b", got)
	}
	d.SetRows([]DiffRow{{Heading: "Z"}, {Name: "c"}})
	if got := d.Selected(); got != -1 {
		t.Errorf("row %d is selected, want none: it is gone", got)
	}
}

func TestDiffColumnsFitTheWidth(t *testing.T) {
	for _, width := range []float32{360, 720, 1200, 3000} {
		last := float32(0)
		for i, c := range diffColumns(width) {
			if c.x < last || c.width < 20 || c.x+c.width > width {
				t.Errorf("at %v column %d is %+v", width, i, c)
			}
			last = c.x + c.width
		}
	}
}

func TestPasteButtonTakesAPaste(t *testing.T) {
	app := newApp(t)
	var pasted []string
	b := NewPasteButton(Strong, "x", func() *fyne.Menu { return nil }, func(text string) { pasted = append(pasted, text) })
	w := newWindow(t, 200, 100, b)
	w.Canvas().Focus(b)
	app.Clipboard().SetContent("abc")
	b.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	b.TypedShortcut(&fyne.ShortcutCopy{Clipboard: app.Clipboard()})
	if len(pasted) != 1 || pasted[0] != "abc" {
		t.Errorf("pasted %q", pasted)
	}
}
