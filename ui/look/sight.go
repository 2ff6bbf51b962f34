package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// revealRoom is the room left round what is scrolled into sight.
const revealRoom = 8

// way lists o and what it stands in, up to root; nil when o is not shown there.
func way(root, o fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil || !root.Visible() {
		return nil
	}
	if root == o {
		return []fyne.CanvasObject{o}
	}
	for _, child := range within(root) {
		if found := way(child, o); found != nil {
			return append(found, root)
		}
	}
	return nil
}

// within are the children of what can hold something with a focus.
func within(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *Hints:
		return o.parts()
	case *Pulse:
		return []fyne.CanvasObject{o.Content}
	case *Tabs:
		return o.parts()
	case *Table:
		return o.parts()
	case *GroupList:
		return o.parts()
	case *Board:
		return o.parts()
	case *Diff:
		return o.parts()
	case *Feed:
		return o.parts()
	}
	return nil
}

// Shown tells whether o stands in root and neither it nor what holds it is
// hidden. Rows of lists are not looked at.
func Shown(root, o fyne.CanvasObject) bool { return way(root, o) != nil }

// Reveal scrolls the pages round o until it can be seen. Whatever gets the
// focus is revealed, so that the Tab key never leads out of sight.
func Reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil {
		return
	}
	holders := way(c.Content(), o)
	if h := hintsOf(o); h != nil && len(holders) == 0 {
		holders = way(h.above, o)
	}
	for _, holder := range holders {
		page, ok := holder.(*container.Scroll)
		if !ok || page.Size().Height == 0 {
			continue
		}
		top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(page).Y - revealRoom
		below := top + o.Size().Height + 2*revealRoom - page.Size().Height
		at := page.Offset
		switch {
		case top < 0:
			at.Y += top
		case below > 0:
			at.Y += min(below, top)
		default:
			continue
		}
		page.ScrollToOffset(at)
	}
}
