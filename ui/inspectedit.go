package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// pasteEntry is a field for a text that is taken as a whole: a paste replaces
// what stands there and never reaches the field itself, however long it is.
type pasteEntry struct {
	entry
	onPasted func(text string)
}

func newPasteEntry(placeholder string, onEscape func(), onPasted func(string)) *pasteEntry {
	e := &pasteEntry{onPasted: onPasted}
	e.onEscape, e.outline = onEscape, look.NewOutline()
	e.SetPlaceHolder(placeholder)
	e.ExtendBaseWidget(e)
	return e
}

// newPasteArea is one of several lines.
func newPasteArea(placeholder string, onEscape func(), onPasted func(string)) *pasteEntry {
	e := newPasteEntry(placeholder, onEscape, onPasted)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.Scroll = fyne.ScrollVerticalOnly
	e.SetMinRowsVisible(6)
	e.TextStyle = fyne.TextStyle{Monospace: true}
	return e
}

// CreateRenderer implements fyne.Widget.
func (e *pasteEntry) CreateRenderer() fyne.WidgetRenderer {
	return e.outline.Around(e, e.Entry.CreateRenderer())
}

// TypedShortcut implements fyne.Shortcutable.
func (e *pasteEntry) TypedShortcut(s fyne.Shortcut) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok {
		e.entry.TypedShortcut(s)
		return
	}
	if paste.Clipboard != nil {
		e.onPasted(paste.Clipboard.Content())
	}
}

// editing tells whether the text itself is being written.
func (p *inspectPlace) editing() bool { return p.edit.Visible() }

// startEdit turns the token into a text that can be changed; one that is too
// long for a field cannot be.
func (p *inspectPlace) startEdit() {
	if !p.editable() {
		return
	}
	p.silent = true
	p.edit.SetText(p.text())
	p.silent = false
	p.edit.Show()
	p.show(false)
	p.w.win.Canvas().Focus(p.edit)
}

// text is what is edited: the paste as it came, else the token itself.
func (p *inspectPlace) text() string {
	if t := p.token(); p.kept == "" && t != nil {
		return t.piece.Text
	}
	return p.kept
}

func (p *inspectPlace) editable() bool {
	text := p.text()
	return text != "" && len(text) <= maxInput
}

// endEdit shows the token again.
func (p *inspectPlace) endEdit() {
	if !p.editing() {
		return
	}
	p.edit.Hide()
	p.stop()
}

// toggleEdit begins to edit or ends it.
func (p *inspectPlace) toggleEdit() {
	if !p.editing() {
		p.startEdit()
		return
	}
	p.endEdit()
	p.show(false)
	p.w.win.Canvas().Focus(p.view)
}

// onTyped reads what is typed after a moment of quiet.
func (p *inspectPlace) onTyped(text string) {
	if p.silent {
		return
	}
	p.stop()
	p.kept, p.label, p.from = text, "", profile.Profile{}
	if p.w.p.After == nil {
		p.start(fromText(text), false)
		return
	}
	p.wait = p.w.p.After(quietEdit, func() {
		p.wait = nil
		p.start(fromText(text), false)
	})
}
