package tokenclient_test

import (
	"net/http"
	"strings"
	"testing"

	"realmscope/app/demo"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// demoServer is a running demo realm and its endpoints.
type demoServer struct {
	client *tokenclient.Client
	realm  tokenclient.Realm
	at     tokenclient.Endpoints
}

func startDemo(t *testing.T) demoServer {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	r := tokenclient.Realm{Base: s.URL(), Name: demo.RealmName}
	d := demoServer{client: tokenclient.New(tokenclient.Options{}), realm: r}
	found, err := d.client.Discover(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	d.at = found.Endpoints
	return d
}

func (d demoServer) tokens(t *testing.T, scope string) tokenclient.TokenSet {
	t.Helper()
	set, err := d.client.Token(t.Context(), tokenclient.TokenRequest{
		Endpoint: d.at.Token, Auth: tokenclient.ClientAuth{ClientID: "demo-web"}, Scope: scope,
		Grant: tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("demo-pass-alice")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func api() tokenclient.ClientAuth {
	return tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "demo-api", Secret: tokenclient.NewSecret("demo-secret-api")}
}

func web() tokenclient.ClientAuth { return tokenclient.ClientAuth{ClientID: "demo-web"} }

func adviceOn(err error) string {
	if err == nil {
		return ""
	}
	return tokenclient.Advise(err).ID
}

func TestDemoRealmBeyondTheTokenEndpoint(t *testing.T) {
	d := startDemo(t)
	set := d.tokens(t, "openid email")
	seen, err := d.client.Introspect(t.Context(), d.at.Introspection, api(), set.AccessToken, "access_token")
	if err != nil || !seen.Active || len(seen.Notes) != 0 || len(seen.Members) < 10 {
		t.Fatalf("introspection: %t, notes %q, %d members, %v", seen.Active, seen.Notes, len(seen.Members), err)
	}
	user, err := d.client.UserInfo(t.Context(), d.at.UserInfo, set.AccessToken, set.TokenType)
	subject, _ := inspect.Decode(set.IDToken.Reveal()).Claim("sub")
	if err != nil || user.Form != tokenclient.UserInfoJSON || user.Subject == "" || user.Subject != subject.Text {
		t.Errorf("UserInfo about %q, ID token about %q: %v", user.Subject, subject.Text, err)
	}
	if r, err := d.client.Revoke(t.Context(), d.at.Revocation, web(), set.AccessToken, "access_token"); err != nil || len(r.Notes) != 0 {
		t.Errorf("revocation %+v, %v", r, err)
	}
	if seen, err = d.client.Introspect(t.Context(), d.at.Introspection, api(), set.AccessToken, ""); err != nil || seen.Active || seen.Advise().ID != "token_inactive" {
		t.Errorf("a revoked token is %+v, %v", seen, err)
	}
	if _, err := d.client.UserInfo(t.Context(), d.at.UserInfo, set.AccessToken, "Bearer"); adviceOn(err) != "token_refused" {
		t.Errorf("UserInfo for a revoked token: %v", err)
	}
	if r, err := d.client.Revoke(t.Context(), d.at.Revocation, web(), tokenclient.NewSecret("no-token"), ""); err != nil || r.Advise().ID != "revoked_already" {
		t.Errorf("revoking nothing: %+v, %v", r, err)
	}
	if err := d.client.Logout(t.Context(), d.at.EndSession, web(), set.RefreshToken); err != nil {
		t.Errorf("logout: %v", err)
	}
	keys, err := d.client.JWKS(t.Context(), d.at.JWKS)
	if err != nil || len(keys.Keys) != 3 || len(keys.Skipped)+len(keys.Notes) != 0 {
		t.Errorf("%d keys, skipped %+v, notes %q, %v", len(keys.Keys), keys.Skipped, keys.Notes, err)
	}
	kid := inspect.Decode(set.AccessToken.Reveal()).KeyID()
	if len(keys.Find(kid)) != 1 {
		t.Errorf("the key %q of the access token is not published", kid)
	}
}

func TestDemoRealmRefusesInWordsThatAreKnown(t *testing.T) {
	d := startDemo(t)
	plain, open := d.tokens(t, ""), d.tokens(t, "openid")
	garbage := tokenclient.NewSecret("garbage")
	wrong := api()
	wrong.Secret = garbage
	introspect := func(a tokenclient.ClientAuth, token tokenclient.Secret, hint string) error {
		_, err := d.client.Introspect(t.Context(), d.at.Introspection, a, token, hint)
		return err
	}
	userInfo := func(token tokenclient.Secret) error {
		_, err := d.client.UserInfo(t.Context(), d.at.UserInfo, token, "Bearer")
		return err
	}
	revoke := func(a tokenclient.ClientAuth, token tokenclient.Secret) error {
		_, err := d.client.Revoke(t.Context(), d.at.Revocation, a, token, "")
		return err
	}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"a public client introspects":       {introspect(web(), open.AccessToken, ""), "introspection_public"},
		"a hint of another world":           {introspect(api(), open.AccessToken, "banana"), "token_hint_unknown"},
		"a wrong secret":                    {introspect(wrong, open.AccessToken, ""), "client_secret"},
		"UserInfo without openid":           {userInfo(plain.AccessToken), "openid_missing"},
		"UserInfo for a refresh token":      {userInfo(open.RefreshToken), "token_refused"},
		"UserInfo for garbage":              {userInfo(garbage), "token_refused"},
		"revoking another client's token":   {revoke(api(), open.RefreshToken), "revoke_other_client"},
		"revoking an ID token":              {revoke(web(), open.IDToken), "revoke_token_type"},
		"logging out with garbage":          {d.client.Logout(t.Context(), d.at.EndSession, web(), garbage), "already_logged_out"},
		"logging out with another's token":  {d.client.Logout(t.Context(), d.at.EndSession, api(), open.RefreshToken), "refresh_other_client"},
		"logging out with an access token":  {d.client.Logout(t.Context(), d.at.EndSession, web(), open.AccessToken), "already_logged_out"},
		"keys at a path that is none":       {keysAt(t, d, d.at.JWKS+"/x"), "wrong_path"},
		"keys of a realm that is not there": {keysAt(t, d, strings.Replace(d.at.JWKS, "/demo/", "/Demo/", 1)), "realm_not_found"},
	} {
		if got := adviceOn(tt.err); got != tt.want {
			t.Errorf("%s: %v, advice %q, want %q", name, tt.err, got, tt.want)
		}
	}
}

func keysAt(t *testing.T, d demoServer, address string) error {
	_, err := d.client.JWKS(t.Context(), address)
	return err
}

func TestDemoRealmLogsOutInTheBrowser(t *testing.T) {
	d := startDemo(t)
	set := d.tokens(t, "openid")
	address, err := tokenclient.LogoutURL(d.at.EndSession, set.IDToken, "http://127.0.0.1:4711/bye", "demo-web", "s&1")
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := resp.Header.Get("Location"); got != "http://127.0.0.1:4711/bye?state=s%261" {
		t.Errorf("status %d, sent to %q", resp.StatusCode, got)
	}
	if _, err := d.client.UserInfo(t.Context(), d.at.UserInfo, set.AccessToken, ""); adviceOn(err) != "token_refused" {
		t.Errorf("after the logout: %v", err)
	}
}

func TestConnectionTestOnTheDemoRealm(t *testing.T) {
	d := startDemo(t)
	public := tokenclient.ConnectionTest{
		Realm: d.realm, Auth: web(), GrantType: "password", RedirectURI: "http://127.0.0.1:1234/cb",
		Grant: tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("demo-pass-alice")},
	}
	service := public
	service.Auth = tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "demo-locked", Secret: tokenclient.NewSecret("demo-secret-locked")}
	service.GrantType, service.Grant = "client_credentials", tokenclient.ClientCredentials{}
	code := public
	code.GrantType, code.RedirectURI = "authorization_code", "https://evil.example/cb"
	for name, tt := range map[string]struct {
		in   tokenclient.ConnectionTest
		send bool
		want string
	}{
		"a public client":         {public, false, "literal connected plain_local found public allowed login"},
		"and its password":        {public, true, "literal connected plain_local found public granted login"},
		"a client with all off":   {service, false, "literal connected plain_local found accepted off returned"},
		"a redirect that is none": {code, false, "literal connected plain_local found public redirect refused"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range d.client.TestConnection(t.Context(), tt.in, tt.send, nil) {
				got = append(got, s.Reason[strings.LastIndexByte(s.Reason, '.')+1:])
			}
			if all := strings.Join(got, " "); all != tt.want {
				t.Errorf("got  %s\nwant %s", all, tt.want)
			}
		})
	}
}
