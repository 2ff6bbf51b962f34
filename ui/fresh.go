package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// freshSign is a session's box on the board: ticked, empty, or none where it
// cannot be kept fresh.
func freshSign(s session.State) (string, look.Tone) {
	switch {
	case s.Fresh.On && s.Fresh.Failed > 0:
		return "☑ !", look.ToneCaution
	case s.Fresh.On:
		return "☑", look.ToneGood
	case s.Fresh.Stop != "":
		return "☐ !", look.ToneCaution
	case s.CanKeepFresh():
		return "☐", look.TonePlain
	}
	return "", look.TonePlain
}

// freshBox is the picture on the button of the session's page.
func freshBox(s session.State) fyne.Resource {
	if s.Fresh.On {
		return theme.CheckButtonCheckedIcon()
	}
	return theme.CheckButtonIcon()
}

// toggleFresh switches the renewing of a session on or off. For production it
// asks first.
func (w *Window) toggleFresh(t session.Target) {
	s := w.p.Sessions.State(t.Key())
	if s.Fresh.On || t.Profile.Environment != profile.Production {
		w.p.Sessions.KeepFresh(t.Key(), !s.Fresh.On)
		return
	}
	if !s.CanKeepFresh() {
		return
	}
	w.confirm(T("fresh.ask_title"), T("fresh.ask_text", args{"Profile": visible(t.Profile.Name)}), T("fresh.ask_yes"), T("fresh.ask_no"), func() {
		w.p.Sessions.KeepFresh(t.Key(), true)
	})
}

// keepFresh is toggleFresh for the selected session.
func (w *Window) keepFresh() {
	if p, ok := w.profile(); ok && w.form == nil {
		w.toggleFresh(session.Target{Profile: p, Account: w.account(p)})
	}
}

// freshHint is the remark about keeping fresh on a session's page.
func freshHint(s session.State) (chip, bool) {
	switch {
	case s.Fresh.Stop != "":
		return caution(T("fresh.stop." + string(s.Fresh.Stop))), true
	case s.Fresh.On && s.Fresh.Failed > 0:
		return caution(T("fresh.failing", args{"Time": moment(s.Fresh.Next, s.At)})), true
	case s.Fresh.On:
		return chip{look.ToneGood, T("fresh.on")}, true
	}
	return chip{}, false
}
