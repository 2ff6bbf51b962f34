package tokenclient

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// requestKey finds a request's context in that of its dial. The transport
// detaches the one from the other and goes on after a cancel, so that a later
// request may use the connection: for up to 20 s, with a socket and goroutines.
type requestKey struct{}

// watchedContext is a request's context that both keys find something in.
type watchedContext struct {
	context.Context
	watcher *watcher
}

// Value gives the request's own context, its watcher, or what lies below.
func (c watchedContext) Value(key any) any {
	switch key.(type) {
	case requestKey:
		return c.Context
	case watchKey:
		return c.watcher
	}
	return c.Context.Value(key)
}

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

// dialled is a connection that remembers whether its server asked for a
// certificate of ours during the handshake, and whether it got one. A later
// request may use the connection, and must know.
type dialled struct {
	net.Conn
	asked, shown atomic.Bool
}

// dialledKey finds the connection in the context of its handshake.
type dialledKey struct{}

// got notes on which connection a request goes out.
func (w *watcher) got(info httptrace.GotConnInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.connected, w.reused, w.conn = true, info.Reused, info.Conn
	secure, ok := info.Conn.(*tls.Conn)
	if !ok {
		return
	}
	if d, ok := secure.NetConn().(*dialled); ok {
		w.asked = w.asked || d.asked.Load()
		w.shown = w.shown || d.shown.Load()
	}
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
		kept := &dialled{Conn: plain}
		conn := tls.Client(kept, config)
		if err := conn.HandshakeContext(context.WithValue(ctx, dialledKey{}, kept)); err != nil {
			if w := watching(ctx); w != nil {
				w.set(&w.handshake)
			}
			_ = plain.Close() // it is of no use
			return nil, err
		}
		return conn, nil
	}
}
