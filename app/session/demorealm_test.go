package session

import (
	"testing"
	"time"

	"realmscope/app/demo"
	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// patience is how long a test waits for the demo realm on a busy machine.
const patience = time.Minute

// atDemo is a session owner with the real protocol and the demo realm.
func atDemo(t *testing.T) (*owner, map[string]profile.Profile) {
	t.Helper()
	server, err := demo.Start(t.Context(), demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := &owner{t: t, vault: vault.NewSession(), posted: make(chan func(), 10_000)}
	o.s = New(Params{
		Base: t.Context(), Post: func(f func()) { o.posted <- f }, Vault: o.vault,
		Client: Network(tokenclient.New(tokenclient.Options{})), OpenURL: o.openURL,
	})
	t.Cleanup(func() {
		o.s.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	byClient := map[string]profile.Profile{}
	for _, p := range demo.Profiles(server.URL()) {
		if p.Grant == profile.GrantPassword {
			byClient[p.Client.ID] = p
		}
	}
	return o, byClient
}

// idle runs what is posted until the session has nothing to do.
func (o *owner) idle(k Key) State {
	o.t.Helper()
	end := time.After(patience)
	for o.s.State(k).Busy != "" {
		select {
		case f := <-o.posted:
			f()
		case <-end:
			o.t.Fatalf("%s does not end", o.s.State(k).Busy)
		}
	}
	return o.s.State(k)
}

// loggedIn has tokens for alice from the demo realm.
func (o *owner) loggedIn(p profile.Profile) State {
	o.t.Helper()
	known := demo.Secrets(p)
	o.s.Fetch(p, "alice", Typed{Password: known.Passwords["alice"], ClientSecret: known.ClientSecret})
	st := o.idle(Key{p.ID, "alice"})
	if st.Tokens == nil {
		o.t.Fatalf("no tokens: %+v", st.Failure)
	}
	return st
}

func TestErrandsAtTheDemoRealm(t *testing.T) {
	o, profiles := atDemo(t)
	p := profiles["demo-app"]
	k := Key{p.ID, "alice"}
	o.loggedIn(p)

	for _, which := range []Which{WhichAccess, WhichRefresh} {
		o.s.Introspect(p, "alice", which)
		if i := o.idle(k).Answers.Introspection; i == nil || !i.Active || i.Which != which {
			t.Errorf("introspection of the %s token: %+v", which, i)
		}
	}
	o.s.FetchKeys(p, "alice")
	st := o.idle(k)
	if keys := st.Answers.Keys; keys == nil || len(keys.All) != 3 || keys.All[0].Certificate == nil && keys.All[1].Certificate == nil {
		t.Errorf("keys %+v, failure %+v", keys, st.Failure)
	}
	o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-api", Permissions: []string{"orders#write"}, Mode: PermissionToken})
	if got := o.idle(k).Answers.Permissions; got == nil || got.Tokens == nil || len(got.List) != 1 || got.List[0].Resource != "orders" {
		t.Fatalf("permissions %+v", got)
	}
	o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-api", Permissions: []string{"reports"}, Mode: PermissionToken, Upgrade: true})
	if got := o.idle(k).Answers.Permissions; len(got.List) != 2 || !got.Tokens.Set.Upgraded() {
		t.Errorf("upgraded permissions %+v", got.List)
	}
	o.s.ExchangeToken(p, "alice", ExchangeAsk{Subject: k, Audience: []string{"demo-api"}, RequestedType: ExchangeTypes()[0]})
	if x := o.idle(k).Answers.Exchange; x == nil || x.Type != ExchangeTypes()[0] || x.Differences[0].Change == ChangeSame {
		t.Errorf("exchange %+v", x)
	}
	o.s.RefreshWith(p, "alice", []string{"profile", "email"})
	if st := o.idle(k); st.Answers.Narrowed == nil || st.Tokens.ID != nil {
		t.Errorf("narrowed %+v, failure %+v", st.Answers.Narrowed, st.Failure)
	}
	for _, which := range []Which{WhichAccess, WhichRefresh} {
		o.s.Revoke(p, "alice", which)
		if st := o.idle(k); st.Failure != nil || st.Tokens.revocation(which) == nil || st.Tokens.revocation(which).Already {
			t.Errorf("revocation of the %s token: %+v", which, st.Failure)
		}
	}
	o.s.Introspect(p, "alice", WhichAccess)
	if i := o.idle(k).Answers.Introspection; i.Active || i.Why.ID != "token_inactive" {
		t.Errorf("a revoked token: %+v", i)
	}
}

func TestWhatAPublicClientMayAskTheDemoRealm(t *testing.T) {
	o, profiles := atDemo(t)
	p := profiles["demo-web"]
	k := Key{p.ID, "alice"}
	o.loggedIn(p)
	o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-api", Mode: PermissionDecision})
	if got := o.idle(k).Answers.Permissions; got == nil || !got.Granted || got.Mode != PermissionDecision {
		t.Errorf("decision %+v", got)
	}
	for name, tt := range map[string]struct {
		do     func()
		advice string
	}{
		"introspection": {func() { o.s.Introspect(p, "alice", WhichAccess) }, "introspection_public"},
		"exchange":      {func() { o.s.ExchangeToken(p, "alice", ExchangeAsk{Subject: k}) }, "exchange_public"},
		"an unknown resource": {func() {
			o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-api", Permissions: []string{"x"}})
		}, "uma_resource"},
		"no resource server": {func() { o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-web"}) }, "uma_off"},
		"more than is allowed": {func() {
			o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "demo-api", Permissions: []string{"#burn"}})
		}, "uma_scope"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.do()
			if st := o.idle(k); st.Failure == nil || st.Failure.Advice.ID != tt.advice || st.Tokens == nil {
				t.Errorf("failure %+v, want %s", st.Failure, tt.advice)
			}
		})
	}
}
