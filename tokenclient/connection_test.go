package tokenclient

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// authority signs the certificates of one test.
type authority struct {
	key  crypto.Signer
	leaf *x509.Certificate
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	own := certificate(t, "Authority", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	return authority{key: own.PrivateKey.(crypto.Signer), leaf: own.Leaf}
}

func (a authority) pem() []byte { return []byte(armour("CERTIFICATE", a.leaf.Raw)) }

// issue makes a certificate for localhost that a template may change.
func (a authority) issue(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key := signers(t)["ES256"].(*ecdsa.PrivateKey)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	if change != nil {
		change(template)
	}
	der := must(x509.CreateCertificate(rand.Reader, template, a.leaf, key.Public(), a.key))(t)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: must(x509.ParseCertificate(der))(t)}
}

// own is a client certificate as a profile has it.
func own(t *testing.T, c tls.Certificate) Certificate {
	t.Helper()
	return Certificate{
		Chain: []byte(armour("CERTIFICATE", c.Certificate[0])),
		Key:   must(ParseKey(NewSecret(pkcs8(t, c.PrivateKey))))(t),
	}
}

// serve starts an https server that says whom it saw.
func serve(t *testing.T, config *tls.Config) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "nobody"
		if len(r.TLS.PeerCertificates) > 0 {
			name = r.TLS.PeerCertificates[0].Subject.CommonName
		}
		_, _ = io.WriteString(w, `{"access_token":"`+name+`","token_type":"Bearer"}`)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = config
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestConnectionsTrustWhatTheirProfileTrusts(t *testing.T) {
	here := newAuthority(t)
	s := serve(t, &tls.Config{Certificates: []tls.Certificate{here.issue(t, nil)}})
	leaf := s.TLS.Certificates[0].Certificate[0]
	for name, tt := range map[string]struct {
		connection Connection
		want       string
	}{
		"nobody of ours":             {Connection{}, "unknown_authority"},
		"the authority":              {Connection{RootCAs: here.pem()}, ""},
		"the authority alone":        {Connection{RootCAs: here.pem(), OnlyRootCAs: true}, ""},
		"the server itself":          {Connection{RootCAs: []byte(armour("CERTIFICATE", leaf))}, ""},
		"among others, with a key":   {Connection{RootCAs: append(newAuthority(t).pem(), append([]byte(pkcs8(t, here.key)+"words\n"), here.pem()...)...)}, ""},
		"another authority":          {Connection{RootCAs: newAuthority(t).pem()}, "unknown_authority"},
		"anybody, loudly":            {Connection{InsecureSkipVerify: true}, ""},
		"anybody after another name": {Connection{InsecureSkipVerify: true, RootCAs: newAuthority(t).pem(), OnlyRootCAs: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, e := ask(t.Context(), must(New(Options{}).With(tt.connection))(t), s.URL)
			switch {
			case tt.want == "" && e != nil:
				t.Errorf("error %+v", e)
			case tt.want != "" && (e == nil || e.Reason != tt.want || e.Sent):
				t.Errorf("error %+v, want %s", e, tt.want)
			}
		})
	}
}

func TestConnectionsRefuse(t *testing.T) {
	here := newAuthority(t)
	good := own(t, here.issue(t, nil))
	swapped := good
	swapped.Key = own(t, here.issue(t, nil)).Key
	for name, tt := range map[string]struct {
		connection Connection
		want       string
	}{
		"authorities that are none":      {Connection{RootCAs: []byte("x")}, "ca_malformed"},
		"a key for an authority":         {Connection{RootCAs: []byte(pkcs8(t, here.key))}, "ca_malformed"},
		"half an authority":              {Connection{RootCAs: []byte(armour("CERTIFICATE", here.leaf.Raw[:50]))}, "ca_malformed"},
		"endless authorities":            {Connection{RootCAs: bytes.Repeat(here.pem(), 200)}, "ca_malformed"},
		"nobody at all":                  {Connection{OnlyRootCAs: true}, "ca_malformed"},
		"a certificate without its key":  {Connection{Certificate: Certificate{Chain: good.Chain}}, "key_missing"},
		"a key without its certificate":  {Connection{Certificate: Certificate{Key: good.Key}}, "certificate_malformed"},
		"a broken certificate":           {Connection{Certificate: Certificate{Key: good.Key, Chain: []byte("x")}}, "certificate_malformed"},
		"another certificate's key":      {Connection{Certificate: swapped}, "certificate_mismatch"},
		"a proxy of no address":          {Connection{Proxy: Proxy{URL: "http://"}}, "proxy_address"},
		"a proxy of another kind":        {Connection{Proxy: Proxy{URL: "ftp://h:1"}}, "proxy_address"},
		"a proxy with a path":            {Connection{Proxy: Proxy{URL: "http://h:1/x"}}, "proxy_address"},
		"a proxy with a bad port":        {Connection{Proxy: Proxy{URL: "h:99999"}}, "proxy_address"},
		"a proxy that cannot be read":    {Connection{Proxy: Proxy{URL: "http://h:canary\x7f"}}, "proxy_address"},
		"a password in the proxy's name": {Connection{Proxy: Proxy{URL: "http://u:canary@h:1"}}, "proxy_userinfo"},
		"too little time":                {Connection{Timeout: 4 * time.Second}, "time_limit"},
		"too much time":                  {Connection{Timeout: 121 * time.Second}, "time_limit"},
		"no time":                        {Connection{Timeout: -1}, "time_limit"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := New(Options{}).With(tt.connection)
			if e := asError(err); c != nil || err == nil || e.Kind != KindSetting || Advise(err).ID != tt.want {
				t.Fatalf("error %+v, advice %s, want %s", err, Advise(err).ID, tt.want)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

func TestProfilesNeverShareAConnection(t *testing.T) {
	here := newAuthority(t)
	s := serve(t, &tls.Config{Certificates: []tls.Certificate{here.issue(t, nil)}, ClientAuth: tls.RequestClientCert})
	base := New(Options{UserAgent: "x"})
	named := func(name string) *Client {
		c := here.issue(t, func(c *x509.Certificate) { c.Subject.CommonName = name })
		return must(base.With(Connection{RootCAs: here.pem(), Certificate: own(t, c)}))(t)
	}
	clients := map[string]*Client{"alice": named("alice"), "bob": named("bob"), "nobody": must(base.With(Connection{RootCAs: here.pem()}))(t)}
	for range 3 {
		for want, c := range clients {
			set, e := ask(t.Context(), c, s.URL)
			if e != nil || set.AccessToken.Reveal() != want {
				t.Errorf("the server saw %s for %s, %v", set.AccessToken.Reveal(), want, e)
			}
			if c.transport == base.transport || c.nonces == base.nonces || c.userAgent() != "x" {
				t.Error("a Client shares with its base, or lost its name")
			}
		}
	}
	if got := clients["bob"].connection.Certificate.Expires(); time.Until(got) > time.Hour || time.Until(got) < 50*time.Minute {
		t.Errorf("Expires = %v", got)
	}
	if got := (Certificate{}).Expires(); !got.IsZero() {
		t.Errorf("Expires of none = %v", got)
	}
}

func TestMutualTLSClientsAreNamedInTheForm(t *testing.T) {
	here := newAuthority(t)
	s := serve(t, &tls.Config{Certificates: []tls.Certificate{here.issue(t, nil)}, ClientAuth: tls.RequestClientCert})
	c := must(New(Options{}).With(Connection{RootCAs: here.pem(), Certificate: own(t, here.issue(t, nil))}))(t)
	for _, m := range []AuthMethod{AuthTLS, AuthSelfSignedTLS} {
		var form url.Values
		s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			form = r.PostForm
			_, _ = io.WriteString(w, okAnswer().Body)
		})
		_, err := c.Token(t.Context(), TokenRequest{Endpoint: s.URL, Auth: ClientAuth{Method: m, ClientID: "app"}, Grant: ClientCredentials{}})
		if err != nil || form.Encode() != "client_id=app&grant_type=client_credentials" {
			t.Errorf("%s: form %v, %v", m, form, err)
		}
	}
}

// tunnel is a proxy that wants a name and a password.
func tunnel(t *testing.T, seen *[]string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r.Method+" "+r.Host)
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+canary))
		if r.Header.Get("Proxy-Authorization") != want {
			w.WriteHeader(http.StatusProxyAuthRequired)
			_, _ = io.WriteString(w, "you sent "+r.Header.Get("Proxy-Authorization"))
			return
		}
		_, _ = io.WriteString(w, okAnswer().Body)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestTheProxyOfAProfile(t *testing.T) {
	var seen []string
	proxy := tunnel(t, &seen)
	login := Proxy{URL: strings.TrimPrefix(proxy.URL, "http://"), Username: "user", Password: NewSecret(canary)}
	with := func(p Proxy) *Client { return must(New(Options{}).With(Connection{Proxy: p}))(t) }
	if _, e := ask(t.Context(), with(login), "http://h.example/token"); e != nil || len(seen) != 1 {
		t.Errorf("error %+v, the proxy saw %q", e, seen)
	}
	wrong := login
	wrong.Username = "other"
	for _, address := range []string{"http://h.example/token", "https://h.example/token"} {
		_, e := ask(t.Context(), with(wrong), address)
		if e == nil || e.Kind != KindProxy || e.Status != 407 || e.Reason != "login" || Advise(e).ID != "proxy_login" {
			t.Fatalf("error %+v", e)
		}
		noCanary(t, e)
		if pair := base64.StdEncoding.EncodeToString([]byte("other:" + canary)); strings.Contains(e.Body, pair) {
			t.Errorf("the body shows the password: %s", e.Body)
		}
	}
	seen = nil
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, okAnswer().Body) }))
	defer here.Close()
	for _, p := range []Proxy{login, {Off: true}, {URL: "socks5://127.0.0.1:1"}} {
		if _, e := ask(t.Context(), with(p), here.URL); e != nil || len(seen) != 0 {
			t.Errorf("this machine was asked through a proxy: %v, %q", e, seen)
		}
	}
	for _, p := range []Proxy{{URL: "socks5://127.0.0.1:1"}, {URL: "http://127.0.0.1:1"}, {URL: "socks5h://" + hangUp(t)}} {
		_, e := ask(t.Context(), with(p), "http://h.example/token")
		if e == nil || e.Kind != KindProxy || e.Sent || Advise(e).ID != "proxy" {
			t.Errorf("%s: error %+v, advice %s, want the proxy's", p.URL, e, Advise(e).ID)
		}
	}
}

// hangUp is an address that ends every connection at once.
func hangUp(t *testing.T) string {
	t.Helper()
	l := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

func TestDiscoveryNamesAddressesForCertificates(t *testing.T) {
	var asked []string
	aliases := `,"mtls_endpoint_aliases":{"token_endpoint":"https://mtls.example/t","userinfo_endpoint":"ftp://x","revocation_endpoint":""}`
	c := pages{acme + wellAt: {body: document(acme, aliases)}}.client(&asked)
	d := must(c.Discover(t.Context(), Realm{base, "acme"}))(t)
	if got := d.EndpointsFor(AuthTLS); got.Token != "https://mtls.example/t" || got.UserInfo != d.Endpoints.UserInfo || got.Issuer != d.Endpoints.Issuer {
		t.Errorf("endpoints for a certificate %+v", got)
	}
	if d.EndpointsFor(AuthPost) != d.Endpoints || d.MTLS.UserInfo != "" {
		t.Errorf("endpoints for a secret %+v, aliases %+v", d.EndpointsFor(AuthPost), d.MTLS)
	}
	if got := strings.Join(d.Notes, " "); !strings.Contains(got, "endpoint.other_origin") || !strings.Contains(got, "endpoint.unusable") {
		t.Errorf("notes %q", d.Notes)
	}
	for _, odd := range []string{`,"mtls_endpoint_aliases":[]`, `,"mtls_endpoint_aliases":"x"`, `,"mtls_endpoint_aliases":null`, aliases + aliases} {
		c := pages{acme + wellAt: {body: document(acme, odd)}}.client(&asked)
		if d := must(c.Discover(t.Context(), Realm{base, "acme"}))(t); d.MTLS != (Endpoints{}) || d.EndpointsFor(AuthTLS) != d.Endpoints {
			t.Errorf("%s: aliases %+v", odd, d.MTLS)
		}
	}
}
