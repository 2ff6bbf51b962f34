package tokenclient

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
)

// requestKey finds a request's context in that of its dial. The transport
// detaches the one from the other and goes on after a cancel, so that a later
// request may use the connection: for up to 20 s, with a socket and goroutines.
type requestKey struct{}

// whileWanted is ctx, ended with the request that dials.
func whileWanted(ctx context.Context) (context.Context, context.CancelFunc) {
	request, ok := ctx.Value(requestKey{}).(context.Context)
	ctx, cancel := context.WithCancel(ctx)
	if !ok {
		return ctx, cancel
	}
	stop := context.AfterFunc(request, cancel)
	return ctx, func() { stop(); cancel() }
}

// dialContext dials for no longer than the request lives that wants it.
func dialContext(dialer *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		request, _ := ctx.Value(requestKey{}).(context.Context)
		ctx, cancel := whileWanted(ctx)
		defer cancel()
		conn, err := dialer.DialContext(ctx, network, address)
		if w := watching(ctx); w != nil && err == nil {
			w.guard(request, conn)
		}
		return conn, err
	}
}

// watching is the watcher of a request by a context of its own or of its dial.
func watching(ctx context.Context) *watcher {
	w, _ := ctx.Value(watchKey{}).(*watcher)
	return w
}

// guard closes a connection to a proxy if the request ends before the proxy
// has answered; the transport itself would wait for a minute.
func (w *watcher) guard(request context.Context, conn net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tunnel {
		w.unguard = context.AfterFunc(request, func() { _ = conn.Close() })
	}
}

// tunnelled leaves the connection to the transport; false means that it is
// closed already.
func (w *watcher) tunnelled() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unguard == nil || w.unguard()
}

// dialTLS dials and shakes hands for no longer than that, without a proxy.
func dialTLS(t *http.Transport) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		plain, err := t.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		config := t.TLSClientConfig.Clone()
		if host, _, err := net.SplitHostPort(address); err == nil && config.ServerName == "" {
			config.ServerName = host
		}
		ctx, cancel := whileWanted(ctx)
		defer cancel()
		ctx, stop := context.WithTimeout(ctx, t.TLSHandshakeTimeout)
		defer stop()
		conn := tls.Client(plain, config)
		if err := conn.HandshakeContext(ctx); err != nil {
			if w := watching(ctx); w != nil {
				w.set(&w.handshake)
			}
			_ = plain.Close() // it is of no use
			return nil, err
		}
		return conn, nil
	}
}
