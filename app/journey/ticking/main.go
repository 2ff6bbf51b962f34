// Ticking is a Fyne window with one label that is set each second: the baseline
// of what countdowns cost.
package main

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("app.realmscope.ticking")
	w := a.NewWindow("Realmscope (ticking)")
	text := binding.NewString()
	w.SetContent(widget.NewLabelWithData(text))
	w.Resize(fyne.NewSize(1180, 780))
	go func() {
		for second := range time.Tick(time.Second) {
			if err := text.Set(second.Format("4:05")); err != nil {
				fyne.LogError("set the label", err)
			}
		}
	}()
	w.ShowAndRun()
}
