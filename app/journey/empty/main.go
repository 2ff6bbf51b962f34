// Empty is a Fyne window with nothing in it: the baseline of the benchmarks.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	a := app.NewWithID("app.realmscope.empty")
	w := a.NewWindow("Realmscope (empty)")
	w.Resize(fyne.NewSize(1180, 780))
	w.ShowAndRun()
}
