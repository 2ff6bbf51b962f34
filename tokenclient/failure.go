package tokenclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

// watcher follows a request down to the connection: how far it came decides
// what its failure means. The transport calls it from its own goroutines.
type watcher struct {
	answered bool
	watched  bool // the transport reports at all

	mu        sync.Mutex
	conn      net.Conn // the one the request went out on
	reused    bool     // it had served another request before
	connected bool     // a connection stood: credentials may have gone out
	handshake bool     // the TLS handshake failed
	asked     bool     // the server asked for a certificate of ours
	shown     bool     // and got one
	tunnel    bool     // a proxy is asked for a tunnel
	unguard   func() bool

	trace httptrace.ClientTrace // what the transport calls
}

func (w *watcher) context(ctx context.Context) context.Context {
	ctx = watchedContext{Context: ctx, watcher: w}
	w.trace.GotConn = w.got
	w.trace.TLSHandshakeDone = func(_ tls.ConnectionState, err error) {
		if err != nil {
			w.set(&w.handshake)
		}
	}
	return httptrace.WithClientTrace(ctx, &w.trace)
}

func (w *watcher) set(flag *bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*flag = true
}

// failure classifies an error of the network. parent is the caller's context,
// late says that the request's own time was over.
func (w *watcher) failure(parent context.Context, late bool, err error) *Error {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := &Error{Kind: KindConnect, Err: withoutURL(err)}
	// A transport of a test that reports nothing may have sent everything.
	e.Sent = w.answered || w.connected || !w.watched
	var name *net.DNSError
	switch {
	case errors.Is(parent.Err(), context.Canceled):
		// The connection may only have been closed for it.
		e.Kind, e.Err = KindCanceled, context.Canceled
	case e.proxyFailed(err):
	case errors.As(err, &name) && !name.IsTimeout:
		e.Kind = KindName
	case parent.Err() != nil || late || isTimeout(err):
		e.Kind = KindTimeout
	default:
		w.broken(e, err)
	}
	return e
}

// proxyFailed tells whether the proxy is to blame, and then says so in e.
func (e *Error) proxyFailed(err error) bool {
	var (
		op      *net.OpError
		refusal proxyRefusal
	)
	switch {
	case errors.As(err, &refusal):
		e.Status = refusal.status
		if refusal.status == http.StatusProxyAuthRequired {
			e.Reason = "login"
		}
	case errors.Is(err, errProxySetting):
	case errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect"):
	default:
		return false
	}
	e.Kind, e.Sent = KindProxy, false
	return true
}

// lostHTTP2 is what net/http says of an HTTP/2 connection that ended before its
// first request; the error itself is not exported.
const lostHTTP2 = "http2: client conn could not be established"

// alerted is what ended the connection, if a server's alert did and net/http
// tells only that it then closed it: crypto/tls keeps the alert and gives it to
// every further read. Only a closed connection is read, so that it cannot wait
// and takes nothing from another request.
func (w *watcher) alerted(err error) error {
	conn, secure := w.conn.(*tls.Conn)
	if !secure || !errors.Is(err, net.ErrClosed) && !strings.HasSuffix(err.Error(), lostHTTP2) {
		return err
	}
	if _, kept := conn.Read(make([]byte, 1)); kept != nil {
		return kept
	}
	return err
}

// broken completes the error of a connection that did not come about or broke.
func (w *watcher) broken(e *Error, err error) {
	e.Reason = w.tlsReason(w.alerted(err))
	switch {
	case e.Reason != "":
		e.Kind = KindTLS
		if strings.HasPrefix(e.Reason, "client_certificate") {
			// With TLS 1.3 our side is done first, but a server that then
			// refuses the handshake never looks at what we sent.
			e.Sent = w.answered
		}
	case e.Sent && w.asked && !w.shown && !w.answered:
		// The alert can be lost: the end of the connection overtakes it.
		e.Kind, e.Reason = KindTLS, "client_certificate"
	case w.shown && !w.reused && gone(err):
		// So can that of a refused certificate: the server closed the connection
		// before it had read a request.
		e.Kind, e.Reason, e.Sent = KindTLS, "client_certificate_refused", false
	case e.Sent:
		e.Reason = "cut"
	default:
		e.Reason = "refused"
	}
}

// tlsReason names what is wrong with a certificate or handshake, "" for
// errors of another sort.
func tlsReason(err error, now time.Time) string {
	var (
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		record  tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/", errors.Is(err, http.ErrSchemeMismatch):
		return "plain_http"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if invalid.Cert != nil && now.Before(invalid.Cert.NotBefore) {
			return "not_yet_valid"
		}
		return "expired"
	case errors.As(err, &host):
		return "wrong_host"
	case isAuthority(err) && signsItself(err):
		return "self_signed"
	case isAuthority(err):
		return "unknown_authority"
	case errors.As(err, &record):
		return "handshake"
	}
	return ""
}

// gone tells whether the other side had closed the connection when it was to
// be written to.
func gone(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "write" && (errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET))
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// withoutURL drops the layer of net/http that quotes the URL, query and all.
func withoutURL(err error) error {
	var quoted *url.Error
	if errors.As(err, &quoted) {
		return quoted.Err
	}
	return err
}
