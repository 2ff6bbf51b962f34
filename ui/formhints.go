package ui

import (
	"slices"

	"realmscope/app/profile"
)

// hint marks the grants and client authentications that a server names. Those
// that it does not name stay: documents are not always right.
func (f *formPage) hint(grants, methods []string) {
	f.grant.mark(func(word string) bool { return slices.Contains(grants, profile.Grant(word).Type()) })
	f.auth.mark(func(word string) bool { return slices.Contains(methods, word) })
}

// mark shows which words were named elsewhere.
func (c *choice) mark(named func(word string) bool) {
	at := c.pick.SelectedIndex()
	for i, word := range c.words {
		c.pick.Options[i] = c.texts[i]
		if named(word) {
			c.pick.Options[i] = T("form.named", args{"Text": c.texts[i]})
		}
	}
	if at >= 0 {
		// The choice is the same under its new text.
		changed := c.pick.OnChanged
		c.pick.OnChanged = nil
		c.pick.SetSelectedIndex(at)
		c.pick.OnChanged = changed
	}
}
