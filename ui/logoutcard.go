package ui

import (
	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// logoutCard says that the realm's logout page was opened in the browser, or
// that it was not, with its link. It goes with the next tokens.
type logoutCard struct {
	w           *Window
	root        *fyne.Container
	title, text *look.Text
	shown       *session.BrowserLogOut
	// tokens are those that were there when it came; closed says that it was
	// put away.
	tokens *session.Tokens
	closed bool
	first  *look.Button
}

func newLogoutCard(w *Window) *logoutCard {
	c := &logoutCard{w: w, title: look.NewParagraph(look.Strong, ""), text: look.NewParagraph(look.Body, "")}
	c.first = look.NewButton(look.Quiet, T("logout.check"), w.refresh)
	buttons := newFlow(8, c.first,
		look.NewButton(look.Quiet, T("logout.copy"), func() {
			if c.shown != nil {
				w.copySecret(c.shown.URL, "logout.copied")
			}
		}),
		look.NewButton(look.Quiet, T("logout.again"), w.logOutInBrowser),
		look.NewButton(look.Quiet, T("action.close"), c.close))
	c.root = look.NewStripeCard(look.ColorTest, look.Column(10, c.title, c.text, buttons))
	c.root.Hide()
	return c
}

// render shows the card for a state and tells whether it changed.
func (c *logoutCard) render(s session.State) bool {
	setEnabled(c.first, s.CanRefresh())
	b := s.Answers.BrowserLogOut
	if b == nil {
		c.shown = nil
		return setShown(c.root, false)
	}
	if b != c.shown {
		c.shown, c.tokens, c.closed = b, s.Tokens, false
		title, text := T("logout.opened", args{"Time": moment(b.At, s.At)}), T("logout.opened_text")
		if b.OpenFailed {
			title, text = T("logout.failed"), T("logout.failed_text")
			if b.Hinted {
				text = T("logout.failed_hinted")
			}
		}
		setText(c.title, title)
		setText(c.text, text)
		c.root.Show()
		return true
	}
	if s.Tokens != c.tokens || s.Failure != nil && s.Failure.Op == session.OpRefresh { // it has been checked
		c.closed = true
	}
	return setShown(c.root, !c.closed)
}

func (c *logoutCard) close() {
	c.closed = true
	c.root.Hide()
	c.w.page.relayout()
	c.w.mendFocus()
}

// reset forgets the card: the page shows another session.
func (c *logoutCard) reset() {
	c.shown, c.closed = nil, false
	c.root.Hide()
}
