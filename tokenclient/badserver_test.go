package tokenclient

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// badServer is a way to configure a server wrongly, and what is said of it.
type badServer struct {
	name   string
	change func(*x509.Certificate)
	config func(*tls.Config)
	want   string
}

// badServers are the eight of rule N-08, and two more of the same sort. Each
// but one has a certificate of an authority that the profile trusts.
func badServers(t *testing.T, here authority) []badServer {
	t.Helper()
	stranger := newAuthority(t).issue(t, nil)
	alone := certificate(t, "localhost", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	clients := x509.NewCertPool()
	clients.AddCert(here.leaf)
	use := func(c tls.Certificate) func(*tls.Config) {
		return func(config *tls.Config) { config.Certificates = []tls.Certificate{c} }
	}
	versions := func(least, most uint16) func(*tls.Config) {
		return func(config *tls.Config) { config.MinVersion, config.MaxVersion = least, most }
	}
	wanting := func(most uint16) func(*tls.Config) {
		return func(config *tls.Config) {
			config.ClientAuth, config.ClientCAs, config.MaxVersion = tls.RequireAndVerifyClientCert, clients, most
		}
	}
	return []badServer{
		{"expired", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }, nil, "expired"},
		{"not yet valid", func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) }, nil, "not_yet_valid"},
		{"of another host", func(c *x509.Certificate) { c.DNSNames = []string{"other.example"} }, nil, "wrong_host"},
		{"of an unknown authority", nil, use(stranger), "unknown_authority"},
		{"signed by itself", nil, use(alone), "self_signed"},
		{"TLS 1.1 only", nil, versions(tls.VersionTLS10, tls.VersionTLS11), "old_version"},
		{"a client certificate wanted, TLS 1.3", nil, wanting(tls.VersionTLS13), "client_certificate"},
		{"a client certificate wanted, TLS 1.2", nil, wanting(tls.VersionTLS12), "client_certificate"},
		{"a certificate for something else", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning} }, nil, "unknown_authority"},
		{"nothing wrong", nil, nil, ""},
	}
}

func TestEachBadlyConfiguredServerHasItsOwnReason(t *testing.T) {
	here := newAuthority(t)
	c := must(New(Options{}).With(Connection{RootCAs: here.pem()}))(t)
	said := map[string]string{}
	for _, tt := range badServers(t, here) {
		t.Run(tt.name, func(t *testing.T) {
			config := &tls.Config{Certificates: []tls.Certificate{here.issue(t, tt.change)}}
			if tt.config != nil {
				tt.config(config)
			}
			for _, http2 := range []bool{false, true} {
				s := badly(t, config.Clone(), http2)
				for range 20 { // what comes first, the alert or the end, is a matter of luck
					_, e := ask(t.Context(), c, s)
					if tt.want == "" {
						if e != nil {
							t.Fatalf("error %+v", e)
						}
						continue
					}
					if e == nil || e.Kind != KindTLS || e.Reason != tt.want || e.Sent && tt.want != "client_certificate" || Advise(e).ID != "tls_"+tt.want {
						t.Fatalf("HTTP/2 %t: error %+v (%v), advice %s, want tls %s before anything is sent", http2, e, asError(e).Err, Advise(e).ID, tt.want)
					}
					noCanary(t, e)
				}
			}
			said[tt.want] = tt.name
		})
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	if _, e := ask(t.Context(), c, "https"+plain.URL[len("http"):]); e == nil || e.Reason != "plain_http" || Advise(e).ID != "tls_plain_http" {
		t.Errorf("plain http: error %+v", e)
	}
	if len(said) != 8 { // 7 reasons and the good one; plain http is the eighth
		t.Errorf("reasons %v, want seven different ones", said)
	}
}

// badly starts a server and returns its address by name.
func badly(t *testing.T, config *tls.Config, http2 bool) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, okAnswer().Body)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.EnableHTTP2, s.TLS = http2, config
	s.StartTLS()
	t.Cleanup(s.Close)
	return "https://localhost:" + must(url.Parse(s.URL))(t).Port() + "/token"
}

func TestARefusedCertificateIsSaidToBe(t *testing.T) {
	here := newAuthority(t)
	trusted := x509.NewCertPool()
	trusted.AddCert(here.leaf)
	for name, mine := range map[string]tls.Certificate{
		"of another authority": newAuthority(t).issue(t, nil),
		"expired":              here.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }),
	} {
		for _, most := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			config := &tls.Config{
				Certificates: []tls.Certificate{here.issue(t, nil)}, ClientCAs: trusted, ClientAuth: tls.RequireAndVerifyClientCert, MaxVersion: most,
			}
			servers := []string{badly(t, config.Clone(), false), badly(t, config.Clone(), true)}
			c := must(New(Options{}).With(Connection{RootCAs: here.pem(), Certificate: own(t, mine)}))(t)
			for i := range 40 {
				_, e := ask(t.Context(), c, servers[i%2])
				if e == nil || e.Reason != "client_certificate_refused" || e.Sent || Advise(e).ID != "tls_client_certificate_refused" {
					t.Fatalf("%s, version %x: error %+v (%v)", name, most, e, asError(e).Err)
				}
			}
		}
	}
}
