package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ForgetTexts has the toolkit forget the texts that it measured. It keeps them
// for a minute and longer, the clear text of password fields among them, and
// empties that cache when a theme is set: here one for an object that nobody
// sees, because setting the window's own would read all fonts again.
func ForgetTexts() {
	container.NewThemeOverride(NewText(Body, ""), fyne.CurrentApp().Settings().Theme())
}
