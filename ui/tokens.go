package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// The tabs in their order.
const (
	tabAccess = iota
	tabRefresh
	tabID
	tabResponse
	tabWho
)

// tokensView shows what the tokens of a session say, one tab for each, and
// the answer that they came in.
type tokensView struct {
	w        *Window
	root     *fyne.Container
	tabs     *look.Tabs
	panes    [3]*tokenPane
	response *responsePane
	who      *whoPane
	answers  *answersView
	now      session.State
}

func newTokensView(w *Window) *tokensView {
	v := &tokensView{w: w, response: newResponsePane(w), who: newWhoPane(w), answers: newAnswersView(w)}
	for i, empty := range []string{"claims.no_access", "claims.no_refresh", "claims.no_id"} {
		v.panes[i] = newTokenPane(w, T(empty))
	}
	v.tabs = look.NewTabs(append([]look.Tab{
		{Text: T("tab.access"), Content: v.panes[tabAccess].root},
		{Text: T("tab.refresh"), Content: v.panes[tabRefresh].root},
		{Text: T("tab.id"), Content: v.panes[tabID].root},
		{Text: T("tab.response"), Content: v.response.root},
		{Text: T("tab.who"), Content: v.who.root},
	}, v.answers.tabs()...)...)
	v.tabs.OnSelected = func(int) { v.render(v.now) }
	v.root = look.Floor(fyne.NewSize(0, 300), v.tabs)
	v.root.Hide()
	return v
}

// render fills the tab that is shown and tells whether its room changed; the
// others wait until they are turned to.
func (v *tokensView) render(s session.State) bool {
	turn := newest(v.now, s)
	if s.UserInfo != nil && s.UserInfo != v.now.UserInfo && s.Key == v.now.Key {
		turn = tabWho
	}
	v.now = s
	v.bar(s)
	if turn >= 0 {
		v.tabs.Select(turn)
	}
	if i := v.tabs.Selected(); i > tabWho {
		return v.answers.render(i, s)
	}
	if s.Tokens == nil {
		return false
	}
	switch i := v.tabs.Selected(); i {
	case tabAccess:
		return v.panes[i].render(s, s.Tokens.Access, s.Clocks.Access)
	case tabRefresh:
		return v.panes[i].render(s, s.Tokens.Refresh, s.Clocks.Refresh)
	case tabID:
		return v.panes[i].render(s, s.Tokens.ID, idClock(s))
	case tabWho:
		v.who.render(s.UserInfo, s.At)
	default:
		v.response.render(s.Tokens, s.At)
	}
	return false
}

// idClock is the ID token's own life, which only the token itself tells.
func idClock(s session.State) session.Clock {
	end, ok := s.Tokens.ID.Expiry()
	switch {
	case !ok:
		return session.Clock{Phase: session.PhaseNone}
	case s.At.Before(end):
		return session.Clock{Phase: session.PhaseLive, End: end}
	}
	return session.Clock{Phase: session.PhaseExpired, End: end}
}

// reset forgets everything: the page shows another session.
func (v *tokensView) reset() {
	v.now = session.State{}
	for _, p := range v.panes {
		p.reset()
	}
	v.response.reset()
	v.who.reset()
	v.answers.reset()
	v.root.Hide()
}

// copySelected copies the selected claim of the shown tab.
func (v *tokensView) copySelected() {
	switch i := v.tabs.Selected(); {
	case !v.root.Visible():
	case i >= tabWho:
		claims := v.shownClaims()
		claims.copyValue(claims.table.Selected())
	case i < len(v.panes):
		v.panes[i].claims.copyValue(v.panes[i].table.Selected())
	}
}

// shownClaims is the table of the shown tab.
func (v *tokensView) shownClaims() *claimTable {
	switch i := v.tabs.Selected(); {
	case i > tabWho:
		return v.answers.claims(i)
	case i == tabWho:
		return v.who.claims
	case i < len(v.panes):
		return v.panes[i].claims
	}
	return v.response.claims
}

// tokenPane is one token: remarks on top, its claims below.
type tokenPane struct {
	root   *fyne.Container
	chips  *chipRow
	claims *claimTable
	table  *look.Table
	about  *look.Text
	empty  string
	proof  *signatureProof

	token *inspect.Token
	known bool
	rows  []inspect.Row
}

func newTokenPane(w *Window, empty string) *tokenPane {
	p := &tokenPane{
		chips: newChipRow(), about: look.NewParagraph(look.Second, ""), empty: empty,
		claims: newClaimTable(w, T("claims.name"), T("claims.value"), T("claims.meaning")),
	}
	p.table = p.claims.table
	p.proof = newSignatureProof(w)
	top := look.Column(8, container.New(&ends{gap: 8}, p.chips.root, p.proof.root), p.about)
	p.about.Hide()
	p.root = container.New(&column{gap: 12, fill: true}, look.VGap(0), top, p.claims.root)
	return p
}

func (p *tokenPane) reset() {
	p.token, p.known, p.rows = nil, false, nil
	p.proof.reset()
	p.claims.reset()
	p.chips.set(nil)
}

// render shows a token as of now.
func (p *tokenPane) render(s session.State, t *inspect.Token, c session.Clock) bool {
	changed := !p.known || t != p.token
	if changed {
		p.known, p.token = true, t
		p.rows = rowsOf(t, s.At)
		about := aboutText(t, p.empty)
		setText(p.about, about)
		setShown(p.about, about != "")
		setShown(p.claims.root, len(p.rows) > 0)
	}
	rows := make([]look.TableRow, len(p.rows))
	for i, r := range p.rows {
		rows[i] = tableRow(r, s.At)
	}
	p.claims.setClaims(p.rows, rows, s.At)
	moved := p.proof.render(s, t)
	moved = p.chips.set(append(p.proof.chips(t), findingsOf(t, c, s.At)...)) || moved
	if changed || moved {
		p.root.Refresh()
	}
	return false
}

// rowsOf are the claims of a token, best known first.
func rowsOf(t *inspect.Token, now time.Time) []inspect.Row {
	if t == nil {
		return nil
	}
	if t.Payload == nil {
		return inspect.Rows(t.Header, now)
	}
	return inspect.Sorted(inspect.Rows(t.Payload, now))
}

// tableRow is a claim in words.
func tableRow(r inspect.Row, now time.Time) look.TableRow {
	row := look.TableRow{Name: r.Name, Value: r.Value, Meaning: T(r.Meaning)}
	if !r.Time.IsZero() {
		row.Value = distance(r.Time, now)
	}
	if r.Mark != "" {
		row.Mark = T(r.Mark, args{"Nth": r.Nth, "Of": r.Of})
		row.Tone = look.ToneCaution
	}
	return row
}

// aboutText says what a text is that is no readable token.
func aboutText(t *inspect.Token, empty string) string {
	if t == nil {
		return empty
	}
	switch t.Form {
	case inspect.FormJWS:
		if strings.HasPrefix(t.Algorithm(), "HS") {
			return T("token.hmac")
		}
		return ""
	case inspect.FormEmpty:
		return empty
	}
	return T("token.form." + string(t.Form))
}

// findingsOf are the remarks on a token beside what is proven of it.
func findingsOf(t *inspect.Token, c session.Clock, now time.Time) []chip {
	if t == nil || t.Form == inspect.FormEmpty {
		return nil
	}
	var chips []chip
	if f, ok := lifeFinding(c, now); ok {
		chips = append(chips, f)
	}
	for _, i := range t.Issues {
		chips = append(chips, caution(T("issue."+i.Code, args{"Where": visible(i.Where)})))
	}
	return chips
}

// lifeFinding says whether a token is in force, by the clock alone.
func lifeFinding(c session.Clock, now time.Time) (chip, bool) {
	switch c.Phase {
	case session.PhaseLive, session.PhaseSoon:
		return chip{look.ToneGood, T("finding.in_force", args{"Time": moment(c.End, now)})}, true
	case session.PhaseExpired:
		return chip{look.ToneBad, T("finding.expired", args{"Time": moment(c.End, now)})}, true
	case session.PhaseNoEnd:
		return chip{look.ToneGood, T("finding.no_end")}, true
	case session.PhaseRevoked:
		return chip{look.ToneBad, T("finding.revoked", args{"Time": moment(c.End, now)})}, true
	}
	return chip{}, false
}
