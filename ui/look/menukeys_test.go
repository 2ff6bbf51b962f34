package look

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestMenuKeysStandInLine(t *testing.T) {
	newApp(t)
	keys := map[string]string{"Get token": "Ctrl+Enter", "Log out": "Ctrl+L", "Failure or token summary for a ticket": "Ctrl+Shift+T", "About": ""}
	menu := fyne.NewMenu("")
	for words, key := range keys {
		item := fyne.NewMenuItem(words, nil)
		if key != "" {
			item.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyName(key), Modifier: fyne.KeyModifierControl}
		}
		menu.Items = append(menu.Items, item)
	}
	name := func(s fyne.Shortcut) string {
		if c, ok := KeyOf(s).(*desktop.CustomShortcut); ok {
			return string(c.KeyName)
		}
		return ""
	}
	ShowKeys(menu, name)
	var end float32
	for _, i := range menu.Items {
		words := MenuWords(i.Label)
		key := keys[words]
		if key == "" {
			if i.Label != "About" {
				t.Errorf("an item without a key is called %q", i.Label)
			}
			continue
		}
		if !strings.HasSuffix(i.Label, key) {
			t.Errorf("%q does not end with its key %s", i.Label, key)
		}
		if _, drawn := i.Shortcut.(fyne.KeyboardShortcut); drawn {
			t.Errorf("the toolkit writes the key of %q again", words)
		}
		if got, want := i.Shortcut.ShortcutName(), KeyOf(i.Shortcut).ShortcutName(); got != want {
			t.Errorf("the menu hears %s for %q, want %s", got, words, want)
		}
		width := Body.typeface().extent(i.Label).Width
		if end == 0 {
			end = width
		}
		if diff := width - end; diff > 1 || diff < -1 {
			t.Errorf("the key of %q ends at %v, that of another at %v", words, width, end)
		}
	}
	before := menu.Items[0].Label
	if ShowKeys(menu, name); menu.Items[0].Label != before {
		t.Errorf("written twice the item is called %q", menu.Items[0].Label)
	}
}
