package session

import (
	"context"
	"maps"
	"strings"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/tokenclient/loopback"
)

// The reasons of a client step that was not checked because its secret stayed
// here; their texts stand among those of the connection test.
const (
	reasonNoSecret = "connection.client.no_secret"
	reasonWithheld = "connection.client.withheld"
	reasonEarlier  = "connection.any.earlier"
)

// trialPort is in the redirect URI of a connection test. Nothing listens there:
// only the login page is asked for, and a login may come back to any port.
const trialPort = "49152"

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
// background. The client's secret is what is typed, else what the vault
// releases; without one, that step stays unchecked. A user's password is never
// sent. step is called for each step in order and then done once, with a
// defect of the program if there was one; both on the owner's goroutine and
// neither after cancel was called.
func (s *Sessions) TestConnection(p profile.Profile, typed Secret, step func(ConnectionStep), done func(*Failure)) (cancel func()) {
	if s.closed {
		return func() {}
	}
	ctx, end := context.WithCancel(s.root)
	over := false
	p = p.Clone()
	tell := func(st ConnectionStep) {
		s.params.Post(func() {
			if !over && !s.closed {
				step(st)
			}
		})
	}
	start(ctx, s,
		func(ctx context.Context) *Failure { s.worker.tryConnection(ctx, p, typed, tell); return nil },
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
func (w worker) tryConnection(ctx context.Context, p profile.Profile, typed Secret, tell func(ConnectionStep)) {
	auth, held := w.trialAuth(ctx, p, typed)
	if ctx.Err() != nil {
		return
	}
	in := tokenclient.ConnectionTest{Realm: p.Realm, Auth: auth, GrantType: string(p.Grant), Scope: p.Scope}
	switch p.Grant {
	case profile.GrantAuthorizationCode:
		in.RedirectURI = "http://" + loopback.IPv4 + ":" + trialPort + loopback.DefaultPath
	case profile.GrantDevice:
		in.GrantType = "urn:ietf:params:oauth:grant-type:device_code"
	}
	masks := secretsOf(tokenclient.TokenRequest{Auth: auth}, job{typed: Typed{ClientSecret: typed}})
	w.client.TestConnection(ctx, in, false, func(st tokenclient.Step) {
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
		tell(held.mark(out, p.Grant))
	})
}

// heldBack says why a client's secret stays here; the zero value that it does
// not.
type heldBack struct {
	reason  string
	failure *Failure
}

// trialAuth is how a profile's client shows itself in a test. The secret goes
// to its owner only, which is the realm's own origin; else the client is asked
// for by its name alone.
func (w worker) trialAuth(ctx context.Context, p profile.Profile, typed Secret) (tokenclient.ClientAuth, heldBack) {
	auth := authOf(p)
	if auth.Method == tokenclient.AuthNone {
		return auth, heldBack{}
	}
	owner, err := trialOwner(p)
	if err == nil {
		auth.Secret, err = w.secret(ctx, typed, p.Client.SecretID, owner)
	}
	alone := tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: p.Client.ID}
	switch {
	case err == nil:
		return auth, heldBack{}
	case missing(err):
		return alone, heldBack{reason: reasonNoSecret}
	}
	return alone, heldBack{reasonWithheld, explain("", err, nil)}
}

// trialOwner is to whom a test may show the secret: a test asks the realm's own
// origin only, so a token endpoint elsewhere leaves nobody.
func trialOwner(p profile.Profile) (vault.Owner, error) {
	b, err := bondOf(p)
	if err != nil {
		return vault.Owner{}, err
	}
	origin, err := tokenclient.Origin(p.Realm.Base)
	if err != nil {
		return vault.Owner{}, err
	}
	if origin != b.owner.Origin {
		return vault.Owner{}, vault.ErrOtherOwner
	}
	return b.owner, nil
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
