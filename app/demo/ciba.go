package demo

import (
	"net/http"
	"strings"
	"time"
	"unicode"
)

// The life and the pace of a backchannel authentication request.
const (
	backchannelLife     = 120 * time.Second
	backchannelInterval = 5 * time.Second
	// decisionTime is how long a person looks at the other device.
	decisionTime = 4 * time.Second
)

// backchannel is one request for a login on another device (OpenID Connect
// CIBA Core 1.0, poll mode). There is no other device here: whoever is asked
// decides after a few seconds, alice and dave agree and bob refuses.
type backchannel struct {
	client   *client
	user     *user
	scope    scope
	decides  time.Time
	expires  time.Time
	nextPoll time.Time
}

// agrees tells what a person answers to every request.
func (u *user) agrees() bool { return u.name != "bob" }

// backchannelAuthorize is the backchannel authentication endpoint.
func (rl *realm) backchannelAuthorize(w http.ResponseWriter, r *request) {
	noStore(w)
	c, ok := rl.caller(w, r)
	if !ok {
		return
	}
	b, f := rl.askElsewhere(r, c)
	if f != nil {
		f.write(w)
		return
	}
	text := handle(48)
	rl.state.keepBackchannel(text, b, time.Now())
	sendJSON(w, http.StatusOK, struct {
		ID        string `json:"auth_req_id"`
		ExpiresIn int64  `json:"expires_in"`
		Interval  int64  `json:"interval"`
	}{text, seconds(time.Until(b.expires)), seconds(backchannelInterval)})
}

// askElsewhere checks a request and begins it.
func (rl *realm) askElsewhere(r *request, c *client) (*backchannel, *refusal) {
	if !c.ciba {
		return nil, refuse("invalid_grant", "Client not allowed OIDC CIBA Grant")
	}
	s, f := readScope(r.form.Get("scope"))
	switch {
	case f != nil:
		return nil, f
	case !s.has("openid"):
		return nil, refuse("invalid_scope", "missing openid scope")
	case r.form.Get("user_code") != "":
		return nil, refuse("invalid_request", "User code is not supported")
	case !plainMessage(r.form.Get("binding_message")):
		return nil, refuse("invalid_binding_message", "the binding_message value has to be plain text and at most 50 characters")
	}
	u, ok := rl.find(r.form.Get("login_hint"))
	if !ok || u.disabled {
		return nil, refuse("unknown_user_id", "Could not identify user")
	}
	now := time.Now()
	return &backchannel{
		client: c, user: u, scope: s, decides: now.Add(decisionTime), expires: now.Add(backchannelLife),
	}, nil
}

// plainMessage tells what may stand on both devices.
func plainMessage(text string) bool {
	const most = 50
	return len(text) <= most && !strings.ContainsFunc(text, func(c rune) bool {
		return c > unicode.MaxASCII || !(unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("-._+/!?#", c))
	})
}

func (st *state) keepBackchannel(text string, b *backchannel, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.backchannels.put(text, b, b.expires.Add(deviceMemory), now)
}

// pollBackchannel asks what came of a request; an agreed one is given once.
func (st *state) pollBackchannel(text, clientID string, now time.Time) (backchannel, *refusal) {
	st.mu.Lock()
	defer st.mu.Unlock()
	b, ok := st.backchannels.get(text, now)
	switch {
	case !ok || b.client.id != clientID:
		return backchannel{}, refuse("invalid_grant", "Invalid Auth Req ID")
	case !now.Before(b.expires):
		return backchannel{}, refuse("expired_token", "authentication timed out")
	case now.Before(b.nextPoll):
		return backchannel{}, refuse("slow_down", "too early to access")
	}
	b.nextPoll = now.Add(backchannelInterval)
	if now.Before(b.decides) {
		return backchannel{}, refuse("authorization_pending", "The authorization request is still pending as the end-user hasn't yet been authenticated.")
	}
	st.backchannels.drop(text)
	if !b.user.agrees() {
		return backchannel{}, refuse("access_denied", "not authorized")
	}
	return *b, nil
}

// backchannelPoll is the CIBA grant.
func (rl *realm) backchannelPoll(r *request, c *client) (issue, *refusal) {
	if !c.ciba {
		return issue{}, refuse("invalid_grant", "Client not allowed OIDC CIBA Grant")
	}
	text := r.form.Get("auth_req_id")
	if text == "" {
		return issue{}, refuse("invalid_request", "Missing parameter: auth_req_id")
	}
	b, f := rl.state.pollBackchannel(text, c.id, time.Now())
	if f != nil {
		return issue{}, f
	}
	return rl.begin("ci", c, b.user, b.scope)
}
