package tokenclient

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// trial is one connection test under way.
type trial struct {
	ctx      context.Context //nolint:containedctx // lives as long as one call
	client   *Client
	in       ConnectionTest
	send     bool
	progress func(Step)
	steps    []Step

	server    *url.URL
	endpoints Endpoints
	started   time.Time
}

// steps in order; see StepName.
func stepNames() []StepName {
	return []StepName{StepResolve, StepConnect, StepTLS, StepRealm, StepClient, StepGrant, StepRedirect}
}

func (t *trial) run() {
	t.started = time.Now()
	if e := checkRealm(t.in.Realm); e != nil {
		step := StepResolve
		if e.Reason == "realm" {
			step = StepRealm
			t.rest(StepRealm, "earlier")
		}
		t.fail(step, Disproven, "address", e)
		t.rest("", "earlier")
		return
	}
	t.server, _ = url.Parse(t.in.Realm.Base) // read by checkRealm before
	switch {
	case !t.reach():
	case !t.tryClient():
	default:
		t.tryGrant()
	}
	t.rest("", "earlier")
}

// tell reports a step.
func (t *trial) tell(s Step) {
	if s.Args == nil {
		s.Args = t.args()
	}
	now := time.Now()
	s.Elapsed, t.started = now.Sub(t.started), now
	t.steps = append(t.steps, s)
	if t.progress != nil {
		t.progress(s)
	}
}

// say reports a step without a failure.
func (t *trial) say(name StepName, v Verdict, reason string) {
	t.tell(Step{Name: name, Verdict: v, Reason: reasonKey(name, reason)})
}

// fail reports a step with the failure that decided it.
func (t *trial) fail(name StepName, v Verdict, reason string, e *Error) {
	s := Step{Name: name, Verdict: v, Reason: reasonKey(name, reason), Args: t.args(), Advice: Advise(e), Err: e}
	s.Args["Words"] = e.words()
	t.tell(s)
}

// rest reports the steps before name, or all that are left, as unchecked.
func (t *trial) rest(name StepName, reason string) {
	if t.ctx.Err() != nil {
		reason = "canceled"
	}
	for _, next := range stepNames()[len(t.steps):] {
		if next == name {
			return
		}
		t.tell(Step{Name: next, Verdict: Unchecked, Reason: "connection.any." + reason})
	}
}

func reasonKey(name StepName, reason string) string {
	return "connection." + string(name) + "." + reason
}

// words are what the server said, for a line.
func (e *Error) words() string {
	switch {
	case e.Description != "":
		return e.Description
	case e.Code != "":
		return e.Code
	}
	return e.Title
}

// args are all places that a text can have; each is always there.
func (t *trial) args() map[string]string {
	args := map[string]string{
		"Realm": oneLine(t.in.Realm.Name, maxCode), "Client": oneLine(t.in.Auth.ClientID, maxCode),
		"Grant": oneLine(t.in.GrantType, maxCode), "Redirect": oneLine(t.in.RedirectURI, maxDescription),
		"Host": "", "Address": "", "Subject": "", "Issuer": "", "Until": "", "Release": "", "Words": "",
	}
	if t.server != nil {
		args["Host"] = oneLine(t.server.Host, maxCode)
	}
	return args
}

// ask sends a harmless token request.
func (t *trial) ask(g Grant, scope string) *Error {
	_, err := t.client.Token(t.ctx, t.in.request(t.endpoints.Token, g, scope))
	if err == nil {
		return nil
	}
	return asError(err)
}

// trialGrant is a grant with parameters that cannot be right.
type trialGrant struct {
	kind string
	with []Param
}

// GrantType is the grant that is tried.
func (g trialGrant) GrantType() string { return g.kind }

func (g trialGrant) params() []Param { return g.with }

// answered tells an error that came from the server itself.
func (e *Error) answered() bool {
	return e.Kind == KindOAuth && e.Status != http.StatusServiceUnavailable
}
