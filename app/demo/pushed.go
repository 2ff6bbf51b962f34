package demo

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// pushedLife is how long a pushed request waits for its browser.
const pushedLife = time.Minute

const pushedPrefix = "urn:ietf:params:oauth:request_uri:"

// push is the pushed authorization request endpoint (RFC 9126).
func (rl *realm) push(w http.ResponseWriter, r *request) {
	noStore(w)
	c, ok := rl.caller(w, r)
	if !ok {
		return
	}
	switch {
	case r.form.Has("request_uri"):
		refuse("invalid_request", "It is not allowed to include request_uri to PAR.").write(w)
		return
	case !c.allowsRedirect(r.form.Get("redirect_uri")):
		refuse("invalid_request", "Invalid parameter: redirect_uri").write(w)
		return
	}
	params := url.Values{}
	for name, values := range r.form {
		if !slices.Contains([]string{"client_secret", "client_assertion", "client_assertion_type"}, name) {
			params[name] = values
		}
	}
	params.Set("client_id", c.id)
	if _, f := checkAuthorize(c, params, &login{
		challenge: params.Get("code_challenge"), method: params.Get("code_challenge_method"),
	}); f != nil {
		f.write(w)
		return
	}
	text := pushedPrefix + handle(32)
	now := time.Now()
	rl.state.keepPushed(text, params, now)
	sendJSON(w, http.StatusCreated, struct {
		Address   string `json:"request_uri"`
		ExpiresIn int64  `json:"expires_in"`
	}{text, seconds(pushedLife)})
}

func (st *state) keepPushed(text string, params url.Values, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.pushed.put(text, params, now.Add(pushedLife), now)
}

// unpushed gives the parameters of an authorization request: its own, or those
// that were pushed under its request_uri, once. ok is false for a request_uri
// that is not known, or another client's.
func (rl *realm) unpushed(params url.Values) (found url.Values, ok bool) {
	text := params.Get("request_uri")
	if !strings.HasPrefix(text, pushedPrefix) {
		return params, true
	}
	rl.state.mu.Lock()
	defer rl.state.mu.Unlock()
	found, ok = rl.state.pushed.take(text, time.Now())
	return found, ok && found.Get("client_id") == params.Get("client_id")
}
