package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"realmscope/assets"
	"realmscope/ui/look"
)

// topBar is the strip above everything: whose window it is, and the menus of
// the window itself.
type topBar struct{ root *fyne.Container }

func newTopBar(w *Window) *topBar {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(22, 22))
	name := look.NewText(look.Strong, windowTitle)
	name.SetTruncate(false)
	view := look.NewMenuButton(look.Quiet, T("bar.view"), func() *fyne.Menu { return w.viewMenu() })
	help := look.NewMenuButton(look.Quiet, T("bar.help"), func() *fyne.Menu { return w.helpMenu() })
	row := container.NewBorder(nil, nil,
		look.Row(8, container.NewCenter(icon), name), look.Row(8, view, help))
	return &topBar{root: onPanel(newFrame(look.VGap(0), look.PadXY(14, 5, row), look.Hairline()))}
}
