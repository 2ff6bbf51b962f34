package session

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

func TestWishesOfABrowserLogin(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := site()
		p.Login = profile.Login{Prompt: "login", ACRValues: "gold", IdentityProvider: "github", Port: 8765, RedirectHost: "localhost", RedirectPath: "/back", PAR: true}
		p.Extra = []profile.Extra{{Name: "ui_locales", Value: "es"}, {Name: "tenant_key", SecretID: "k"}}
		p.Client.DPoP = true
		o.client.discovery.Endpoints.PushedAuthorization = "https://sso.test/par"
		record := vault.Record{Kind: vault.KindParameter, Owner: vault.Owner{Origin: "https://sso.test", ClientID: "web"}, Secret: tokenclient.NewSecret("t3")}
		if err := o.vault.Put(t.Context(), "k", record); err != nil {
			t.Fatal(err)
		}
		o.waits(p, "alice")
		if len(o.client.logins) != 1 {
			t.Fatalf("state %+v", o.state(Key{ProfileID: "p1", Account: "alice"}))
		}
		l := o.client.logins[0]
		got := []any{l.Prompt, l.ACRValues, l.IDPHint, l.RedirectHost, l.RedirectPort, l.RedirectPath, l.UsePAR, l.LoginHint, names(l.Extra), names(l.TokenExtra), l.DPoP.Empty()}
		want := []any{"login", "gold", "github", "localhost", 8765, "/back", true, "alice", "ui_locales=es", "ui_locales=es tenant_key=t3", false}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("login differs (-got +want):\n%s", diff)
		}
	})
}

// names are parameters in short.
func names(params []tokenclient.Param) string {
	var out []string
	for _, p := range params {
		out = append(out, p.Name+"="+p.Value.Reveal())
	}
	return strings.Join(out, " ")
}

// phone is a profile with CIBA.
func phone() profile.Profile {
	p := shop()
	p.Grant, p.Scope = profile.GrantCIBA, "email"
	p.Backchannel, p.Login.ACRValues = profile.Backchannel{Message: "W4SCT", Expiry: 90}, "gold"
	p.Extra = []profile.Extra{{Name: "tenant", Value: "7"}}
	return p
}

func TestBackchannelLogin(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.Fetch(phone(), "", Typed{})
		o.settle()
		if got := o.state(Key{ProfileID: "p1"}).Needs; !slices.Equal(got, []Need{NeedUsername, NeedClientSecret}) {
			t.Fatalf("needs %v", got)
		}
		began := wall()
		o.client.phone = fakeBackchannel{agreed: make(chan error, 1), answer: tokenclient.BackchannelAuthentication{
			ExpiresIn: tokenclient.Lifetime{Known: true, Value: 90 * time.Second}, ReceivedAt: began,
		}}
		o.s.Fetch(phone(), "alice", Typed{ClientSecret: typed.ClientSecret})
		o.settle()
		want := tokenclient.BackchannelRequest{
			LoginHint: "alice", Scope: "openid email", BindingMessage: "W4SCT", ACRValues: "gold", RequestedExpiry: 90 * time.Second,
			Extra: []tokenclient.Param{{Name: "tenant", Value: tokenclient.NewSecret("7")}},
		}
		if diff := cmp.Diff(o.client.phone.wishes, []tokenclient.BackchannelRequest{want}, cmp.Comparer(func(a, b Secret) bool { return a == b })); diff != "" {
			t.Errorf("request differs (-got +want):\n%s", diff)
		}
		if want := "https://sso.test/realms/shop/protocol/openid-connect/ext/ciba/auth web secret-canary"; o.client.phone.asked[0] != want {
			t.Errorf("asked %q, want %q", o.client.phone.asked[0], want)
		}
		w := o.state(alice).Waiting
		if w == nil || w.Kind != WaitApproval || w.Account != "alice" || w.Message != "W4SCT" || !w.URL.Empty() || !w.Deadline.Equal(began.Add(90*time.Second)) {
			t.Fatalf("waiting is %+v", w)
		}
		o.s.OpenAgain(alice)
		if len(o.opener.urls) != 0 {
			t.Errorf("opened %q for a wait without an address", o.opener.urls)
		}
		o.client.phone.agreed <- nil
		o.settle()
		if st := o.state(alice); st.Tokens == nil || st.Waiting != nil || names(o.client.phone.polled[0].Extra) != "tenant=7" {
			t.Errorf("state %+v, polled %+v", st, o.client.phone.polled)
		}
	})
}

func TestBackchannelLoginThatIsRefusedOrCancelled(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.phone.agreed = make(chan error, 1)
		o.s.Fetch(phone(), "alice", Typed{ClientSecret: typed.ClientSecret})
		o.settle()
		o.s.Cancel(alice)
		o.settle()
		if st := o.state(alice); st.Busy != "" || st.Waiting != nil || st.Failure != nil {
			t.Errorf("after the cancel: %+v", st)
		}
		o.s.Fetch(phone(), "alice", Typed{ClientSecret: typed.ClientSecret})
		o.settle()
		o.client.phone.agreed <- refused("access_denied", "not authorized")
		o.settle()
		if st := o.state(alice); st.Failure == nil || st.Failure.Advice.ID != "approval_denied" {
			t.Errorf("after the refusal: %+v", st.Failure)
		}
	})
}

func TestAssertionOfAPersonIsAskedForEachTime(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		p.Grant = profile.GrantJWTBearer
		assertion := tokenclient.NewSecret(jwt(`{"sub":"alice"}`))
		for range 2 {
			o.s.Fetch(p, "", Typed{ClientSecret: typed.ClientSecret})
			o.settle()
			if got := o.state(robotKey).Needs; !slices.Equal(got, []Need{NeedAssertion}) {
				t.Fatalf("needs %v", got)
			}
			o.s.Fetch(p, "", Typed{Assertion: assertion, Keep: true})
			o.settle()
		}
		asked := o.client.requests()
		if len(asked) != 2 || asked[1].Grant != (tokenclient.JWTBearer{Assertion: assertion}) || asked[1].Auth.Secret != typed.ClientSecret {
			t.Fatalf("asked %+v, failure %+v", asked, o.state(robotKey).Failure)
		}
		for _, line := range o.kept {
			if !strings.Contains(line, string(vault.KindClientSecret)) {
				t.Errorf("kept %q", line)
			}
		}
	})
}

func TestTokensBoundToAKey(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		bound := answer(set{})
		bound.TokenType = "DPoP"
		o.client.reply = after(0, bound, nil)
		o.client.who = func(_ string, _ Secret, kind string) (tokenclient.UserInfo, error) {
			return tokenclient.UserInfo{}, errors.New(kind)
		}
		var whoKind string
		o.client.who = func(_ string, _ Secret, kind string) (tokenclient.UserInfo, error) {
			whoKind = kind
			return tokenclient.UserInfo{Raw: tokenclient.NewSecret(`{}`)}, nil
		}
		p := shop()
		p.Client.DPoP = true
		o.fetched(p)
		if len(o.kept) != 1 || !strings.Contains(o.kept[0], string(vault.KindDPoPKey)) {
			t.Fatalf("kept %q, want the new key though nothing typed is to be kept", o.kept)
		}
		p.Client.DPoPKeyID = o.kept[0][strings.LastIndex(o.kept[0], " ")+1:]
		o.s.Refresh(p, "alice")
		o.settle()
		o.s.WhoAmI(p, "alice")
		o.settle()
		o.s.Fetch(p, "alice", typed) // with the kept key
		o.settle()
		asked := o.client.requests()
		key := asked[0].DPoP
		if len(asked) != 3 || key.Empty() {
			t.Fatalf("asked %d times, key %v", len(asked), key)
		}
		for i, r := range asked {
			if r.DPoP.Thumbprint() != key.Thumbprint() {
				t.Errorf("request %d has another key", i)
			}
		}
		if whoKind != "DPoP "+key.Thumbprint() {
			t.Errorf("userinfo was asked with %q", whoKind)
		}
		if len(o.kept) != 1 {
			t.Errorf("kept %q, want one key", o.kept)
		}
		p.Client.DPoP = false // edited while bound tokens live
		o.s.Refresh(p, "alice")
		o.settle()
		if got := o.client.requests()[3].DPoP; got.Thumbprint() != key.Thumbprint() {
			t.Error("a refresh of bound tokens went without their key")
		}
	})
}

func TestCertificateGoesToTheRealmsAddressForIt(t *testing.T) {
	cert := certificate(t)
	for name, tt := range map[string]struct {
		alias, chosen, want string
		asks                bool
	}{
		"no alias":                 {"", "", "https://sso.test/realms/shop/protocol/openid-connect/token", false},
		"an alias of the origin":   {"https://sso.test/mtls/token", "", "https://sso.test/mtls/token", false},
		"an alias elsewhere":       {"https://mtls.test/token", "", "", true},
		"an endpoint of one's own": {"https://mtls.test/token", "https://own.test/token", "https://own.test/token", false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := robot()
				p.Client = profile.Client{ID: "web", Auth: tokenclient.AuthTLS}
				p.TokenEndpoint = tt.chosen
				o.client.discovery.MTLS.Token = tt.alias
				o.s.Fetch(p, "", Typed{ClientCertificate: cert})
				o.settle()
				if st := o.state(robotKey); asksForAnOrigin(st) != tt.asks {
					t.Fatalf("needs %v, failure %+v", st.Needs, st.Failure)
				}
				if tt.asks {
					return
				}
				o.s.Refresh(p, "")
				o.settle()
				o.s.LogOut(p, "")
				o.settle()
				asked := o.client.requests()
				if len(asked) != 2 || asked[0].Endpoint != tt.want || asked[1].Endpoint != tt.want {
					t.Fatalf("asked %+v, want %s twice", asked, tt.want)
				}
				if want := strings.TrimSuffix(tt.want, "token") + "logout"; len(o.client.outs) != 1 || !strings.HasPrefix(o.client.outs[0], want) {
					t.Errorf("logged out at %q, want %s", o.client.outs, want)
				}
			})
		})
	}
}
