package look

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestFocusScrollsIntoSight(t *testing.T) {
	newApp(t)
	first, last := NewButton(Strong, "First", nil), NewButton(Strong, "Last", nil)
	page := container.NewVScroll(Column(0, first, VGap(1000), last))
	w := newWindow(t, 200, 100, page)
	w.Canvas().Focus(last)
	if got := page.Offset.Y; got < 1000-100 {
		t.Errorf("scrolled to %v, the focused button is out of sight", got)
	}
	at := page.Offset
	w.Canvas().Focus(last)
	if page.Offset != at {
		t.Error("scrolled although it was in sight")
	}
	w.Canvas().Focus(first)
	if got := page.Offset.Y; got != 0 {
		t.Errorf("scrolled to %v, want back to the top", got)
	}
	Reveal(NewText(Body, "nowhere"))
}

func TestShownLooksThroughWhatHoldsOthers(t *testing.T) {
	newApp(t)
	button := NewButton(Strong, "Deep", nil)
	table, list := NewTable("A", "B", "C"), NewGroupList()
	table.SetRows(claims(1))
	tabs := NewTabs(Tab{"One", container.NewVScroll(button)}, Tab{"Two", container.NewStack(table, list)})
	root := container.NewStack(tabs)
	newWindow(t, 400, 300, root)
	listed, ok := table.FocusTarget().(fyne.CanvasObject)
	if !ok {
		t.Fatal("the table's focus is no object")
	}
	if !Shown(root, button) || Shown(root, listed) {
		t.Error("what stands in the first tab is not shown, or what stands in the second is")
	}
	tabs.Select(1)
	if Shown(root, button) || !Shown(root, listed) {
		t.Error("after the switch, the first tab's content is shown, or the second's is not")
	}
	if nobody, ok := list.FocusTarget().(fyne.CanvasObject); !ok || Shown(root, nobody) {
		t.Error("an empty list is shown as something to focus")
	}
	if Shown(nil, button) || Shown(root, NewText(Body, "elsewhere")) {
		t.Error("what is not there is shown")
	}
}

func TestEmptyListsAreNoStopOfTheTabKey(t *testing.T) {
	newApp(t)
	list, table, button := NewGroupList(), NewTable("A", "B", "C"), NewButton(Strong, "Go", nil)
	list.SetItems(nil)
	table.SetRows(nil)
	w := newWindow(t, 400, 400, container.NewVBox(list, table, button))
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(button) {
		t.Errorf("%T has the focus, want the button", w.Canvas().Focused())
	}
	list.SetItems(realms())
	w.Canvas().Unfocus()
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != list.FocusTarget() {
		t.Error("a list with items is no stop")
	}
}

func TestRowMenuOpensByMouseAndKey(t *testing.T) {
	newApp(t)
	for name, open := range map[string]func(*Table){
		"right button": func(tb *Table) { rowAt(t, tb.list, 1).TappedSecondary(&fyne.PointEvent{}) },
		"menu key":     func(tb *Table) { tb.Select(1); typeKeys(tb.list, desktop.KeyMenu) },
	} {
		t.Run(name, func(t *testing.T) {
			table, asked := NewTable("A", "B", "C"), -1
			table.SetRows(claims(3))
			w := newWindow(t, 500, 300, table)
			open(table) // has no menu yet
			if w.Canvas().Overlays().Top() != nil {
				t.Fatal("a menu of nothing opened")
			}
			table.Menu = func(i int) *fyne.Menu {
				asked = i
				return fyne.NewMenu("", fyne.NewMenuItem("Copy", nil))
			}
			open(table)
			if asked != 1 || table.Selected() != 1 || w.Canvas().Overlays().Top() == nil {
				t.Errorf("asked for row %d with %d selected, want 1 and its menu", asked, table.Selected())
			}
			typeKeys(w.Canvas().Focused(), fyne.KeyEscape)
			if w.Canvas().Focused() != table.FocusTarget() {
				t.Error("the focus did not come back to the table")
			}
		})
	}
}

func TestSelectedRowStaysInSightWhenTheTableShrinks(t *testing.T) {
	newApp(t)
	table := NewTable("A", "B", "C")
	table.SetRows(claims(30))
	w := newWindow(t, 500, 600, table)
	table.Select(12)
	w.Resize(fyne.NewSize(500, 200))
	top := table.list.GetScrollOffset()
	if at := float32(12 * tablePitch); at < top || at+tableRow > top+table.list.Size().Height {
		t.Errorf("row at %v is out of sight, from %v on %v are seen", at, top, table.list.Size().Height)
	}
}
