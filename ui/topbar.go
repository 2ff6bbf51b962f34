package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"realmscope/assets"
	"realmscope/ui/look"
)

// topBar is the strip above everything: whose window it is, and what the Tab key
// reaches of the window itself.
type topBar struct{ root *fyne.Container }

func newTopBar(w *Window) *topBar {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("mark.png", assets.MarkPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(22, 22))
	jump := look.NewButton(look.Quiet, T("bar.jump", args{"Key": keyText(ctrl(fyne.KeyK))}), w.openPalette)
	light := look.NewButton(look.Quiet, T("bar.theme"), w.toggleTheme)
	lock := look.NewButton(look.Quiet, T("bar.lock"), w.lockNow)
	keys := look.NewButton(look.Quiet, T("menu.keys"), w.showKeys)
	row := container.NewBorder(nil, nil,
		look.Row(8, container.NewCenter(icon), look.Floor(w.places.tabs.Wanted(), w.places.tabs)), container.NewCenter(look.Row(8, jump, light, lock, keys)))
	return &topBar{root: onPanel(newFrame(look.VGap(0), look.PadXY(14, 0, row), look.Hairline()))}
}
