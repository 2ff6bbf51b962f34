package look

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
)

const (
	// keyGap is the least room between a menu's words and its keys.
	keyGap = 28
	// wideBlank and thinBlank fill the room: an em and a hair.
	wideBlank, thinBlank = "\u2003", "\u200A"
)

// silentKey is a shortcut that a menu hears but does not write: Fyne writes
// those of a menu in a fifth of the ink, which nobody can read.
type silentKey struct{ fyne.Shortcut }

// KeyOf is the shortcut that a menu item was made with.
func KeyOf(s fyne.Shortcut) fyne.Shortcut {
	if k, ok := s.(silentKey); ok {
		return k.Shortcut
	}
	return s
}

// ShowKeys writes the keys of a menu's items behind their words, in the same
// ink and in line with each other. text names a key, with the empty text for
// none. Where the system shows the menu itself, it writes the keys, too.
func ShowKeys(menu *fyne.Menu, text func(fyne.Shortcut) string) *fyne.Menu {
	if menu == nil || runtime.GOOS == "darwin" {
		return menu
	}
	face := Body.typeface()
	width := func(s string) float32 { return face.extent(s).Width }
	var most float32
	for _, i := range menu.Items {
		if key := text(i.Shortcut); key != "" {
			most = max(most, width(i.Label)+keyGap+width(key))
		}
	}
	for _, i := range menu.Items {
		key := text(i.Shortcut)
		if _, done := i.Shortcut.(silentKey); done || key == "" {
			continue
		}
		i.Label += blanks(most-width(i.Label)-width(key), width) + key
		i.Shortcut = silentKey{i.Shortcut}
	}
	return menu
}

// blanks are spaces that together have a width.
func blanks(room float32, width func(string) float32) string {
	wide, thin := width(wideBlank), width(thinBlank)
	n := max(1, int(room/wide))
	out := strings.Repeat(wideBlank, n)
	if thin > 0 {
		out += strings.Repeat(thinBlank, max(0, int((room-float32(n)*wide)/thin+0.5)))
	}
	return out
}

// MenuWords is a menu item's label without the key behind it.
func MenuWords(label string) string {
	words, _, _ := strings.Cut(label, wideBlank)
	return words
}
