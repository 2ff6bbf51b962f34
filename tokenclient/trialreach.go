package tokenclient

import (
	"cmp"
	"net/http"
	"time"
)

// soon is how near the end of a certificate is worth a word.
const soon = 14 * 24 * time.Hour

// reach asks for the realm's discovery document and reports what the request
// showed from the name to the realm; false when there is no realm to go on with.
func (t *trial) reach() bool {
	way := &contact{}
	ctx := t.ctx
	t.ctx = way.context(ctx)
	f := t.client.look(t.ctx, t.in.Realm)
	e := f.err
	if e == nil {
		e = &Error{}
	}
	ok := t.tellName(way, e) && t.tellConnect(way, e) && t.tellTLS(way, e) && t.tellRealm(f)
	t.ctx = ctx
	if !ok {
		return false
	}
	t.endpoints = ownEndpoints(t.in.Realm, f.discovery.EndpointsFor(t.in.Auth.Method))
	if chosen := t.in.TokenEndpoint; chosen != "" {
		t.endpoints.Token = chosen
		here, _ := Origin(chosen)
		if own, _ := Origin(t.in.Realm.Base); here != own { // the secret belongs to the one chosen
			t.endpoints.EndSession = ""
		}
	}
	return true
}

// ownEndpoints takes an endpoint out of discovery only on the origin that the
// user typed: no secret goes anywhere else for a test.
func ownEndpoints(r Realm, found Endpoints) Endpoints {
	own, _ := Origin(r.Base) // checked before
	table := r.Endpoints()
	for _, pair := range []struct{ found, table *string }{{&found.Token, &table.Token}, {&found.EndSession, &table.EndSession}} {
		if origin, err := Origin(*pair.found); err == nil && origin == own {
			*pair.table = *pair.found
		}
	}
	if found.Authorization != "" {
		table.Authorization = found.Authorization // carries no secret
	}
	return table
}

func (t *trial) tellName(way *contact, e *Error) bool {
	resolved, address, _ := way.seen()
	proxy := t.client.proxyOf(t.server)
	s := Step{Name: StepResolve, Verdict: Proven, Args: t.args()}
	s.Args["Address"] = cmp.Or(address, resolved)
	reason := "found"
	switch {
	case e.Kind == KindName:
		t.fail(StepResolve, Disproven, "not_found", e)
		return false
	case proxy != "":
		s.Verdict, reason = Unknown, "proxy"
		s.Args["Address"] = proxy
	case isLiteral(t.server):
		reason = "literal"
	case resolved+address == "" && !t.replied(e):
		t.fail(StepResolve, Unknown, "no_answer", e)
		return t.ctx.Err() == nil
	case resolved+address == "":
		reason = "answered"
	}
	s.Reason = reasonKey(StepResolve, reason)
	t.tell(s)
	return true
}

// replied tells that the server's own answer, right or wrong, came back.
func (t *trial) replied(e *Error) bool { return e.Kind == "" || e.Status != 0 && e.Kind != KindProxy }

func (t *trial) tellConnect(way *contact, e *Error) bool {
	_, address, _ := way.seen()
	s := Step{Name: StepConnect, Verdict: Proven, Args: t.args()}
	s.Args["Address"] = address
	switch {
	case e.Kind == KindProxy:
		t.fail(StepConnect, Disproven, "proxy", e)
		return false
	case address != "":
		s.Reason = reasonKey(StepConnect, "connected")
	case t.replied(e) || e.Kind == KindTLS:
		s.Reason = reasonKey(StepConnect, "answered")
	case e.Kind == KindConnect:
		t.fail(StepConnect, Disproven, "refused", e)
		return false
	default:
		t.fail(StepConnect, Unknown, "no_answer", e)
		return false
	}
	t.tell(s)
	return true
}

func (t *trial) tellTLS(way *contact, e *Error) bool {
	_, _, state := way.seen()
	s := Step{Name: StepTLS, Verdict: Proven, Args: t.args()}
	reason := "trusted"
	switch {
	case e.Kind == KindTLS:
		s = Step{Name: StepTLS, Verdict: Disproven, Args: s.Args, Advice: Advise(e), Err: e, Chain: peerCertificates(refusedChain(e.Err))}
		reason = e.Reason
	case t.server.Scheme == "http" && IsLoopback(t.server.Host):
		s.Verdict, reason = Unchecked, "plain_local"
	case t.server.Scheme == "http":
		s.Verdict, reason = Unchecked, "plain"
	case state == nil && t.replied(e):
		reason = "answered"
	case state == nil:
		t.fail(StepTLS, Unknown, "no_answer", e)
		return false
	default:
		s.Chain = peerCertificates(state.PeerCertificates)
		if len(state.VerifiedChains) == 0 {
			s.Verdict, reason = Unknown, "not_verified"
		} else if time.Until(s.Chain[0].Until) < soon {
			reason = "ends_soon"
		}
	}
	if len(s.Chain) > 0 {
		own := s.Chain[0]
		s.Args["Subject"], s.Args["Issuer"], s.Args["Until"] = own.Subject, own.Issuer, own.Until.Format(time.DateOnly)
	}
	s.Reason = reasonKey(StepTLS, reason)
	t.tell(s)
	return s.Verdict != Disproven
}

func (t *trial) tellRealm(f finding) bool {
	s := Step{Name: StepRealm, Verdict: Proven, Reason: reasonKey(StepRealm, "found"), Args: t.args()}
	s.Args["Release"], s.Args["Issuer"] = f.discovery.ServerAtLeast, oneLine(f.discovery.Endpoints.Issuer, maxDescription)
	switch f.verdict {
	case verdictFound:
		if issuer := f.discovery.Endpoints.Issuer; issuer != t.in.Realm.Endpoints().Issuer {
			s.Reason = reasonKey(StepRealm, "issuer")
		}
		t.tell(s)
		return true
	case verdictNoRealm:
		t.fail(StepRealm, Disproven, "absent", f.err)
		return false
	}
	if f.verdict == verdictBlocked || f.verdict == verdictMissing {
		x, e := t.client.get(t.ctx, t.in.Realm.Endpoints().Issuer)
		if o, ok := x.object(); e == nil && ok && x.status == http.StatusOK && o.firstText("realm") == t.in.Realm.Name {
			t.say(StepRealm, Proven, "page")
			return true
		}
	}
	switch {
	case f.verdict == verdictBlocked:
		t.fail(StepRealm, Unknown, "blocked", f.err)
		return true
	case f.verdict == verdictMissing:
		t.fail(StepRealm, Disproven, "missing", f.err)
	case f.err.Kind == KindRedirect:
		t.fail(StepRealm, Disproven, "redirect", f.err)
	default:
		t.fail(StepRealm, Unknown, "no_answer", f.err)
	}
	return false
}
