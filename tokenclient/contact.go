package tokenclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync"
)

// contact is what a request showed of the way to the server. The transport
// fills it from its own goroutines.
type contact struct {
	mu       sync.Mutex
	resolved string // the first address of the name
	address  string // connected to
	state    *tls.ConnectionState
}

func (w *contact) context(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSDone: func(info httptrace.DNSDoneInfo) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if info.Err == nil && len(info.Addrs) > 0 {
				w.resolved = info.Addrs[0].String()
			}
		},
		ConnectDone: func(_, address string, err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if err == nil {
				w.address = address
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.address = info.Conn.RemoteAddr().String()
			if secure, ok := info.Conn.(*tls.Conn); ok {
				state := secure.ConnectionState()
				w.state = &state
			}
		},
	})
}

// seen is a copy of what is known so far.
func (w *contact) seen() (resolved, address string, state *tls.ConnectionState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.resolved, w.address, w.state
}

// proxyOf is the proxy that a request would take, "" for none.
func (c *Client) proxyOf(u *url.URL) string {
	transport, ok := c.transport.(*http.Transport)
	if !ok || transport.Proxy == nil {
		return ""
	}
	proxy, err := transport.Proxy(&http.Request{URL: u, Header: http.Header{}})
	if err != nil || proxy == nil {
		return ""
	}
	return oneLine(proxy.Host, maxCode)
}

// isLiteral tells an IP address from a name that has to be looked up.
func isLiteral(u *url.URL) bool {
	_, err := netip.ParseAddr(u.Hostname())
	return err == nil
}

// refusedChain is the chain of a server whose certificate was refused.
func refusedChain(err error) []*x509.Certificate {
	var verification *tls.CertificateVerificationError
	if errors.As(err, &verification) {
		return verification.UnverifiedCertificates
	}
	return nil
}
