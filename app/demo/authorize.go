package demo

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// loginLife is how long a login page waits for its form.
const loginLife = 30 * time.Minute

// login is an authorization request that waits for a person.
type login struct {
	client            *client
	redirect          string
	fragment          bool // response_mode=fragment
	state, nonce      string
	scope             scope
	challenge, method string
	hint              string
}

// authorize is the authorization endpoint (RFC 6749 section 3.1). A request
// whose client or redirect URI is wrong is never sent back: the person sees a
// page instead.
func (rl *realm) authorize(w http.ResponseWriter, r *request) {
	params := r.URL.Query()
	if r.Method == http.MethodPost {
		if f := readForm(r); f != nil {
			rl.errorPage(w, f.status, "Invalid Request")
			return
		}
		params = r.form
	}
	params, pushed := rl.unpushed(params)
	if !pushed {
		rl.errorPage(w, http.StatusBadRequest, "Invalid Request")
		return
	}
	if params.Get("client_id") == "" {
		rl.errorPage(w, http.StatusBadRequest, "Missing parameters: client_id")
		return
	}
	c, ok := rl.client(params.Get("client_id"))
	if !ok {
		rl.errorPage(w, http.StatusBadRequest, "Client not found.")
		return
	}
	if !c.allowsRedirect(params.Get("redirect_uri")) {
		rl.errorPage(w, http.StatusBadRequest, "Invalid parameter: redirect_uri")
		return
	}
	l := login{
		client: c, redirect: params.Get("redirect_uri"), state: params.Get("state"),
		fragment: params.Get("response_mode") == "fragment",
		nonce:    params.Get("nonce"), challenge: params.Get("code_challenge"), method: params.Get("code_challenge_method"),
	}
	var f *refusal
	if l.scope, f = checkAuthorize(c, params, &l); f != nil {
		l.sendBack(w, r, "error", f.code, "error_description", f.description)
		return
	}
	if hint := params.Get("login_hint"); len(hint) <= 255 {
		l.hint = hint
	}
	rl.askOrReuse(w, r, l, params.Get("prompt"))
}

// askOrReuse uses the browser's session where it may, or shows the login page.
func (rl *realm) askOrReuse(w http.ResponseWriter, r *request, l login, prompt string) {
	now := time.Now()
	if cookie, err := r.Cookie(cookieName); err == nil && prompt != "login" {
		if id, u, ok := rl.state.browser(cookie.Value, now); ok {
			rl.grantCode(w, r, l, u, id, true)
			return
		}
	}
	if prompt == "none" {
		l.sendBack(w, r, "error", "login_required")
		return
	}
	id := handle(32)
	rl.state.await(id, l, now)
	rl.page(w, http.StatusOK, "login.html", loginView{
		Action: r.issuer + "/login-actions/authenticate", Session: id, Client: l.client.id,
		Username: l.hint, Accounts: rl.hints(),
	})
}

// checkAuthorize checks what may be answered to the redirect URI.
func checkAuthorize(c *client, params url.Values, l *login) (scope, *refusal) {
	for name, values := range params {
		if len(values) > 1 {
			return nil, refuse("invalid_request", "duplicated parameter: "+name)
		}
	}
	switch kind := params.Get("response_type"); {
	case kind == "":
		return nil, refuse("invalid_request", "Missing parameter: response_type")
	case kind != "code":
		return nil, refuse("unsupported_response_type", "Unsupported response_type")
	case !c.standardFlow:
		return nil, refuse("unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.")
	}
	if mode := params.Get("response_mode"); mode != "" && mode != "query" && mode != "fragment" {
		return nil, refuse("invalid_request", "Invalid parameter: response_mode")
	}
	if f := checkChallenge(c, l); f != nil {
		return nil, f
	}
	return readScope(params.Get("scope"))
}

// checkChallenge checks the PKCE parameters (RFC 7636 section 4.3).
func checkChallenge(c *client, l *login) *refusal {
	if c.requirePKCE {
		switch {
		case l.method == "":
			return refuse("invalid_request", "Missing parameter: code_challenge_method")
		case l.method != "S256":
			return refuse("invalid_request", "Invalid parameter: code challenge method is not matching the configured one")
		case l.challenge == "":
			return refuse("invalid_request", "Missing parameter: code_challenge")
		}
	}
	switch {
	case l.challenge == "":
		return nil
	case l.method == "":
		l.method = "plain" // RFC 7636 section 4.3
	case l.method != "plain" && l.method != "S256":
		return refuse("invalid_request", "Invalid parameter: code_challenge_method")
	}
	if !verifierShape(l.challenge) {
		return refuse("invalid_request", "Invalid parameter: code_challenge")
	}
	return nil
}

// verifierShape is the syntax of RFC 7636 section 4.1.
func verifierShape(s string) bool {
	if len(s) < 43 || len(s) > 128 {
		return false
	}
	return strings.IndexFunc(s, func(c rune) bool {
		return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", c)
	}) < 0
}

// sendBack redirects to the client with the given names and values, the state
// and the issuer (RFC 9207).
func (l *login) sendBack(w http.ResponseWriter, r *request, pairs ...string) {
	if l.state != "" {
		pairs = append(pairs, "state", l.state)
	}
	pairs = append(pairs, "iss", r.issuer)
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pairs[i] + "=" + url.QueryEscape(pairs[i+1]))
	}
	join := "?"
	switch {
	case l.fragment:
		join = "#"
	case strings.Contains(l.redirect, "?"):
		join = "&"
	}
	noStore(w)
	w.Header().Set("Location", l.redirect+join+b.String())
	w.WriteHeader(http.StatusFound)
}
