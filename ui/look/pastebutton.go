package look

import (
	"fyne.io/fyne/v2"
)

var _ fyne.Shortcutable = (*PasteButton)(nil)

// PasteButton is a MenuButton that takes what is pasted while it has the focus.
type PasteButton struct {
	MenuButton
	// OnPaste is called with the text of the clipboard; nil takes nothing.
	OnPaste func(text string)
}

// NewPasteButton makes one; menu is asked at each opening.
func NewPasteButton(kind ButtonKind, text string, menu func() *fyne.Menu, paste func(string)) *PasteButton {
	p := &PasteButton{OnPaste: paste}
	p.menu = menu
	p.init(kind, text, " ▾")
	p.self = p
	p.OnTapped = func() { p.open() }
	p.ExtendBaseWidget(p)
	return p
}

// TypedShortcut implements fyne.Shortcutable. What is no paste goes on to the
// window.
func (p *PasteButton) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok && p.OnPaste != nil && paste.Clipboard != nil {
		p.OnPaste(paste.Clipboard.Content())
		return
	}
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(p).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *PasteButton) CreateRenderer() fyne.WidgetRenderer { return newRenderer(&p.Button, p) }
