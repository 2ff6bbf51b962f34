package profile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

// shop is a whole profile: every field is set.
func shop() Profile {
	return Profile{
		ID: "0123456789abcdef", Name: "claroshop dev", Environment: Development,
		Realm:  tokenclient.Realm{Base: "https://sso.dev.claroshop.com/auth", Name: "shop"},
		Client: Client{ID: "shop-web", Auth: tokenclient.AuthPost, SecretID: "c0"},
		Grant:  GrantPassword, Scope: "openid email",
		Accounts: []Account{{Username: "alice", PasswordID: "a0"}, {Username: "bob"}},
		ParamsIn: tokenclient.ParamsInQuery, TokenEndpoint: "https://sso.dev.claroshop.com/token",
		AllowHTTP: true, Template: "claroshop",
	}
}

func TestNewIDIsValidAndNew(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id := NewID()
		if !validID(id) || seen[id] {
			t.Fatalf("NewID() = %q, want 16 hex digits never seen before", id)
		}
		seen[id] = true
	}
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"0123456789abcdef": true, "": false, "0123456789ABCDEF": false,
		"0123456789abcde": false, "0123456789abcdef0": false, "../../etc/passwd": false,
	} {
		if got := validID(id); got != want {
			t.Errorf("validID(%q) = %v, want %v", id, got, want)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	p := shop()
	c := p.Clone()
	if diff := cmp.Diff(c, p); diff != "" {
		t.Fatalf("Clone differs (-got +want):\n%s", diff)
	}
	c.Accounts[0].Username = "mallory"
	if got := p.Accounts[0].Username; got != "alice" {
		t.Errorf("changing the copy changed the original to %q, want alice", got)
	}
}

func TestEndpoint(t *testing.T) {
	p := shop()
	if got, want := p.Endpoint(), "https://sso.dev.claroshop.com/token"; got != want {
		t.Errorf("Endpoint() = %q, want the one agreed to, %q", got, want)
	}
	p.TokenEndpoint = ""
	want := "https://sso.dev.claroshop.com/auth/realms/shop/protocol/openid-connect/token"
	if got := p.Endpoint(); got != want {
		t.Errorf("Endpoint() = %q, want the path table's, %q", got, want)
	}
}

func TestServerHidesHTTPSOnly(t *testing.T) {
	p := shop()
	if got, want := p.Server(), "sso.dev.claroshop.com/auth"; got != want {
		t.Errorf("Server() = %q, want %q", got, want)
	}
	p.Realm.Base = "http://sso.example.com"
	if got, want := p.Server(), "http://sso.example.com"; got != want {
		t.Errorf("Server() = %q, want %q", got, want)
	}
}

func TestSecretIDs(t *testing.T) {
	if diff := cmp.Diff(shop().SecretIDs(), []string{"c0", "a0"}); diff != "" {
		t.Errorf("SecretIDs() differs (-got +want):\n%s", diff)
	}
	if got := (Profile{}).SecretIDs(); len(got) != 0 {
		t.Errorf("SecretIDs() of an empty profile = %v, want none", got)
	}
}
