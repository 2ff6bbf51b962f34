package tokenclient

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// certificate signs itself for a host and a time.
func certificate(t *testing.T, host string, from, to time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func TestReasonsOfTLSFailures(t *testing.T) {
	now := time.Now()
	tests := []struct {
		name, host string
		from, to   time.Duration
		trusted    bool
		versions   uint16
		want       string
	}{
		{"an expired certificate", "localhost", -2 * time.Hour, -time.Hour, true, 0, "expired"},
		{"a certificate of tomorrow", "localhost", time.Hour, 2 * time.Hour, true, 0, "not_yet_valid"},
		{"another name", "other.example", -time.Hour, time.Hour, true, 0, "wrong_host"},
		{"a certificate that vouches for itself", "localhost", -time.Hour, time.Hour, false, 0, "self_signed"},
		{"old TLS", "localhost", -time.Hour, time.Hour, true, tls.VersionTLS11, "old_version"},
		{"nothing wrong", "localhost", -time.Hour, time.Hour, true, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			own := certificate(t, tt.host, now.Add(tt.from), now.Add(tt.to))
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, okAnswer().Body)
			}))
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			s.TLS = &tls.Config{Certificates: []tls.Certificate{own}, MaxVersion: tt.versions, MinVersion: tls.VersionTLS10} // #nosec: the old one is the test
			s.StartTLS()
			defer s.Close()
			transport := newTransport(func(*http.Request) (*url.URL, error) { return nil, nil })
			transport.TLSClientConfig.RootCAs = x509.NewCertPool()
			if tt.trusted {
				transport.TLSClientConfig.RootCAs.AddCert(own.Leaf)
			}
			u, err := url.Parse(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			_, e := ask(t.Context(), New(Options{Transport: transport}), "https://localhost:"+u.Port()+"/token")
			if tt.want == "" {
				if e != nil {
					t.Errorf("error %+v", e)
				}
				return
			}
			if e == nil || e.Kind != KindTLS || e.Reason != tt.want || e.Sent || Advise(e).ID != "tls_"+tt.want {
				t.Errorf("error %+v, advice %q, want tls %s", e, Advise(e).ID, tt.want)
			}
		})
	}
}

func TestPlainHTTPBehindAnHTTPSAddress(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	_, e := ask(t.Context(), New(Options{}), "https"+s.URL[len("http"):])
	if e == nil || e.Kind != KindTLS || e.Reason != "plain_http" || e.Sent {
		t.Errorf("error %+v", e)
	}
}

func TestTLSIsNeverOlderThan12(t *testing.T) {
	if got := newTransport(nil).TLSClientConfig.MinVersion; got != tls.VersionTLS12 {
		t.Errorf("oldest version %x", got)
	}
	if newTransport(nil).TLSClientConfig.InsecureSkipVerify {
		t.Error("certificates are not checked")
	}
}
