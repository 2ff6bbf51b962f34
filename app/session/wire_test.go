package session

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// wire is a realm that writes down what reaches it.
type wire struct {
	server *httptest.Server
	asked  []string // method, path and body
	proofs []string // DPoP headers
	shown  []string // names of client certificates
}

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{}
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
			_, _ = io.WriteString(out, `{"issuer":"https://`+r.Host+`/realms/shop"}`)
			return
		}
		w.asked = append(w.asked, r.Method+" "+r.URL.Path+" "+string(body))
		w.proofs = append(w.proofs, r.Header.Get("DPoP"))
		for _, c := range r.TLS.PeerCertificates {
			w.shown = append(w.shown, c.Subject.CommonName)
		}
		out.Header().Set("Content-Type", "application/json")
		switch {
		case strings.HasSuffix(r.URL.Path, "/ext/ciba/auth"):
			_, _ = io.WriteString(out, `{"auth_req_id":"r1","expires_in":60,"interval":1}`)
		case strings.HasSuffix(r.URL.Path, "/userinfo"):
			_, _ = io.WriteString(out, `{"sub":"u1"}`)
		default:
			_, _ = io.WriteString(out, `{"access_token":"`+jwt(`{"sub":"u1"}`)+`","refresh_token":"r2","token_type":"DPoP","expires_in":300}`)
		}
	}))
	w.server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert, MinVersion: tls.VersionTLS12}
	w.server.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that trust nobody hang up
	w.server.StartTLS()
	t.Cleanup(w.server.Close)
	return w
}

// profile is a profile at the realm, which trusts its certificate.
func (w *wire) profile() profile.Profile {
	p := shop()
	p.Grant, p.Accounts, p.Realm.Base = profile.GrantClientCredentials, nil, w.server.URL
	p.Connection.CA = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.server.Certificate().Raw}))
	return p
}

// do runs one job over the real network.
func do(t *testing.T, j job) outcome {
	t.Helper()
	w := worker{client: Network(tokenclient.New(tokenclient.Options{})), vault: vault.NewSession()}
	o := w.run(t.Context(), j, func(Waiting) {})
	if o.failure != nil || len(o.needs) > 0 {
		t.Fatalf("%s: failure %+v, needs %v", j.op, o.failure, o.needs)
	}
	return o
}

const (
	tokenPath = "/realms/shop/protocol/openid-connect/token"
	cibaPath  = "/realms/shop/protocol/openid-connect/ext/ciba/auth"
	assertion = `eyJ[\w-]+\.[\w-]+\.[\w-]+`
)

// reaching is a profile and what it sends.
type reaching struct {
	change  func(p *profile.Profile)
	typed   Typed
	account string
	want    []string // expressions, one a request
}

func reachings(t *testing.T) map[string]reaching {
	t.Helper()
	key, cert := clientKey(t), certificate(t)
	signed := "client_id=web&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + assertion
	return map[string]reaching{
		"a signed client": {
			func(p *profile.Profile) { p.Client.Auth = tokenclient.AuthPrivateKeyJWT },
			Typed{ClientKey: key},
			"",
			[]string{"POST " + tokenPath + " grant_type=client_credentials&" + signed},
		},
		"a client that signs with its secret": {
			func(p *profile.Profile) { p.Client.Auth, p.Client.KeyAlgorithm = tokenclient.AuthSecretJWT, "HS512" },
			Typed{ClientSecret: tokenclient.NewSecret(strings.Repeat("s", 64))},
			"",
			[]string{"POST " + tokenPath + " grant_type=client_credentials&" + signed},
		},
		"a certificate": {
			func(p *profile.Profile) { p.Client.Auth = tokenclient.AuthTLS },
			Typed{ClientCertificate: cert},
			"",
			[]string{"POST " + tokenPath + " grant_type=client_credentials&client_id=web"},
		},
		"parameters": {
			func(p *profile.Profile) {
				p.Client.Auth, p.Scope = tokenclient.AuthPost, "a b"
				p.Extra = []profile.Extra{{Name: "audience", Value: "x&y=ñ"}, {Name: "k", SecretID: "lost"}}
			},
			Typed{ClientSecret: tokenclient.NewSecret("s3"), Extra: map[string]Secret{"k": tokenclient.NewSecret("t 3")}},
			"",
			[]string{"POST " + tokenPath + ` grant_type=client_credentials&client_id=web&client_secret=s3&scope=a\+b&audience=x%26y%3D%C3%B1&k=t\+3`},
		},
		"an assertion": {
			func(p *profile.Profile) { p.Grant, p.Client.Auth = profile.GrantJWTBearer, tokenclient.AuthPost },
			Typed{ClientSecret: tokenclient.NewSecret("s3"), Assertion: tokenclient.NewSecret("a.b.c")},
			"",
			[]string{"POST " + tokenPath + " grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=web&client_secret=s3&assertion=a.b.c"},
		},
		"a phone": {
			func(p *profile.Profile) {
				p.Grant, p.Client.Auth = profile.GrantCIBA, tokenclient.AuthPost
				p.Backchannel, p.Login.ACRValues = profile.Backchannel{Message: "W4SCT", Expiry: 60}, "gold"
				p.Extra = []profile.Extra{{Name: "tenant", Value: "7"}}
			},
			Typed{ClientSecret: tokenclient.NewSecret("s3")},
			"alice",
			[]string{
				"POST " + cibaPath + " grant_type=&client_id=web&client_secret=s3&login_hint=alice&binding_message=W4SCT&acr_values=gold&requested_expiry=60&scope=openid&tenant=7",
				"POST " + tokenPath + " grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&client_id=web&client_secret=s3&auth_req_id=r1&tenant=7",
			},
		},
	}
}

func TestWhatReachesTheRealm(t *testing.T) {
	for name, tt := range reachings(t) {
		t.Run(name, func(t *testing.T) {
			realm := newWire(t)
			p := realm.profile()
			tt.change(&p)
			do(t, job{op: OpFetch, profile: p, account: tt.account, typed: tt.typed})
			if len(realm.asked) != len(tt.want) {
				t.Fatalf("asked %q", realm.asked)
			}
			for i, want := range tt.want {
				want = strings.Replace(want, " grant_type=&", " ", 1)
				if !regexp.MustCompile("^" + want + "$").MatchString(realm.asked[i]) {
					t.Errorf("asked\n%s, want\n%s", realm.asked[i], want)
				}
			}
			if got := strings.Join(realm.shown, " "); (got == "outbound01") != p.Client.WithCertificate() {
				t.Errorf("the realm saw the certificates %q", got)
			}
		})
	}
}

func TestProofsReachTheRealm(t *testing.T) {
	realm := newWire(t)
	p := realm.profile()
	p.Client.Auth, p.Client.DPoP = tokenclient.AuthNone, true
	p.Grant = profile.GrantPassword
	first := do(t, job{op: OpFetch, profile: p, account: "alice", typed: Typed{Password: tokenclient.NewSecret("pw")}})
	do(t, job{op: OpRefresh, profile: p, account: "alice", old: first.tokens, bond: first.bond})
	do(t, job{op: OpWhoAmI, profile: p, account: "alice", old: first.tokens, bond: first.bond})
	if len(realm.proofs) != 3 {
		t.Fatalf("asked %q", realm.asked)
	}
	key := regexp.MustCompile(`"x":"([^"]+)"`)
	var seen []string
	for i, proof := range realm.proofs {
		token := decode(tokenclient.NewSecret(proof))
		if token == nil || token.Header == nil {
			t.Fatalf("request %d has the proof %q", i, proof)
		}
		seen = append(seen, key.FindString(token.Header.Raw))
	}
	if seen[0] == "" || seen[1] != seen[0] || seen[2] != seen[0] {
		t.Errorf("proofs are of the keys %q, want one key", seen)
	}
}

func TestProxyIsAsked(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Host+" "+r.Header.Get("Proxy-Authorization"))
		out.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	p := robot()
	p.Client = profile.Client{ID: "web", Auth: tokenclient.AuthPost}
	p.Connection = profile.Connection{Proxy: proxy.URL, ProxyUser: "me"}
	w := worker{client: Network(tokenclient.New(tokenclient.Options{})), vault: vault.NewSession()}
	o := w.run(t.Context(), job{op: OpFetch, profile: p, typed: Typed{
		ClientSecret: tokenclient.NewSecret("s3"), ProxyPassword: tokenclient.NewSecret("via-canary"),
	}}, func(Waiting) {})
	if len(asked) != 1 || asked[0] != "CONNECT sso.test:443 Basic bWU6dmlhLWNhbmFyeQ==" {
		t.Errorf("the proxy heard %q", asked)
	}
	if o.failure == nil || o.failure.Advice.ID != "proxy_login" || strings.Contains(o.failure.Details+o.failure.Line, "canary") {
		t.Errorf("failure %+v", o.failure)
	}
}

func TestInsecureAcceptsAnyCertificateAndOnlyThen(t *testing.T) {
	realm := newWire(t)
	for _, insecure := range []bool{false, true} {
		p := realm.profile()
		p.Client.Auth = tokenclient.AuthPost
		p.Connection = profile.Connection{Insecure: insecure, Timeout: 20}
		w := worker{client: Network(tokenclient.New(tokenclient.Options{})), vault: vault.NewSession()}
		o := w.run(t.Context(), job{op: OpFetch, profile: p, typed: Typed{ClientSecret: tokenclient.NewSecret("s3")}}, func(Waiting) {})
		if (o.failure == nil) != insecure || len(realm.asked) > 0 != insecure {
			t.Errorf("insecure %v: failure %+v, asked %q", insecure, o.failure, realm.asked)
		}
	}
}

func TestConnectionTestHonoursTheProfile(t *testing.T) {
	realm := newWire(t)
	p := realm.profile()
	p.Client = profile.Client{ID: "web", Auth: tokenclient.AuthTLS, DPoP: true}
	p.TokenEndpoint, p.ParamsIn = realm.server.URL+"/own/token", tokenclient.ParamsInQuery
	w := worker{client: Network(tokenclient.New(tokenclient.Options{})), vault: vault.NewSession()}
	var steps []string
	w.tryConnection(t.Context(), job{op: OpFetch, profile: p, typed: Typed{ClientCertificate: certificate(t)}}, func(s ConnectionStep) { steps = append(steps, s.Name+" "+s.Verdict) })
	if len(realm.asked) == 0 || steps[2] != "tls proven" {
		t.Fatalf("asked %q, steps %q", realm.asked, steps)
	}
	for i, line := range realm.asked {
		if want := "POST /own/token "; line != want || realm.proofs[i] == "" || realm.shown[i] != "outbound01" {
			t.Errorf("asked %q with the proof %.10q as %q, want an empty body at the profile's own endpoint", line, realm.proofs[i], realm.shown)
		}
	}
	steps = nil
	w.tryConnection(t.Context(), job{op: OpFetch, profile: p}, func(s ConnectionStep) { steps = append(steps, s.Name+" "+s.Verdict+" "+s.Reason) })
	if want := "client unchecked connection.client.no_certificate"; !strings.Contains(strings.Join(steps, "\n"), want) {
		t.Errorf("without the certificate the steps are %q, want %q", steps, want)
	}
}

func TestSettingsThatMakeNoConnection(t *testing.T) {
	p := robot()
	p.Connection.CA = "hello"
	w := worker{client: Network(tokenclient.New(tokenclient.Options{})), vault: vault.NewSession()}
	o := w.run(t.Context(), job{op: OpFetch, profile: p, typed: Typed{ClientKey: clientKey(t)}}, func(Waiting) {})
	if o.failure == nil || o.failure.Advice.ID != "ca_malformed" {
		t.Errorf("failure %+v", o.failure)
	}
}
