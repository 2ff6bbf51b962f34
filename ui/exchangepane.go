package ui

import (
	"strings"
	"time"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// exchangePane shows what was exchanged, what came, and how the two differ.
type exchangePane struct {
	*answerPane
	w               *Window
	subject, result *clockCard
	now             *session.Exchanged
	rows            []inspect.Row
}

func newExchangePane(w *Window) *exchangePane {
	p := &exchangePane{w: w, subject: newClockCard(""), result: newClockCard("")}
	copied := look.NewButton(look.Quiet, T("exchange.copy"), func() {
		w.copySecret(w.state().Token(session.WhichExchanged), "exchange.copied")
	})
	bearer := look.NewButton(look.Quiet, T("exchange.copy_bearer"), p.copyBearer)
	ask := look.NewButton(look.Quiet, T("exchange.introspect"), func() { w.introspectOne(session.WhichExchanged) })
	again := look.NewButton(look.Quiet, T("exchange.again"), w.openExchange)
	heads := [3]string{T("claims.name"), T("exchange.head_after"), T("exchange.head_before")}
	p.answerPane = newAnswerPane(w, heads, copied, bearer, ask, again)
	p.more.Add(look.ColumnsEqual(12, p.subject.root, p.result.root))
	return p
}

func (p *exchangePane) reset() {
	p.now, p.rows = nil, nil
	p.answerPane.reset()
}

// copyBearer copies the result as a header's value.
func (p *exchangePane) copyBearer() {
	pr, ok := p.w.profile()
	x := p.w.state().Answers.Exchange
	if !ok || x == nil {
		return
	}
	text, _ := session.CopyText(session.CopyBearer, pr, x.Tokens)
	p.w.copySecret(text, "exchange.copied")
}

// render shows the answer of a state and tells whether its room changed.
func (p *exchangePane) render(s session.State) bool {
	x := s.Answers.Exchange
	if x == nil {
		return false
	}
	changed := x != p.now
	if changed {
		p.now = x
		setText(p.subject.head, T("exchange.subject", args{"Whose": ownerText(x.Subject)}))
		setText(p.result.head, T("exchange.result", args{"Type": typeText(x.Type)}))
	}
	setText(p.about, T("exchange.asked", args{"Time": moment(x.At, s.At), "Audience": audienceText(x.Ask)}))
	before, _ := session.ComputeClocks(x.Subject, nil, s.At)
	p.subject.set(lifeText(before.Access, s.At, look.ColorGood))
	p.result.set(lifeText(s.Answers.ExchangeClock, s.At, look.ColorTest))
	p.fill(x.Differences, s.At)
	changed = setShown(p.claims.root, len(p.rows) > 0) || changed
	changed = p.chips.set(exchangeChips(x)) || changed
	if changed {
		p.root.Refresh()
	}
	return changed
}

// fill lists the claims: those that differ first.
func (p *exchangePane) fill(all []session.Difference, now time.Time) {
	p.rows = make([]inspect.Row, len(all))
	shown := make([]look.TableRow, len(all))
	for i, d := range all {
		after, before := sideRow(d.After, now), sideRow(d.Before, now)
		p.rows[i] = after
		if d.After == nil {
			p.rows[i] = before
		}
		shown[i] = differenceRow(d, after, before, now)
	}
	p.claims.setClaims(p.rows, shown, now)
}

// sideRow is one side of a difference, the zero row for none.
func sideRow(m *inspect.Member, now time.Time) inspect.Row {
	if m == nil {
		return inspect.Row{}
	}
	return inspect.Rows(&inspect.Value{Kind: inspect.KindObject, Members: []inspect.Member{*m}}, now)[0]
}

// differenceRow is a difference in words: a set says what was added and taken.
func differenceRow(d session.Difference, after, before inspect.Row, now time.Time) look.TableRow {
	row := look.TableRow{Name: inspect.Clip(d.Name, maxShown), Mark: T("change." + string(d.Change))}
	if d.After != nil {
		row.Value = tableRow(after, now).Value
	}
	switch d.Change {
	case session.ChangeCame:
		row.Tone = look.ToneGood
	case session.ChangeWent:
		row.Tone, row.Value = look.ToneBad, T("change.nothing")
		row.Meaning = tableRow(before, now).Value
	case session.ChangeChanged:
		row.Meaning = wordsText(d)
		if row.Meaning == "" {
			row.Meaning = tableRow(before, now).Value
		}
	case session.ChangeSame:
		row.Tone, row.Mark, row.Meaning = look.TonePlain, "", T("change.same")
	}
	return row
}

// wordsText says which words of a set came and went.
func wordsText(d session.Difference) string {
	var parts []string
	for _, word := range d.Added {
		parts = append(parts, "+ "+visible(word))
	}
	for _, word := range d.Removed {
		parts = append(parts, "− "+visible(word))
	}
	return strings.Join(parts, "  ")
}

func exchangeChips(x *session.Exchanged) []chip {
	c := []chip{{look.TonePlain, T("finding.unchecked")}}
	if x.Tokens.Access == nil || x.Tokens.Access.Payload == nil {
		c = append(c, caution(T("exchange.unreadable")))
	}
	if x.Ask.RequestedType != "" && x.Type != "" && x.Ask.RequestedType != x.Type {
		c = append(c, caution(T("exchange.other_type", args{"Type": typeText(x.Ask.RequestedType)})))
	}
	for _, n := range x.Tokens.Set.Notes {
		c = append(c, caution(noteText(n)))
	}
	return c
}

// typeText names a token type of RFC 8693 section 3.
func typeText(uri string) string {
	if uri == "" {
		return T("exchange.type_unsaid")
	}
	return wordText("exchange.type.", uri[strings.LastIndex(uri, ":")+1:])
}

func ownerText(t *session.Tokens) string {
	if t.Owner == "" {
		return T("exchange.nobody")
	}
	return visible(t.Owner)
}

func audienceText(ask session.ExchangeAsk) string {
	if len(ask.Audience) == 0 {
		return T("exchange.any_audience")
	}
	return visible(strings.Join(ask.Audience, " "))
}
