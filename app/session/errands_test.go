package session

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

func TestRevoke(t *testing.T) {
	for _, which := range []Which{WhichAccess, WhichRefresh} {
		t.Run(string(which), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				before := o.fetched(shop())
				o.client.errands.done = tokenclient.Revocation{Notes: []string{"already_invalid"}, Status: 200}
				o.s.Revoke(shop(), "alice", which)
				o.settle()
				want := protocolAt + "revoke web secret-canary " + o.state(alice).Token(which).Reveal() + " " + string(which) + "_token"
				if o.client.errands.asked[0] != want {
					t.Errorf("asked %s\nwant  %s", o.client.errands.asked[0], want)
				}
				st := o.state(alice)
				r := st.Tokens.revocation(which)
				if r == nil || !r.Already || r.At.IsZero() || before.revocation(which) != nil {
					t.Fatalf("revocation %+v", r)
				}
				clock := st.Clocks.Access
				if which == WhichRefresh {
					clock = st.Clocks.Refresh
					if st.Clocks.Session.Phase != PhaseRevoked || st.Clocks.Access.Phase != PhaseLive {
						t.Errorf("clocks %+v", st.Clocks)
					}
				}
				if clock.Phase != PhaseRevoked || !clock.End.Equal(r.At) || clock.Left != 0 {
					t.Errorf("clock %+v", clock)
				}
				if st.CanRevoke(which) || st.CanRefresh() == (which == WhichRefresh) || !st.CanIntrospect(which) {
					t.Error("what can be done does not fit a revoked token")
				}
				o.s.Revoke(shop(), "alice", which)
				o.settle()
				if len(o.client.errands.asked) != 1 {
					t.Error("revoked twice")
				}
				o.fetched(shop())
				if o.state(alice).Tokens.revocation(which) != nil {
					t.Error("a new token is shown as revoked")
				}
			})
		})
	}
}

func TestRefreshWithFewerScopes(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		granted := "openid profile email"
		o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			a := answer(set{})
			a.Scope = granted
			return a, nil
		}
		o.fetched(shop())
		o.s.RefreshWith(shop(), "alice", nil)
		o.s.RefreshWith(shop(), "alice", []string{"openid", "more"})
		o.settle()
		if n := len(o.client.requests()); n != 1 {
			t.Fatalf("%d requests, want none for nothing or for more", n-1)
		}
		granted = "openid email"
		o.s.RefreshWith(shop(), "alice", []string{"openid"})
		o.settle()
		if r := o.client.requests()[1]; r.Scope != "openid" || r.Grant.GrantType() != "refresh_token" {
			t.Errorf("asked for %q by %s", r.Scope, r.Grant.GrantType())
		}
		st := o.state(alice)
		if n := st.Answers.Narrowed; n == nil || n.Asked != "openid" || n.Granted != granted || n.Generation != st.Tokens.Generation {
			t.Errorf("narrowed %+v", n)
		}
		if diff := cmp.Diff(st.Tokens.Scopes(), []string{"openid", "email", "profile"}); diff != "" || !st.CanNarrow() {
			t.Errorf("scopes (-got +want):\n%s", diff)
		}
		granted = "openid profile email"
		o.s.Refresh(shop(), "alice")
		o.settle()
		if r := o.client.requests()[2]; r.Scope != "" || o.state(alice).Answers.Narrowed != nil {
			t.Errorf("a plain refresh asks for %q", r.Scope)
		}
	})
}

func TestExchange(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		subject := o.fetched(shop())
		o.client.reply = func(_ context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			a := answer(set{access: jwt(`{"sub":"u1","aud":"api"}`), refresh: "-", expires: 60 * time.Second})
			a.Members = []tokenclient.Member{{Name: "issued_token_type", JSON: `"` + tokenclient.TypeAccessToken + `"`}}
			return a, nil
		}
		ask := ExchangeAsk{Subject: alice, Audience: []string{"api", "web"}, Scope: "email", RequestedType: tokenclient.TypeAccessToken}
		o.s.ExchangeToken(shop(), "alice", ask)
		o.settle()
		r := o.client.requests()[1]
		g, _ := r.Grant.(tokenclient.TokenExchange)
		if g.SubjectToken != subject.Set.AccessToken || len(g.Audience) != 2 || r.Scope != "email" || g.RequestedTokenType != tokenclient.TypeAccessToken || r.Auth.Secret.Reveal() != "secret-canary" {
			t.Errorf("asked for %+v by %+v", g, r.Auth)
		}
		st := o.state(alice)
		x := st.Answers.Exchange
		if x == nil || x.Subject != subject || st.Tokens != subject || x.Type != tokenclient.TypeAccessToken || len(x.Differences) == 0 {
			t.Fatalf("exchanged %+v", x)
		}
		if c := st.Answers.ExchangeClock; c.Phase != PhaseLive || c.Left != time.Minute {
			t.Errorf("clock %+v", c)
		}
		o.states = nil
		o.pass(61 * time.Second)
		if c := o.states[len(o.states)-1].Answers.ExchangeClock; c.Phase != PhaseExpired {
			t.Errorf("the result's clock stands at %+v", c)
		}
		o.client.reply = nil
		o.s.ExchangeToken(shop(), "alice", ExchangeAsk{Pasted: NewSecret("opaque"), PastedType: tokenclient.TypeJWT, SubjectIssuer: "idp"})
		o.settle()
		g, _ = o.client.requests()[2].Grant.(tokenclient.TokenExchange)
		if g.SubjectToken.Reveal() != "opaque" || g.SubjectTokenType != tokenclient.TypeJWT || g.SubjectIssuer != "idp" {
			t.Errorf("pasted: %+v", g)
		}
	})
}

func TestExchangeOfAnotherSession(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		subject := o.fetched(shop())
		other := shop()
		other.ID, other.Name, other.Client.ID, other.Client.Auth = "p2", "other", "other", tokenclient.AuthNone
		foreign := other
		foreign.ID, foreign.Realm.Base = "p3", "https://other.test"
		if got := o.s.Subjects(other, "bob"); len(got) != 1 || got[0].Key != alice || got[0].Owner != "alice" || got[0].Clock.Phase != PhaseLive {
			t.Errorf("subjects %+v", got)
		}
		if got := o.s.Subjects(foreign, "bob"); len(got) != 0 {
			t.Errorf("subjects of another origin: %+v", got)
		}
		o.s.ExchangeToken(foreign, "bob", ExchangeAsk{Subject: alice})
		o.settle()
		if f := o.state(Key{"p3", "bob"}).Failure; len(o.client.requests()) != 1 || f == nil || f.Advice.ID != "other_server" {
			t.Errorf("failure %+v, want other_server and nothing sent", f)
		}
		o.s.ExchangeToken(other, "bob", ExchangeAsk{Subject: alice})
		o.settle()
		r := o.client.requests()[1]
		if g, _ := r.Grant.(tokenclient.TokenExchange); g.SubjectToken != subject.Set.AccessToken || r.Auth.ClientID != "other" {
			t.Errorf("asked %+v", r)
		}
		st := o.state(Key{"p2", "bob"})
		if st.Tokens != nil || st.Answers.Exchange == nil || st.Token(WhichExchanged).Empty() {
			t.Errorf("state %+v", st)
		}
	})
}

func TestExchangeRefusalsThatAreNoCredentials(t *testing.T) {
	for _, tt := range []struct {
		status, failures int
	}{{400, 0}, {401, 1}} {
		inBubble(t, func(t *testing.T, o *owner) {
			o.fetched(shop())
			o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
				e := refused("invalid_client", "Audience not found")
				e.Status = tt.status
				return tokenclient.TokenSet{}, e
			}
			o.s.ExchangeToken(shop(), "alice", ExchangeAsk{Subject: alice})
			o.settle()
			if got := o.state(alice).Failures; got != tt.failures {
				t.Errorf("%d counts as %d refusals, want %d", tt.status, got, tt.failures)
			}
		})
	}
}

func TestPermissions(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		before := o.fetched(shop())
		e := &o.client.errands
		e.uma = tokenclient.UMAResult{Granted: true, Tokens: answer(set{access: jwt(
			`{"authorization":{"permissions":[{"rsid":"1","rsname":"orders","scopes":["read",7]},"x"]},"exp":9999999999}`)}), Status: 200}
		o.s.AskPermissions(shop(), "alice", PermissionAsk{Audience: "api", Permissions: []string{"orders#read"}, Mode: PermissionToken})
		o.settle()
		if e.asked[0] != protocolAt+"token bearer "+before.Set.AccessToken.Reveal() {
			t.Errorf("asked %s", e.asked[0])
		}
		p := o.state(alice).Answers.Permissions
		want := []Permission{{Resource: "orders", ID: "1", Scopes: []string{"read"}}}
		if p == nil || !p.Granted || p.Mode != PermissionToken || p.Tokens == nil || cmp.Diff(p.List, want) != "" {
			t.Fatalf("permissions %+v", p)
		}
		if c := o.state(alice).Answers.RPTClock; c.Phase != PhaseLive {
			t.Errorf("clock %+v", c)
		}
		rpt := p.Tokens.Set.AccessToken
		e.uma = tokenclient.UMAResult{Mode: tokenclient.UMADecision, Granted: true}
		o.s.AskPermissions(shop(), "alice", PermissionAsk{Audience: "api", Mode: PermissionDecision, Upgrade: true})
		o.settle()
		g, _ := e.grant.Grant.(tokenclient.UMATicket)
		if p := o.state(alice).Answers.Permissions; g.RPT != rpt || g.Mode != tokenclient.UMADecision || p.Mode != PermissionDecision || !p.Granted {
			t.Errorf("sent %+v, got %+v", g, p)
		}
		denied := refused("access_denied", "not_authorized")
		denied.Status, denied.Grant = 403, tokenclient.UMATicket{}.GrantType()
		e.err = denied
		o.s.AskPermissions(shop(), "alice", PermissionAsk{Audience: "api", Mode: PermissionDecision})
		o.settle()
		st := o.state(alice)
		if p := st.Answers.Permissions; p.Granted || st.Failure == nil || st.Failure.Advice.ID != "uma_denied" {
			t.Errorf("denied: %+v, failure %+v", p, st.Failure)
		}
	})
}

// ecKey is a published key with a certificate about signer's.
func ecKey(t *testing.T, own, signer *ecdsa.PrivateKey) tokenclient.PublishedKey {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "shop"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(2e9, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &signer.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	json := fmt.Sprintf(`{"x5c":["%s"]}`, base64.StdEncoding.EncodeToString(der))
	return tokenclient.PublishedKey{ID: "k1", Type: "EC", Public: &own.PublicKey, JSON: tokenclient.NewSecret(json)}
}

func TestKeys(t *testing.T) {
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	other, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	inBubble(t, func(t *testing.T, o *owner) {
		broken := tokenclient.PublishedKey{ID: "k2", Use: "enc", Notes: []string{"private"}, JSON: NewSecret(`{"x5c":["!"]}`)}
		o.client.errands.keys = tokenclient.KeySet{
			Keys: []tokenclient.PublishedKey{ecKey(t, own, own), ecKey(t, own, other), broken}, Notes: []string{"bom"}, Status: 200,
		}
		o.s.FetchKeys(shop(), "alice") // with no tokens at all
		o.settle()
		st := o.state(alice)
		k := st.Answers.Keys
		if k == nil || k.Address != protocolAt+"certs" || o.client.errands.asked[0] != k.Address || len(k.All) != 3 || st.Last.Op != OpKeys {
			t.Fatalf("keys %+v", k)
		}
		if c := k.All[0].Certificate; c == nil || c.OtherKey || c.Ends.Unix() != 2e9 || c.Subject != "CN=shop" {
			t.Errorf("certificate %+v", c)
		}
		if c := k.All[1].Certificate; c == nil || !c.OtherKey {
			t.Errorf("certificate of another key %+v", c)
		}
		if k.All[2].Certificate != nil || !k.All[2].Private() {
			t.Errorf("broken key %+v", k.All[2])
		}
		token := func(kid string) *inspect.Token {
			return inspect.Decode(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256","kid":"`+kid+`"}`)) + ".e30.c2ln")
		}
		if !k.All[0].Signs(token("k1")) || k.All[0].Signs(token("k2")) || k.All[2].Signs(token("k2")) || k.All[0].Signs(nil) {
			t.Error("the wrong key is marked")
		}
		o.fetched(shop())
		if o.state(alice).Answers.Keys != k {
			t.Error("a fetch forgot the keys")
		}
	})
}

func TestDifferences(t *testing.T) {
	before := inspect.Decode(jwt(`{"sub":"u1","aud":["a","b"],"scope":"x y","realm_access":{"roles":["r"]},"resource_access":{"c":{"roles":["1"]}},"exp":1,"azp":"web","same":{"a":1}}`))
	after := inspect.Decode(jwt(`{"new":true,"sub":"u1","aud":"b","scope":"y x","realm_access":{"roles":["r","s"]},"resource_access":{"c":{"roles":["1","2"]}},"exp":2,"same":{"a":1},"twice":1,"twice":2}`))
	var got []string
	for _, d := range Differences(before, after) {
		got = append(got, fmt.Sprint(d.Name, " ", d.Change, " ", d.Added, " ", d.Removed))
	}
	want := []string{
		"new came [] []", "twice came [] []", "azp went [] []", "aud changed [] [a]", "realm_access changed [s] []",
		"resource_access changed [c: 2] []", "exp changed [] []", "sub same [] []", "scope same [] []", "same same [] []",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
	if got := Differences(nil, inspect.Decode("opaque")); len(got) != 0 {
		t.Errorf("two unreadable tokens differ by %+v", got)
	}
}
