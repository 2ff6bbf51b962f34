package session

import (
	"context"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// The reasons of a grant step that was not tried in earnest.
const (
	reasonNoPassword  = "connection.grant.no_password"
	reasonNoParameter = "connection.grant.no_parameter"
	reasonNotAsked    = "connection.grant.withheld"
)

// TestWithToken is TestConnection that also asks for a real token, once: with
// the password of an account, typed or kept, or for the client itself. The
// session that comes of it is ended again. Without the password, or without the
// client's secret, nothing of the sort is sent. A profile for which Alone does
// not hold is tested as by TestConnection.
func (s *Sessions) TestWithToken(
	p profile.Profile, account string, typed Typed, step func(ConnectionStep), done func(*Failure),
) (cancel func()) {
	if !Alone(p) {
		return s.TestConnection(p, typed, step, done)
	}
	return s.tryOut(job{op: OpFetch, profile: p.Clone(), account: account, typed: typed}, s.worker.tryToken, step, done)
}

// tryToken does the job of TestWithToken.
func (w worker) tryToken(ctx context.Context, j job, tell func(ConnectionStep)) {
	client, auth, held := w.trialClient(ctx, j)
	in := trialOf(j.profile, auth)
	r := tokenclient.TokenRequest{Auth: auth}
	kept := heldBack{}
	if held.reason == "" {
		r, kept = w.inEarnest(ctx, j, r)
	}
	if ctx.Err() != nil {
		return
	}
	in.Grant, in.Extra = r.Grant, r.Extra
	held.walk(ctx, client, in, secretsOf(r, j), j.profile.Grant, func(st ConnectionStep) {
		if st.Name == string(tokenclient.StepGrant) && kept.reason != "" {
			st.Verdict, st.Reason, st.Failure = string(tokenclient.Unchecked), kept.reason, kept.failure
		}
		tell(st)
	})
}

// inEarnest adds what a real request of the profile has: its grant and the
// user's own parameters. Where anything is missing there is no grant, and held
// says why.
func (w worker) inEarnest(ctx context.Context, j job, r tokenclient.TokenRequest) (_ tokenclient.TokenRequest, held heldBack) {
	b, err := bondOf(j.profile)
	var grant tokenclient.Grant
	var extra []tokenclient.Param
	var needs, more []Need
	if err == nil {
		grant, needs, err = w.grant(ctx, j, b.owner)
	}
	if err == nil {
		extra, more, err = w.extra(ctx, j, &b)
	}
	switch {
	case err != nil:
		return r, heldBack{reasonNotAsked, explain("", err, nil)}
	case len(needs) > 0:
		return r, heldBack{reason: reasonNoPassword}
	case len(more) > 0:
		return r, heldBack{reason: reasonNoParameter}
	}
	r.Grant, r.Extra = grant, extra
	return r, heldBack{}
}
