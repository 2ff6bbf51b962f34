package look

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A widget with the focus must not swallow the keys that it has no use for.
func TestUnusedKeysReachTheWindow(t *testing.T) {
	newApp(t)
	list, table := NewGroupList(), NewTable("A", "B", "C")
	list.SetItems(realms())
	table.SetRows(claims(3))
	tabs := NewTabs(Tab{Text: "One"}, Tab{Text: "Two"})
	viewer := NewViewer(3)
	viewer.SetLines([]string{"1", "2"})
	for name, tt := range map[string]struct {
		object fyne.CanvasObject
		focus  fyne.Focusable
		used   fyne.KeyName
	}{
		"button":      {NewButton(Strong, "Go", nil), nil, fyne.KeySpace},
		"menu button": {NewMenuButton(Strong, "Go", func() *fyne.Menu { return nil }), nil, fyne.KeyDown},
		"tabs":        {tabs, tabs.FocusTarget(), fyne.KeyRight},
		"group list":  {list, list.FocusTarget(), fyne.KeyDown},
		"table":       {table, table.FocusTarget(), fyne.KeyReturn},
		"check":       {NewCheck("On", nil), nil, fyne.KeySpace},
		"select":      {NewSelect(nil), nil, fyne.KeyRight},
		"viewer":      {viewer, viewer, fyne.KeyDown},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWindow(t, 400, 300, container.NewStack(tt.object))
			var heard []fyne.KeyName
			w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { heard = append(heard, e.Name) })
			focus := tt.focus
			if focus == nil {
				focus = tt.object.(fyne.Focusable)
			}
			w.Canvas().Focus(focus)
			focus.TypedRune('x')
			typeKeys(w.Canvas().Focused(), tt.used, fyne.KeyEscape, fyne.KeyF5)
			if want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyF5}; !slices.Equal(heard, want) {
				t.Errorf("window heard %v, want %v", heard, want)
			}
			w.Canvas().SetOnTypedKey(nil)
			typeKeys(focus, fyne.KeyEscape) // nobody listens
		})
	}
}
