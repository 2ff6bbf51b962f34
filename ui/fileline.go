package ui

import (
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// fileLine takes the name of a file and has a button beside it: while no name
// is typed the button shows the files of this machine to choose from, else it
// opens what is typed. The file itself is opened in the background.
type fileLine struct {
	w      *Window
	root   *fyne.Container
	name   *entry
	button *look.Button
	take   func(session.Source)
}

// newFileLine makes a line that gives the chosen file to take.
func newFileLine(w *Window, escape func(), take func(session.Source)) *fileLine {
	f := &fileLine{w: w, name: newEntry(T("material.file"), escape), take: take}
	f.button = look.NewButton(look.Strong, T("material.choose"), f.press)
	f.name.OnSubmitted = func(string) { f.open(strings.TrimSpace(f.name.Text)) }
	f.name.OnChanged = func(string) { f.show() }
	f.root = container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(8), f.button), f.name)
	return f
}

func (f *fileLine) show() {
	text := T("material.choose")
	if strings.TrimSpace(f.name.Text) != "" {
		text = T("material.open")
	}
	if text != f.button.Text() {
		f.button.SetText(text)
		f.root.Refresh()
	}
}

func (f *fileLine) press() {
	name := strings.TrimSpace(f.name.Text)
	if name != "" || f.w.p.OpenFile == nil {
		f.open(name)
		return
	}
	f.w.choose(false, "", func(uri fyne.URI) { f.open(uri.Path()) })
}

// open opens a file that is named, and waits for a name where there is none.
func (f *fileLine) open(name string) {
	if name == "" || f.w.p.OpenFile == nil {
		f.w.win.Canvas().Focus(f.name)
		return
	}
	f.take(func() (io.ReadCloser, error) { return f.w.p.OpenFile(name) })
}
