package loopback

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const state = "the-state-of-this-login"

// patience is how long a test waits for the machine; nothing is measured by it.
const patience = time.Minute

// open4 makes a receiver that the test closes.
func open4(t *testing.T, o Options) *Receiver {
	t.Helper()
	if o.State == "" {
		o.State = state
	}
	r, err := Listen(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// address is where the browser of a test connects.
func (r *Receiver) address() string {
	authority, _, _ := strings.Cut(strings.TrimPrefix(r.redirect, "http://"), "/")
	return authority
}

// raw sends bytes as they are and gives back the status line and everything.
func raw(t *testing.T, r *Receiver, request string) (status, all string) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", r.address())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(conn, request) // a refusal may come before the end
	text, _ := io.ReadAll(conn)
	all = string(text)
	status, _, _ = strings.Cut(all, "\r\n")
	_, status, _ = strings.Cut(status, " ") // after the version
	return status, all
}

// get asks as a browser does and follows nothing.
func get(t *testing.T, r *Receiver, target string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r.address()+target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// wires is a listener without a network, for tests in a bubble of synctest.
type wires struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newWires() *wires { return &wires{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (w *wires) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

func (w *wires) Close() error {
	w.once.Do(func() { close(w.closed) })
	return nil
}

func (w *wires) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711} }

// dial connects to the listener.
func (w *wires) dial(ctx context.Context) net.Conn {
	here, there := net.Pipe()
	select {
	case w.conns <- there:
	case <-w.closed:
		_ = there.Close()
	case <-ctx.Done():
		_ = there.Close()
	}
	return here
}
