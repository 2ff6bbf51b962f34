package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"
)

// code is an authorization code that was given out. A used or expired one is
// remembered for a while, to tell a replay from a fancy.
type code struct {
	login
	user    *user
	session string
	reused  bool // the browser was logged in already
	expires time.Time
	used    bool
}

// codeMemory is how long a code is remembered after its end.
const codeMemory = 10 * time.Minute

// grantCode makes a code of three parts, random, session and client, and sends
// the browser back with it.
func (rl *realm) grantCode(w http.ResponseWriter, r *request, l login, u *user, session string, reused bool) {
	if f := mayStayOffline(u, l.scope); f != nil {
		l.sendBack(w, r, "error", f.code, "error_description", f.description)
		return
	}
	now := time.Now()
	text := uuid() + "." + session + "." + l.client.uuid
	c := code{login: l, user: u, session: session, reused: reused, expires: now.Add(rl.opts.CodeLife)}
	rl.state.keepCode(text, c, now)
	l.sendBack(w, r, "session_state", session, "code", text)
}

// keepCode remembers a code.
func (st *state) keepCode(text string, c code, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.codes.put(text, c, c.expires.Add(codeMemory), now)
}

// useCode gives a code once. A replay takes the client off the session, so
// that the tokens made from it die too (RFC 6749 section 4.1.2).
func (st *state) useCode(text string, now time.Time) (code, *refusal) {
	st.mu.Lock()
	defer st.mu.Unlock()
	c, ok := st.codes.get(text, now)
	if !ok {
		return c, refuse("invalid_grant", "Code not valid")
	}
	if c.used {
		for _, offline := range []bool{false, true} {
			if s, ok := st.sessions.get(sessionKey(c.session, offline), now); ok {
				delete(s.clients, c.client.id)
			}
		}
		return c, refuse("invalid_grant", "Code not valid")
	}
	c.used = true
	st.codes.put(text, c, c.expires.Add(codeMemory), now)
	if !now.Before(c.expires) {
		return c, refuse("invalid_grant", "Code is expired")
	}
	return c, nil
}

// redeem is the authorization code grant (RFC 6749 section 4.1.3).
func (rl *realm) redeem(r *request, cl *client) (issue, *refusal) {
	text := r.form.Get("code")
	if text == "" {
		return issue{}, refuse("invalid_request", "Missing parameter: code")
	}
	now := time.Now()
	c, f := rl.state.useCode(text, now)
	if f != nil {
		return issue{}, f
	}
	switch {
	case c.redirect != r.form.Get("redirect_uri"):
		return issue{}, refuse("invalid_grant", "Incorrect redirect_uri")
	case c.client.id != cl.id:
		return issue{}, refuse("invalid_grant", "Auth error: Found different client_id in clientSession")
	}
	if f := checkVerifier(c.challenge, c.method, r.form.Get("code_verifier")); f != nil {
		return issue{}, f
	}
	t, ok := rl.state.attach(c.session, c.scope.has("offline_access"), cl.id, now)
	if !ok {
		return issue{}, refuse("invalid_grant", "User session not found")
	}
	t.reused = c.reused
	return issue{
		grant: "ac", client: cl, user: c.user, scope: c.scope, nonce: c.nonce, ticket: &t,
		refresh: true, identity: true,
	}, nil
}

// checkVerifier is RFC 7636 section 4.6, with the texts of release 25.
func checkVerifier(challenge, method, verifier string) *refusal {
	switch {
	case challenge == "" && verifier == "":
		return nil
	case challenge == "":
		return refuse("invalid_grant", "PKCE code verifier specified but challenge not present in authorization")
	case verifier == "":
		return refuse("invalid_grant", "PKCE code verifier not specified")
	case !verifierShape(verifier):
		return refuse("invalid_grant", "PKCE verification failed: Invalid code verifier")
	}
	if method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if !same(challenge, verifier) {
		return refuse("invalid_grant", "PKCE verification failed: Code mismatch")
	}
	return nil
}
