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
		ctx, cancel := whileWanted(ctx)
		defer cancel()
		return dialer.DialContext(ctx, network, address)
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
		conn := tls.Client(plain, config)
		if err := conn.HandshakeContext(ctx); err != nil {
			if w, ok := ctx.Value(watchKey{}).(*watcher); ok {
				w.set(&w.handshake)
			}
			_ = plain.Close() // it is of no use
			return nil, err
		}
		return conn, nil
	}
}
