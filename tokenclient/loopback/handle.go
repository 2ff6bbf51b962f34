package loopback

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// handle answers one request. The order matters: nothing that a web page or a
// stray program can send comes as far as the state.
func (r *Receiver) handle(w http.ResponseWriter, q *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	head.Set("Cache-Control", "no-store")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Connection", "close")
	path, query, _ := strings.Cut(q.RequestURI, "?") // as it was sent
	switch {
	case !r.ourHost(q.Host):
		refuse(w, http.StatusMisdirectedRequest)
	case byPage(q.Header):
		refuse(w, http.StatusForbidden)
	case path != r.o.Path && path != r.cleanPath(false) && path != r.cleanPath(true):
		refuse(w, http.StatusNotFound)
	case q.Method != http.MethodGet:
		head.Set("Allow", http.MethodGet)
		refuse(w, http.StatusMethodNotAllowed)
	case q.ContentLength != 0:
		refuse(w, http.StatusBadRequest)
	case path != r.o.Path:
		r.showPage(w, path == r.cleanPath(true))
	default:
		r.receive(w, query)
	}
}

// receive looks at a request on the right path.
func (r *Receiver) receive(w http.ResponseWriter, query string) {
	values, ok := single(query)
	switch {
	case !ok:
		refuse(w, http.StatusBadRequest)
	case subtle.ConstantTimeCompare([]byte(values.Get("state")), []byte(r.o.State)) != 1:
		refuse(w, http.StatusForbidden)
	case !r.o.Fits(values):
		refuse(w, http.StatusBadRequest)
	case !r.won.CompareAndSwap(false, true):
		refuse(w, http.StatusGone)
	default:
		// The way to a path without the code takes it out of the address bar
		// and the history (RFC 9700 section 4.3.1).
		w.Header().Set("Location", r.cleanPath(values.Has("error")))
		w.WriteHeader(http.StatusSeeOther)
		r.answer <- values
		close(r.taken)
	}
}

// cleanPath is where the browser ends up.
func (r *Receiver) cleanPath(failed bool) string {
	if failed {
		return strings.TrimSuffix(r.o.Path, "/") + "/failed"
	}
	return strings.TrimSuffix(r.o.Path, "/") + "/done"
}

// showPage shows the last page; before an answer there is none.
func (r *Receiver) showPage(w http.ResponseWriter, failed bool) {
	if !r.won.Load() {
		refuse(w, http.StatusNotFound)
		return
	}
	text := r.o.Page.render(failed)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text)                      // a browser that went away has to go without
	_ = http.NewResponseController(w).Flush() // before the port closes
	r.once.Do(func() { close(r.seen) })
}

// ourHost tells whether a Host header names this port on this machine. Any
// other name was made to point here (DNS rebinding).
func (r *Receiver) ourHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil { // without a port
		name, port = strings.Trim(host, "[]"), "80"
	}
	switch strings.ToLower(name) {
	case IPv4, IPv6, Localhost:
		return port == strconv.Itoa(r.port)
	}
	return false
}

// byPage tells a request that a page's script, form or element made from one
// that a browser makes by following a link or redirect.
func byPage(h http.Header) bool {
	if len(h.Values("Origin")) > 0 {
		return true
	}
	// Fetch metadata; absent in old browsers.
	mode, dest := h.Get("Sec-Fetch-Mode"), h.Get("Sec-Fetch-Dest")
	return mode != "" && mode != "navigate" || dest != "" && dest != "document"
}

// single reads a query in which no name stands twice.
func single(query string) (url.Values, bool) {
	if strings.Count(query, "&") >= maxParams {
		return nil, false
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, false
	}
	for _, all := range values {
		if len(all) != 1 {
			return nil, false
		}
	}
	return values, true
}

// refuse answers with the status in words and nothing of the request.
func refuse(w http.ResponseWriter, status int) {
	text := http.StatusText(status) + "\n"
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // whoever asked may have gone
}
