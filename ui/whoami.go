package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// whoPane lists what the realm says of the token's owner.
type whoPane struct {
	root   *fyne.Container
	chips  *chipRow
	about  *look.Text
	claims *claimTable

	now   *session.UserInfo
	known bool
	rows  []inspect.Row
}

func newWhoPane(w *Window) *whoPane {
	p := &whoPane{
		chips: newChipRow(), about: look.NewParagraph(look.Second, ""),
		claims: newClaimTable(w, T("claims.name"), T("claims.value"), T("claims.meaning")),
	}
	top := look.Column(8, p.chips.root, p.about)
	p.root = container.New(&column{gap: 12, fill: true}, look.VGap(0), top, p.claims.root)
	return p
}

func (p *whoPane) reset() {
	p.now, p.known, p.rows = nil, false, nil
	p.chips.set(nil)
	p.claims.reset()
}

// render shows an answer as of now.
func (p *whoPane) render(u *session.UserInfo, now time.Time) {
	changed := !p.known || u != p.now
	if changed {
		p.known, p.now, p.rows = true, u, nil
		if u != nil && u.Members != nil {
			p.rows = inspect.Sorted(inspect.Rows(u.Members, now))
		}
		setShown(p.claims.root, len(p.rows) > 0)
	}
	setText(p.about, whoText(u, len(p.rows), now))
	rows := make([]look.TableRow, len(p.rows))
	for i, r := range p.rows {
		rows[i] = tableRow(r, now)
	}
	p.claims.setClaims(p.rows, rows, now)
	moved := p.chips.set(whoChips(u))
	if changed || moved {
		p.root.Refresh()
	}
}

// whoText says what stands in the table, or why nothing does.
func whoText(u *session.UserInfo, rows int, now time.Time) string {
	switch {
	case u == nil:
		return T("who.none")
	case rows == 0 && u.Form == "encrypted":
		return T("who.encrypted")
	case rows == 0:
		return T("who.unreadable")
	}
	return T("who.asked", args{"Time": moment(u.At, now)})
}

func whoChips(u *session.UserInfo) []chip {
	if u == nil {
		return nil
	}
	var chips []chip
	if u.OtherSubject {
		chips = append(chips, chip{look.ToneBad, T("chip.bad", args{"Text": T("who.other_subject")})})
	}
	if u.Form == "signed" {
		chips = append(chips, chip{look.TonePlain, T("finding.unchecked")})
	}
	for _, n := range u.Notes {
		chips = append(chips, caution(noteText(n)))
	}
	return chips
}

// whoAmI asks the realm who the shown session's token belongs to.
func (w *Window) whoAmI() {
	p, ok := w.profile()
	if !ok || w.form != nil || !w.state().CanAskWho() {
		return
	}
	w.copied = ""
	w.p.Sessions.WhoAmI(p, w.account(p))
}

// logOut ends the shown session at its realm.
func (w *Window) logOut() {
	p, ok := w.profile()
	if !ok || w.form != nil || !w.state().CanLogOut() {
		return
	}
	w.copied = ""
	w.p.Sessions.LogOut(p, w.account(p))
}

// ends puts the second of two objects at the right end of the row of the
// first; where that is too narrow, it goes on below. It asks for the height of
// the width that it had last.
type ends struct{ gap, width float32 }

func (l *ends) below(o []fyne.CanvasObject) bool {
	return l.width > 0 && o[0].MinSize().Width+l.gap+o[1].MinSize().Width > l.width
}

// MinSize implements fyne.Layout.
func (l *ends) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.below(o) {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+l.gap+b.Height)
	}
	return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
}

// Layout implements fyne.Layout.
func (l *ends) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.below(o) {
		o[0].Move(fyne.Position{})
		o[0].Resize(fyne.NewSize(size.Width, a.Height))
		o[1].Move(fyne.NewPos(0, a.Height+l.gap))
		o[1].Resize(b)
		return
	}
	o[0].Resize(fyne.NewSize(size.Width-l.gap-b.Width, a.Height))
	o[0].Move(fyne.NewPos(0, max(0, (size.Height-o[0].MinSize().Height)/2)))
	o[1].Move(fyne.NewPos(size.Width-b.Width, (size.Height-b.Height)/2))
	o[1].Resize(b)
}

// loggedOutText says that a session was ended, while it has no new tokens.
func loggedOutText(s session.State) string {
	if s.LoggedOut.IsZero() {
		return ""
	}
	return T("status.logged_out", args{"Time": moment(s.LoggedOut, s.At)})
}
