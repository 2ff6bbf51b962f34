package look

import "fyne.io/fyne/v2"

// passOn gives a key that a focused widget has no use for to its window, which
// hears only what no widget does: Escape closes what is open from anywhere.
func passOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	if heard := c.OnTypedKey(); heard != nil {
		heard(e)
	}
}
