package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// section is a part of the form that opens and closes by its title.
type section struct {
	root  *fyne.Container
	title string
	head  *look.Button
	body  *fyne.Container
	// all holds head and body, and what stays in sight below them.
	all *fyne.Container
	// resized is called when the section has opened or closed.
	resized func()
}

func newSection(title string, resized func(), parts ...fyne.CanvasObject) *section {
	s := &section{title: title, body: look.Column(10, parts...), resized: resized}
	s.head = look.NewButton(look.Quiet, "", func() { s.open(!s.body.Visible()) })
	s.body.Hide()
	s.all = look.Column(8, container.NewHBox(s.head), s.body)
	s.root = look.NewCard(s.all)
	s.label()
	return s
}

// open shows or hides what is below the title.
func (s *section) open(on bool) {
	if setShown(s.body, on) {
		s.label()
		s.resized()
	}
}

func (s *section) label() {
	key := "section.closed"
	if s.body.Visible() {
		key = "section.open"
	}
	s.head.SetText(T(key, args{"Title": s.title}))
}

// spot is where a field of a section is: what gets the cursor, and what must
// be open to see it.
type spot struct {
	to fyne.Focusable
	in *section
}
