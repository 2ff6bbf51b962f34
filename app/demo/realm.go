package demo

import (
	"html/template"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
)

// realm is the demo realm: its keys, people, clients and state.
type realm struct {
	opts    Options
	keys    func() (*keyset, error) // made once
	people  []user
	clients []client
	state   *state
	pages   *template.Template
	routes  map[string]route
}

// route is what one path under the realm answers, by method.
type route map[string]func(http.ResponseWriter, *request)

// request is a request that reached the realm.
type request struct {
	*http.Request
	// issuer is the realm's address as the caller sees it.
	issuer string
	// form is the form body, filled by readForm.
	form url.Values
	// bound is the thumbprint of the key that a DPoP proof came from, empty for
	// none.
	bound string
}

func newRealm(o Options) *realm {
	rl := &realm{
		opts:    o,
		keys:    sync.OnceValues(newKeyset),
		people:  demoPeople(),
		clients: demoClients(),
		state:   newState(o),
		pages:   parsePages(),
	}
	rl.routes = rl.table()
	return rl
}

// protocol is where the OpenID Connect endpoints hang under the realm.
const protocol = "/protocol/openid-connect"

// table lists every path under {prefix}/realms/demo.
func (rl *realm) table() map[string]route {
	get := func(h func(http.ResponseWriter, *request)) route { return route{http.MethodGet: h} }
	post := func(h func(http.ResponseWriter, *request)) route { return route{http.MethodPost: h} }
	both := func(h func(http.ResponseWriter, *request)) route {
		return route{http.MethodGet: h, http.MethodPost: h}
	}
	return map[string]route{
		"":                                  get(rl.info),
		"/.well-known/openid-configuration": get(rl.discovery),
		"/.well-known/oauth-authorization-server": get(rl.discovery),
		protocol + "/certs":                       get(rl.jwks),
		protocol + "/token":                       post(rl.token),
		protocol + "/token/introspect":            post(rl.introspect),
		protocol + "/userinfo":                    both(rl.userinfo),
		protocol + "/revoke":                      post(rl.revoke),
		protocol + "/auth":                        both(rl.authorize),
		protocol + "/auth/device":                 post(rl.deviceAuthorize),
		protocol + "/ext/ciba/auth":               post(rl.backchannelAuthorize),
		protocol + "/ext/par/request":             post(rl.push),
		protocol + "/logout":                      {http.MethodGet: rl.logoutPage, http.MethodPost: rl.logout},
		protocol + "/logout/logout-confirm":       post(rl.logoutConfirm),
		"/login-actions/authenticate":             post(rl.authenticate),
		"/device":                                 both(rl.devicePage),
	}
}

// ServeHTTP finds the path; what it does not know is answered in the words of
// a server of release 26.
func (rl *realm) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	if !loopbackHost(r.Host) {
		fail(w, http.StatusForbidden, "invalid_request", "The demo realm answers to loopback names only")
		return
	}
	if !normalized(r.URL.EscapedPath()) {
		fail(w, http.StatusBadRequest, "missingNormalization", "Request path not normalized")
		return
	}
	rest, ok := rl.underRealms(r.URL.Path)
	if !ok {
		if r.URL.Path == "/" || r.URL.Path == rl.opts.Prefix || r.URL.Path == rl.opts.Prefix+"/" {
			rl.page(w, http.StatusOK, "welcome.html", welcomeView{Realm: rl.opts.Prefix + "/realms/" + RealmName, Accounts: rl.hints()})
			return
		}
		fail(w, http.StatusNotFound, "Unable to find matching target resource method", "")
		return
	}
	name, sub, _ := strings.Cut(rest, "/")
	if name != RealmName {
		fail(w, http.StatusNotFound, "Realm does not exist", "For more on this error consult the server log.")
		return
	}
	if sub != "" {
		sub = "/" + strings.TrimSuffix(sub, "/")
	}
	rl.dispatch(w, r, sub)
}

// dispatch runs the handler of one path under the realm.
func (rl *realm) dispatch(w http.ResponseWriter, r *http.Request, sub string) {
	methods, ok := rl.routes[sub]
	if !ok {
		fail(w, http.StatusNotFound, "Unable to find matching target resource method", "")
		return
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	handle, ok := methods[method]
	if !ok {
		fail(w, http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed", "")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	handle(w, &request{Request: r, issuer: "http://" + r.Host + rl.opts.Prefix + "/realms/" + RealmName})
}

// underRealms cuts {prefix}/realms/ off a path. The form of RFC 8414 section
// 3.1, with the well-known part before the issuer's path, is read as the other.
func (rl *realm) underRealms(p string) (string, bool) {
	const metadata = "/.well-known/oauth-authorization-server"
	if rest, ok := strings.CutPrefix(p, metadata+rl.opts.Prefix+"/realms/"); ok {
		return strings.TrimSuffix(rest, "/") + metadata, true
	}
	return strings.CutPrefix(p, rl.opts.Prefix+"/realms/")
}

// loopbackHost keeps a web page from reaching the demo realm under a name of
// its own (DNS rebinding).
func loopbackHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// normalized tells whether an escaped path is free of //, dot segments and
// path parameters, which release 26.6 refuses.
func normalized(p string) bool {
	if strings.Contains(p, ";") {
		return false
	}
	plain, err := url.PathUnescape(p)
	if err != nil {
		return false
	}
	clean := path.Clean(plain)
	return plain == clean || plain == clean+"/"
}
