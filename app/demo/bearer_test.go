package demo

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestUserInfo(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	want := map[string]any{
		"sub": "a11ce000-0000-4000-8000-000000000001", "email_verified": true, "name": "Alice Ahlberg",
		"groups": []any{"/sales"}, "preferred_username": "alice", "given_name": "Alice", "family_name": "Ahlberg",
		"email": "alice@demo.example",
	}
	for name, a := range map[string]answer{
		"header":              b.get(oidc+"/userinfo", "Authorization: Bearer "+set.AccessToken),
		"header, lower case":  b.get(oidc+"/userinfo", "Authorization: bearer "+set.AccessToken),
		"header of a POST":    b.post(oidc+"/userinfo", "", "Authorization: Bearer "+set.AccessToken),
		"form of a POST":      b.post(oidc+"/userinfo", "access_token="+set.AccessToken),
		"form beside nothing": b.post(oidc+"/userinfo", "x=y&access_token="+set.AccessToken),
	} {
		if diff := cmp.Diff(decode[map[string]any](t, a.body), want); diff != "" || a.status != 200 {
			t.Errorf("%s: %d (-got +want):\n%s", name, a.status, diff)
		}
	}
}

func TestUserInfoRefuses(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	noOpenID := b.token(alice)
	const bad = `Bearer realm="demo", error="invalid_token", error_description="Token verification failed"`
	for name, tt := range map[string]struct {
		header string
		status int
		want   string
	}{
		"no token":       {"", 401, `Bearer realm="demo"`},
		"other scheme":   {basic("alice", "x"), 401, `Bearer realm="demo"`},
		"garbage":        {"Authorization: Bearer x", 401, bad},
		"refresh token":  {"Authorization: Bearer " + set.RefreshToken, 401, bad},
		"ID token":       {"Authorization: Bearer " + set.IDToken, 401, bad},
		"changed":        {"Authorization: Bearer " + set.AccessToken + "x", 401, bad},
		"without openid": {"Authorization: Bearer " + noOpenID.AccessToken, 403, `Bearer realm="demo", error="insufficient_scope", error_description="Missing openid scope"`},
		"of another realm": {
			"Authorization: Bearer " + newBench(t, Options{}).token(alice+"&scope=openid").AccessToken, 401, bad,
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.get(oidc+"/userinfo", tt.header)
			if a.status != tt.status || a.header.Get("WWW-Authenticate") != tt.want || a.body != "" {
				t.Errorf("userinfo = %d %q %q, want %d %q and no body", a.status, a.header.Get("WWW-Authenticate"), a.body, tt.status, tt.want)
			}
		})
	}
	if a := b.get("http://localhost:4711"+oidc+"/userinfo", "Authorization: Bearer "+set.AccessToken); a.status != 401 {
		t.Errorf("token of another issuer name = %d, want 401", a.status)
	}
}

func TestAccessTokenEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		set := b.token(alice + "&scope=openid")
		ask := func() int { return b.get(oidc+"/userinfo", "Authorization: Bearer "+set.AccessToken).status }
		time.Sleep(299 * time.Second)
		if got := ask(); got != 200 {
			t.Errorf("userinfo after 299 s = %d, want 200", got)
		}
		time.Sleep(time.Second)
		if got := ask(); got != 401 {
			t.Errorf("userinfo after 300 s = %d, want 401", got)
		}
	})
}

// ask introspects as demo-api.
func (b *bench) ask(token string) map[string]any {
	b.t.Helper()
	a := b.post(oidc+"/token/introspect", "token="+token, basic("demo-api", "demo-secret-api"))
	if a.status != http.StatusOK {
		b.t.Fatalf("introspect = %d %s", a.status, a.body)
	}
	return decode[map[string]any](b.t, a.body)
}

func TestIntrospection(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	got := b.ask(set.AccessToken)
	if got["active"] != true || got["username"] != "alice" || got["client_id"] != "demo-web" || got["token_type"] != "Bearer" || got["realm_access"] == nil {
		t.Errorf("introspection = %v", got)
	}
	service := b.token("grant_type=client_credentials", basic("demo-service", "demo-secret-service"))
	if got := b.ask(service.AccessToken); got["active"] != true || got["username"] != "service-account-demo-service" {
		t.Errorf("service token = %v", got)
	}
	inactive := map[string]any{"active": false}
	for name, token := range map[string]string{
		"garbage":                 "x",
		"refresh token of others": set.RefreshToken,
		"ID token":                set.IDToken,
	} {
		if diff := cmp.Diff(b.ask(token), inactive); diff != "" {
			t.Errorf("%s (-got +want):\n%s", name, diff)
		}
	}
	a := b.post(oidc+"/token/introspect", "token="+set.AccessToken, basic("demo-service", "demo-secret-service"))
	if a.body != `{"active":false}` {
		t.Errorf("a caller outside the audience sees %s, want active false alone", a.body)
	}
}

func TestIntrospectionOfOwnRefreshToken(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token("grant_type=password&username=alice&password=demo-pass-alice", basic("demo-api", "demo-secret-api"))
	got := b.ask(set.RefreshToken)
	if got["active"] != true || got["username"] != "alice" || got["token_type"] != "Refresh" {
		t.Errorf("introspection = %v", got)
	}
	b.token("grant_type=refresh_token&refresh_token="+set.RefreshToken, basic("demo-api", "demo-secret-api"))
	if got := b.ask(set.RefreshToken); got["active"] != false {
		t.Errorf("a used refresh token = %v, want inactive", got)
	}
}

func TestIntrospectionRefuses(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ form, header, want string }{
		"no client":     {"token=x", "", "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"wrong secret":  {"token=x", basic("demo-api", "x"), "Unauthorized | unauthorized_client | Invalid client or Invalid client credentials"},
		"public client": {"token=x" + asWeb, "", "Forbidden | invalid_request | Client not allowed."},
		"no token":      {"", basic("demo-api", "demo-secret-api"), "Bad Request | invalid_request | Token not provided."},
		"unknown hint":  {"token=x&token_type_hint=saml", basic("demo-api", "demo-secret-api"), "Bad Request | invalid_request | Unsupported token type [saml]."},
		"twice":         {"token=x&token=y", basic("demo-api", "demo-secret-api"), "Bad Request | invalid_request | duplicated parameter"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(oidc+"/token/introspect", tt.form, tt.header).said(t); got != tt.want {
				t.Errorf("introspect = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRevocation(t *testing.T) {
	b := newBench(t, Options{})
	revoke := func(token string) answer { return b.post(oidc+"/revoke", "token="+token+asWeb) }
	set := b.token(alice + "&scope=openid")
	if a := revoke(set.AccessToken); a.status != 200 || a.body != "" {
		t.Errorf("revoke access = %d %q, want 200 and nothing", a.status, a.body)
	}
	if got := b.ask(set.AccessToken); got["active"] != false {
		t.Errorf("a revoked access token = %v, want inactive", got)
	}
	set = b.token(renew(set.RefreshToken)) // the session lives on
	if a := revoke(set.RefreshToken); a.status != 200 || a.body != "" {
		t.Errorf("revoke refresh = %d %q, want 200 and nothing", a.status, a.body)
	}
	b.refused(renew(set.RefreshToken), detachedText)
	if got := b.ask(set.AccessToken); got["active"] != false {
		t.Errorf("an access token of a revoked session = %v, want inactive", got)
	}
	offline := b.token(alice + "&scope=offline_access")
	revoke(offline.RefreshToken)
	b.refused(renew(offline.RefreshToken), "Bad Request | invalid_grant | Offline user session not found")
}

func TestRevocationRefuses(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	for name, tt := range map[string]struct{ form, header, want string }{
		"no client":         {"token=x", "", "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"no token":          {"x=y" + asWeb, "", "Bad Request | invalid_request | Token not provided"},
		"already invalid":   {"token=x" + asWeb, "", "OK | invalid_token | Invalid token"},
		"of another client": {"token=" + set.RefreshToken, basic("demo-api", "demo-secret-api"), "Bad Request | invalid_request | Unmatching clients"},
		"ID token":          {"token=" + set.IDToken + asWeb, "", "Bad Request | unsupported_token_type | Unsupported token type"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(oidc+"/revoke", tt.form, tt.header).said(t); got != tt.want {
				t.Errorf("revoke = %q, want %q", got, tt.want)
			}
		})
	}
	b.token(renew(set.RefreshToken))
}
