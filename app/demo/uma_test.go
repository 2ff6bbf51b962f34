package demo

import (
	"net/http"
	"strings"
	"testing"
)

const uma = "grant_type=" + grantUMA + "&audience=demo-api"

func bearer(token string) string { return "Authorization: Bearer " + token }

func TestPermissionsFollowTheRoles(t *testing.T) {
	b := newBench(t, Options{})
	bob := strings.ReplaceAll(alice, "alice", "bob")
	const orders, reports = "0de20000-0000-4000-8000-000000000001", "2e902700-0000-4000-8000-000000000002"
	for name, tt := range map[string]struct {
		who, ask string
		want     string
	}{
		"all that alice may":        {alice, "", `[{"scopes":["read","write"],"rsid":"` + orders + `","rsname":"orders"},{"scopes":["read"],"rsid":"` + reports + `","rsname":"reports"}]`},
		"all that bob may":          {bob, "", `[{"scopes":["read"],"rsid":"` + orders + `","rsname":"orders"}]`},
		"one scope":                 {alice, "&permission=orders%23write", `[{"scopes":["write"],"rsid":"` + orders + `","rsname":"orders"}]`},
		"by id, without the name":   {bob, "&permission=" + orders + "&response_include_resource_name=false", `[{"scopes":["read"],"rsid":"` + orders + `"}]`},
		"a scope of every resource": {alice, "&permission=%23read", `[{"scopes":["read"],"rsid":"` + orders + `","rsname":"orders"},{"scopes":["read"],"rsid":"` + reports + `","rsname":"reports"}]`},
		"two of one resource":       {alice, "&permission=orders%23write&permission=orders%23read", `[{"scopes":["write","read"],"rsid":"` + orders + `","rsname":"orders"}]`},
		"part of a list":            {bob, "&permission=orders%23read,write", `[{"scopes":["read"],"rsid":"` + orders + `","rsname":"orders"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			token := b.token(tt.who).AccessToken
			a := b.post(oidc+"/token", uma+"&response_mode=permissions"+tt.ask, bearer(token))
			if a.status != http.StatusOK || a.body != tt.want {
				t.Errorf("got %d %s, want %s", a.status, a.body, tt.want)
			}
			if d := b.post(oidc+"/token", uma+"&response_mode=decision"+tt.ask, bearer(token)); d.body != `{"result":true}` {
				t.Errorf("decision %s", d.body)
			}
		})
	}
}

func TestRequestingPartyToken(t *testing.T) {
	b := newBench(t, Options{})
	token := b.token(alice).AccessToken
	first := decode[umaAnswer](t, b.post(oidc+"/token", uma+"&permission=orders%23read", bearer(token)).body)
	c, _ := b.verified(first.AccessToken)
	if first.Upgraded || c["aud"] != "demo-api" || !strings.HasPrefix(c["jti"].(string), "onrtpg:") || c["preferred_username"] != "alice" {
		t.Errorf("upgraded %v, claims %v", first.Upgraded, c)
	}
	second := decode[umaAnswer](t, b.post(oidc+"/token", uma+"&permission=reports&rpt="+first.AccessToken, bearer(token)).body)
	c, _ = b.verified(second.AccessToken)
	if list := c["authorization"].(map[string]any)["permissions"].([]any); !second.Upgraded || len(list) != 2 {
		t.Errorf("upgraded %v, permissions %v", second.Upgraded, list)
	}
	api := basic("demo-api", "demo-secret-api")
	for hint, want := range map[string]bool{"": false, "&token_type_hint=requesting_party_token": true} {
		found := decode[map[string]any](t, b.post(oidc+"/token/introspect", "token="+second.AccessToken+hint, api).body)
		if _, has := found["permissions"]; found["active"] != true || has != want {
			t.Errorf("introspected with %q: %v", hint, found)
		}
	}
}

func TestPermissionsRefused(t *testing.T) {
	b := newBench(t, Options{})
	token := b.token(alice).AccessToken
	bob := b.token(strings.ReplaceAll(alice, "alice", "bob")).AccessToken
	const start = "grant_type=" + grantUMA
	for name, tt := range map[string]struct{ form, header, want string }{
		"no token":             {uma, "", "Bad Request | invalid_grant | Invalid bearer token"},
		"a client's secret":    {uma, basic("demo-api", "demo-secret-api"), "Bad Request | invalid_grant | Invalid bearer token"},
		"a broken token":       {uma, bearer(token + "x"), "Bad Request | invalid_grant | Invalid bearer token"},
		"no resource server":   {start, bearer(token), "Bad Request | invalid_request | Client does not support permissions"},
		"an unknown one":       {start + "&audience=nobody", bearer(token), "Bad Request | invalid_request | Unknown resource server id: [nobody]"},
		"an unknown resource":  {uma + "&permission=nothing", bearer(token), "Bad Request | invalid_resource | Resource with id [nothing] does not exist."},
		"an unknown scope":     {uma + "&permission=orders%23burn", bearer(token), "Bad Request | invalid_scope | One of the given scopes [burn] is invalid"},
		"a mode":               {uma + "&response_mode=x", bearer(token), "Bad Request | invalid_request | Invalid response_mode"},
		"a ticket":             {uma + "&ticket=x", bearer(token), "Forbidden | invalid_ticket | Invalid permission ticket."},
		"not allowed":          {uma + "&permission=reports", bearer(bob), "Forbidden | access_denied | not_authorized"},
		"an access token":      {uma + "&rpt=" + token, bearer(token), "Forbidden | invalid_rpt | RPT signature is invalid"},
		"an audience repeated": {uma + "&audience=demo-api", bearer(token), "Bad Request | invalid_request | duplicated parameter"},
	} {
		t.Run(name, func(t *testing.T) {
			b.refused(tt.form, tt.want, tt.header)
		})
	}
}

func TestTheAppMayIntrospectAndExchange(t *testing.T) {
	b := newBench(t, Options{})
	app := basic("demo-app", "demo-secret-app")
	set := b.token("grant_type=password&username=alice&password=demo-pass-alice&scope=openid", app)
	if found := decode[map[string]any](t, b.post(oidc+"/token/introspect", "token="+set.AccessToken, app).body); found["active"] != true || found["username"] != "alice" {
		t.Errorf("introspected %v", found)
	}
	out := b.token("grant_type="+grantExchange+"&audience=demo-api&subject_token_type="+typeAccessToken+"&subject_token="+set.AccessToken, app)
	if c, _ := b.verified(out.AccessToken); c["aud"] != "demo-api" {
		t.Errorf("exchanged token %v", c)
	}
	if a := b.post(oidc+"/revoke", "token="+set.AccessToken, app); a.status != http.StatusOK || a.body != "" {
		t.Errorf("revoked with %d %s", a.status, a.body)
	}
	if a := b.post(oidc+"/token/introspect", "token="+set.AccessToken, app); a.body != `{"active":false}` {
		t.Errorf("a revoked token is %s", a.body)
	}
}
