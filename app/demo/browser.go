package demo

import (
	"net/http"
	"time"
)

// cookieName is the browser's login, for single sign-on.
const cookieName = "demo_realm_session"

// await remembers a login page.
func (st *state) await(id string, l login, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.logins.put(id, l, now.Add(loginLife), now)
}

// awaited gives the request behind a login page.
func (st *state) awaited(id string, now time.Time) (login, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.logins.get(id, now)
}

// arrived forgets a login page; false says that another form was faster.
func (st *state) arrived(id string, now time.Time) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	_, ok := st.logins.take(id, now)
	return ok
}

// remember makes a cookie's value for a session.
func (st *state) remember(session string, now time.Time) string {
	st.mu.Lock()
	defer st.mu.Unlock()
	value := handle(32)
	st.cookies.put(value, session, now.Add(st.opts.SessionMax), now)
	return value
}

// browser gives the live session behind a cookie and keeps it from idling out.
func (st *state) browser(value string, now time.Time) (string, *user, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	id, ok := st.cookies.get(value, now)
	if !ok {
		return "", nil, false
	}
	s, ok := st.sessions.get(sessionKey(id, false), now)
	if !ok {
		st.cookies.drop(value)
		return "", nil, false
	}
	st.sessions.extend(sessionKey(id, false), st.end(s, now))
	return id, s.user, true
}

// authenticate takes the form of the login page.
func (rl *realm) authenticate(w http.ResponseWriter, r *request) {
	const late = "You took too long, or this page was used already. Start the login again in the program."
	if f := readForm(r); f != nil {
		rl.errorPage(w, f.status, "Invalid Request")
		return
	}
	now := time.Now()
	id := r.form.Get("session")
	l, ok := rl.state.awaited(id, now)
	if !ok {
		rl.errorPage(w, http.StatusBadRequest, late)
		return
	}
	if r.form.Get("action") == "cancel" {
		rl.state.arrived(id, now)
		l.sendBack(w, r, "error", "access_denied", "error_description", "User cancelled the login")
		return
	}
	u, f := rl.login(r.form.Get("username"), r.form.Get("password"), r.form.Get("otp"))
	if f != nil {
		rl.page(w, http.StatusOK, "login.html", loginView{
			Action: r.issuer + "/login-actions/authenticate", Session: id, Client: l.client.id,
			Username: r.form.Get("username"), Message: pageText(f), Accounts: rl.hints(),
		})
		return
	}
	if f := mayStayOffline(u, l.scope); f != nil {
		rl.state.arrived(id, now)
		l.sendBack(w, r, "error", f.code, "error_description", f.description)
		return
	}
	if !rl.state.arrived(id, now) {
		rl.errorPage(w, http.StatusBadRequest, late)
		return
	}
	session := rl.state.open(u, false, now)
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: rl.state.remember(session, now),
		Path: rl.opts.Prefix + "/realms/" + RealmName + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	rl.grantCode(w, r, l, u, session, false)
}

// pageText is what the login page says of a refusal: it tells names and
// passwords apart no more than the real one does.
func pageText(f *refusal) string {
	if f.description == "Account is not fully set up" {
		return "This account has to be set up first; the demo realm has no page for that."
	}
	return "Invalid username or password."
}
