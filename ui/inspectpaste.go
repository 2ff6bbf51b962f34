package ui

import (
	"errors"
	"io"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

// quietEdit is how long typing rests before the text is read.
const quietEdit = 150 * time.Millisecond

// onPasted hears Ctrl+V that no field has a use for: what is on the clipboard is
// inspected.
func (w *Window) onPasted(s fyne.Shortcut) {
	text := w.p.App.Clipboard().Content()
	if paste, ok := s.(*fyne.ShortcutPaste); ok && paste.Clipboard != nil {
		text = paste.Clipboard.Content()
	}
	if w.modal != nil && w.modal.paste != nil {
		w.modal.paste(text)
		return
	}
	w.guarded(func() { w.inspect(text, "") })()
}

// inspectClipboard is the same from the menu.
func (w *Window) inspectClipboard() { w.inspect(w.p.App.Clipboard().Content(), "") }

// inspect turns to the page that tells what a text says. label is the name of a
// token that needs no looking for.
func (w *Window) inspect(text, label string) {
	w.goTo(placeInspect)
	if p, ok := w.places.current().(*inspectPlace); ok {
		p.take(text, label)
	}
}

// inspectSession inspects the shown token of the session's page, the access
// token where another tab is shown.
func (w *Window) inspectSession() {
	s := w.state()
	if w.form != nil || s.Tokens == nil {
		return
	}
	token, label := s.Tokens.Set.AccessToken, "access_token"
	if w.at(placeRealms) {
		switch w.page.tokens.tabs.Selected() {
		case tabRefresh:
			token, label = s.Tokens.Set.RefreshToken, "refresh_token"
		case tabID:
			token, label = s.Tokens.Set.IDToken, "id_token"
		}
	}
	if token.Empty() {
		w.note(T("copy.nothing"))
		return
	}
	w.inspect(token.Reveal(), label)
	if place, ok := w.places.current().(*inspectPlace); ok {
		place.from, _ = w.profile()
	}
}

// readDropped brings in dropped profiles; a file that holds none is inspected.
func (w *Window) readDropped(uris []fyne.URI) {
	if len(uris) == 1 && w.p.OpenFile != nil && w.at(placeInspect) {
		w.inspectFile(uris[0])
		return
	}
	from := PortSource{URIs: uris}
	w.p.Porter.Read(from, session.Secret{}, func(b porting.Batch, err error) {
		other := errors.Is(err, porting.ErrUnknown) || errors.Is(err, porting.ErrNothing)
		if other && len(uris) == 1 && w.p.OpenFile != nil && w.modal == nil && w.picker == nil {
			w.inspectFile(uris[0])
			return
		}
		w.onRead(from, b, err)
	})
}

// inspectFile inspects a file's text.
func (w *Window) inspectFile(uri fyne.URI) {
	w.goTo(placeInspect)
	if p, ok := w.places.current().(*inspectPlace); ok {
		p.read(func() (io.ReadCloser, error) { return w.p.OpenFile(uri.Path()) }, "", "")
	}
}

// take shows what a text says. One that a field can hold stays for editing.
func (p *inspectPlace) take(text, label string) {
	kept := ""
	if len(text) <= maxInput {
		kept = text
	}
	p.read(fromText(text), kept, label)
}

// read has a text read in the background; the answer to an earlier one is
// dropped.
func (p *inspectPlace) read(source session.Source, kept, label string) {
	p.stop()
	p.kept, p.label, p.from = kept, label, profile.Profile{}
	p.endEdit()
	p.start(source, true)
}

// start reads a source. turn says that the reader should see its beginning.
func (p *inspectPlace) start(source session.Source, turn bool) {
	if p.w.p.After != nil {
		p.wait = p.w.p.After(quietStart, func() { p.reading(true) })
	}
	p.cancel = p.w.p.Sessions.ReadPaste(source, func(a session.PasteAnswer) {
		p.cancel = nil
		p.stop()
		p.found(a, turn)
	})
}

// stop ends what is read or waits to be.
func (p *inspectPlace) stop() {
	for _, f := range []func(){p.wait, p.cancel} {
		if f != nil {
			f()
		}
	}
	p.wait, p.cancel = nil, nil
	p.reading(false)
}

// reading says that a text is still being read.
func (p *inspectPlace) reading(on bool) {
	if setShown(p.busy, on) {
		p.relayout()
	}
}

// found shows what a text turned out to hold.
func (p *inspectPlace) found(a session.PasteAnswer, turn bool) {
	p.endJobs()
	p.paste, p.failure, p.tokens, p.at = a.Paste, "", nil, 0
	if a.Failure != nil {
		p.failure = materialFailure(a.Failure)
	}
	for _, piece := range a.Paste.Pieces {
		if p.label != "" && len(a.Paste.Pieces) == 1 {
			piece.Label = p.label
		}
		p.tokens = append(p.tokens, flatten(piece, 0)...)
	}
	p.line = T("inspect.local")
	p.show(turn)
	if turn && !p.editing() && len(p.tokens) > 0 {
		p.w.win.Canvas().Focus(p.view)
	}
}

// flatten lists a token and those inside it.
func flatten(piece inspect.Piece, depth int) []*foundToken {
	out := []*foundToken{{piece: piece, depth: depth}}
	for _, inner := range piece.Nested {
		out = append(out, flatten(inner, depth+1)...)
	}
	return out
}

// clearAndPaste forgets what is shown and takes what is on the clipboard.
func (p *inspectPlace) clearAndPaste() {
	text := p.w.p.App.Clipboard().Content()
	if text == "" {
		p.reset()
		return
	}
	p.take(text, "")
}

// reset forgets everything and waits for a text.
func (p *inspectPlace) reset() {
	p.stop()
	p.endJobs()
	p.kept, p.label, p.tokens, p.at, p.paste, p.failure = "", "", nil, 0, inspect.Paste{}, ""
	p.edit.SetText("")
	p.line = ""
	p.show(true)
	if p.w.at(placeInspect) {
		p.w.win.Canvas().Focus(p.edit)
	}
}

// forget is reset for the lock.
func (p *inspectPlace) forget() { p.reset() }
