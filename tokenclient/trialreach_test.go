package tokenclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// secure starts a server with a certificate of its own.
func secure(host string, from, to time.Duration, trusted bool, version uint16) func(*testing.T) (*Client, string) {
	return func(t *testing.T) (*Client, string) {
		own := certificate(t, host, time.Now().Add(from), time.Now().Add(to))
		server := httptest.NewUnstartedServer(says404{})
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.TLS = &tls.Config{Certificates: []tls.Certificate{own}, MaxVersion: version, MinVersion: tls.VersionTLS10}
		server.StartTLS()
		t.Cleanup(server.Close)
		transport := newTransport(func(*http.Request) (*url.URL, error) { return nil, nil })
		if trusted {
			transport.TLSClientConfig.RootCAs = x509.NewCertPool()
			transport.TLSClientConfig.RootCAs.AddCert(own.Leaf)
		}
		return New(Options{Transport: transport}), strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	}
}

func TestNetworkStepsAreJudged(t *testing.T) {
	dial := func(err error) func(*testing.T) (*Client, string) {
		return func(*testing.T) (*Client, string) {
			return piped(func(context.Context, string, string) (net.Conn, error) { return nil, err }), "https://h.example"
		}
	}
	const hour = time.Hour
	early := "unchecked any.earlier"
	for name, tt := range map[string]struct {
		start func(*testing.T) (*Client, string)
		want  []string
	}{
		"a good chain":       {secure("localhost", -hour, 1000*hour, true, 0), []string{"proven found", "proven connected", "proven trusted", "disproven missing wrong_path"}},
		"a chain that ends":  {secure("localhost", -hour, hour, true, 0), []string{"proven found", "proven connected", "proven ends_soon", "disproven missing wrong_path"}},
		"an expired chain":   {secure("localhost", -2*hour, -hour, true, 0), []string{"proven found", "proven connected", "disproven expired tls_expired", early}},
		"tomorrow's chain":   {secure("localhost", hour, 2*hour, true, 0), []string{"proven found", "proven connected", "disproven not_yet_valid tls_not_yet_valid", early}},
		"another's chain":    {secure("other.example", -hour, hour, true, 0), []string{"proven found", "proven connected", "disproven wrong_host tls_wrong_host", early}},
		"an unsigned chain":  {secure("localhost", -hour, hour, false, 0), []string{"proven found", "proven connected", "disproven self_signed tls_self_signed", early}},
		"old encryption":     {secure("localhost", -hour, hour, true, tls.VersionTLS11), []string{"proven found", "proven connected", "disproven old_version tls_old_version", early}},
		"an unknown name":    {dial(&net.DNSError{IsNotFound: true}), []string{"disproven not_found host_not_found", early, early, early}},
		"a silent name":      {dial(&net.DNSError{IsTimeout: true}), []string{"unknown no_answer timeout", "unknown no_answer timeout", early, early}},
		"nobody there":       {dial(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), []string{"unknown no_answer connection_refused", "disproven refused connection_refused", early, early}},
		"plain on this side": {plainServer, []string{"proven literal", "proven connected", "unchecked plain_local", "disproven missing wrong_path"}},
		"plain on that side": {func(t *testing.T) (*Client, string) {
			_, base := plainServer(t)
			return New(Options{}), strings.Replace(base, "http:", "https:", 1)
		}, []string{"proven literal", "proven connected", "disproven plain_http tls_plain_http", early}},
		"a proxy that refuses": {func(t *testing.T) (*Client, string) {
			proxy := httptest.NewServer(http.HandlerFunc(says(407, "")))
			t.Cleanup(proxy.Close)
			u, err := url.Parse(proxy.URL)
			return New(Options{Transport: newTransport(func(*http.Request) (*url.URL, error) { return u, err })}), "https://h.example"
		}, []string{"unknown proxy", "disproven proxy proxy_login", early, early}},
	} {
		t.Run(name, func(t *testing.T) {
			c, base := tt.start(t)
			in := whole7()
			in.Realm.Base = base
			steps := c.TestConnection(t.Context(), in, true, nil)
			if diff := cmp.Diff(short(steps)[:4], tt.want); diff != "" {
				t.Errorf("steps (-got +want):\n%s", diff)
			}
			if s := steps[2]; strings.Contains(name, "chain") && (len(s.Chain) != 1 || s.Args["Subject"] == "" || s.Args["Until"] == "" || s.Chain[0].Issuer != s.Chain[0].Subject) {
				t.Errorf("the chain is not shown: %+v", s)
			}
		})
	}
}

// says404 answers as no Keycloak does.
type says404 struct{}

func (says404) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }

func plainServer(t *testing.T) (*Client, string) {
	s := httptest.NewServer(says404{})
	t.Cleanup(s.Close)
	return New(Options{}), s.URL
}

func TestACancelledTestSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := keycloakLike()
	f.token = func(http.ResponseWriter, *http.Request) { cancel() }
	c := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		resp, err := handlerTransport{f}.RoundTrip(r)
		if r.Context().Err() != nil {
			return nil, r.Context().Err()
		}
		return resp, err
	})})
	got := short(c.TestConnection(ctx, whole7(), true, nil))
	want := []string{"proven answered", "proven answered", "proven answered", "proven found", "unknown no_answer canceled", "unchecked any.canceled", "unchecked any.canceled"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("steps (-got +want):\n%s", diff)
	}
}
