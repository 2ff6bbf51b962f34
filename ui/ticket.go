package ui

import (
	"slices"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

// ticketTime is how a ticket writes a moment: the same for every reader.
const ticketTime = "2006-01-02 15:04:05 UTC"

// ticketClaims are the claims that a ticket may show: what the token is and may
// do. Who it belongs to is not among them, nor is any claim that a mapper of
// somebody's realm may have added.
func ticketClaims() []string {
	return []string{"typ", "iss", "aud", "azp", "scope", "realm_access", "resource_access", "acr", "iat", "exp", "allowed-origins"}
}

// copyTicket copies what somebody else needs to help: the shown failure, else
// a summary of the token.
func (w *Window) copyTicket() {
	p, ok := w.profile()
	s := w.state()
	switch {
	case !ok || w.form != nil:
	case s.Failure != nil:
		w.copyPlain(summary(p, s), T("error.copied"))
	case s.Tokens != nil && s.Tokens.Access != nil:
		w.copyPlain(tokenTicket(p, s, w.outcomes(p, s)), T("ticket.copied", args{"Whose": visible(p.Name)}))
	}
}

// tokenTicket is the access token for a ticket: no signature, no name, no
// address of a person, nothing that could be used.
func tokenTicket(p profile.Profile, s session.State, outcomes []inspect.Outcome) string {
	var lines []string
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, name+": "+value)
		}
	}
	lines = append(lines, T("ticket.title", args{"Time": s.At.UTC().Format(ticketTime)}))
	add(T("ticket.realm"), visible(p.Realm.Name)+" · "+visible(host(p.Realm.Base)))
	add(T("ticket.client"), visible(p.Client.ID))
	add(T("ticket.grant"), grantText(p.Grant))
	add(T("ticket.environment"), environmentText(p.Environment))
	add(T("ticket.state"), ticketState(s))
	if s.Last != nil && s.Last.SkewKnown {
		add(T("ticket.clock"), s.Last.Skew.Round(time.Second).String())
	}
	expectTicket(outcomes, add)
	left := 0
	for _, r := range inspect.Rows(s.Tokens.Access.Payload, s.At.UTC()) {
		if !slices.Contains(ticketClaims(), r.Name) {
			left++
			continue
		}
		add(r.Name, ticketValue(r))
	}
	add(T("ticket.left_out"), T("ticket.left_out_text", args{"Count": left}))
	return strings.Join(lines, "\n") + "\n"
}

func ticketValue(r inspect.Row) string {
	if !r.Time.IsZero() {
		return r.Time.UTC().Format(ticketTime)
	}
	return visible(r.Value)
}

// ticketState says whether the token is in force.
func ticketState(s session.State) string {
	c := s.Clocks.Access
	at := args{"Time": c.End.UTC().Format(ticketTime)}
	switch c.Phase {
	case session.PhaseLive, session.PhaseSoon:
		return T("ticket.in_force", at)
	case session.PhaseExpired:
		return T("ticket.expired", at)
	}
	return T("ticket.no_end")
}
