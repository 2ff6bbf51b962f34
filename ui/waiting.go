package ui

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
// browser or on another device: where, with which code, until when, and what to do if no page has opened.
type waitingCard struct {
	w       *Window
	root    *fyne.Container
	title   *look.Text
	text    *look.Text
	code    *look.Text
	page    *look.Text
	failed  *look.Text
	buttons *fyne.Container
	picture *fyne.Container
	// pageTip and codeTip hold page and code.
	pageTip, codeTip *look.Tip
	// reveal shows the code for a while.
	reveal *look.Button

	shown *session.Waiting
	// turned says that the page has just turned to this session: what appears
	// then must not take the focus from the list.
	turned bool
}

func newWaitingCard(w *Window) *waitingCard {
	c := &waitingCard{
		w: w, title: look.NewParagraph(look.Strong, ""), text: look.NewParagraph(look.Body, ""),
		code: look.NewText(look.Clock, ""), page: look.NewText(look.Mono, ""),
		failed: newProblemText(), buttons: newFlow(8), picture: container.NewStack(),
	}
	c.reveal = newReveal(w, func() any { return c.shown })
	c.code.SetTruncate(true)
	c.page.SetTruncate(true)
	c.pageTip, c.codeTip = look.NewTip(c.page), look.NewTip(c.code)
	words := container.New(&column{gap: 10}, c.title, c.text, c.pageTip, c.codeTip, container.NewHBox(c.reveal), c.failed, c.buttons)
	c.root = look.NewStripeCard(look.ColorTest, container.New(&beside{gap: 16}, words, c.picture))
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
	focus := c.setButtons(s.Waiting)
	c.root.Show()
	if before != nil || !turned && c.w.modal == nil {
		c.w.win.Canvas().Focus(focus)
	}
	return true
}

// say puts the wait into words.
func (c *waitingCard) say(w *session.Waiting, now time.Time) {
	device := w.Kind == session.WaitDevice
	title, text, failed := T("waiting.browser"), "waiting.browser_text", T("waiting.open_failed")
	if device {
		title, text, failed = T("waiting.device"), "waiting.device_text", T("waiting.device_open_failed")
	}
	if w.Kind == session.WaitApproval {
		title, text = T("waiting.approval"), "waiting.approval_text"
		if w.Message != "" {
			text = "waiting.approval_message"
		}
	}
	until := ""
	if !w.Deadline.IsZero() {
		until = T("waiting.until", args{"Time": minute(w.Deadline, now)})
	}
	setText(c.title, list(title, until))
	setText(c.text, T(text, args{"Host": visible(host(w.URL.Reveal())), "Account": c.w.masked(visible(w.Account))}))
	setText(c.failed, T("chip.bad", args{"Text": failed}))
	setShown(c.failed, w.OpenFailed)
	code := visible(w.UserCode + w.Message) // one of them
	setText(c.code, c.w.maskedBut(w, code))
	setText(c.page, c.w.openedText(w))
	c.reveal.SetText(c.w.revealText(w))
	hide := c.w.hidden && code != ""
	setShown(c.reveal, hide)
	c.draw("")
	if !hide || c.w.maskedBut(w, code) == code {
		c.draw(w.VerificationURIComplete)
	}
	setShown(c.pageTip, device)
	setShown(c.codeTip, w.UserCode+w.Message != "")
}

// openedText is the page of a device login as "Open the page" opens it: the one
// to type, where the other only adds the code that stands beside it, else the
// whole of the other.
func (w *Window) openedText(x *session.Waiting) string {
	opened := x.URL.Reveal()
	if rest, ok := strings.CutPrefix(opened, x.VerificationURI); ok && (rest == "" || rest == "?user_code="+url.QueryEscape(x.UserCode)) {
		return visible(x.VerificationURI)
	}
	return w.maskedBut(x, visible(opened))
}

// draw shows an address to a phone, or nothing.
func (c *waitingCard) draw(address string) {
	c.picture.RemoveAll()
	if code := qrCode(address); code != nil {
		c.picture.Add(code)
	}
	setShown(c.picture, len(c.picture.Objects) > 0)
}

// setButtons makes the buttons, the likely one first, and returns that one.
func (c *waitingCard) setButtons(w *session.Waiting) fyne.Focusable {
	kind := look.ButtonKind(look.Strong)
	if w.OpenFailed {
		kind = look.Primary
	}
	open := look.NewButton(look.Strong, T("waiting.open_again"), c.w.openAgain)
	link := look.NewButton(kind, T("waiting.copy_link"), c.w.copyLink)
	buttons := []*look.Button{open, link}
	if w.Kind == session.WaitDevice {
		open.SetText(T("waiting.open_page"))
		buttons = []*look.Button{open, look.NewButton(look.Strong, T("waiting.copy_code"), c.w.copyCode), link}
	}
	if w.OpenFailed {
		slices.Reverse(buttons) // the link first
	}
	cancel := look.NewButton(look.Strong, T("action.cancel"), c.w.cancel)
	if w.Kind == session.WaitApproval {
		buttons = nil
	}
	buttons = append(buttons, cancel)
	c.buttons.RemoveAll()
	for _, b := range buttons {
		c.buttons.Add(b)
	}
	return buttons[0]
}

// remask shows what is waited for anew.
func (c *waitingCard) remask() {
	if c.shown != nil {
		c.say(c.shown, c.w.state().At)
	}
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
	said := T("waiting.link_copied")
	if waiting.Kind == session.WaitDevice {
		said = T("waiting.device_link_copied")
	}
	w.copyPlain(waiting.URL.Reveal(), said)
}

// copyCode copies the code that is typed on the page of a device login.
func (w *Window) copyCode() {
	if waiting := w.state().Waiting; waiting != nil && waiting.UserCode != "" {
		w.copyPlain(waiting.UserCode, T("waiting.code_copied"))
	}
}
