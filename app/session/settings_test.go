package session

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// certificate is a client certificate with its key in PEM.
func certificate(t *testing.T) Secret {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "outbound01"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tokenclient.NewSecret(string(text) + string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
}

// clientKey is a private key for private_key_jwt in PEM.
func clientKey(t *testing.T) Secret {
	t.Helper()
	k, err := tokenclient.NewDPoPKey("")
	if err != nil {
		t.Fatal(err)
	}
	return k.PEM()
}

// robot is a service account that signs.
func robot() profile.Profile {
	p := shop()
	p.Grant, p.Accounts = profile.GrantClientCredentials, nil
	p.Client = profile.Client{ID: "web", Auth: tokenclient.AuthPrivateKeyJWT, KeyAlgorithm: "ES256", KeyName: "k-2026"}
	return p
}

var robotKey = Key{ProfileID: "p1"}

func TestSignedClientAuthentication(t *testing.T) {
	key := clientKey(t)
	parsed, err := tokenclient.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.Fetch(robot(), "", Typed{})
		o.settle()
		if got := o.state(robotKey).Needs; !slices.Equal(got, []Need{NeedClientKey}) || len(o.client.requests()) != 0 {
			t.Fatalf("needs %v, asked %d times; want the key and nothing sent", got, len(o.client.requests()))
		}
		o.s.Fetch(robot(), "", Typed{ClientKey: key})
		o.settle()
		o.s.Refresh(robot(), "") // with the key of the fetch, which nothing keeps
		o.settle()
		asked := o.client.requests()
		if len(asked) != 2 || len(o.kept) != 0 {
			t.Fatalf("asked %d times, kept %q, failure %+v", len(asked), o.kept, o.state(robotKey).Failure)
		}
		for _, r := range asked {
			a := r.Auth.Assertion
			if r.Auth.Method != tokenclient.AuthPrivateKeyJWT || !a.Key.Equal(parsed) || a.Algorithm != "ES256" || a.KeyID != "k-2026" ||
				a.Audience != "https://sso.test/realms/shop" || !r.Auth.Secret.Empty() {
				t.Errorf("client is %+v", r.Auth)
			}
		}
	})
}

func TestAClientKeyThatIsNone(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.Fetch(robot(), "", Typed{ClientKey: tokenclient.NewSecret("-----BEGIN CERTIFICATE-----")})
		o.settle()
		if st := o.state(robotKey); st.Failure == nil || !strings.HasPrefix(st.Failure.Advice.ID, "key_") || len(o.client.requests()) != 0 {
			t.Errorf("failure %+v, asked %d times", st.Failure, len(o.client.requests()))
		}
	})
}

func TestTypedThingsAreKeptForTheirOwners(t *testing.T) {
	key, cert := clientKey(t), certificate(t)
	inBubble(t, func(t *testing.T, o *owner) {
		p := robot()
		p.Client.CertificateID = "gone"
		p.Connection = profile.Connection{Proxy: "http://Proxy.Test:3128", ProxyUser: "me"}
		p.Extra = []profile.Extra{{Name: "tenant_key", SecretID: "gone too"}, {Name: "audience", Value: "api"}}
		o.s.Fetch(p, "", Typed{})
		o.settle()
		want := []Need{NeedClientCertificate, NeedProxyPassword, NeedClientKey, "parameter.tenant_key"}
		if got := o.state(robotKey).Needs; !slices.Equal(got, want) {
			t.Fatalf("needs %v, want %v", got, want)
		}
		o.s.Fetch(p, "", Typed{
			ClientKey: key, ClientCertificate: cert, ProxyPassword: tokenclient.NewSecret("via"),
			Extra: map[string]Secret{"tenant_key": tokenclient.NewSecret("t3")}, Keep: true,
		})
		o.settle()
		if len(o.kept) != 4 {
			t.Fatalf("kept %q, failure %+v", o.kept, o.state(robotKey).Failure)
		}
		realm, proxy := vault.Owner{Origin: "https://sso.test", ClientID: "web"}, vault.Owner{Origin: "http://proxy.test:3128", ClientID: "me"}
		for _, line := range o.kept {
			words := strings.Fields(line)
			id, kind, whose := words[len(words)-1], words[len(words)-2], realm
			if kind == string(vault.KindProxyPassword) {
				whose = proxy
			}
			if kind == string(vault.KindParameter) && words[1] != "tenant_key" {
				t.Errorf("kept %q, want the name of the parameter", line)
			}
			if _, err := o.vault.Get(t.Context(), id, whose); err != nil {
				t.Errorf("%s for %v: %v", kind, whose, err)
			}
			if _, err := o.vault.Get(t.Context(), id, vault.Owner{Origin: "https://evil.test", ClientID: "web"}); err == nil {
				t.Errorf("%s is released to another server", kind)
			}
		}
		r := o.client.requests()[0]
		got := []string{}
		for _, x := range r.Extra {
			got = append(got, x.Name+"="+x.Value.Reveal())
		}
		if !slices.Equal(got, []string{"tenant_key=t3", "audience=api"}) {
			t.Errorf("parameters %q", got)
		}
	})
}

// wantSame compares two connections with their secrets.
func wantSame(t *testing.T, got, want tokenclient.Connection) {
	t.Helper()
	if diff := cmp.Diff(got, want,
		cmp.Comparer(func(a, b Secret) bool { return a == b }),
		cmp.Comparer(func(a, b tokenclient.Key) bool { return a.Equal(b) }),
		cmp.Comparer(func(a, b []byte) bool { return string(a) == string(b) })); diff != "" {
		t.Errorf("connection differs (-got +want):\n%s", diff)
	}
}

func TestConnectionOfAProfile(t *testing.T) {
	cert := certificate(t)
	ca := strings.SplitAfter(cert.Reveal(), "-----END CERTIFICATE-----\n")[0]
	for name, tt := range map[string]struct {
		change func(p *profile.Profile)
		typed  Typed
		want   tokenclient.Connection
	}{
		"an authority": {
			func(p *profile.Profile) { p.Connection.CA, p.Connection.OnlyCA = ca, true },
			Typed{},
			tokenclient.Connection{RootCAs: []byte(ca), OnlyRootCAs: true},
		},
		"no proxy": {
			func(p *profile.Profile) { p.Connection.Proxy = profile.ProxyNone },
			Typed{},
			tokenclient.Connection{Proxy: tokenclient.Proxy{Off: true}},
		},
		"a proxy": {
			func(p *profile.Profile) { p.Connection.Proxy, p.Connection.ProxyUser = "proxy.test:3128", "me" },
			Typed{ProxyPassword: tokenclient.NewSecret("via")},
			tokenclient.Connection{Proxy: tokenclient.Proxy{URL: "proxy.test:3128", Username: "me", Password: tokenclient.NewSecret("via")}},
		},
		"no check and a limit": {
			func(p *profile.Profile) { p.Connection.Insecure, p.Connection.Timeout = true, 45 },
			Typed{},
			tokenclient.Connection{InsecureSkipVerify: true, Timeout: 45 * time.Second},
		},
		"a certificate": {
			func(p *profile.Profile) { p.Client.Auth = tokenclient.AuthSelfSignedTLS },
			Typed{ClientCertificate: cert},
			tokenclient.Connection{Certificate: tokenclient.Certificate{Chain: []byte(cert.Reveal())}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := robot()
				p.Client = profile.Client{ID: "web", Auth: tokenclient.AuthBasic}
				tt.change(&p)
				tt.typed.ClientSecret = tokenclient.NewSecret("s3")
				o.s.Fetch(p, "", tt.typed)
				o.settle()
				if len(o.client.ways) != 1 || len(o.client.requests()) != 1 {
					t.Fatalf("connections %d, requests %d, failure %+v", len(o.client.ways), len(o.client.requests()), o.state(robotKey).Failure)
				}
				got := o.client.ways[0]
				if (len(tt.want.Certificate.Chain) > 0) == got.Certificate.Key.Empty() {
					t.Error("certificate and key do not come together")
				}
				got.Certificate.Key = tokenclient.Key{}
				wantSame(t, got, tt.want)
				o.s.Refresh(p, "") // with what was typed
				o.settle()
				if len(o.client.ways) != 2 || fingerprint(o.client.ways[0]) != fingerprint(o.client.ways[1]) {
					t.Errorf("a refresh goes another way: %d connections, needs %v", len(o.client.ways), o.state(robotKey).Needs)
				}
			})
		})
	}
}

func TestTheUsualConnectionIsShared(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		if len(o.client.ways) != 0 {
			t.Errorf("made %d connections for a profile without settings", len(o.client.ways))
		}
	})
}

func TestEqualConnectionsShareAClient(t *testing.T) {
	n := Network(tokenclient.New(tokenclient.Options{}))
	connect := func(c tokenclient.Connection) *tokenclient.Client {
		t.Helper()
		r, err := n.Connect(c)
		if err != nil {
			t.Fatal(err)
		}
		return r.(network).Client
	}
	one := tokenclient.Connection{Timeout: 10 * time.Second, Proxy: tokenclient.Proxy{URL: "p:1", Username: "ab", Password: tokenclient.NewSecret("c")}}
	other := one
	other.Proxy.Username, other.Proxy.Password = "a", tokenclient.NewSecret("bc")
	if first, again := connect(one), connect(one); first != again {
		t.Error("equal connections have a client each")
	}
	if connect(one) == connect(other) {
		t.Error("connections of different secrets share a client")
	}
	if _, err := n.Connect(tokenclient.Connection{Timeout: time.Second}); err == nil {
		t.Error("a limit of 1 s is taken")
	}
}
