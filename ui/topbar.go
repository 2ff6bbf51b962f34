package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"realmscope/assets"
	"realmscope/ui/look"
)

// topBar is the strip above everything: whose window it is, and what the Tab key
// reaches of the window itself.
type topBar struct {
	root *fyne.Container
	hide *look.Button
	row  *fyne.Container
}

func newTopBar(w *Window) *topBar {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("mark.png", assets.MarkPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(22, 22))
	b := &topBar{}
	jump := barButton(theme.SearchIcon(), T("bar.jump", args{"Key": keyText(ctrl(fyne.KeyK))}), w.openPalette)
	b.hide = barButton(nil, "", w.toggleHidden)
	lock := barButton(theme.NewThemedResource(fyne.NewStaticResource("lock", assets.LockSVG)), T("bar.lock"), w.lockNow)
	settings := barButton(theme.SettingsIcon(), T("menu.settings"), w.openSettings)
	left := look.Row(8, container.NewCenter(icon), look.Floor(w.places.tabs.Wanted(), w.places.tabs))
	b.row = container.New(bar{}, left, jump, b.hide, lock, settings)
	b.showHidden(w.hidden)
	b.root = onPanel(newFrame(look.VGap(0), look.PadXY(14, 0, b.row), look.Hairline()))
	return b
}

// barButton is a button with a picture that can stand alone.
func barButton(icon fyne.Resource, text string, do func()) *look.Button {
	b := look.NewButton(look.Quiet, text, do)
	b.SetIcon(icon)
	return b
}

// showHidden says on the button what it will do: values are hidden, or not.
func (b *topBar) showHidden(hidden bool) {
	b.hide.SetIcon(theme.VisibilityOffIcon())
	b.hide.SetText(T("hide.hide"))
	if hidden {
		b.hide.SetIcon(theme.VisibilityIcon())
		b.hide.SetText(T("hide.show"))
	}
	b.row.Refresh()
}

// bar puts the first object at the left and the others at the right end. Where
// the room is short, pictures stand for the words of buttons.
type bar struct{}

// barGap is the room between two objects of the bar.
const barGap = 6

// MinSize implements fyne.Layout.
func (bar) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	for _, part := range o[1:] {
		least := part.MinSize()
		// A picture alone is no wider than a button is tall.
		size = fyne.NewSize(size.Width+barGap+least.Height+4, max(size.Height, least.Height))
	}
	return size
}

// Layout implements fyne.Layout.
func (bar) Layout(o []fyne.CanvasObject, size fyne.Size) {
	compact(o[1:], false)
	if least(o) > size.Width {
		compact(o[1:], true)
	}
	x := size.Width
	for i := len(o) - 1; i > 0; i-- {
		wanted := o[i].MinSize()
		x -= wanted.Width
		o[i].Resize(wanted)
		o[i].Move(fyne.NewPos(x, (size.Height-wanted.Height)/2))
		x -= barGap
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(max(0, x), size.Height))
}

func compact(o []fyne.CanvasObject, on bool) {
	for _, part := range o {
		if b, ok := part.(*look.Button); ok {
			b.SetCompact(on)
		}
	}
}

// least is the width at which all objects have what they want.
func least(o []fyne.CanvasObject) float32 {
	var width float32
	for i, part := range o {
		if width += part.MinSize().Width; i > 0 {
			width += barGap
		}
	}
	return width
}
