// Pasting is a Fyne window that shows how long a pasted text is: the baseline of
// what a paste costs.
package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

func main() {
	a := app.NewWithID("app.realmscope.pasting")
	w := a.NewWindow("Realmscope (pasting)")
	text := canvas.NewText("nothing", theme.Color(theme.ColorNameForeground))
	const large = 60
	text.TextSize = large
	pastes := 0
	w.Canvas().AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) {
		pastes++
		text.Text = fmt.Sprint(pastes, ": ", len(a.Clipboard().Content()))
		text.Refresh()
	})
	w.SetContent(container.NewCenter(text))
	w.Resize(fyne.NewSize(1180, 780))
	w.ShowAndRun()
}
