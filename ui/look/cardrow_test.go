package look

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// cardsInSight are the titles that are drawn.
func cardsInSight(r *CardRow) []string {
	var out []string
	for _, d := range r.drawn {
		out = append(out, d.title.Text())
	}
	return out
}

func newCards(t *testing.T, n int) (*CardRow, *[]int) {
	t.Helper()
	test.NewTempApp(t)
	test.ApplyTheme(t, NewTheme(ModeLight))
	var told []int
	r := NewCardRow(func(i int) { told = append(told, i) })
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(3*(cardWidth+cardGap)+2*cardEdge, 100))
	items := make([]CardItem, n)
	for i := range items {
		items[i] = CardItem{Title: fmt.Sprint("card ", i), Second: "second"}
	}
	r.SetItems(items, 0)
	return r, &told
}

func TestCardRowSelectsByKeyAndTap(t *testing.T) {
	r, told := newCards(t, 1000)
	if got := cardsInSight(r); len(got) != 3 || got[0] != "card 0" {
		t.Fatalf("in sight: %q, want the first three of a thousand", got)
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) // there is none before the first
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if got := cardsInSight(r); got[2] != "card 999" || r.Selected() != 999 {
		t.Errorf("in sight: %q, selected %d, want the last", got, r.Selected())
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	test.TapAt(r, fyne.NewPos(cardEdge+2*(cardWidth+cardGap)+5, 20))
	if got, want := fmt.Sprint(*told), "[999 998 0 1 2]"; got != want {
		t.Errorf("told of %s, want %s", got, want)
	}
	r.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -cardWidth)})
	if got := cardsInSight(r); got[0] != "card 4" || r.Selected() != 2 {
		t.Errorf("the wheel shows %q and selects %d, want another part and the same card", got, r.Selected())
	}
}

func TestCardRowShowsWhereThereAreMore(t *testing.T) {
	r, _ := newCards(t, 5)
	if r.left.Visible() || !r.right.Visible() {
		t.Errorf("more at the left %v, at the right %v, want at the right alone", r.left.Visible(), r.right.Visible())
	}
	r.Select(4)
	if !r.left.Visible() || r.right.Visible() {
		t.Errorf("at the end: more at the left %v, at the right %v", r.left.Visible(), r.right.Visible())
	}
	r.SetItems(r.Items()[:2], 7)
	if r.left.Visible() || r.right.Visible() || r.Selected() != 1 || len(cardsInSight(r)) != 2 {
		t.Errorf("two cards: selected %d, in sight %q", r.Selected(), cardsInSight(r))
	}
	r.SetItems(nil, 0)
	if got := cardsInSight(r); len(got) != 0 || r.AccessibilityLabel() != "" {
		t.Errorf("no cards: in sight %q", got)
	}
}
