package ui

import (
	"realmscope/app/session"
	"realmscope/ui/look"
)

// openRevoke asks which token to revoke, and whether to. The no has the focus.
func (w *Window) openRevoke() {
	s := w.state()
	if _, ok := w.profile(); !ok || w.form != nil || !canRevokeAny(s) {
		return
	}
	about := look.NewParagraph(look.Body, "")
	var which *choice
	which = newChoice(T("revoke.which"), func() { setText(about, T("revoke.about."+which.value())) })
	for _, one := range []session.Which{session.WhichRefresh, session.WhichAccess} {
		if s.CanRevoke(one) {
			which.add(string(one), whichText(one))
		}
	}
	which.set(string(w.shownToken(s)))
	if which.value() == "" {
		which.pick.SetSelectedIndex(0)
	}
	fields := look.Column(10, which.root, about)
	do := func() {
		one := session.Which(which.value())
		w.closeModal()
		p, ok := w.profile()
		if !ok {
			return
		}
		w.copied = ""
		w.p.Sessions.Revoke(p, w.account(p), one)
	}
	yes := look.NewButton(look.Primary, T("revoke.do"), do)
	no := look.NewButton(look.Strong, T("revoke.keep"), w.closeModal)
	w.openModal(T("revoke.title"), look.Floor(sizeOf(askWidth, 150), fields), sizeOf(askWidth, 0), no, yes)
	w.win.Canvas().Focus(no)
}

// revokedHints say what became of revoked tokens.
func revokedHints(s session.State) []chip {
	if s.Tokens == nil {
		return nil
	}
	var c []chip
	for _, one := range []struct {
		which session.Which
		r     *session.Revocation
	}{{session.WhichAccess, s.Tokens.RevokedAccess}, {session.WhichRefresh, s.Tokens.RevokedRefresh}} {
		if one.r == nil {
			continue
		}
		key := "revoke.done."
		if one.r.Already {
			key = "revoke.already."
		}
		c = append(c, caution(T(key+string(one.which), args{"Time": moment(one.r.At, s.At)})))
	}
	return c
}

// answerHints are the remarks about what was asked beyond the tokens.
func answerHints(s session.State) []chip {
	c := revokedHints(s)
	n := s.Answers.Narrowed
	if n == nil || s.Tokens == nil || n.Generation != s.Tokens.Generation {
		return c
	}
	a := args{"Asked": visible(n.Asked), "Granted": visible(n.Granted)}
	if len(withoutWords(n.Granted, n.Asked)) > 0 {
		return append(c, caution(T("narrow.more", a)))
	}
	return append(c, chip{text: T("narrow.done", a)})
}
