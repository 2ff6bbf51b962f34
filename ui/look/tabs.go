package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Tab is one tab and what it shows.
type Tab struct {
	Text    string
	Content fyne.CanvasObject
}

// Tabs show one content under a bar of underlined words. The bar is one stop of
// the Tab key; Left and Right go from word to word.
type Tabs struct {
	widget.BaseWidget
	// OnSelected is called with the index of a tab that was not shown before.
	OnSelected func(int)

	bar  *tabBar
	body *fyne.Container
}

// NewTabs makes tabs that show the first. A nil content shows nothing, which
// makes the tabs a mere bar.
func NewTabs(tabs ...Tab) *Tabs {
	t := &Tabs{body: container.NewStack()}
	words := make([]*tabWord, len(tabs))
	for i, tab := range tabs {
		words[i] = newTabWord(tab.Text)
		content := tab.Content
		if content == nil {
			content = gap(fyne.Size{})
		}
		t.body.Add(content)
	}
	t.bar = newTabBar(words, t.Select)
	t.showSelected()
	t.ExtendBaseWidget(t)
	return t
}

// SetBare leaves out the line below the words, where something else has one.
func (t *Tabs) SetBare() {
	t.bar.bare = true
	t.bar.Refresh()
}

// FocusTarget is what the canvas can focus: the bar.
func (t *Tabs) FocusTarget() fyne.Focusable { return t.bar }

// Selected is the index of the shown tab.
func (t *Tabs) Selected() int { return t.bar.selected }

// Select shows a tab; one that is hidden, disabled or not there changes
// nothing.
func (t *Tabs) Select(i int) {
	if i == t.bar.selected || !t.bar.open(i) {
		return
	}
	t.bar.selected = i
	t.showSelected()
	t.bar.Refresh()
	if t.OnSelected != nil {
		t.OnSelected(i)
	}
}

// Wanted is the size at which the words stand at their ease.
func (t *Tabs) Wanted() fyne.Size {
	width, n := t.bar.wanted()
	return fyne.NewSize(width+2*n*tabRoom, t.bar.MinSize().Height)
}

// SetTabText renames a tab.
func (t *Tabs) SetTabText(i int, text string) {
	if w := t.bar.word(i); w != nil && w.label.Text() != text {
		w.label.SetText(text)
		t.bar.Refresh()
	}
}

// SetHidden takes a tab out of the bar or puts it back. When the shown one is
// hidden, the first that is left is shown.
func (t *Tabs) SetHidden(i int, hidden bool) {
	if w := t.bar.word(i); w != nil && w.hidden != hidden {
		w.hidden = hidden
		t.barred(i)
	}
}

// SetDisabled greys a tab or frees it. When the shown one is disabled, the
// first that is left is shown.
func (t *Tabs) SetDisabled(i int, disabled bool) {
	if w := t.bar.word(i); w != nil && w.disabled != disabled {
		w.disabled = disabled
		t.barred(i)
	}
}

func (t *Tabs) barred(i int) {
	if i == t.bar.selected && !t.bar.open(i) {
		t.Select(t.bar.next(-1, 1))
	}
	t.bar.Refresh()
}

func (t *Tabs) showSelected() {
	for i, content := range t.body.Objects {
		show(content, i == t.bar.selected)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer { return newRenderer(t, t) }

func (t *Tabs) parts() []fyne.CanvasObject { return []fyne.CanvasObject{t.bar, t.body} }

func (t *Tabs) paint() {}

func (t *Tabs) least() fyne.Size {
	bar, body := t.bar.MinSize(), t.body.MinSize()
	return fyne.NewSize(max(bar.Width, body.Width), bar.Height+body.Height)
}

func (t *Tabs) arrange(size fyne.Size) {
	bar := t.bar.MinSize().Height
	place(t.bar, 0, 0, size.Width, bar)
	place(t.body, 0, bar, size.Width, size.Height-bar)
}
