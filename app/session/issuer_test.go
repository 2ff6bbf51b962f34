package session

import (
	"errors"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// keyed is what the fake client publishes and answers about tokens.
type keyed struct {
	set     tokenclient.KeySet
	fails   error
	asked   []string
	active  bool
	checked []string
}

func TestIssuerIsASavedProfileOrARealmsAddress(t *testing.T) {
	first, second := shop(), shop()
	second.ID, second.Client.ID = "p2", "batch"
	for name, tt := range map[string]struct {
		iss, client    string
		ok             bool
		profile, host  string
		plain, private bool
	}{
		"the first profile of the realm":  {iss: first.Realm.Endpoints().Issuer, ok: true, profile: first.ID, host: "sso.test", private: true},
		"the profile of the client":       {iss: first.Realm.Endpoints().Issuer, client: "batch", ok: true, profile: "p2", host: "sso.test", private: true},
		"a slash at the end":              {iss: first.Realm.Endpoints().Issuer + "/", ok: true, profile: first.ID, host: "sso.test", private: true},
		"a realm that nobody saved":       {iss: "https://id.example.com:8443/auth/realms/x", ok: true, host: "id.example.com:8443"},
		"a private address by plain http": {iss: "http://10.0.0.7:8080/realms/x", ok: true, host: "10.0.0.7:8080", plain: true, private: true},
		"this machine":                    {iss: "http://[::1]:8080/realms/x", ok: true, host: "[::1]:8080", plain: true, private: true},
		"the cloud's metadata":            {iss: "http://169.254.169.254/realms/x", ok: true, host: "169.254.169.254", plain: true, private: true},
		"no address":                      {iss: "myself"},
		"an address in a text":            {iss: "see https://id.example.com/realms/x please"},
		"another provider":                {iss: "https://accounts.example.com"},
		"a scheme of its own":             {iss: "file:///etc/passwd"},
		"nothing":                         {},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := IssuerOf([]profile.Profile{first, second}, tt.iss, tt.client)
			if ok != tt.ok || got.Profile.ID != tt.profile || got.Host != tt.host || got.Plain != tt.plain || got.Private != tt.private {
				t.Errorf("IssuerOf(%q) = %v %q %q plain %v private %v, want %+v", tt.iss, ok, got.Profile.ID, got.Host, got.Plain, got.Private, tt)
			}
		})
	}
}

func TestKeysAreAskedForAndKept(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		i, ok := IssuerOf([]profile.Profile{shop()}, shop().Realm.Endpoints().Issuer, "")
		if !ok || !o.s.KeptKeys(i).Empty() || o.s.MayReload(i) {
			t.Fatal("keys before anybody asked")
		}
		set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		o.client.keyed.set, o.client.discovery.Endpoints = set, shop().Realm.Endpoints()
		var got []KeysAnswer
		o.s.AskKeys(i, func(a KeysAnswer) { got = append(got, a) })
		o.s.AskKeys(i, func(KeysAnswer) { t.Error("an answer after cancel") })()
		o.settle()
		if len(got) != 1 || got[0].Keys.Source() != inspect.SourceRealm || o.s.KeptKeys(i).Source() != inspect.SourceCached {
			t.Errorf("answers %v, kept %q", got, o.s.KeptKeys(i).Source())
		}
		if o.s.MayReload(i) {
			t.Error("may be asked again at once")
		}
		time.Sleep(reloadPause)
		if !o.s.MayReload(i) {
			t.Error("may not be asked again after a minute")
		}
		other := i
		other.Profile.Connection.Insecure = true
		if !o.s.KeptKeys(other).Empty() {
			t.Error("the keys serve a profile with another connection")
		}
	})
}

func TestKeysAtAnotherOriginAreNotAskedFor(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		i, _ := IssuerOf(nil, "https://id.example.com/realms/x", "")
		o.client.discovery.Endpoints.JWKS = "https://elsewhere.example/keys"
		var got KeysAnswer
		o.s.AskKeys(i, func(a KeysAnswer) { got = a })
		o.settle()
		if got.Failure == nil || got.Failure.Advice.ID != adviceOtherOrigin || len(o.client.keyed.asked) != 0 {
			t.Errorf("failure %+v, asked %v", got.Failure, o.client.keyed.asked)
		}
	})
}

func TestTheRealmIsAskedAboutAToken(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		p.Client.SecretID = ""
		i, _ := IssuerOf([]profile.Profile{p}, p.Realm.Endpoints().Issuer, "")
		var got ServerAnswer
		o.s.AskServer(i, tokenclient.NewSecret("token-canary"), func(a ServerAnswer) { got = a })
		o.settle()
		if got.Held != reasonNoSecret || len(o.client.keyed.checked) != 0 {
			t.Errorf("without a secret: %+v, asked %v", got, o.client.keyed.checked)
		}
		i, _ = IssuerOf([]profile.Profile{keptShop(t, o.vault)}, p.Realm.Endpoints().Issuer, "")
		o.client.keyed.active = true
		o.s.AskServer(i, tokenclient.NewSecret("token-canary"), func(a ServerAnswer) { got = a })
		o.settle()
		const want = "https://sso.test/realms/shop/protocol/openid-connect/token/introspect web kept-secret token-canary"
		if got.Introspection == nil || !got.Introspection.Active || got.Introspection.At.IsZero() || len(o.client.keyed.checked) != 1 || o.client.keyed.checked[0] != want {
			t.Errorf("with one: %+v, asked %v", got, o.client.keyed.checked)
		}
		o.client.keyed.fails = errors.New("token-canary")
		o.s.AskServer(i, tokenclient.NewSecret("token-canary"), func(a ServerAnswer) { got = a })
		o.settle()
		if got.Failure == nil {
			t.Error("no failure")
		}
	})
}
