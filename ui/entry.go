package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"realmscope/ui/look"
)

// maxInput is how much text a field takes: longer texts make Fyne's Entry
// slow, and nothing that belongs in a field is longer.
const maxInput = 16 << 10

// entry is a field that takes at most maxInput bytes and hands Escape, and
// Down where it is wanted, to the window.
type entry struct {
	widget.Entry
	outline          *look.Outline
	onEscape, onDown func()
	// onPaste is called after a paste changed the text.
	onPaste func()
	reveals
}

func newEntry(placeholder string, onEscape func()) *entry {
	e := &entry{onEscape: onEscape, outline: look.NewOutline()}
	e.ExtendBaseWidget(e)
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly
	e.SetPlaceHolder(placeholder)
	return e
}

// MinSize implements fyne.CanvasObject: a field is as high as the button beside
// it.
func (e *entry) MinSize() fyne.Size { return e.Entry.MinSize().Max(fyne.NewSize(0, look.FieldHeight)) }

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.outline.Focus(true)
	e.Entry.FocusGained()
	look.Reveal(e)
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.outline.Focus(false)
	e.Entry.FocusLost()
	e.conceal()
}

// CreateRenderer implements fyne.Widget.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	return e.outline.Around(e, e.Entry.CreateRenderer())
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	look.Touched(e)
	switch {
	case key.Name == fyne.KeyEscape && e.onEscape != nil:
		e.onEscape()
	case key.Name == fyne.KeyDown && e.onDown != nil:
		e.onDown()
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	look.Touched(e)
	if len(e.Text) < maxInput {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut implements fyne.Shortcutable. A paste is cut before it
// reaches the field.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok {
		if !e.keepsCopies(s) {
			e.Entry.TypedShortcut(s)
		}
		return
	}
	room := maxInput - len(e.Text)
	if paste.Clipboard == nil || room <= 0 {
		return
	}
	before := e.Text
	e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: cutClipboard{paste.Clipboard, room}})
	if e.onPaste != nil && e.Text != before {
		e.onPaste()
	}
}

// cutClipboard gives at most room bytes of a clipboard's text.
type cutClipboard struct {
	fyne.Clipboard
	room int
}

// Content implements fyne.Clipboard.
func (c cutClipboard) Content() string {
	s := c.Clipboard.Content()
	if len(s) <= c.room {
		return s
	}
	cut := c.room
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut]
}
