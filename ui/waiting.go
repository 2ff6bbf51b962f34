package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// LoginPage is what the browser shows at the end of a login, in the window's
// language. Texts must be loaded before it is called.
func LoginPage() session.LoginPage {
	return session.LoginPage{
		Language: T("login.page.language"), Title: windowTitle,
		Done: T("login.page.done"), Failed: T("login.page.failed"),
	}
}

// waitingCard stands on the page while a session waits for the user in the
// browser: where, until when, and what to do if no page has opened.
type waitingCard struct {
	w       *Window
	root    *fyne.Container
	title   *look.Text
	text    *look.Text
	failed  *look.Text
	buttons *fyne.Container

	shown *session.Waiting
	// turned says that the page has just turned to this session: what appears
	// then must not take the focus from the list.
	turned bool
}

func newWaitingCard(w *Window) *waitingCard {
	c := &waitingCard{
		w: w, title: look.NewText(look.Strong, ""), text: look.NewParagraph(look.Body, ""),
		failed: newProblemText(), buttons: newFlow(8),
	}
	c.title.SetTruncate(true)
	c.root = look.NewStripeCard(look.ColorTest, look.Column(10,
		c.title, c.text, c.failed, c.buttons))
	c.root.Hide()
	return c
}

// render shows what a state waits for and tells whether the card changed.
func (c *waitingCard) render(s session.State) bool {
	turned := c.turned
	c.turned = false
	if s.Waiting == c.shown {
		return false
	}
	before := c.shown
	c.shown = s.Waiting
	if s.Waiting == nil {
		return setShown(c.root, false)
	}
	c.say(s.Waiting, s.At)
	if before != nil && before.OpenFailed == s.Waiting.OpenFailed {
		return false
	}
	focus := c.setButtons(s.Waiting.OpenFailed)
	c.root.Show()
	if before != nil || !turned && c.w.modal == nil {
		c.w.win.Canvas().Focus(focus)
	}
	return true
}

// say puts the wait into words.
func (c *waitingCard) say(w *session.Waiting, now time.Time) {
	setText(c.title, T("waiting.browser", args{"Time": minute(w.Deadline, now)}))
	setText(c.text, T("waiting.browser_text", args{"Host": visible(host(w.URL.Reveal()))}))
	setText(c.failed, T("chip.bad", args{"Text": T("waiting.open_failed")}))
	setShown(c.failed, w.OpenFailed)
}

// setButtons makes the buttons, the likely one first, and returns that one.
func (c *waitingCard) setButtons(failed bool) fyne.Focusable {
	kind := look.ButtonKind(look.Strong)
	if failed {
		kind = look.Primary
	}
	first := look.NewButton(look.Strong, T("waiting.open_again"), c.w.openAgain)
	second := look.NewButton(kind, T("waiting.copy_link"), c.w.copyLink)
	if failed {
		first, second = second, first
	}
	c.buttons.RemoveAll()
	for _, b := range []*look.Button{first, second, look.NewButton(look.Strong, T("action.cancel"), c.w.cancel)} {
		c.buttons.Add(b)
	}
	return first
}

// reset forgets what is shown: the page turns to another session.
func (c *waitingCard) reset() {
	c.shown, c.turned = nil, true
	c.root.Hide()
}

// openAgain gives the address of the login to the browser once more.
func (w *Window) openAgain() { w.p.Sessions.OpenAgain(w.key()) }

// copyLink copies the address of the login, for another browser of this
// machine.
func (w *Window) copyLink() {
	waiting := w.state().Waiting
	if waiting == nil {
		return
	}
	w.p.App.Clipboard().SetContent(waiting.URL.Reveal())
	w.note(T("waiting.link_copied"))
}
