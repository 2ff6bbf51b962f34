package ui

import (
	"slices"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// expected is how the access token of a session met the expectations of its
// profile; it is worked out once for each token.
type expected struct {
	token    *inspect.Token
	wanted   []profile.Expectation
	outcomes []inspect.Outcome
}

// outcomes holds a session's access token against the expectations of its
// profile. Without a token, or an expectation, there is nothing to tell.
func (w *Window) outcomes(p profile.Profile, s session.State) []inspect.Outcome {
	if s.Tokens == nil || s.Tokens.Access == nil || len(p.Expectations) == 0 {
		delete(w.expected, s.Key)
		return nil
	}
	e, ok := w.expected[s.Key]
	if ok && e.token == s.Tokens.Access && slices.Equal(e.wanted, p.Expectations) {
		return e.outcomes
	}
	list := make([]inspect.Expectation, len(p.Expectations))
	for i, x := range p.Expectations {
		list[i] = inspect.Expectation{Kind: inspect.ExpectationKind(x.Kind), Client: x.Client, Name: x.Name, Value: x.Value}
	}
	e = expected{token: s.Tokens.Access, wanted: p.Expectations, outcomes: inspect.Expect(s.Tokens.Access, list)}
	w.expected[s.Key] = e
	return e.outcomes
}

// missed counts the expectations that are not met.
func missed(outcomes []inspect.Outcome) int {
	n := 0
	for _, o := range outcomes {
		if !o.Held {
			n++
		}
	}
	return n
}

// expectChips are the sum of all expectations, then those that are not met,
// then the others.
func expectChips(outcomes []inspect.Outcome) []chip {
	if len(outcomes) == 0 {
		return nil
	}
	bad := missed(outcomes)
	counts := args{"Count": len(outcomes), "Missed": bad}
	chips := []chip{{look.ToneGood, T("chip.good", args{"Text": T("want.all", counts)})}}
	if bad > 0 {
		chips[0] = chip{look.ToneBad, T("chip.bad", args{"Text": T("want.some", counts)})}
	}
	for _, held := range []bool{false, true} {
		for _, o := range outcomes {
			if o.Held != held {
				continue
			}
			if held {
				chips = append(chips, chip{look.ToneGood, T("chip.good", args{"Text": outcomeText(o)})})
			} else {
				chips = append(chips, chip{look.ToneBad, T("chip.bad", args{"Text": outcomeText(o)})})
			}
		}
	}
	return chips
}

// outcomeText says how one expectation was met, or why not.
func outcomeText(o inspect.Outcome) string {
	switch o.Reason {
	case "unreadable":
		return T("expect.unreadable")
	case "malformed":
		return T("expect.malformed")
	}
	return translate("expect."+string(o.Expectation.Kind)+"."+o.Reason, o.Args)
}

// expectTicket sums the expectations up for a ticket: a claim's value stays
// out, it may name a person.
func expectTicket(outcomes []inspect.Outcome, add func(name, value string)) {
	if len(outcomes) == 0 {
		return
	}
	bad := missed(outcomes)
	counts := args{"Count": len(outcomes), "Missed": bad}
	if bad == 0 {
		add(T("want.ticket"), T("want.ticket_all", counts))
		return
	}
	add(T("want.ticket"), T("want.ticket_some", counts))
	for _, o := range outcomes {
		if e := o.Expectation; !o.Held {
			add(T("want.ticket_missed"), list(wordText("want.kind.", string(e.Kind)), visible(e.Name), visible(e.Client)))
		}
	}
}
