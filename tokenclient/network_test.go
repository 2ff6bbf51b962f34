package tokenclient

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/tokenclient/kctest"
)

// piped is a Client whose connections are made by dial.
func piped(dial func(ctx context.Context, network, address string) (net.Conn, error)) *Client {
	transport := newTransport(func(*http.Request) (*url.URL, error) { return nil, nil })
	transport.DialContext = dial
	return New(Options{Transport: transport})
}

// asked waits for the start of a request, and takes the rest of it without a
// look: an answer before its request is a fault of its own.
func asked(conn net.Conn) {
	_, _ = conn.Read(make([]byte, 4096))
	go func() { _, _ = io.Copy(io.Discard, conn) }()
}

func TestFailuresOfTheNetwork(t *testing.T) {
	tests := []struct {
		name, reason, advice string
		kind                 Kind
		err                  error
	}{
		{"an unknown name", "", "host_not_found", KindName, &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true, Name: "x"}}},
		{"a failing name server", "", "host_not_found", KindName, &net.DNSError{IsTemporary: true}},
		{"a silent name server", "", "timeout", KindTimeout, &net.DNSError{IsTimeout: true}},
		{"a refusal", "refused", "connection_refused", KindConnect, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}},
		{"no route", "refused", "connection_refused", KindConnect, &net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}},
		{"a slow network", "", "timeout", KindTimeout, &net.OpError{Op: "dial", Err: context.DeadlineExceeded}},
		{"anything else", "refused", "connection_refused", KindConnect, errors.New("odd")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := piped(func(context.Context, string, string) (net.Conn, error) { return nil, tt.err })
			_, e := ask(t.Context(), c, endpoint)
			if e == nil || e.Kind != tt.kind || e.Reason != tt.reason || e.Sent || Advise(e).ID != tt.advice {
				t.Fatalf("error %+v, advice %q, want %s %s, %s", e, Advise(e).ID, tt.kind, tt.reason, tt.advice)
			}
			if !errors.Is(e, tt.err) {
				t.Errorf("cause %v is lost", tt.err)
			}
			noCanary(t, e)
		})
	}
}

// noCanary looks for the secret in everything that an error can be made to say.
func noCanary(t *testing.T, e *Error) {
	t.Helper()
	text := fmt.Sprintf("%+v %v %v %+v", *e, e, e.Err, Advise(e))
	for err := e.Err; err != nil; err = errors.Unwrap(err) {
		text += fmt.Sprintf(" %v %+v", err, err)
	}
	for _, spelling := range spellings() {
		if strings.Contains(text, spelling) {
			t.Errorf("the secret shows in %s", text)
		}
	}
}

func TestAConnectionThatIsCutMayHaveCarriedTheSecrets(t *testing.T) {
	s := kctest.New(t, kctest.Exchange{
		Want:   kctest.Request{Path: "/token", Body: "grant_type=refresh_token&client_id=app&refresh_token=r"},
		Answer: kctest.Answer{Cut: true},
	})
	_, err := New(Options{}).Token(t.Context(), TokenRequest{Endpoint: s.URL + "/token", Auth: ClientAuth{ClientID: "app"}, Grant: Refresh{NewSecret("r")}})
	e := asError(err)
	if e.Kind != KindConnect || e.Reason != "cut" || !e.Sent || Advise(e).ID != "connection_cut" {
		t.Errorf("error %+v", e)
	}
	if n := len(s.Requests()); n != 1 {
		t.Errorf("%d requests, want 1: nothing is repeated", n)
	}
}

func TestHalfAnAnswerIsCut(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"access_token":"t"`)
	}))
	defer s.Close()
	_, e := ask(t.Context(), New(Options{}), s.URL)
	if e == nil || e.Kind != KindConnect || e.Reason != "cut" || e.Status != 200 || !e.Sent {
		t.Errorf("error %+v", e)
	}
}

func TestLimitsOfTime(t *testing.T) {
	silent := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
	drip := func(conn net.Conn) {
		asked(conn)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
		for {
			if _, err := io.WriteString(conn, " "); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}
	tests := []struct {
		name, endpoint string
		server         func(net.Conn)
		limit          time.Duration
		sent           bool
	}{
		{"connecting", "http://h.example/", nil, connectLimit, false},
		{"the TLS handshake", "https://h.example/", silent, handshakeLimit, false},
		{"the first byte", "http://h.example/", silent, firstByteLimit, true},
		{"the whole answer", "http://h.example/", drip, wholeLimit, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := piped(func(ctx context.Context, _, _ string) (net.Conn, error) {
					if tt.server == nil {
						ctx, cancel := context.WithTimeout(ctx, connectLimit) // as net.Dialer does
						defer cancel()
						<-ctx.Done()
						return nil, &net.OpError{Op: "dial", Err: ctx.Err()}
					}
					here, there := net.Pipe()
					go tt.server(there)
					t.Cleanup(func() { _ = there.Close() })
					return here, nil
				})
				start := time.Now()
				_, e := ask(t.Context(), c, tt.endpoint)
				if e == nil || e.Kind != KindTimeout || e.Sent != tt.sent || time.Since(start) != tt.limit {
					t.Errorf("error %+v after %v, want a timeout after %v", e, time.Since(start), tt.limit)
				}
				time.Sleep(2 * time.Second) // lets the server see that the connection is closed
			})
		})
	}
}

func TestCancelEndsARequestAtOnce(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	s := kctest.New(t, kctest.Exchange{
		Want:   kctest.Request{Path: "/token", Body: "grant_type=client_credentials&client_id=app"},
		Answer: kctest.Answer{Wait: hold},
	})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	start := time.Now()
	_, err := New(Options{}).Token(ctx, TokenRequest{Endpoint: s.URL + "/token", Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}})
	if e := asError(err); e.Kind != KindCanceled || !errors.Is(e, context.Canceled) || time.Since(start) > hang {
		t.Errorf("error %+v after %v", e, time.Since(start))
	}
}

func TestACancelledRequestIsNotSent(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, e := ask(ctx, New(Options{}), "http://127.0.0.1:1/token")
	if e == nil || e.Kind != KindCanceled || e.Sent {
		t.Errorf("error %+v", e)
	}
	ctx, cancel = context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, e := ask(ctx, New(Options{}), "http://127.0.0.1:1/token"); e == nil || e.Kind != KindTimeout {
		t.Errorf("error %+v, want a timeout for the caller's deadline", e)
	}
}

func TestAnswersAreCapped(t *testing.T) {
	bomb := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		block := make([]byte, 1<<20)
		for range 1 << 10 {
			if _, err := z.Write(block); err != nil {
				return
			}
		}
	}))
	defer bomb.Close()
	_, e := ask(t.Context(), New(Options{}), bomb.URL)
	if e == nil || e.Kind != KindTooLarge || len(e.Body) > maxBody { // the cap ended it, not the time limit
		t.Errorf("error %v", e)
	}
	just := `{"access_token":"` + strings.Repeat("t", maxToken-19) + `"}`
	if set, e := ask(t.Context(), answering(200, nil, just), endpoint); e != nil || set.AccessToken.Len() != maxToken-19 {
		t.Errorf("an answer of exactly the cap: %v", e)
	}
	if _, e := ask(t.Context(), answering(200, nil, just+" "), endpoint); e == nil || e.Kind != KindTooLarge {
		t.Errorf("an answer over the cap: %v", e)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", maxHeaders))
		_, _ = io.WriteString(w, okAnswer().Body)
	}))
	defer s.Close()
	if _, e := ask(t.Context(), New(Options{}), s.URL); e == nil || e.Kind != KindConnect {
		t.Errorf("error %v", e)
	}
}

func TestProxies(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer refusing.Close()
	through := func(address string, err error) *Client {
		return New(Options{Transport: newTransport(func(*http.Request) (*url.URL, error) {
			u, wrong := url.Parse(address)
			if wrong != nil {
				t.Error(wrong)
			}
			return u, err
		})})
	}
	tests := []struct {
		name, endpoint string
		client         *Client
		status         int
		advice         string
	}{
		{"a refused tunnel", "https://h.example/token", through(refusing.URL, nil), 407, "proxy_login"},
		{"a refused request", "http://h.example/token", through(refusing.URL, nil), 407, "proxy_login"},
		{"a proxy that is not there", "https://h.example/token", through("http://127.0.0.1:1", nil), 0, "proxy"},
		{"a setting with a password that cannot be read", "https://h.example/token", through("", errors.New(canary)), 0, "proxy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := ask(t.Context(), tt.client, tt.endpoint)
			if e == nil || e.Kind != KindProxy || e.Status != tt.status || Advise(e).ID != tt.advice {
				t.Fatalf("error %+v, want the proxy's with status %d", e, tt.status)
			}
			noCanary(t, e)
		})
	}
	transport := newTransport(func(*http.Request) (*url.URL, error) { return nil, errors.New("asked") })
	for _, host := range []string{"localhost", "LOCALHOST:80", "a.localhost", "localhost.", "127.0.0.1:8080", "127.9.9.9", "[::1]:80", "[::ffff:127.0.0.1]"} {
		if u, err := transport.Proxy(mustRequest(t, "http://"+host)); u != nil || err != nil {
			t.Errorf("%s goes through a proxy: %v, %v", host, u, err)
		}
	}
	if _, err := transport.Proxy(mustRequest(t, "http://localhost.example")); err == nil {
		t.Error("localhost.example is taken for this machine")
	}
}
