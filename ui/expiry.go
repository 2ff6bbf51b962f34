package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// noticeLetters is how much of a name a notification shows.
const noticeLetters = 60

// watch is what is known of a session whose end is to be told: the end of the
// token that was in force when it was last looked at, zero for none.
type watch struct{ end time.Time }

// toggleWatch switches the notice about the end of the selected session's
// token on or off.
func (w *Window) toggleWatch() {
	if _, ok := w.profile(); !ok || w.form != nil {
		return
	}
	key := w.key()
	switch _, on := w.watched[key]; {
	case on:
		delete(w.watched, key)
		w.note(T("expiry.off"))
	case !w.choices().ExpiryNotice:
		w.note(T("expiry.disabled", args{"Key": keyText(w.settingsCommand().keys)}))
	default:
		w.watched[key] = &watch{}
		w.note(T("expiry.on"))
		w.watchEnd(w.state())
	}
	w.show()
}

// watchEnd tells the desktop once when a watched token has come to its end.
// One that is kept fresh is not spoken of.
func (w *Window) watchEnd(s session.State) {
	at := w.watched[s.Key]
	if at == nil {
		return
	}
	c := s.Clocks.Access
	switch c.Phase {
	case session.PhaseLive, session.PhaseSoon:
		at.end = c.End
	case session.PhaseExpired:
		ended := !at.end.IsZero()
		at.end = time.Time{}
		if ended && !s.Fresh.On && w.choices().ExpiryNotice {
			w.p.App.SendNotification(fyne.NewNotification(windowTitle, w.endText(s)))
		}
	default:
		at.end = time.Time{}
	}
}

// endText is what the notification says. Some desktops run or render what is
// in it, so there is nothing but fixed words and plain letters.
func (w *Window) endText(s session.State) string {
	p, _ := find(w.p.Profiles.All(), s.Key.ProfileID)
	name := plainName(p.Name)
	if name == "" || w.hidden {
		return T("expiry.ended")
	}
	return T("expiry.ended_of", args{"Profile": name})
}

// plainName keeps the letters, digits and few signs of a name that mean
// nothing to any shell or markup, 60 at most.
func plainName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case b.Len() == noticeLetters:
			return strings.TrimSpace(b.String())
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(" ._-", r):
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// watchHint is the remark on the page of a watched session.
func (w *Window) watchHint(s session.State) (chip, bool) {
	if w.watched[s.Key] == nil || s.Fresh.On {
		return chip{}, false
	}
	return chip{look.TonePlain, T("expiry.hint")}, true
}
