package tokenclient

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The limits of one request and of its answer.
const (
	connectLimit   = 10 * time.Second
	handshakeLimit = 10 * time.Second
	firstByteLimit = 15 * time.Second
	wholeLimit     = 30 * time.Second
	// idleLimit is shorter than any server's: a refresh must not meet a
	// connection that the server is just closing, since it is never repeated.
	idleLimit = 2 * time.Second

	maxHeaders   = 64 << 10
	maxToken     = 1 << 20
	maxDiscovery = 256 << 10
)

var errProxySetting = errors.New("the proxy setting cannot be read")

// proxyRefusal is a proxy's own answer in the place of a tunnel.
type proxyRefusal struct{ status int }

func (p proxyRefusal) Error() string { return "proxy refused the tunnel: " + http.StatusText(p.status) }

// newTransport is the real network. proxy is http.ProxyFromEnvironment but in
// tests; this machine is never asked through a proxy.
func newTransport(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	dialer := &net.Dialer{Timeout: connectLimit, KeepAlive: -1}
	t := &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			if IsLoopback(r.URL.Host) {
				return nil, nil
			}
			u, err := proxy(r)
			if err != nil {
				// The setting may hold a password, and so may the error.
				return nil, errProxySetting
			}
			if w := watching(r.Context()); w != nil && u != nil && r.URL.Scheme == "https" && strings.HasPrefix(u.Scheme, "http") {
				w.set(&w.tunnel)
			}
			return u, nil
		},
		OnProxyConnectResponse: func(ctx context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				return proxyRefusal{status: r.StatusCode}
			}
			if w := watching(ctx); w != nil && !w.tunnelled() {
				return context.Canceled
			}
			return nil
		},
		DialContext:            dialContext(dialer),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, GetClientCertificate: noteAsked(nil)},
		TLSHandshakeTimeout:    handshakeLimit,
		ResponseHeaderTimeout:  firstByteLimit,
		IdleConnTimeout:        idleLimit,
		MaxResponseHeaderBytes: maxHeaders,
		ForceAttemptHTTP2:      true,
	}
	t.DialTLSContext = dialTLS(t)
	return t
}
