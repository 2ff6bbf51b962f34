package look

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func newTestTabs() (tabs *Tabs, contents []*widget.Entry, told *[]int) {
	contents = []*widget.Entry{widget.NewEntry(), widget.NewEntry(), widget.NewEntry(), widget.NewEntry()}
	tabs = NewTabs(Tab{"Access", contents[0]}, Tab{"Refresh", contents[1]}, Tab{"ID", contents[2]}, Tab{"Roles 6", contents[3]})
	told = &[]int{}
	tabs.OnSelected = func(i int) { *told = append(*told, i) }
	return tabs, contents, told
}

// shown are the indices of the visible contents.
func shown(contents []*widget.Entry) []int {
	var at []int
	for i, c := range contents {
		if c.Visible() {
			at = append(at, i)
		}
	}
	return at
}

func TestTabsShowOneContent(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct {
		do   func(*Tabs)
		want int
		told []int
	}{
		"the first at first":              {func(*Tabs) {}, 0, nil},
		"select":                          {func(x *Tabs) { x.Select(2) }, 2, []int{2}},
		"select the same tells nothing":   {func(x *Tabs) { x.Select(0) }, 0, nil},
		"select what is not there":        {func(x *Tabs) { x.Select(9); x.Select(-1) }, 0, nil},
		"a tap on a word":                 {func(x *Tabs) { tapWord(x, 3) }, 3, []int{3}},
		"a tap beside the words":          {func(x *Tabs) { test.TapAt(x.bar, fyne.NewPos(590, 10)) }, 0, nil},
		"right":                           {func(x *Tabs) { typeKeys(x.FocusTarget(), fyne.KeyRight) }, 1, []int{1}},
		"right at the end":                {func(x *Tabs) { x.Select(3); typeKeys(x.bar, fyne.KeyRight) }, 3, []int{3}},
		"left at the start":               {func(x *Tabs) { typeKeys(x.bar, fyne.KeyLeft) }, 0, nil},
		"end and home":                    {func(x *Tabs) { typeKeys(x.bar, fyne.KeyEnd, fyne.KeyHome) }, 0, []int{3, 0}},
		"right passes over a hidden one":  {func(x *Tabs) { x.SetHidden(1, true); typeKeys(x.bar, fyne.KeyRight) }, 2, []int{2}},
		"right passes over a disabled":    {func(x *Tabs) { x.SetDisabled(1, true); typeKeys(x.bar, fyne.KeyRight) }, 2, []int{2}},
		"a tap on a disabled one":         {func(x *Tabs) { x.SetDisabled(2, true); tapWord(x, 2) }, 0, nil},
		"the shown one is hidden":         {func(x *Tabs) { x.Select(2); x.SetHidden(2, true) }, 0, []int{2, 0}},
		"hidden and back again":           {func(x *Tabs) { x.SetHidden(2, true); x.SetHidden(2, false); x.Select(2) }, 2, []int{2}},
		"hiding what is not there":        {func(x *Tabs) { x.SetHidden(7, true); x.SetDisabled(-1, true); x.SetTabText(8, "x") }, 0, nil},
		"the shown one is disabled":       {func(x *Tabs) { x.SetDisabled(0, true) }, 1, []int{1}},
		"other keys are not for the tabs": {func(x *Tabs) { typeKeys(x.bar, fyne.KeyDown, fyne.KeyReturn) }, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tabs, contents, told := newTestTabs()
			newWindow(t, 600, 300, tabs)
			tt.do(tabs)
			if got := tabs.Selected(); got != tt.want {
				t.Errorf("selected %d, want %d", got, tt.want)
			}
			if got := shown(contents); !slices.Equal(got, []int{tt.want}) {
				t.Errorf("contents %v are shown, want %d alone", got, tt.want)
			}
			if !slices.Equal(*told, tt.told) {
				t.Errorf("told %v, want %v", *told, tt.told)
			}
		})
	}
}

func tapWord(x *Tabs, i int) {
	w := x.bar.words[i]
	test.TapAt(x.bar, fyne.NewPos(w.left+w.width/2, 20))
}

func TestSelectedTabStandsOut(t *testing.T) {
	newApp(t)
	tabs, _, _ := newTestTabs()
	newWindow(t, 600, 300, tabs)
	tabs.Select(1)
	word := tabs.bar.words[1]
	if got := tabs.bar.under.Position().X; got != word.left || !tabs.bar.under.Visible() {
		t.Errorf("underline starts at %v, want under the word at %v", got, word.left)
	}
	isColor(t, "selected word", word.label.drawn[0].Color, theme.ColorNameForeground)
	isColor(t, "other word", tabs.bar.words[0].label.drawn[0].Color, ColorSecond)
}

func TestTabBarIsOneStop(t *testing.T) {
	newApp(t)
	tabs, contents, _ := newTestTabs()
	w := newWindow(t, 600, 300, tabs)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != tabs.FocusTarget() || !tabs.bar.rim.Visible() {
		t.Error("the bar is not the first stop, or does not show it")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(contents[0]) {
		t.Errorf("the second stop is %T, want the shown content", w.Canvas().Focused())
	}
	if tabs.bar.rim.Visible() {
		t.Error("the bar still shows the focus")
	}
}

func TestTabTextsMoveTheirNeighbours(t *testing.T) {
	newApp(t)
	tabs, _, _ := newTestTabs()
	newWindow(t, 600, 300, tabs)
	before := tabs.bar.words[3].left
	tabs.SetTabText(0, "Access token of alice")
	if got := seen(tabs.bar.words[0].label); got != "Access token of alice" {
		t.Errorf("tab reads %q", got)
	}
	if got := tabs.bar.words[3].left; got <= before {
		t.Errorf("last tab stands at %v, want further right than %v", got, before)
	}
}

func TestNarrowTabBarGivesUpRoomBeforeWords(t *testing.T) {
	newApp(t)
	tabs, _, _ := newTestTabs()
	w := newWindow(t, 600, 300, tabs)
	least := tabs.bar.MinSize().Width
	w.Resize(fyne.NewSize(least, 300))
	last := tabs.bar.words[3]
	if got := last.left + last.width; got > least+0.1 {
		t.Errorf("words end at %v in a bar of %v", got, least)
	}
	if got := seen(last.label); got != "Roles 6" {
		t.Errorf("last tab reads %q, want all of it", got)
	}
}
