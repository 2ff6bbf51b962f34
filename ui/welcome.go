package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// welcomePage stands where a page would be while there is no profile: what
// this is, and the two ways to begin.
type welcomePage struct {
	w      *Window
	root   *fyne.Container
	demo   *look.Button
	failed *look.Text
}

func newWelcomePage(w *Window) *welcomePage {
	p := &welcomePage{w: w, failed: newProblemText()}
	p.demo = look.NewButton(look.Primary, T("welcome.demo"), p.startDemo)
	add := look.NewButton(look.Strong, T("welcome.add"), w.newProfile)
	templates := newFlow(8)
	for _, t := range profile.Templates() {
		templates.Add(look.NewButton(look.Quiet, templateText(t), func() { w.useTemplate(t) }))
	}
	card := look.NewCard(look.Pad(8, look.Column(14,
		look.NewText(look.Title, T("welcome.title")),
		look.NewParagraph(look.Body, T("welcome.text")),
		look.Row(8, p.demo, add),
		p.failed,
		look.NewParagraph(look.Second, T("welcome.demo_note")),
		look.Hairline(),
		look.NewText(look.Caps, T("welcome.templates")),
		templates)))
	sized := container.New(&narrow{width: 620}, card)
	p.root = container.NewStack(container.NewVScroll(look.Pad(20, sized)))
	return p
}

// useTemplate opens the form of a ready-made profile.
func (w *Window) useTemplate(t profile.Template) {
	w.newFrom(t.Draft())
	if w.form != nil {
		w.form.explain(t)
	}
}

// tryDemo starts the built-in realm from anywhere. While there is no profile
// the welcome has a place for what may go wrong.
func (w *Window) tryDemo() {
	w.goTo(placeRealms)
	if w.inSight(w.welcome.demo) {
		w.welcome.startDemo()
		return
	}
	w.p.StartDemo(func(id string, err error) {
		if err != nil {
			w.inform(T("welcome.demo"), look.NewParagraph(look.Body, T("welcome.demo_failed", args{"Reason": errorText(err)})), fyne.NewSize(400, 0))
			return
		}
		w.selectProfile(id)
	})
}

// startDemo starts the built-in realm and turns to its profile.
func (p *welcomePage) startDemo() {
	p.demo.Disable()
	p.failed.Hide()
	p.w.p.StartDemo(func(id string, err error) {
		p.demo.Enable()
		if err != nil {
			p.failed.SetText(T("welcome.demo_failed", args{"Reason": errorText(err)}))
			p.failed.Show()
			p.root.Refresh()
			return
		}
		p.w.selectProfile(id)
	})
}

// narrow keeps its one object at a width that reads well, near the top and in
// the middle.
type narrow struct{ width float32 }

// MinSize implements fyne.Layout.
func (n *narrow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(n.width, o[0].MinSize().Width), o[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (n *narrow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(n.width, size.Width)
	o[0].Resize(fyne.NewSize(width, o[0].MinSize().Height))
	height := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(width, height))
	o[0].Move(fyne.NewPos((size.Width-width)/2, max(0, (size.Height-height)/4)))
}
