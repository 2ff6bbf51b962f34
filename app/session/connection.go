package session

import (
	"cmp"
	"context"
	"maps"
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// The reasons of a client step that was not checked because its secret stayed
// here; their texts stand among those of the connection test.
const (
	reasonNoSecret = "connection.client.no_secret"
	reasonNoKey    = "connection.client.no_key"
	reasonNoCert   = "connection.client.no_certificate"
	reasonNoProxy  = "connection.any.no_proxy_password"
	reasonWithheld = "connection.client.withheld"
	reasonEarlier  = "connection.any.earlier"
)

// trialPort is, unless the profile has one of its own, in the redirect URI of a connection test. Nothing listens there:
// only the login page is asked for, and a login may come back to any port.
const trialPort = 49152

// ConnectionStep is one step of a connection test. It is immutable.
type ConnectionStep struct {
	// Name is the word of a tokenclient.StepName, Verdict of a
	// tokenclient.Verdict.
	Name, Verdict string
	// Reason is the key of the text that says why, and Args fill its places.
	// They come from servers and are plain text.
	Reason string
	Args   map[string]string
	// Failure says what to do about it; nil when there is nothing.
	Failure *Failure
}

// TestConnection tries the server, realm and client of a profile in the
// background, over its connection and at its own token endpoint. The client's
// secrets are what is typed, else what the vault releases; without them, that
// step stays unchecked. A user's password is never sent. step is called for each step in order and then done once, with a
// defect of the program if there was one; both on the owner's goroutine and
// neither after cancel was called.
func (s *Sessions) TestConnection(p profile.Profile, typed Typed, step func(ConnectionStep), done func(*Failure)) (cancel func()) {
	return s.tryOut(job{op: OpFetch, profile: p.Clone(), typed: typed}, s.worker.tryConnection, step, done)
}

// tryOut runs a test in the background; see TestConnection.
func (s *Sessions) tryOut(
	j job, try func(context.Context, job, func(ConnectionStep)), step func(ConnectionStep), done func(*Failure),
) (cancel func()) {
	if s.closed {
		return func() {}
	}
	ctx, end := context.WithCancel(labelled(s.root, Key{ProfileID: j.profile.ID}))
	over := false
	tell := func(st ConnectionStep) {
		s.params.Post(func() {
			if !over && !s.closed {
				step(st)
			}
		})
	}
	start(ctx, s,
		func(ctx context.Context) *Failure { try(ctx, j, tell); return nil },
		func(f *Failure) *Failure { return f },
		func(f *Failure) {
			end()
			if !over {
				over = true
				done(f)
			}
		})
	return func() {
		over = true
		end()
	}
}

// tryConnection does the job of TestConnection.
func (w worker) tryConnection(ctx context.Context, j job, tell func(ConnectionStep)) {
	client, auth, held := w.trialClient(ctx, j)
	if ctx.Err() != nil {
		return
	}
	in := trialOf(j.profile, auth)
	held.walk(ctx, client, in, secretsOf(tokenclient.TokenRequest{Auth: auth}, j), j.profile.Grant, tell)
}

// trialOf is what a test asks about a profile.
func trialOf(p profile.Profile, auth tokenclient.ClientAuth) tokenclient.ConnectionTest {
	in := tokenclient.ConnectionTest{
		Realm: p.Realm, Auth: auth, GrantType: p.Grant.Type(), Scope: p.Scope,
		TokenEndpoint: p.TokenEndpoint, ParamsIn: p.ParamsIn,
	}
	if p.Grant == profile.GrantAuthorizationCode {
		back := p.Login.Redirect()
		back.Port = cmp.Or(back.Port, trialPort)
		in.RedirectURI = back.String()
	}
	if p.Client.DPoP { // a key for this test alone: no token comes of it
		in.DPoP, _ = tokenclient.NewDPoPKey("")
	}
	return in
}

// walk runs a test and tells its steps. A grant in it is sent.
func (h heldBack) walk(
	ctx context.Context, client Requester, in tokenclient.ConnectionTest, masks *strings.Replacer, grant profile.Grant, tell func(ConnectionStep),
) {
	client.TestConnection(ctx, in, in.Grant != nil, func(st tokenclient.Step) {
		out := ConnectionStep{Name: string(st.Name), Verdict: string(st.Verdict), Reason: st.Reason, Args: maps.Clone(st.Args)}
		for name, value := range out.Args {
			out.Args[name] = masks.Replace(value)
		}
		if st.Err != nil && st.Advice.ID != "" {
			out.Failure = explain("", st.Err, masks)
			args := out.Failure.Advice.Args
			out.Failure.Advice = st.Advice // of the step, which knows more than the error
			out.Failure.Advice.Args = args
		}
		tell(h.mark(out, grant))
	})
}

// heldBack says why a client's secret stays here; the zero value that it does
// not.
type heldBack struct {
	reason  string
	failure *Failure
}

// trialClient is the connection of a test and how the client shows itself
// there. What lacks a secret goes without: over a connection without the
// certificate, through the proxy without a password, and the client is asked
// for by its name alone.
func (w worker) trialClient(ctx context.Context, j job) (Requester, tokenclient.ClientAuth, heldBack) {
	p := j.profile
	alone := tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: p.Client.ID}
	v, needs, err := w.reach(ctx, j)
	held := heldBack{}
	if len(needs) > 0 {
		held.reason = reasonOfNeed(needs[0])
		bare := p.Clone()
		bare.Client.CertificateID, bare.Client.Auth, bare.Connection.ProxyUser = "", tokenclient.AuthNone, ""
		without := job{op: j.op, profile: bare}
		v, _, err = w.reach(ctx, without)
	}
	if err != nil {
		return w.client, alone, heldBack{reasonWithheld, explain("", err, nil)}
	}
	auth := authOf(p)
	if held.reason != "" || auth.Method == tokenclient.AuthNone {
		return v.client, alone, held
	}
	b, err := bondOf(p)
	if err == nil {
		needs, err = w.authenticate(ctx, j, &auth, &b)
	}
	switch {
	case err != nil:
		return v.client, alone, heldBack{reasonWithheld, explain("", err, nil)}
	case len(needs) > 0:
		return v.client, alone, heldBack{reason: reasonOfNeed(needs[0])}
	}
	return v.client, auth, heldBack{}
}

// reasonOfNeed says what kept a client from showing itself.
func reasonOfNeed(n Need) string {
	switch n {
	case NeedClientKey:
		return reasonNoKey
	case NeedClientCertificate:
		return reasonNoCert
	case NeedProxyPassword:
		return reasonNoProxy
	}
	return reasonNoSecret
}

// mark takes back what a step says about a client that could not show its
// secret. That nobody knows the client, or answers, holds without it.
func (h heldBack) mark(st ConnectionStep, grant profile.Grant) ConnectionStep {
	if h.reason == "" {
		return st
	}
	unchecked := string(tokenclient.Unchecked)
	kind, ok := strings.CutPrefix(st.Reason, "connection.client.")
	switch {
	case ok && kind != "absent" && kind != "no_id" && kind != "no_answer":
		st.Verdict, st.Reason, st.Failure = unchecked, h.reason, h.failure
	case st.Name == string(tokenclient.StepGrant) && grant != profile.GrantAuthorizationCode:
		st.Verdict, st.Reason, st.Failure = unchecked, reasonEarlier, nil
	}
	return st
}
