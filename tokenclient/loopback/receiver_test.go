package loopback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheRightRequestWins(t *testing.T) {
	r := open4(t, Options{Page: Page{Language: "es", Title: "T", Done: "Hecho <b>", Failed: "Mal"}})
	if !strings.HasPrefix(r.RedirectURI(), "http://127.0.0.1:") || !strings.HasSuffix(r.RedirectURI(), "/callback") {
		t.Fatalf("redirect URI %s", r.RedirectURI())
	}
	if resp, _ := get(t, r, "/callback/done"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("the last page before an answer is %d, want 404", resp.StatusCode)
	}
	resp, body := get(t, r, "/callback?code=c%2B1&state="+state+"&session_state=s")
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/callback/done" || body != "" {
		t.Fatalf("answered %d to %q: %q", resp.StatusCode, resp.Header.Get("Location"), body)
	}
	values, err := r.Wait(t.Context())
	if err != nil || values.Get("code") != "c+1" || values.Get("session_state") != "s" {
		t.Fatalf("Wait = %v, %v", values, err)
	}
	if resp, _ := get(t, r, "/callback?code=other&state="+state); resp.StatusCode != http.StatusGone {
		t.Errorf("a second callback is %d, want 410", resp.StatusCode)
	}
	page, body := get(t, r, "/callback/done")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Cache-Control":           "no-store",
		"Referrer-Policy":         "no-referrer",
		"X-Content-Type-Options":  "nosniff",
		"Content-Type":            "text/html; charset=utf-8",
	} {
		if got := page.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		if got := resp.Header.Get(name); name != "Content-Type" && got != want {
			t.Errorf("of the redirect: %s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(body, `<html lang="es">`) || !strings.Contains(body, "<p>Hecho &lt;b&gt;</p>") || strings.Contains(body, "c+1") {
		t.Errorf("page %s", body)
	}
	select {
	case <-r.Gone():
	case <-time.After(time.Minute):
		t.Error("the port is still open after the page was shown")
	}
	if conn, err := net.Dial("tcp", r.address()); err == nil {
		_ = conn.Close()
		t.Error("the port takes connections after its end")
	}
}

func TestAnErrorLeadsToItsOwnPage(t *testing.T) {
	r := open4(t, Options{Path: "/", Page: Page{Failed: "No"}})
	resp, _ := get(t, r, "/?error=access_denied&error_description=%3Cscript%3E&state="+state)
	if got := resp.Header.Get("Location"); got != "/failed" {
		t.Fatalf("Location %q", got)
	}
	if _, body := get(t, r, "/failed"); !strings.Contains(body, "<p>No</p>") || strings.Contains(body, "script") {
		t.Errorf("page %s", body)
	}
	if values, err := r.Wait(t.Context()); err != nil || values.Get("error_description") != "<script>" {
		t.Errorf("Wait = %v, %v", values, err)
	}
}

func TestFitsDecides(t *testing.T) {
	r := open4(t, Options{Fits: func(v url.Values) bool { return len(v) == 3 }})
	if resp, _ := get(t, r, "/callback?a=1&state="+state); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("what does not fit is %d, want 400", resp.StatusCode)
	}
	if resp, _ := get(t, r, "/callback?a=1&b=2&state="+state); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("what fits is %d, want 303", resp.StatusCode)
	}
}

func TestEveryEndClosesThePort(t *testing.T) {
	for name, tt := range map[string]struct {
		act  func(*testing.T, *wires, *Receiver)
		want error
		over time.Duration // from the start
	}{
		"its life is over": {func(*testing.T, *wires, *Receiver) {}, ErrExpired, DefaultLife},
		"it is closed":     {func(_ *testing.T, _ *wires, r *Receiver) { r.Close(); r.Close() }, ErrClosed, 0},
		"an answer whose page nobody fetches": {func(t *testing.T, w *wires, _ *Receiver) {
			ask(t, w, "GET /callback?state="+state+" HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n")
		}, nil, lingerLimit},
		"an answer and its page": {func(t *testing.T, w *wires, _ *Receiver) {
			ask(t, w, "GET /callback?state="+state+" HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n")
			ask(t, w, "GET /callback/done HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n")
		}, nil, 0},
		"a page beside a slow connection": {func(t *testing.T, w *wires, _ *Receiver) {
			slow := w.dial(t.Context())
			t.Cleanup(func() { _ = slow.Close() })
			ask(t, w, "GET /callback?state="+state+" HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n")
			ask(t, w, "GET /callback/done HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n")
		}, nil, closeLimit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, start := newWires(), time.Now()
				r := serve(t.Context(), Options{State: state}.withDefaults(), []net.Listener{w})
				tt.act(t, w, r)
				if _, err := r.Wait(t.Context()); !errors.Is(err, tt.want) {
					t.Errorf("Wait ended with %v, want %v", err, tt.want)
				}
				<-r.Gone()
				if got := time.Since(start); got < tt.over || got > tt.over+50*time.Millisecond {
					t.Errorf("the port closed after %v, want %v", got, tt.over)
				}
				r.Close()
			})
		})
	}
}

// ask sends a request over a wire and reads the whole answer.
func ask(t *testing.T, w *wires, request string) string {
	t.Helper()
	conn := w.dial(t.Context())
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Error(err)
	}
	text, err := io.ReadAll(conn)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

func TestWaitEndsWithItsContext(t *testing.T) {
	r := open4(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v", err)
	}
}

// TestSlowConnectionsAreCutOff: each gets five seconds, alone or dripping.
func TestSlowConnectionsAreCutOff(t *testing.T) {
	for name, drip := range map[string]string{"silent": "", "dripping": "GET /callback?state="} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWires()
				r := serve(t.Context(), Options{State: state}.withDefaults(), []net.Listener{w})
				conn, start := w.dial(t.Context()), time.Now()
				go func() {
					for _, b := range []byte(drip) {
						if _, err := conn.Write([]byte{b}); err != nil {
							return
						}
						time.Sleep(time.Second)
					}
				}()
				_, _ = io.ReadAll(conn)
				if got := time.Since(start); got != requestLimit {
					t.Errorf("cut off after %v, want %v", got, requestLimit)
				}
				r.Close()
				time.Sleep(time.Minute) // the writer sees its end
			})
		})
	}
}

func TestTheOldestConnectionMakesRoom(t *testing.T) {
	r := open4(t, Options{})
	var slow []net.Conn
	for i := range 100 {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", r.address())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if _, err := fmt.Fprintf(conn, "GET /callback?x=%d", i); err != nil && i >= 100-maxConnections {
			t.Fatal(err)
		}
		slow = append(slow, conn)
	}
	start := time.Now()
	resp, _ := get(t, r, "/callback?state="+state)
	if resp.StatusCode != http.StatusSeeOther || time.Since(start) >= requestLimit {
		t.Errorf("beside 100 slow connections: %d after %v", resp.StatusCode, time.Since(start))
	}
	r.crowd.mu.Lock()
	held := len(r.crowd.conns)
	r.crowd.mu.Unlock()
	if held > maxConnections {
		t.Errorf("%d connections are held, want %d at most", held, maxConnections)
	}
	_ = slow[0].SetReadDeadline(time.Now().Add(patience))
	if _, err := slow[0].Read(make([]byte, 1)); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the oldest connection: %v, want its end", err)
	}
}
