package demo

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// leave is a logout that waits for the person's yes.
type leave struct{ session, redirect, state string }

// plan remembers a logout page.
func (st *state) plan(id string, l leave, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.leaving.put(id, l, now.Add(loginLife), now)
}

// planned gives a logout that was asked about, once.
func (st *state) planned(id string, now time.Time) (leave, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.leaving.take(id, now)
}

// logout is POST to the end-session endpoint. With a refresh token it ends the
// session without a browser and answers 204; without one it is RP-initiated.
func (rl *realm) logout(w http.ResponseWriter, r *request) {
	if f := readForm(r); f != nil {
		f.write(w)
		return
	}
	text := r.form.Get("refresh_token")
	if text == "" {
		if r.form.Has("id_token_hint") || r.form.Has("post_logout_redirect_uri") || strings.Contains(r.Header.Get("Accept"), "text/html") {
			rl.endSession(w, r, r.form)
			return
		}
		if _, f := rl.clientOf(r); f != nil {
			f.write(w)
			return
		}
		refuse("invalid_request", "No refresh token").write(w)
		return
	}
	c, f := rl.clientOf(r)
	if f != nil {
		f.write(w)
		return
	}
	// An ended token still says whose session is to end, so its own end does
	// not matter; everything else does.
	old, ok := rl.parse(text)
	if !ok || old.Issuer != r.issuer || old.Type != "Refresh" && old.Type != "Offline" {
		refuse("invalid_grant", "Invalid refresh token").write(w)
		return
	}
	if old.AuthorizedParty != c.id {
		refuse("invalid_grant", "Invalid refresh token. Token client and authorized client don't match").write(w)
		return
	}
	rl.state.close(old.SessionID, old.Type == "Offline")
	w.WriteHeader(http.StatusNoContent)
}

// logoutPage is GET to the end-session endpoint.
func (rl *realm) logoutPage(w http.ResponseWriter, r *request) { rl.endSession(w, r, r.URL.Query()) }

// endSession is OpenID Connect RP-Initiated Logout section 2. With an ID token
// it ends that session; without one the person is asked.
func (rl *realm) endSession(w http.ResponseWriter, r *request, params url.Values) {
	clientID := params.Get("client_id")
	l := leave{redirect: params.Get("post_logout_redirect_uri"), state: params.Get("state")}
	hint := params.Get("id_token_hint")
	if hint != "" {
		// An expired hint is accepted, as the specification asks.
		c, ok := rl.parse(hint)
		if !ok || c.Type != "ID" || c.Issuer != r.issuer || clientID != "" && clientID != c.AuthorizedParty {
			rl.errorPage(w, http.StatusBadRequest, "Invalid parameter: id_token_hint")
			return
		}
		clientID, l.session = c.AuthorizedParty, c.SessionID
	}
	if l.redirect != "" {
		if clientID == "" {
			rl.errorPage(w, http.StatusBadRequest, "Missing parameters: id_token_hint")
			return
		}
		if c, ok := rl.client(clientID); !ok || !c.allowsRedirect(l.redirect) {
			rl.errorPage(w, http.StatusBadRequest, "Invalid redirect uri")
			return
		}
	}
	if hint != "" {
		rl.leave(w, l)
		return
	}
	now := time.Now()
	if cookie, err := r.Cookie(cookieName); err == nil {
		l.session, _, _ = rl.state.browser(cookie.Value, now)
	}
	id := handle(32)
	rl.state.plan(id, l, now)
	rl.page(w, http.StatusOK, "logout.html", logoutView{Action: r.issuer + protocol + "/logout/logout-confirm", Session: id})
}

// logoutConfirm takes the form of the logout page.
func (rl *realm) logoutConfirm(w http.ResponseWriter, r *request) {
	if f := readForm(r); f != nil {
		rl.errorPage(w, f.status, "Invalid Request")
		return
	}
	l, ok := rl.state.planned(r.form.Get("session"), time.Now())
	if !ok {
		rl.errorPage(w, http.StatusBadRequest, "Logout failed")
		return
	}
	rl.leave(w, l)
}

// leave ends the session and sends the browser on.
func (rl *realm) leave(w http.ResponseWriter, l leave) {
	if l.session != "" {
		rl.state.close(l.session, false)
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Path: rl.opts.Prefix + "/realms/" + RealmName + "/",
		MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	if l.redirect == "" {
		rl.page(w, http.StatusOK, "message.html", messageView{Title: "Logged out", Text: "You are logged out."})
		return
	}
	to := l.redirect
	if l.state != "" {
		join := "?"
		if strings.Contains(to, "?") {
			join = "&"
		}
		to += join + "state=" + url.QueryEscape(l.state)
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}
