package ui

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// pair is a certificate and its private key in PEM.
func pair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "outbound01"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, of, of, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bytes}))
}

// pickWord picks a word as a person does who knows its text.
func (s *stage) pickWord(c *choice, word string) {
	s.t.Helper()
	i := slices.Index(c.words, word)
	if i < 0 {
		s.t.Fatalf("no choice %q among %q", word, c.words)
	}
	c.pick.SetSelected(c.pick.Options[i])
	s.settle()
}

// typeInto puts the cursor into a field and types.
func (s *stage) typeInto(e *entry, text string) {
	s.win.Canvas().Focus(e)
	test.Type(e, text)
	s.settle()
}

// paste presses the paste button of a long text.
func (s *stage) paste(m *materialField, text string) {
	s.app.Clipboard().SetContent(text)
	test.Tap(m.paste)
	s.settle()
}

// save presses Save and gives what was saved.
func (s *stage) save() profile.Profile {
	s.t.Helper()
	s.press("Save")
	s.pass(2 * time.Second)
	if s.form != nil {
		s.t.Fatalf("not saved; the form shows\n%s", s.shown())
	}
	return s.saved.all[len(s.saved.all)-1]
}

func TestASignedBrowserLoginByHand(t *testing.T) {
	_, key := pair(t)
	onStage(t, func(s *stage) {
		s.edit()
		f := s.form
		s.pickWord(f.grant, string(profile.GrantAuthorizationCode))
		s.pickWord(f.auth, string(tokenclient.AuthPrivateKeyJWT))
		s.wantShown("Client signature", "Private key (PEM or JWK)", "Login wishes")
		s.wantNotShown("Client secret")
		s.paste(f.more.key.key, key)
		s.wantShown("private key · ES256", "fingerprint")
		s.wantNotShown("BEGIN PRIVATE", strings.Split(key, "\n")[1])
		s.pickWord(f.more.key.algorithm, "ES256")
		s.typeInto(f.more.key.name.entry, " k-1 ")
		s.press("▸ Login wishes")
		s.pickWord(f.more.login.prompt, "login")
		s.typeInto(f.more.login.levels.entry, "gold  silver")
		s.typeInto(f.more.login.provider.entry, "github")
		s.typeInto(f.more.login.back.entry, "http://localhost:8765/back")
		test.Tap(f.more.login.pushed)
		s.press("▸ Extra parameters")
		s.press("+ Parameter")
		test.Type(f.more.extra.rows[0].name, "ui_locales")
		s.typeInto(f.more.extra.rows[0].value, "es")
		s.press("+ Parameter")
		test.Type(f.more.extra.rows[1].name, "tenant_key")
		test.Tap(f.more.extra.rows[1].secret)
		s.typeInto(f.more.extra.rows[1].value, "t3")
		s.press("▸ Bound tokens (DPoP)")
		test.Tap(f.more.dpop)
		got := s.save()
		want := shop()
		want.Grant = profile.GrantAuthorizationCode
		want.Client = profile.Client{ID: "shop-web", Auth: tokenclient.AuthPrivateKeyJWT, KeyAlgorithm: "ES256", KeyName: "k-1", DPoP: true}
		want.Login = profile.Login{Prompt: "login", ACRValues: "gold silver", IdentityProvider: "github", Port: 8765, RedirectHost: "localhost", RedirectPath: "/back", PAR: true}
		want.Extra = []profile.Extra{{Name: "ui_locales", Value: "es"}, {Name: "tenant_key"}}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("saved otherwise (-got +want):\n%s", diff)
		}
		typed := s.saved.typed
		if typed.ClientKey.Reveal() != key || typed.Extra["tenant_key"].Reveal() != "t3" || len(typed.Extra) != 1 || !typed.ClientSecret.Empty() {
			t.Errorf("secrets saved: key %v, extra %v, secret %v", typed.ClientKey, typed.Extra, typed.ClientSecret)
		}
	}, shop())
}

func TestAConnectionByHand(t *testing.T) {
	certificate, key := pair(t)
	onStage(t, func(s *stage) {
		s.edit()
		f := s.form
		s.pickWord(f.auth, string(tokenclient.AuthTLS))
		s.wantShown("Client certificate with its key") // opened by the choice
		s.wantNotShown("Client secret", "Private key (PEM or JWK)")
		s.paste(f.more.way.certificate, certificate)
		s.wantShown("client certificate · CN=outbound01", "its private key is still missing")
		s.press("Save")
		s.wantShown("not both here yet")
		s.paste(f.more.way.certificate, key)
		s.wantNotShown("still missing")
		s.paste(f.more.way.authority, "hello\n"+certificate+key)
		s.wantShown("trusted certificate · CN=outbound01")
		s.pickWord(f.more.way.proxy, proxyOwn)
		s.typeInto(f.more.way.address.entry, "http://proxy.test:3128")
		s.typeInto(f.more.way.user.entry, "me")
		s.typeInto(f.more.way.password.entry, "via")
		s.typeInto(f.more.way.limit.entry, "45")
		got := s.save()
		want := profile.Connection{CA: certificate, Proxy: "http://proxy.test:3128", ProxyUser: "me", Timeout: 45}
		if diff := cmp.Diff(got.Connection, want); diff != "" {
			t.Errorf("saved otherwise (-got +want):\n%s", diff)
		}
		typed := s.saved.typed
		if typed.ProxyPassword.Reveal() != "via" || typed.ClientCertificate.Reveal() != strings.TrimRight(certificate, "\n")+"\n"+key {
			t.Errorf("secrets saved: proxy %q, certificate %v", typed.ProxyPassword.Reveal(), typed.ClientCertificate)
		}
		s.edit()
		if s.settle(); s.form.dirty() {
			t.Errorf("an untouched form is dirty: %s", cmp.Diff(s.form.collect(), s.form.start))
		}
		s.wantShown("trusted certificate")
	}, shop())
}

func TestNotCheckingIsAskedTwiceAndShownInRed(t *testing.T) {
	const red = "The server's certificate is not checked"
	onStage(t, func(s *stage) {
		s.wantNotShown(red)
		s.edit()
		s.press("▸ Connection")
		test.Tap(s.form.more.way.insecure)
		s.wantShown("Stop checking who answers?")
		s.press("Keep checking")
		if s.form.collect().Connection.Insecure {
			t.Fatal("a no stopped the checking")
		}
		test.Tap(s.form.more.way.insecure)
		s.press("Do not check")
		s.wantShown(red)
		s.press("▾ Connection")
		s.wantShown(red) // also while the section is closed
		if got := s.save(); !got.Connection.Insecure {
			t.Fatal("not saved")
		}
		s.wantShown(red)
		if item := s.list.items[1]; !strings.Contains(item.Second, "certificate not checked") || !item.Bad {
			t.Errorf("the list shows %+v", item)
		}
	}, shop())
}

func TestProblemsOfSectionsOpenThem(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(f *formPage)
		text  string
		at    func(f *formPage) fyne.Focusable
	}{
		"port":     {func(f *formPage) { f.more.login.back.entry.SetText("65536") }, "Type a port", func(f *formPage) fyne.Focusable { return f.more.login.back.entry }},
		"redirect": {func(f *formPage) { f.more.login.back.entry.SetText("http://localhost:8080/*") }, "without a star", func(f *formPage) fyne.Focusable { return f.more.login.back.entry }},
		"time":     {func(f *formPage) { f.more.way.limit.entry.SetText("4") }, "from 5 to 120", func(f *formPage) fyne.Focusable { return f.more.way.limit.entry }},
		"proxy": {func(f *formPage) {
			f.more.way.proxy.set(proxyOwn)
			f.more.way.address.entry.SetText("http://a:b@c")
		}, "fields of their own", func(f *formPage) fyne.Focusable { return f.more.way.address.entry }},
		"only":  {func(f *formPage) { f.more.way.only.SetChecked(true) }, "trust alone", func(f *formPage) fyne.Focusable { return f.more.way.authority.paste }},
		"extra": {func(f *formPage) { f.more.extra.row(profile.Extra{Name: "scope"}) }, "sends this parameter itself", func(f *formPage) fyne.Focusable { return f.more.extra.add }},
		"secret": {
			func(f *formPage) { f.more.extra.row(profile.Extra{Name: "k"}).secret.SetChecked(true) }, "needs its value",
			func(f *formPage) fyne.Focusable { return f.more.extra.rows[0].value },
		},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.edit()
				s.pickWord(s.form.grant, string(profile.GrantAuthorizationCode))
				tt.spoil(s.form)
				s.press("Save")
				s.wantShown(tt.text)
				if got := s.win.Canvas().Focused(); got != tt.at(s.form) {
					t.Errorf("the focus is on %T", got)
				}
			}, shop())
		})
	}
}

func TestTextsThatAreNoKeys(t *testing.T) {
	certificate, key := pair(t)
	onStage(t, func(s *stage) {
		s.p.OpenFile = func(name string) (io.ReadCloser, error) {
			if name != "/k.pem" {
				return nil, errors.New("secret path")
			}
			return io.NopCloser(strings.NewReader(key)), nil
		}
		s.edit()
		s.pickWord(s.form.auth, string(tokenclient.AuthPrivateKeyJWT))
		field := s.form.more.key.key
		for text, want := range map[string]string{
			"": "✗", "hello": "✗", certificate: "✗", strings.Repeat("x", 65<<10): "✗",
			"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----": "✗",
		} {
			s.paste(field, text)
			if got := field.wrong.Text(); !field.wrong.Visible() || !strings.HasPrefix(got, want) || strings.Contains(got, "AAAA") || !field.whole().Empty() {
				t.Errorf("%.20q gives %q", text, got)
			}
		}
		s.enter(field.file, "/none.pem")
		s.wantShown("The file could not be read")
		s.wantNotShown("secret path")
		s.enter(field.file, "")
		s.typeInto(field.file, "")
		field.file.SetText("")
		s.enter(field.file, "/k.pem")
		if field.whole().Reveal() != key || field.wrong.Visible() {
			t.Errorf("the file gives %v, %q", field.whole(), field.wrong.Text())
		}
		s.press("Copy public key")
		if got := s.clipboard(); !strings.Contains(got, `"keys"`) || strings.Contains(got, `"d"`) {
			t.Errorf("copied %q", got)
		}
		s.paste(field, "hello") // a wrong one changes nothing
		if field.whole().Reveal() != key {
			t.Error("a wrong text replaced the key")
		}
	}, shop())
}

func TestServerNamesWhatItOffers(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.probe = func(string) (tokenclient.ProbeResult, error) {
			r := found()
			r.Discovery.GrantTypes = []string{
				"urn:openid:params:grant-type:ciba", "password", "implicit",
				"urn:ietf:params:oauth:grant-type:uma-ticket", "urn:ietf:params:oauth:grant-type:token-exchange",
			}
			r.Discovery.AuthMethods = []string{"private_key_jwt"}
			return r, nil
		}
		s.newProfile()
		before := s.form.grant.value()
		s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/shop")
		var named []string
		for _, c := range []*choice{s.form.grant, s.form.auth} {
			for i, text := range c.pick.Options {
				if strings.HasSuffix(text, "named by the server") {
					named = append(named, c.words[i])
				}
			}
		}
		s.wantShown("the server offers: login on the phone (CIBA), password, token exchange, permissions (UMA)")
		if want := []string{"ciba", "password", "private_key_jwt"}; !slices.Equal(named, want) {
			t.Errorf("named %q, want %q", named, want)
		}
		if len(s.form.grant.words) != len(profile.Grants()) || s.form.grant.value() != before {
			t.Errorf("grants %q, chosen %q", s.form.grant.words, s.form.grant.value())
		}
	})
}

func TestKeptThingsCanBeRemoved(t *testing.T) {
	onStage(t, func(s *stage) {
		s.edit()
		s.wantShown("kept; paste or open another")
		for _, m := range []*materialField{s.form.more.key.key, s.form.more.way.certificate} {
			test.Tap(m.drop)
		}
		if got := s.save(); got.Client.KeyID != "" || got.Client.CertificateID != "" || got.Connection.ProxyPasswordID != "q0" {
			t.Errorf("saved %+v %+v", got.Client, got.Connection)
		}
	}, func() profile.Profile {
		p := shop()
		p.Client = profile.Client{ID: "shop-web", Auth: tokenclient.AuthPrivateKeyJWT, KeyID: "k0", CertificateID: "x0"}
		p.Connection = profile.Connection{Proxy: "http://p:1", ProxyUser: "me", ProxyPasswordID: "q0"}
		return p
	}())
}
