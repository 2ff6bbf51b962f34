package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of the listening server.
const (
	graceTime     = time.Second
	headerTimeout = 5 * time.Second
	bodyTimeout   = 10 * time.Second
	idleTimeout   = 30 * time.Second
	maxHeader     = 32 << 10
)

// Server is a running demo realm. Its methods are safe for concurrent use.
type Server struct {
	url  string
	stop chan struct{} // closed by Close
	done chan struct{} // closed when nothing runs any more
	once sync.Once
	err  error // why serving ended, valid after done
}

// Start makes the keys, listens on a loopback port and serves until ctx ends
// or Close is called. The error is ErrOptions for options that cannot be used,
// or says why the address cannot be listened on.
func Start(ctx context.Context, o Options) (*Server, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	addr, err := loopback(o.Addr)
	if err != nil {
		return nil, err
	}
	realm := newRealm(o)
	if _, err := realm.keys(); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("start demo realm: %w", err)
	}
	srv := &http.Server{
		Handler:           realm,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      bodyTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
	}
	s := &Server{
		url:  "http://" + ln.Addr().String() + o.Prefix,
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	go s.run(ctx, srv, ln)
	return s, nil
}

// URL is the base address, prefix included and without a trailing slash:
// http://127.0.0.1:41234. The realm is {URL}/realms/demo.
func (s *Server) URL() string { return s.url }

// Close ends the server within 2 s: running requests get one second, then
// their connections are cut. When it returns, no goroutine of the server is
// left. Closing twice is no error.
func (s *Server) Close() error {
	s.once.Do(func() { close(s.stop) })
	<-s.done
	return s.err
}

// run owns the serving goroutine and ends it.
func (s *Server) run(ctx context.Context, srv *http.Server, ln net.Listener) {
	defer close(s.done)
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	select {
	case err := <-served:
		s.err = fmt.Errorf("serve demo realm: %w", errors.Join(err, srv.Close()))
		return
	case <-ctx.Done():
	case <-s.stop:
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if srv.Shutdown(grace) != nil {
		s.err = srv.Close()
	}
	if err := <-served; s.err == nil && !errors.Is(err, http.ErrServerClosed) {
		s.err = err
	}
}

// loopback gives the address to listen on, or ErrOptions when it is not a
// loopback one: the demo realm's passwords are public.
func loopback(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("%w: Addr: %w", ErrOptions, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", fmt.Errorf("%w: Addr %q is not a loopback address", ErrOptions, addr)
	}
	return net.JoinHostPort(host, port), nil
}
