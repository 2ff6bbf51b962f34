package ui

import (
	"time"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// introspectionPane shows what the realm says about a token: its claims, or
// why it may not be active.
type introspectionPane struct {
	*answerPane
	now  *session.Introspection
	rows []inspect.Row
}

// newIntrospectionPane makes an empty one; ask asks about the same token anew.
func newIntrospectionPane(w *Window, ask func()) *introspectionPane {
	again := look.NewButton(look.Quiet, T("introspection.again"), ask)
	heads := [3]string{T("claims.name"), T("claims.value"), T("claims.meaning")}
	return &introspectionPane{answerPane: newAnswerPane(w, heads, again)}
}

func (p *introspectionPane) reset() {
	p.now, p.rows = nil, nil
	p.answerPane.reset()
}

// render shows the answer of a state and tells whether its room changed.
func (p *introspectionPane) render(s session.State) bool {
	i := s.Answers.Introspection
	if i == nil {
		return false
	}
	own := i.Which == session.WhichAccess || i.Which == session.WhichRefresh
	return p.show(i, T("introspection.asked", args{"Time": moment(i.At, s.At), "Which": whichText(i.Which)}),
		own && s.Tokens != nil && s.Tokens.Generation != i.Generation, s.At)
}

// show shows an answer with what was asked, and whether that was an earlier
// token of the session.
func (p *introspectionPane) show(i *session.Introspection, about string, earlier bool, now time.Time) bool {
	changed := i != p.now
	if changed {
		p.now, p.rows = i, nil
		if i.Active && i.Members != nil {
			p.rows = inspect.Sorted(inspect.Rows(i.Members, now))
		}
		p.explain(i)
		setShown(p.claims.root, len(p.rows) > 0)
	}
	setText(p.about, about)
	p.claims.setClaims(p.rows, tableRows(p.rows, now), now)
	moved := p.chips.set(introspectionChips(i, earlier))
	if changed || moved {
		p.root.Refresh()
	}
	return changed || moved
}

// explain lists the likely reasons for an inactive token.
func (p *introspectionPane) explain(i *session.Introspection) {
	p.more.RemoveAll()
	if i.Active {
		return
	}
	f := &session.Failure{Advice: i.Why}
	a := adviceArgs(f)
	p.more.Add(look.NewParagraph(look.Body, T("advice."+i.Why.ID+".lead", a)))
	for n := range f.Advice.Causes {
		why, do := causeText(f, n, a)
		p.more.Add(twoTone(T("error.cause", args{"Number": n + 1, "Why": why}), do))
	}
}

func introspectionChips(i *session.Introspection, earlier bool) []chip {
	c := []chip{{look.ToneGood, T("chip.good", args{"Text": T("introspection.active")})}}
	if !i.Active {
		c = []chip{{look.ToneBad, T("chip.bad", args{"Text": T("introspection.inactive")})}}
	}
	if earlier {
		c = append(c, caution(T("introspection.earlier")))
	}
	for _, n := range i.Notes {
		c = append(c, caution(noteText(n)))
	}
	return c
}

// whichText names a token of a session.
func whichText(which session.Which) string { return T("which." + string(which)) }

// tableRows are claims in words.
func tableRows(rows []inspect.Row, now time.Time) []look.TableRow {
	shown := make([]look.TableRow, len(rows))
	for i, r := range rows {
		shown[i] = tableRow(r, now)
	}
	return shown
}
