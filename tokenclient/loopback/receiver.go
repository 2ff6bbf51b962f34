package loopback

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// The limits of a receiver.
const (
	maxRequest     = 8 << 10         // bytes of request line and headers
	maxConnections = 32              // at once; one more ends the oldest
	maxParams      = 64              // of a query
	requestLimit   = 5 * time.Second // for the headers, and for the answer
	// lingerLimit is how long the port stays open for the page that a browser
	// is sent to after its request was taken.
	lingerLimit = 800 * time.Millisecond
	// closeLimit is how long the last answer may be under way.
	closeLimit = 100 * time.Millisecond
)

// Why a receiver can end without an answer.
var (
	ErrExpired = errors.New("no answer came to the loopback port in time")
	ErrClosed  = errors.New("the loopback port was closed")
)

// Receiver is an open loopback port that waits for one request. It is safe for
// concurrent use. It ends by itself after its life.
type Receiver struct {
	o        Options
	redirect string
	port     int
	deadline time.Time

	server *http.Server
	crowd  crowd
	won    atomic.Bool
	answer chan url.Values // holds the one answer
	taken  chan struct{}   // closed when there is one
	seen   chan struct{}   // closed when its page was shown
	once   sync.Once       // of seen

	ending sync.Once
	cause  error         // of the end, set before ended is closed
	ended  chan struct{} // closed when nothing more is taken
	gone   chan struct{} // closed when every socket is
}

// Listen opens the port. ctx bounds the opening only. The errors wrap one of
// the package's.
func Listen(ctx context.Context, o Options) (*Receiver, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	listeners, err := o.listen(ctx, net.DefaultResolver.LookupNetIP)
	if err != nil {
		return nil, err
	}
	// The receiver outlives the opening, but keeps what ctx carries.
	return serve(context.WithoutCancel(ctx), o, listeners), nil
}

// serve waits on open sockets.
func serve(ctx context.Context, o Options, listeners []net.Listener) *Receiver {
	r := &Receiver{
		o: o, port: portOf(listeners[0]), deadline: time.Now().Add(o.Life),
		answer: make(chan url.Values, 1), taken: make(chan struct{}), seen: make(chan struct{}),
		ended: make(chan struct{}), gone: make(chan struct{}),
	}
	r.redirect = "http://" + net.JoinHostPort(o.Host, strconv.Itoa(r.port)) + o.Path
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	r.server = &http.Server{
		Handler:                      http.HandlerFunc(r.handle),
		Protocols:                    protocols,
		ReadHeaderTimeout:            requestLimit,
		ReadTimeout:                  requestLimit,
		WriteTimeout:                 requestLimit,
		MaxHeaderBytes:               maxRequest - 4<<10, // net/http adds 4 KiB
		ConnState:                    r.crowd.watch,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     log.New(io.Discard, "", 0), // it quotes requests
	}
	r.server.SetKeepAlivesEnabled(false)
	var serving sync.WaitGroup
	for _, l := range listeners {
		serving.Go(func() {
			if err := r.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				r.end(errors.Join(ErrListen, err))
			}
		})
	}
	go func() {
		defer close(r.gone)
		r.live(ctx)
		serving.Wait()
	}()
	return r
}

// live keeps the port open until an answer came and its page was shown, until
// Close, or to the end of its life.
func (r *Receiver) live(ctx context.Context) {
	life := time.NewTimer(time.Until(r.deadline))
	defer life.Stop()
	select {
	case <-r.taken:
		r.linger(ctx)
		r.end(ErrClosed)
	case <-r.ended:
	case <-life.C:
		r.end(ErrExpired)
	}
	_ = r.server.Close() // nothing is left to save
}

// linger lets the browser fetch the page after the answer.
func (r *Receiver) linger(ctx context.Context) {
	limit := time.NewTimer(lingerLimit)
	defer limit.Stop()
	select {
	case <-r.seen:
		ctx, cancel := context.WithTimeout(ctx, closeLimit)
		defer cancel()
		_ = r.server.Shutdown(ctx) // what is open even then is cut off
	case <-r.ended:
	case <-limit.C:
	}
}

// end says why nothing more is taken; the first reason counts.
func (r *Receiver) end(cause error) {
	r.ending.Do(func() { r.cause = cause; close(r.ended) })
}

// RedirectURI is the address to register and to send: with the port, exactly
// as a browser has to come back to it.
func (r *Receiver) RedirectURI() string { return r.redirect }

// Deadline is when the receiver gives up.
func (r *Receiver) Deadline() time.Time { return r.deadline }

// Gone is closed when no socket is left.
func (r *Receiver) Gone() <-chan struct{} { return r.gone }

// Wait gives the parameters of the one request, each with one value. The error
// is ctx's, or wraps ErrExpired, ErrClosed or ErrListen. It does not close the
// port; one answer is given to one caller.
func (r *Receiver) Wait(ctx context.Context) (url.Values, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case values := <-r.answer:
		return values, nil
	case <-r.ended:
	}
	select {
	case values := <-r.answer: // it came in the same moment
		return values, nil
	default:
		return nil, r.cause
	}
}

// Close closes the port and all connections at once, and waits until they are
// gone. A second call does nothing.
func (r *Receiver) Close() {
	r.end(ErrClosed)
	<-r.gone
}
