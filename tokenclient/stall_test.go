package tokenclient

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// tenGigabytes is a gzip text of some 10 MB that unpacks to 10 GB: members may
// follow one another (RFC 1952 section 2.2).
func tenGigabytes(t *testing.T) []byte {
	t.Helper()
	var member bytes.Buffer
	z := gzip.NewWriter(&member)
	if _, err := z.Write(make([]byte, 10<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat(member.Bytes(), 1024)
}

// hang is longer than anything takes that does not wait for a time limit, on a
// machine however busy, and shorter than those limits.
const hang = 12 * time.Second

func TestABombEndsSoonAndWithinSixteenMebibytes(t *testing.T) {
	bomb := tenGigabytes(t)
	if len(bomb) < 9<<20 || len(bomb) > 12<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}))
	defer s.Close()
	c := New(Options{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, e := ask(t.Context(), c, s.URL)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	// All that was allocated meanwhile, freed or not, by both sides.
	grown := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d bytes of gzip: %v, %d KiB allocated", len(bomb), took, grown>>10)
	if e == nil || e.Kind != KindTooLarge || !e.Sent || len(e.Body) > maxBody {
		t.Errorf("error %+v, want too_large", e)
	}
	// It takes a tenth of a second, but what a busy machine takes proves nothing;
	// the kind of the error says that the cap ended it, not the time limit.
	if grown > 16<<20 {
		t.Errorf("took %d bytes, want at most 16 MiB", grown)
	}
}

func TestHeadersAreCappedInEveryShape(t *testing.T) {
	for name, header := range map[string]string{
		"one long":   "X-A: " + strings.Repeat("x", maxHeaders) + "\r\n",
		"many":       strings.Repeat("X-A: xxxxxxxxxxxxxxxx\r\n", maxHeaders/16),
		"an endless": "",
	} {
		t.Run(name, func(t *testing.T) {
			c := piped(func(context.Context, string, string) (net.Conn, error) {
				here, there := net.Pipe()
				go func() {
					asked(there)
					_, err := io.WriteString(there, "HTTP/1.1 200 OK\r\n"+header)
					for err == nil && header == "" {
						_, err = io.WriteString(there, "X")
					}
					_, _ = io.WriteString(there, "\r\n{}")
					_ = there.Close()
				}()
				return here, nil
			})
			start := time.Now()
			_, e := ask(t.Context(), c, "http://h.example/")
			if e == nil || e.Kind != KindConnect || e.Reason != "cut" || time.Since(start) > hang {
				t.Errorf("error %+v after %v", e, time.Since(start))
			}
		})
	}
}

// The time limit of a profile ends a drip of a byte a second and lets a slow
// server think.
func TestTheTimeLimitOfAProfile(t *testing.T) {
	for _, limit := range []time.Duration{minTimeout, 45 * time.Second, maxTimeout} {
		for name, start := range map[string]string{"a drip": "HTTP/1.1 200 OK\r\n\r\n", "silence": ""} {
			t.Run(fmt.Sprint(name, " ", limit), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := must(New(Options{}).With(Connection{Timeout: limit}))(t)
					transport, _ := c.transport.(*http.Transport)
					transport.Proxy = nil
					transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
						here, there := net.Pipe()
						go func() {
							asked(there)
							drip(there, start)
						}()
						t.Cleanup(func() { _ = there.Close() })
						return here, nil
					}
					from := time.Now()
					_, e := ask(t.Context(), c, "http://h.example/")
					if e == nil || e.Kind != KindTimeout || time.Since(from) != limit {
						t.Errorf("error %+v after %v, want a timeout after %v", e, time.Since(from), limit)
					}
					time.Sleep(2 * time.Second) // lets the server see that the connection is closed
				})
			})
		}
	}
}

// drip writes a start and then a blank a second; nothing after an empty start.
func drip(conn net.Conn, start string) {
	_, err := io.WriteString(conn, start)
	for err == nil && start != "" {
		time.Sleep(time.Second)
		_, err = io.WriteString(conn, " ")
	}
}

// stalls are servers that stop at one point each.
func stalls(t *testing.T) map[string]string {
	t.Helper()
	hold := make(chan struct{})
	wait := func(r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then it sees that the client is gone
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { wait(r) }))
	half := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"access_token":"`)
		_ = http.NewResponseController(w).Flush()
		wait(r)
	}))
	secure := httptest.NewTLSServer(silent.Config.Handler)
	deaf := must(net.Listen("tcp", "127.0.0.1:0"))(t) // takes connections and says nothing
	t.Cleanup(func() {
		close(hold)
		silent.Close()
		half.Close()
		secure.Close()
		_ = deaf.Close()
	})
	return map[string]string{
		"before the answer": silent.URL, "in the middle of the answer": half.URL,
		"before the answer, encrypted": secure.URL, "in the handshake": "https://" + deaf.Addr().String(),
	}
}

// TestAnEmptyAnswerToACancelIsTheCancel: a handler that sees the client go ends,
// and its empty answer may arrive before the connection is closed.
func TestAnEmptyAnswerToACancelIsTheCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel() })}})
	_, err := c.Token(ctx, TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}})
	if e := asError(err); e.Kind != KindCanceled || !e.Sent || !errors.Is(err, context.Canceled) {
		t.Errorf("error %+v, want a cancel after sending", err)
	}
}

func TestAThousandCancelsLeaveNothing(t *testing.T) {
	servers := stalls(t)
	key := must(NewDPoPKey(""))(t)
	direct := must(New(Options{}).With(Connection{InsecureSkipVerify: true}))(t)
	// The proxy is one of the servers that stall.
	proxied := must(New(Options{}).With(Connection{Proxy: Proxy{URL: servers["before the answer"]}}))(t)
	servers["in the proxy"] = "https://h.example/token"
	goroutines, sockets := runtime.NumGoroutine(), openSockets(t)
	longest := time.Duration(0)
	for name, address := range servers {
		var (
			group sync.WaitGroup
			mu    sync.Mutex
		)
		for i := range 200 {
			ctx, cancel := context.WithCancel(t.Context())
			if i%10 == 0 {
				group.Wait()
			}
			group.Go(func() {
				var canceled time.Time
				timer := time.AfterFunc(time.Duration(i%20)*time.Millisecond, func() {
					mu.Lock()
					canceled = time.Now()
					mu.Unlock()
					cancel()
				})
				defer timer.Stop()
				c := direct
				if name == "in the proxy" {
					c = proxied
				}
				_, err := c.Token(ctx, TokenRequest{Endpoint: address, Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}, DPoP: key})
				mu.Lock()
				defer mu.Unlock()
				longest = max(longest, time.Since(canceled))
				if e := asError(err); e.Kind != KindCanceled || !errors.Is(e, context.Canceled) {
					t.Errorf("%s: error %+v (%v)", name, e, e.Err)
				}
			})
		}
		group.Wait()
	}
	t.Logf("1,000 cancels, the longest took %v", longest)
	// By its own clock it takes none: TestWaitsBeyondTheTokenEndpointEnd.
	if longest > hang {
		t.Errorf("a cancel took %v", longest)
	}
	// A connection's own goroutines end a moment after it.
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		g, s := runtime.NumGoroutine(), openSockets(t)
		if g <= goroutines && s <= sockets {
			return
		}
		if time.Now().After(end) {
			stack := make([]byte, 1<<20)
			t.Fatalf("%d goroutines and %d sockets are left, want %d and %d\n%s", g, s, goroutines, sockets, stack[:runtime.Stack(stack, true)])
		}
	}
}

// A server that sent an alert and one that only went away differ.
func TestAnAlertIsOnlyWhatTheServerSent(t *testing.T) {
	required := &net.OpError{Op: "remote error", Err: alertCertificateRequired}
	if !saysAlert(fmt.Errorf("x: %w", required), alertCertificateRequired) || saysAlert(required, alertProtocolVersion) {
		t.Error("an alert is not read")
	}
	for _, err := range []error{io.EOF, &net.OpError{Op: "read", Err: alertCertificateRequired}, &net.OpError{Op: "remote error"}, tls.AlertError(116)} {
		if saysAlert(err, alertCertificateRequired) {
			t.Errorf("%v is taken for an alert of the server", err)
		}
	}
}
