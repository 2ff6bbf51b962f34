package demo

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"
)

// deviceMemory is the short time in which an ended device code is still called
// expired and not unknown.
const deviceMemory = 15 * time.Second

// device is one device authorization (RFC 8628).
type device struct {
	client    *client
	userCode  string
	scope     scope
	nonce     string
	challenge string
	method    string
	expires   time.Time
	nextPoll  time.Time
	denied    bool
	user      *user // set when the person agreed
}

// deviceAuthorize is the device authorization endpoint.
func (rl *realm) deviceAuthorize(w http.ResponseWriter, r *request) {
	noStore(w)
	if f := readForm(r); f != nil {
		f.write(w)
		return
	}
	c, f := rl.clientOf(r)
	if f == nil && r.duplicated() {
		f = refuse("invalid_grant", "duplicated parameter")
	}
	if f == nil && !c.device {
		f = refuse("unauthorized_client", "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.")
	}
	l := login{challenge: r.form.Get("code_challenge"), method: r.form.Get("code_challenge_method")}
	if f == nil {
		f = checkChallenge(&client{}, &l)
	}
	if f != nil {
		f.write(w)
		return
	}
	now := time.Now()
	text := handle(32)
	d := &device{
		client: c, userCode: userCode(), scope: knownScope(r.form.Get("scope")), nonce: r.form.Get("nonce"),
		challenge: l.challenge, method: l.method, expires: now.Add(rl.opts.DeviceLife),
	}
	rl.state.keepDevice(text, d, now)
	page := r.issuer + "/device"
	sendJSON(w, http.StatusOK, struct {
		DeviceCode string `json:"device_code"`
		UserCode   string `json:"user_code"`
		URI        string `json:"verification_uri"`
		Complete   string `json:"verification_uri_complete"`
		ExpiresIn  int64  `json:"expires_in"`
		Interval   int64  `json:"interval"`
	}{text, d.userCode, page, page + "?user_code=" + d.userCode, seconds(rl.opts.DeviceLife), seconds(rl.opts.DeviceInterval)})
}

// knownScope takes the words that exist: the device endpoint does not refuse a
// scope.
func knownScope(param string) scope {
	var words []string
	for _, word := range strings.Fields(param) {
		if _, f := readScope(word); f == nil {
			words = append(words, word)
		}
	}
	s, _ := readScope(strings.Join(words, " "))
	return s
}

// userCode makes a code of the form XXXX-XXXX, without letters that are easily
// taken for another (RFC 8628 section 6.1).
func userCode() string {
	const letters = "BCDFGHJKLMNPQRSTVWXZ"
	var out strings.Builder
	for out.Len() < 9 {
		if out.Len() == 4 {
			out.WriteByte('-')
		}
		var b [1]byte
		_, _ = rand.Read(b[:]) // never fails since Go 1.24
		if int(b[0]) < 256-256%len(letters) {
			out.WriteByte(letters[int(b[0])%len(letters)])
		}
	}
	return out.String()
}

// keepDevice remembers a device code.
func (st *state) keepDevice(text string, d *device, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.devices.put(text, d, d.expires.Add(deviceMemory), now)
}

// poll asks for the state of a device code; an agreed one is given once.
func (st *state) poll(text, clientID string, now time.Time) (device, *refusal) {
	st.mu.Lock()
	defer st.mu.Unlock()
	d, ok := st.devices.get(text, now)
	switch {
	case !ok:
		return device{}, refuse("invalid_grant", "Device code not valid")
	case d.client.id != clientID:
		return device{}, refuse("invalid_grant", "unauthorized client")
	case !now.Before(d.expires):
		return device{}, refuse("expired_token", "Device code is expired")
	case now.Before(d.nextPoll):
		return device{}, refuse("slow_down", "Slow down")
	}
	d.nextPoll = now.Add(st.opts.DeviceInterval)
	switch {
	case d.denied:
		return device{}, refuse("access_denied", "The end user denied the authorization request")
	case d.user == nil:
		return device{}, refuse("authorization_pending", "The authorization request is still pending")
	}
	st.devices.drop(text)
	return *d, nil
}

// decide records what the person said; false says that the code is not open.
func (st *state) decide(userCode string, u *user, now time.Time) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	d := st.byUserCode(userCode, now)
	if d == nil {
		return false
	}
	d.user, d.denied = u, u == nil
	return true
}

// asked gives the client that waits behind a user code.
func (st *state) asked(userCode string, now time.Time) (string, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if d := st.byUserCode(userCode, now); d != nil {
		return d.client.id, true
	}
	return "", false
}

// byUserCode finds an open device request; the caller holds the mutex.
func (st *state) byUserCode(userCode string, now time.Time) *device {
	for _, item := range st.devices.items {
		if d := item.value; d.userCode == userCode && d.user == nil && !d.denied && now.Before(d.expires) {
			return d
		}
	}
	return nil
}

// devicePoll is the device code grant.
func (rl *realm) devicePoll(r *request, c *client) (issue, *refusal) {
	if !c.device {
		return issue{}, refuse("invalid_grant", "Client not allowed OAuth 2.0 Device Authorization Grant")
	}
	text := r.form.Get("device_code")
	if text == "" {
		return issue{}, refuse("invalid_request", "Missing parameter: device_code")
	}
	d, f := rl.state.poll(text, c.id, time.Now())
	if f != nil {
		return issue{}, f
	}
	if f := checkVerifier(d.challenge, d.method, r.form.Get("code_verifier")); f != nil {
		return issue{}, f
	}
	i, f := rl.begin("dg", c, d.user, d.scope)
	i.nonce = d.nonce
	return i, f
}

// devicePage is where the person enters the user code, logs in and decides.
func (rl *realm) devicePage(w http.ResponseWriter, r *request) {
	view := deviceView{Action: r.issuer + "/device", Code: r.URL.Query().Get("user_code"), Accounts: rl.hints()}
	if r.Method == http.MethodPost {
		if f := readForm(r); f != nil {
			rl.errorPage(w, f.status, "Invalid Request")
			return
		}
		view.Code = r.form.Get("user_code")
	}
	view.Code = strings.ToUpper(strings.TrimSpace(view.Code))
	now := time.Now()
	if view.Code != "" {
		var ok bool
		if view.Client, ok = rl.state.asked(view.Code, now); !ok {
			view.Message = "Invalid code, please try again."
		}
	}
	action := ""
	if r.Method == http.MethodPost {
		action = r.form.Get("action")
	}
	if view.Client == "" || action == "" {
		rl.page(w, http.StatusOK, "device.html", view)
		return
	}
	var u *user
	if action != "refuse" {
		var f *refusal
		if u, f = rl.login(r.form.Get("username"), r.form.Get("password"), r.form.Get("otp")); f != nil {
			view.Message, view.Username = pageText(f), r.form.Get("username")
			rl.page(w, http.StatusOK, "device.html", view)
			return
		}
	}
	if !rl.state.decide(view.Code, u, now) {
		rl.errorPage(w, http.StatusBadRequest, "Invalid code, please try again.")
		return
	}
	text := "Device login successful. You may close this page and go back to the program."
	if u == nil {
		text = "Device login refused. You may close this page."
	}
	rl.page(w, http.StatusOK, "message.html", messageView{Title: "Device login", Text: text})
}
