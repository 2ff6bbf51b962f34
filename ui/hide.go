package ui

import (
	"time"

	"realmscope/ui/look"
)

// dots stand for every hidden value. They are as many for each, so that they
// tell nothing of its length.
const dots = "••••••"

// revealFor is how long one hidden value is shown when somebody asks for it.
const revealFor = 20 * time.Second

// revealed is the one value that is shown although values are hidden.
type revealed struct {
	what any
	wait func()
}

// masked is how a value is shown: as it is, or as dots while values are hidden
// for somebody who looks at the screen too. Whatever tells of a person or could
// be used goes through it right before it is shown, in every view, dialog,
// notification and menu: tokens, secrets, codes, claims, what a server
// answered, and names, mail addresses and ids of people. Names of profiles,
// realms, clients and claims, addresses of servers and times stay readable. A
// page that keeps what it shows has a method remask, which is called when the
// switch is turned.
func (w *Window) masked(text string) string {
	if w.hidden && text != "" {
		return dots
	}
	return text
}

// maskedBut is masked for a value that can be revealed: what names it, with any
// value that can be compared. While it is revealed, the text is shown.
func (w *Window) maskedBut(what any, text string) string {
	if w.open.what == what {
		return text
	}
	return w.masked(text)
}

// reveal shows one value for a while; one that is shown is hidden again.
func (w *Window) reveal(what any) {
	again := w.open.what != what
	w.conceal()
	if again && w.hidden {
		w.open.what = what
		if w.p.After != nil {
			w.open.wait = w.p.After(revealFor, func() { w.conceal(); w.remask() })
		}
	}
	w.remask()
}

// conceal hides what was revealed; the caller renders.
func (w *Window) conceal() {
	if w.open.wait != nil {
		w.open.wait()
	}
	w.open = revealed{}
}

// toggleHidden hides all values or shows them again.
func (w *Window) toggleHidden() { w.setHidden(!w.hidden) }

func (w *Window) setHidden(on bool) {
	w.hidden = on
	w.alter(func(c *Choices) { c.HideValues = on })
	w.conceal()
	w.copied = ""
	w.bar.showHidden(on)
	w.remask()
}

// remask renders everything that may show a value.
func (w *Window) remask() {
	w.page.remask()
	if w.form != nil {
		w.form.remask()
	}
	w.list.renew()
	for _, made := range w.places.made {
		if p, ok := made.(interface{ remask() }); ok {
			p.remask()
		}
	}
	w.show()
	w.status.render(w.state(), w.copied)
	w.tellTray()
}

// remask makes the page render again what it keeps as long as its session has
// not changed.
func (p *sessionPage) remask() {
	p.prompt.username.entry.mask(p.w, p.w.hidden)
	p.prompt.retitle()
	p.tokens.response.now = nil
	p.failure.remask()
	p.waiting.remask()
}

// remask hides or shows the names of the form's accounts.
func (f *formPage) remask() {
	for _, r := range f.accounts.rows {
		r.username.mask(f.w, f.w.hidden)
	}
}

// revealText is the word on a button that reveals.
func (w *Window) revealText(what any) string {
	if w.open.what == what {
		return T("hide.again")
	}
	return T("hide.reveal")
}

// newReveal makes the button that reveals what names at that moment.
func newReveal(w *Window, what func() any) *look.Button {
	b := look.NewButton(look.Quiet, T("hide.reveal"), func() { w.reveal(what()) })
	b.Hide()
	return b
}
