package look

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func realms() []ListItem {
	return []ListItem{
		{Heading: "DEVELOPMENT"},
		{ID: "a", Title: "claroshop dev", Second: "alice · password", Trailing: "4:32", Tone: ToneGood},
		{ID: "b", Title: "banfico sandbox", Second: "service account", Trailing: "0:21", Tone: ToneCaution},
		{Heading: "TEST"},
		{ID: "c", Title: "sbc lab", Second: "maria · password", Trailing: "expired", Sign: SignLook, Tone: ToneBad},
	}
}

func newTestList(t *testing.T) (list *GroupList, selected, activated *[]string) {
	t.Helper()
	list, selected, activated = NewGroupList(), &[]string{}, &[]string{}
	list.OnSelected = func(id string) { *selected = append(*selected, id) }
	list.OnActivate = func(id string) { *activated = append(*activated, id) }
	list.SetItems(realms())
	newWindow(t, 260, 500, list)
	return list, selected, activated
}

func groupAt(t *testing.T, l *GroupList, i int) *groupBody {
	t.Helper()
	b, ok := rowAt(t, l.list, i).body.(*groupBody)
	if !ok {
		t.Fatal("the row has no group body")
	}
	return b
}

func TestGroupListShowsItems(t *testing.T) {
	newApp(t)
	list, _, _ := newTestList(t)
	head := groupAt(t, list, 0)
	if got := seen(head.heading); got != "DEVELOPMENT" || !head.heading.Visible() || head.title.Visible() || head.dot.Visible() {
		t.Errorf("heading reads %q, or shows parts of an item", got)
	}
	item := groupAt(t, list, 1)
	if got := []string{seen(item.title), seen(item.second), seen(item.trailing)}; !slices.Equal(got, []string{"claroshop dev", "alice · password", "4:32"}) {
		t.Errorf("item reads %q", got)
	}
	isColor(t, "trailing text", item.trailing.drawn[0].Color, ColorGood)
	isColor(t, "dot", item.dot.rect.FillColor, ColorGood)
	if right := item.trailing.Position().X + item.trailing.Size().Width; !near(right, 260-groupSide) {
		t.Errorf("trailing text ends at %v, want %v", right, 260-groupSide)
	}
	signed := groupAt(t, list, 4)
	if got := seen(signed.sign); got != SignLook || !signed.sign.Visible() || signed.dot.Visible() {
		t.Errorf("sign reads %q, want ! in place of the dot", got)
	}
	if got, want := rowAt(t, list.list, 0).Size().Height, float32(groupHead); got != want {
		t.Errorf("heading is %v high, want %v", got, want)
	}
	if got, want := rowAt(t, list.list, 1).Size().Height, float32(groupItem); got != want {
		t.Errorf("item is %v high, want %v", got, want)
	}
}

func TestGroupListSelection(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		do                  func(*GroupList)
		want                string
		selected, activated []string
	}{
		"none at first":             {func(*GroupList) {}, "", nil, nil},
		"down passes the heading":   {func(l *GroupList) { typeKeys(l.list, fyne.KeyDown) }, "a", []string{"a"}, nil},
		"down passes each heading":  {func(l *GroupList) { l.Select("b"); typeKeys(l.list, fyne.KeyDown) }, "c", []string{"b", "c"}, nil},
		"up passes the heading":     {func(l *GroupList) { l.Select("c"); typeKeys(l.list, fyne.KeyUp) }, "b", []string{"c", "b"}, nil},
		"up from the first stays":   {func(l *GroupList) { l.Select("a"); typeKeys(l.list, fyne.KeyUp) }, "a", []string{"a"}, nil},
		"home is the first item":    {func(l *GroupList) { l.Select("c"); typeKeys(l.list, fyne.KeyHome) }, "a", []string{"c", "a"}, nil},
		"a tap selects":             {func(l *GroupList) { tap(l.list, l.list.live[2]) }, "b", []string{"b"}, nil},
		"a tap on a heading":        {func(l *GroupList) { r := l.list.live[0]; tap(l.list, r); tap(l.list, r) }, "", nil, nil},
		"two taps activate":         {func(l *GroupList) { r := l.list.live[2]; tap(l.list, r); tap(l.list, r) }, "b", []string{"b"}, []string{"b"}},
		"enter activates":           {func(l *GroupList) { l.Select("c"); typeKeys(l.list, fyne.KeyReturn) }, "c", []string{"c"}, []string{"c"}},
		"select twice tells once":   {func(l *GroupList) { l.Select("c"); l.Select("c") }, "c", []string{"c"}, nil},
		"select none":               {func(l *GroupList) { l.Select("c"); l.Select("") }, "", []string{"c"}, nil},
		"one that is not there yet": {func(l *GroupList) { l.Select("z") }, "z", nil, nil},
		"down after it was filtered": {func(l *GroupList) {
			l.Select("c")
			l.SetItems(realms()[:3])
			typeKeys(l.list, fyne.KeyDown)
		}, "a", []string{"c", "a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, selected, activated := newTestList(t)
			tt.do(list)
			if got := list.Selected(); got != tt.want {
				t.Errorf("selected %q, want %q", got, tt.want)
			}
			if !slices.Equal(*selected, tt.selected) || !slices.Equal(*activated, tt.activated) {
				t.Errorf("told selected %v, activated %v, want %v, %v", *selected, *activated, tt.selected, tt.activated)
			}
		})
	}
}

func TestGroupListKeepsSelectionByID(t *testing.T) {
	newApp(t)
	list, selected, _ := newTestList(t)
	list.Select("c")
	list.SetItems(realms()[3:])
	if got := list.list.selected; got != 1 {
		t.Errorf("after items moved, row %d is selected, want 1", got)
	}
	list.SetItems(realms()[:3])
	if got := list.list.selected; got != -1 || list.Selected() != "c" {
		t.Errorf("while filtered out, row %d is selected and the id is %q", got, list.Selected())
	}
	list.SetItems(realms())
	if got := list.list.selected; got != 4 {
		t.Errorf("when it is back, row %d is selected, want 4", got)
	}
	if len(*selected) != 1 {
		t.Errorf("told %v, want only the first selection", *selected)
	}
}

func TestGroupListHeightsFollowHeadings(t *testing.T) {
	newApp(t)
	list, _, _ := newTestList(t)
	list.SetItems(append([]ListItem{{Heading: "NEW"}, {ID: "n", Title: "new"}}, realms()[1:]...))
	for i, item := range list.Items() {
		want := float32(groupItem)
		if item.Heading != "" {
			want = groupHead
		}
		if got := rowAt(t, list.list, i).Size().Height; got != want {
			t.Errorf("row %d is %v high, want %v", i, got, want)
		}
	}
	if got := seen(groupAt(t, list, 1).title); got != "new" {
		t.Errorf("first item reads %q, want new", got)
	}
}

func TestGroupListStaysWhereItWasScrolled(t *testing.T) {
	newApp(t)
	list := NewGroupList()
	list.SetItems(manyItems(1000))
	newWindow(t, 260, 500, list)
	list.Select("id900")
	offset := list.list.GetScrollOffset()
	if offset < 900*groupItem {
		t.Fatalf("scrolled to %v, want the selected item in sight", offset)
	}
	list.SetItems(append(manyItems(1000), ListItem{Heading: "MORE"}, ListItem{ID: "m"}))
	if got := list.list.GetScrollOffset(); got != offset {
		t.Errorf("scrolled to %v after a change below, want still %v", got, offset)
	}
}

func TestSelectionBeforeTheListHasASize(t *testing.T) {
	newApp(t)
	list := NewGroupList()
	list.SetItems(manyItems(1000))
	list.Select("id900")
	newWindow(t, 260, 500, list)
	if got := seen(groupAt(t, list, list.index("id900")).title); got != "realm 900" {
		t.Errorf("selected row reads %q", got)
	}
}

func TestGroupListFocusIsSeen(t *testing.T) {
	newApp(t)
	list := NewGroupList()
	list.SetItems(realms())
	w := newWindow(t, 260, 500, list)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != list.FocusTarget() || !list.ring.Visible() {
		t.Error("the list does not show the focus")
	}
	typeKeys(list.FocusTarget(), fyne.KeyDown)
	if list.ring.Visible() {
		t.Error("the ring round the list stays when a row shows the focus")
	}
	isColor(t, "selected row", rowAt(t, list.list, 1).ground.StrokeColor, theme.ColorNamePrimary)
	isColor(t, "its ground", rowAt(t, list.list, 1).ground.FillColor, ColorSoft)
}

func manyItems(n int) []ListItem {
	items := make([]ListItem, 0, n+n/100+1)
	for i := range n {
		if i%100 == 0 {
			items = append(items, ListItem{Heading: fmt.Sprintf("GROUP %d", i/100)})
		}
		items = append(items, ListItem{ID: fmt.Sprintf("id%d", i), Title: fmt.Sprintf("realm %d", i), Second: "alice", Trailing: "4:32", Tone: ToneGood})
	}
	return items
}
