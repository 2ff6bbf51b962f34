package ui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"realmscope/app/profile/porting"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// importFile asks for a file and shows what is in it.
func (w *Window) importFile() {
	w.choose(false, "", func(uri fyne.URI) { w.read(PortSource{URIs: []fyne.URI{uri}}, session.Secret{}) })
}

// importClipboard shows what the clipboard's text holds.
func (w *Window) importClipboard() {
	text := w.p.App.Clipboard().Content()
	if text == "" {
		w.importFailed(porting.ErrNothing, nil)
		return
	}
	w.read(PortSource{Text: text}, session.Secret{})
}

// onDropped shows what dropped files hold. A window that waits for an answer, or
// a form with something in it, keeps what it has.
func (w *Window) onDropped(_ fyne.Position, uris []fyne.URI) {
	w.guarded(func() { w.readDropped(uris) })()
}

// read has a source read and shows the preview.
func (w *Window) read(from PortSource, passphrase session.Secret) {
	w.p.Porter.Read(from, passphrase, func(b porting.Batch, err error) { w.onRead(from, b, err) })
}

// onRead shows what was read.
func (w *Window) onRead(from PortSource, b porting.Batch, err error) {
	switch {
	case w.modal != nil || w.picker != nil || w.mask != nil: // something else was opened meanwhile
	case errors.Is(err, porting.ErrSealed), errors.Is(err, porting.ErrPassphrase):
		w.askPassphrase(from, err)
	case err != nil:
		w.importFailed(err, b.Findings)
	default:
		newImportCard(w, b).open()
	}
}

// askPassphrase asks for what an encrypted pack was sealed with.
func (w *Window) askPassphrase(from PortSource, err error) {
	field := w.newSecretEntry("", w.closeModal)
	open := func() {
		if field.Text == "" {
			w.win.Canvas().Focus(field)
			return
		}
		passphrase := session.NewSecret(field.Text)
		field.SetText("")
		w.closeModal()
		w.note(T("porting.opening"))
		w.read(from, passphrase)
	}
	field.OnSubmitted = func(string) { open() }
	wrong := newProblemText()
	if errors.Is(err, porting.ErrPassphrase) {
		wrong.SetText(T("chip.bad", args{"Text": importError(err)}))
		wrong.Show()
	}
	body := look.Column(8, look.NewParagraph(look.Body, T("porting.sealed")),
		look.Column(4, look.NewText(look.Second, T("porting.passphrase")), field), wrong)
	w.openModal(T("porting.import_title"), look.Floor(fyne.NewSize(420, 0), body), fyne.Size{},
		look.NewButton(look.Strong, T("porting.cancel"), w.closeModal), look.NewButton(look.Primary, T("porting.open"), open))
	w.win.Canvas().Focus(field)
}

// importFailed says why nothing can be imported.
func (w *Window) importFailed(err error, found []porting.Finding) {
	body := look.Column(8, look.NewParagraph(look.Body, importError(err)))
	for _, f := range found {
		body.Add(look.NewParagraph(look.Second, findingText(f)))
	}
	if errors.Is(err, porting.ErrUnknown) {
		body.Add(look.NewParagraph(look.Second, T("porting.formats")))
	}
	w.inform(T("porting.import_title"), look.Floor(fyne.NewSize(460, 0), body), fyne.Size{})
}

// importError puts an error of package porting into words.
func importError(err error) string {
	for _, e := range importErrors() {
		if errors.Is(err, e.err) {
			return T("porting.error." + e.word)
		}
	}
	return T("porting.error.file", args{"Reason": errorText(err)})
}

type importErrorWord struct {
	err  error
	word string
}

func importErrors() []importErrorWord {
	return []importErrorWord{
		{porting.ErrUnknown, "unknown"},
		{porting.ErrTooLarge, "too_large"},
		{porting.ErrTooDeep, "too_deep"},
		{porting.ErrDamaged, "damaged"},
		{porting.ErrPassphrase, "passphrase"},
		{porting.ErrNewer, "newer"},
		{porting.ErrNothing, "nothing"},
	}
}

// findingText puts a finding into words; its arguments come from the file.
func findingText(f porting.Finding) string {
	a := args{}
	for name, value := range f.Args {
		a[name] = visible(value)
	}
	return T("porting.finding."+f.Code, a)
}

// pick opens Fyne's dialog for a file. The file itself is left to the program:
// nothing is read or written on the UI goroutine.
func (w *Window) pick(save bool, name string, then func(fyne.URI)) {
	back := w.win.Canvas().Focused()
	var d *dialog.FileDialog
	if save {
		d = dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
			if w.opened(f != nil, err) {
				w.closed(f, then, f.URI())
			}
		}, w.win)
		d.SetFileName(name)
	} else {
		d = dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if w.opened(f != nil, err) {
				w.closed(f, then, f.URI())
			}
		}, w.win)
	}
	d.SetOnClosed(func() {
		w.picker = nil
		w.focusBack(back)
	})
	w.picker = d
	d.Show()
	d.Resize(fyne.NewSize(720, 480))
}

// opened tells whether the dialog gave a file, and says why it gave none unless
// it was cancelled: it takes any name that is typed and is gone by then.
func (w *Window) opened(given bool, err error) bool {
	if err != nil {
		w.notices.add(T("porting.file_failed", args{"Reason": errorText(err)}))
	}
	return given && err == nil
}

// closed goes on with a file's address alone.
func (w *Window) closed(f interface{ Close() error }, then func(fyne.URI), uri fyne.URI) {
	w.picker = nil
	if err := f.Close(); err != nil {
		w.importFailed(err, nil)
		return
	}
	then(uri)
}
