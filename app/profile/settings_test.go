package profile

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

// authority is a certificate in PEM, made for the test.
func authority(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true}
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// whole is a profile with something in every field.
func whole() Profile {
	p := shop()
	p.Client = Client{
		ID: "web", Auth: tokenclient.AuthPrivateKeyJWT, SecretID: "c0", KeyID: "k0", KeyAlgorithm: "PS256", KeyName: "2026",
		CertificateID: "x0", DPoP: true, DPoPKeyID: "d0",
	}
	p.Login = Login{Prompt: "login consent", ACRValues: "gold silver", IdentityProvider: "github", Port: 8765, RedirectHost: "localhost", RedirectPath: "/back", PAR: true}
	p.Backchannel = Backchannel{Message: "W4SCT", Expiry: 90}
	p.Origins = []string{"https://mtls.sso.test"}
	p.Extra = []Extra{{Name: "audience", Value: "api & more"}, {Name: "tenant_key", SecretID: "e0"}, {Name: "empty"}}
	p.Connection = Connection{
		CA: "-----BEGIN CERTIFICATE-----\n…", OnlyCA: true, Proxy: "http://proxy.test:3128", ProxyUser: "me",
		ProxyPasswordID: "q0", Insecure: true, Timeout: 45,
	}
	return p
}

func TestEveryFieldSurvivesTheFile(t *testing.T) {
	d, err := newDocument().with(whole())
	if err != nil {
		t.Fatal(err)
	}
	text, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := readDocument(text)
	if err != nil {
		t.Fatalf("read %s: %v", text, err)
	}
	if diff := cmp.Diff(back.profiles(), []Profile{whole()}); diff != "" {
		t.Errorf("profile came back otherwise (-got +want):\n%s", diff)
	}
}

func TestSettingsThatAreEmptyLeaveNoTrace(t *testing.T) {
	d, err := newDocument().with(whole())
	if err != nil {
		t.Fatal(err)
	}
	p := shop()
	p.ID = whole().ID
	if d, err = d.with(p); err != nil {
		t.Fatal(err)
	}
	text, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"login", "backchannel", "extra", "connection", "key_id", "dpop", "certificate_id"} {
		if strings.Contains(string(text), `"`+name+`"`) {
			t.Errorf("the file still holds %q:\n%s", name, text)
		}
	}
}

// later is a file of a later release, with unknown members in every object.
const later = `{"schema":1,"profiles":[{"id":"0123456789abcdef","name":"x","environment":"test",` +
	`"realm":{"base":"https://h","name":"r"},"client":{"id":"c","auth":"none","later":1},"grant":"password",` +
	`"login":{"port":1,"later":2},"backchannel":{"later":3},"connection":{"timeout":30,"later":{"a":4}},` +
	`"extra":[{"name":"a","value":"1","later":5},{"name":"b","later":6}]}]}`

func TestUnknownMembersOfSettingsSurvive(t *testing.T) {
	d, err := readDocument([]byte(later))
	if err != nil {
		t.Fatal(err)
	}
	p := d.profiles()[0]
	p.Login, p.Connection = Login{}, Connection{Proxy: ProxyNone}
	p.Extra = []Extra{{Name: "b", Value: "2"}, {Name: "a"}}
	if d, err = d.with(p); err != nil {
		t.Fatal(err)
	}
	got, err := encode(d.entries[0].raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"login":{"later":2}`, `"backchannel":{"later":3}`, `"connection":{"later":{"a":4},"proxy":"none"}`,
		`"extra":[{"name":"b","later":6,"value":"2"},{"name":"a","later":5}]`, `"client":{"id":"c","auth":"none","later":1}`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("file lacks %s:\n%s", want, got)
		}
	}
}

func TestSettingsOfAnotherKindDamageTheFile(t *testing.T) {
	for _, bad := range []string{
		`"login":{"port":"80"}`, `"login":[]`, `"connection":{"timeout":1.5}`, `"extra":{}`, `"extra":["a"]`,
		`"backchannel":{"message":7}`, `"extra":[{"name":"a","name":"b"}]`,
	} {
		text := strings.Replace(later, `"environment":"test"`, bad, 1)
		text = strings.Replace(text, `"login":{"port":1,"later":2},"backchannel":{"later":3},"connection":{"timeout":30,"later":{"a":4}},`, "", 1)
		if strings.Contains(bad, "extra") {
			text = text[:strings.Index(text, `,"extra":[{"name":"a","value"`)] + "}]}"
		}
		if _, err := readDocument([]byte(text)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestAllSecretsOfAProfile(t *testing.T) {
	p := whole()
	got := p.SecretIDs()
	slices.Sort(got)
	if diff := cmp.Diff(got, []string{"a0", "c0", "d0", "e0", "k0", "q0", "x0"}); diff != "" {
		t.Errorf("SecretIDs() differs (-got +want):\n%s", diff)
	}
	bare := p.WithoutSecrets()
	if left := bare.SecretIDs(); len(left) != 0 {
		t.Errorf("WithoutSecrets() names %v", left)
	}
	if len(p.SecretIDs()) != 7 {
		t.Error("WithoutSecrets changed the profile that it was asked of")
	}
}

func TestValidateNamesTheProblemOfSettings(t *testing.T) {
	browser := func(change func(*Login)) func(*Profile) {
		return func(p *Profile) { p.Grant = GrantAuthorizationCode; change(&p.Login) }
	}
	ciba := func(change func(*Backchannel)) func(*Profile) {
		return func(p *Profile) { p.Grant = GrantCIBA; change(&p.Backchannel) }
	}
	for name, tt := range map[string]spoilt{
		"public client and CIBA": {
			func(p *Profile) { p.Grant, p.Client.Auth = GrantCIBA, tokenclient.AuthNone }, Problem{Field: FieldAuth, Code: "auth.public_client"},
		},
		"public client and assertion": {
			func(p *Profile) { p.Grant, p.Client.Auth = GrantJWTBearer, tokenclient.AuthNone }, Problem{Field: FieldAuth, Code: "auth.public_client"},
		},
		"certificate without TLS": {
			func(p *Profile) { p.Client.Auth, p.TokenEndpoint = tokenclient.AuthTLS, "http://127.0.0.1/t" }, Problem{Field: FieldAuth, Code: "auth.certificate_plain"},
		},
		"key and HMAC": {
			func(p *Profile) { p.Client.Auth, p.Client.KeyAlgorithm = tokenclient.AuthPrivateKeyJWT, "HS256" }, Problem{Field: FieldKeyAlgorithm, Code: "algorithm.unknown"},
		},
		"secret and RSA": {
			func(p *Profile) { p.Client.Auth, p.Client.KeyAlgorithm = tokenclient.AuthSecretJWT, "RS256" }, Problem{Field: FieldKeyAlgorithm, Code: "algorithm.unknown"},
		},
		"kid with a line break": {
			func(p *Profile) { p.Client.Auth, p.Client.KeyName = tokenclient.AuthPrivateKeyJWT, "a\nb" }, Problem{Field: FieldKeyName, Code: "control"},
		},
		"unknown prompt":         {browser(func(l *Login) { l.Prompt = "login dance" }), Problem{Field: FieldPrompt, Code: "prompt.unknown"}},
		"none and more":          {browser(func(l *Login) { l.Prompt = "none login" }), Problem{Field: FieldPrompt, Code: "prompt.alone"}},
		"negative port":          {browser(func(l *Login) { l.Port = -1 }), Problem{Field: FieldPort, Code: "port.range"}},
		"port out of range":      {browser(func(l *Login) { l.Port = 65536 }), Problem{Field: FieldPort, Code: "port.range"}},
		"redirect elsewhere":     {browser(func(l *Login) { l.RedirectHost = "evil.example" }), Problem{Field: FieldRedirect, Code: "redirect.form"}},
		"redirect with a star":   {browser(func(l *Login) { l.ReadRedirect("http://localhost:8080/*") }), Problem{Field: FieldRedirect, Code: "redirect.form"}},
		"bidi in the provider":   {browser(func(l *Login) { l.IdentityProvider = "a\u202e" }), Problem{Field: FieldProvider, Code: "control"}},
		"endless levels":         {browser(func(l *Login) { l.ACRValues = strings.Repeat("a", 2049) }), Problem{Field: FieldACRValues, Code: "too_long"}},
		"message of 51":          {ciba(func(b *Backchannel) { b.Message = strings.Repeat("a", 51) }), Problem{Field: FieldMessage, Code: "message.long"}},
		"message with a blank":   {ciba(func(b *Backchannel) { b.Message = "pay 20" }), Problem{Field: FieldMessage, Code: "message.plain"}},
		"message with an accent": {ciba(func(b *Backchannel) { b.Message = "ñ" }), Problem{Field: FieldMessage, Code: "message.plain"}},
		"negative expiry":        {ciba(func(b *Backchannel) { b.Expiry = -1 }), Problem{Field: FieldExpiry, Code: "expiry.range"}},
		"expiry of a day":        {ciba(func(b *Backchannel) { b.Expiry = 86400 }), Problem{Field: FieldExpiry, Code: "expiry.range"}},
	} {
		t.Run(name, tt.check)
	}
}

func TestValidateNamesTheProblemOfParametersAndConnection(t *testing.T) {
	via := func(change func(*Connection)) func(*Profile) {
		return func(p *Profile) { change(&p.Connection) }
	}
	extra := func(list ...Extra) func(*Profile) { return func(p *Profile) { p.Extra = list } }
	for name, tt := range map[string]spoilt{
		"parameter without a name": {extra(Extra{Name: "a"}, Extra{Value: "b"}), Problem{Field: FieldExtra, Code: "extra.missing", Row: 1}},
		"parameter twice":          {extra(Extra{Name: "a"}, Extra{Name: "a"}), Problem{Field: FieldExtra, Code: "extra.duplicate", Row: 1}},
		"parameter of the grant":   {extra(Extra{Name: "grant_type", Value: "x"}), Problem{Field: FieldExtra, Code: "extra.reserved"}},
		"parameter of the login":   {extra(Extra{Name: "response_mode", Value: "fragment"}), Problem{Field: FieldExtra, Code: "extra.reserved"}},
		"secret in the file":       {extra(Extra{Name: "a", Value: "b", SecretID: "c"}), Problem{Field: FieldExtra, Code: "extra.value"}},
		"value with a line break":  {extra(Extra{Name: "a", Value: "b\r\nc"}), Problem{Field: FieldExtra, Code: "control"}},
		"authority that is none":   {via(func(c *Connection) { c.CA = "hello" }), Problem{Field: FieldCA, Code: "ca.syntax"}},
		"authority that is cut": {
			via(func(c *Connection) {
				c.CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
			}), Problem{Field: FieldCA, Code: "ca.syntax"},
		},
		"private key as authority": {via(func(c *Connection) { c.CA = "-----BEGIN RSA PRIVATE KEY-----" }), Problem{Field: FieldCA, Code: "ca.private"}},
		"endless authority":        {via(func(c *Connection) { c.CA = strings.Repeat("a", 64<<10+1) }), Problem{Field: FieldCA, Code: "ca.long"}},
		"only an authority":        {via(func(c *Connection) { c.OnlyCA = true }), Problem{Field: FieldCA, Code: "ca.missing"}},
		"proxy of another kind":    {via(func(c *Connection) { c.Proxy = "ftp://p:1" }), Problem{Field: FieldProxy, Code: "proxy.syntax"}},
		"proxy with a path":        {via(func(c *Connection) { c.Proxy = "http://p:1/a" }), Problem{Field: FieldProxy, Code: "proxy.syntax"}},
		"proxy with a user":        {via(func(c *Connection) { c.Proxy = "http://u:p@p:1" }), Problem{Field: FieldProxy, Code: "proxy.userinfo"}},
		"proxy user with a colon":  {via(func(c *Connection) { c.Proxy, c.ProxyUser = "p:1", "a:b" }), Problem{Field: FieldProxyUser, Code: "proxy.user"}},
		"limit of 4 s":             {via(func(c *Connection) { c.Timeout = 4 }), Problem{Field: FieldTimeout, Code: "timeout.range"}},
		"limit of 121 s":           {via(func(c *Connection) { c.Timeout = 121 }), Problem{Field: FieldTimeout, Code: "timeout.range"}},
		"negative limit":           {via(func(c *Connection) { c.Timeout = -5 }), Problem{Field: FieldTimeout, Code: "timeout.range"}},
	} {
		t.Run(name, tt.check)
	}
}

func TestValidateCapsTheParameters(t *testing.T) {
	p := sound()
	for range maxExtra + 1 {
		p.Extra = append(p.Extra, Extra{Name: NewID()})
	}
	if diff := cmp.Diff(p.Validate(), []Problem{{Field: FieldExtra, Code: "extra.many", Row: maxExtra}}); diff != "" {
		t.Errorf("Validate() differs (-got +want):\n%s", diff)
	}
}

func TestValidateTakesSoundSettings(t *testing.T) {
	ca := authority(t)
	for name, change := range map[string]func(*Profile){
		"all prompts but none":    func(p *Profile) { p.Login.Prompt = "login consent select_account create" },
		"no prompt":               func(p *Profile) { p.Login.Prompt = "none" },
		"the last port":           func(p *Profile) { p.Login.Port = 65535 },
		"wishes of another grant": func(p *Profile) { p.Grant, p.Login.Prompt = GrantPassword, "of a later release" },
		"a message of 50": func(p *Profile) {
			p.Grant, p.Backchannel = GrantCIBA, Backchannel{Message: strings.Repeat("a-._+/!?#9", 5), Expiry: 3600}
		},
		"an authority":         func(p *Profile) { p.Connection.CA = ca },
		"only that authority":  func(p *Profile) { p.Connection.CA, p.Connection.OnlyCA = ca, true },
		"two authorities":      func(p *Profile) { p.Connection.CA = ca + "# between\n" + ca },
		"proxy without scheme": func(p *Profile) { p.Connection.Proxy = "proxy.test:3128" },
		"proxy by SOCKS":       func(p *Profile) { p.Connection.Proxy = "socks5h://127.0.0.1:1080" },
		"no proxy":             func(p *Profile) { p.Connection.Proxy = ProxyNone },
		"the least limit":      func(p *Profile) { p.Connection.Timeout = 5 },
		"the longest limit":    func(p *Profile) { p.Connection.Timeout = 120 },
		"a parameter":          func(p *Profile) { p.Extra = []Extra{{Name: "audience", Value: "a&b=c ñ"}, {Name: "flag"}} },
		"an algorithm of a key": func(p *Profile) {
			p.Client.Auth, p.Client.KeyAlgorithm = tokenclient.AuthPrivateKeyJWT, "EdDSA"
		},
		"an algorithm of a secret": func(p *Profile) { p.Client.Auth, p.Client.KeyAlgorithm = tokenclient.AuthSecretJWT, "HS512" },
		"a certificate": func(p *Profile) {
			p.Client.Auth = tokenclient.AuthSelfSignedTLS
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := sound()
			p.Grant = GrantAuthorizationCode
			change(&p)
			if got := p.Validate(); len(got) != 0 {
				t.Errorf("Validate() = %v, want nothing", got)
			}
		})
	}
}

func TestRedirectsAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]Login{
		"":                               {},
		" http://127.0.0.1/callback ":    {},
		"8765":                           {Port: 8765},
		"http://localhost:8080/back/to":  {RedirectHost: "localhost", Port: 8080, RedirectPath: "/back/to"},
		"http://evil.example/callback":   {RedirectPath: "http://evil.example/callback"},
		"http://127.0.0.1:8765/callback": {Port: 8765},
	} {
		l := Login{Prompt: "login", RedirectHost: "::1", RedirectPath: "/old", Port: 1}
		l.ReadRedirect(text)
		want.Prompt = "login"
		if l != want {
			t.Errorf("%q is read as %+v, want %+v", text, l, want)
		}
	}
	for want, l := range map[string]Login{
		"": {}, "http://127.0.0.1:8765/callback": {Port: 8765}, "http://[::1]/callback": {RedirectHost: "::1"},
	} {
		if got := l.RedirectText(); got != want {
			t.Errorf("%+v is written as %q, want %q", l, got, want)
		}
	}
}
