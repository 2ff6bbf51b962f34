package realkeycloak_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/tokenclient/realkeycloak"
)

// openid gets tokens of alice with the scope openid.
func (w wire) openid(t *testing.T, a tokenclient.ClientAuth) tokenclient.TokenSet {
	t.Helper()
	r := w.request(a, password(t, "alice"))
	r.Scope = "openid"
	set, err := w.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// endpoints asks about a token, its owner and the keys, and ends it in every
// way that there is.
func (w wire) endpoints(t *testing.T) {
	at, ctx := w.realm.Endpoints(), t.Context()
	secret := auth(t, realkeycloak.SecretClient, tokenclient.AuthPost)
	set := w.openid(t, secret)
	for _, hint := range []string{"", "access_token"} {
		seen, err := w.client.Introspect(ctx, at.Introspection, secret, set.AccessToken, hint)
		if err != nil || !seen.Active || len(seen.Notes) != 0 || member(seen.Members, "username") != `"alice"` {
			t.Errorf("introspection with hint %q: %t, notes %q, %v", hint, seen.Active, seen.Notes, err)
		}
	}
	subject, _ := inspect.Decode(set.IDToken.Reveal()).Claim("sub")
	user, err := w.client.UserInfo(ctx, at.UserInfo, set.AccessToken, set.TokenType)
	if err != nil || user.Subject == "" || user.Subject != subject.Text || len(user.Notes) != 0 {
		t.Errorf("UserInfo about %q, ID token about %q, notes %q, %v", user.Subject, subject.Text, user.Notes, err)
	}
	if r, err := w.client.Revoke(ctx, at.Revocation, secret, set.AccessToken, "access_token"); err != nil || len(r.Notes) != 0 {
		t.Errorf("revocation %+v, %v", r, err)
	}
	if seen, err := w.client.Introspect(ctx, at.Introspection, secret, set.AccessToken, ""); err != nil || seen.Active || len(seen.Members) != 1 {
		t.Errorf("a revoked access token is %+v, %v", seen, err)
	}
	w.get(t, secret, tokenclient.Refresh{Token: set.RefreshToken}) // its session is still there

	set = w.openid(t, secret)
	if r, err := w.client.Revoke(ctx, at.Revocation, secret, set.RefreshToken, "refresh_token"); err != nil || len(r.Notes) != 0 {
		t.Errorf("revocation %+v, %v", r, err)
	}
	if r, err := w.client.Revoke(ctx, at.Revocation, secret, set.RefreshToken, ""); err != nil || !slices.Equal(r.Notes, []string{"already_invalid"}) || r.Advise().ID != "revoked_already" {
		t.Errorf("a second revocation %+v, %v", r, err)
	}
	w.refused(t, w.request(secret, tokenclient.Refresh{Token: set.RefreshToken}), "session_ended", set.RefreshToken)

	set = w.openid(t, secret)
	if err := w.client.Logout(ctx, at.EndSession, secret, set.RefreshToken); err != nil {
		t.Errorf("logout: %v", err)
	}
	if err := w.client.Logout(ctx, at.EndSession, secret, set.RefreshToken); err != nil {
		t.Errorf("a second logout: %v", err)
	}
	w.refused(t, w.request(secret, tokenclient.Refresh{Token: set.RefreshToken}), "session_ended", set.RefreshToken)

	w.browserLogout(t, w.openid(t, secret))
	keys, err := w.client.JWKS(ctx, at.JWKS)
	if err != nil || len(keys.Skipped)+len(keys.Notes) != 0 || len(keys.Find(inspect.Decode(set.AccessToken.Reveal()).KeyID())) != 1 {
		t.Errorf("%d keys, skipped %+v, notes %q, %v", len(keys.Keys), keys.Skipped, keys.Notes, err)
	}
	if !slices.ContainsFunc(keys.Keys, func(k tokenclient.PublishedKey) bool { return k.Use == "enc" }) {
		t.Error("no key for encryption, want the one that must never check a signature")
	}
}

func member(members []tokenclient.Member, name string) string {
	for _, m := range members {
		if m.Name == name {
			return m.JSON
		}
	}
	return ""
}

// browserLogout opens the logout address as a browser does: with an ID token
// nobody is asked.
func (w wire) browserLogout(t *testing.T, set tokenclient.TokenSet) {
	t.Helper()
	address, err := tokenclient.LogoutURL(w.realm.Endpoints().EndSession, set.IDToken, "", realkeycloak.SecretClient, "")
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
	defer func() { _ = resp.Body.Close() }()
	if page, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(page), "logged out") {
		t.Errorf("status %d, %v, page %.300s", resp.StatusCode, err, page)
	}
	if _, err := w.client.UserInfo(t.Context(), w.realm.Endpoints().UserInfo, set.AccessToken, ""); tokenclient.Advise(err).ID != "session_ended" {
		t.Errorf("UserInfo after the logout: %v, advice %s", err, tokenclient.Advise(err).ID)
	}
}

// refusesBeyond checks that the refusals of the other endpoints are understood.
func (w wire) refusesBeyond(t *testing.T) {
	at := w.realm.Endpoints()
	public, secret := auth(t, realkeycloak.PublicClient, ""), auth(t, realkeycloak.SecretClient, tokenclient.AuthPost)
	wrong, nobody := secret, tokenclient.ClientAuth{ClientID: "it-absent"}
	garbage := tokenclient.NewSecret("not-a-token")
	wrong.Secret = garbage
	own, plain := w.openid(t, secret), w.get(t, public, password(t, "alice"))
	introspect := func(a tokenclient.ClientAuth, hint string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.client.Introspect(ctx, at.Introspection, a, own.AccessToken, hint)
			return err
		}
	}
	userInfo := func(token tokenclient.Secret) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.client.UserInfo(ctx, at.UserInfo, token, "Bearer")
			return err
		}
	}
	revoke := func(a tokenclient.ClientAuth, token tokenclient.Secret) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.client.Revoke(ctx, at.Revocation, a, token, "")
			return err
		}
	}
	logout := func(a tokenclient.ClientAuth, token tokenclient.Secret) func(context.Context) error {
		return func(ctx context.Context) error { return w.client.Logout(ctx, at.EndSession, a, token) }
	}
	for name, tt := range map[string]struct {
		run  func(context.Context) error
		want string
	}{
		"introspection, public client":   {introspect(public, ""), "introspection_public"},
		"introspection, unknown client":  {introspect(nobody, ""), "client_unknown"},
		"introspection, wrong secret":    {introspect(wrong, ""), "client_refused"},
		"introspection, odd hint":        {introspect(secret, "banana"), "token_hint_unknown"},
		"UserInfo without openid":        {userInfo(plain.AccessToken), "openid_missing"},
		"UserInfo with a refresh token":  {userInfo(own.RefreshToken), "token_refused"},
		"UserInfo with garbage":          {userInfo(garbage), "token_refused"},
		"revocation of another's token":  {revoke(secret, plain.RefreshToken), "revoke_other_client"},
		"revocation of an ID token":      {revoke(secret, own.IDToken), "revoke_token_type"},
		"revocation with a wrong secret": {revoke(wrong, own.AccessToken), "client_secret"},
		"revocation of nobody":           {revoke(nobody, own.AccessToken), "client_unknown"},
		"logout with garbage":            {logout(public, garbage), "already_logged_out"},
		"logout with another's token":    {logout(secret, plain.RefreshToken), "refresh_other_client"},
		"logout with a wrong secret":     {logout(wrong, own.RefreshToken), "client_secret"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.run(t.Context())
			if got := tokenclient.Advise(err).ID; got != tt.want {
				t.Errorf("%+v: advice %s, want %s", err, got, tt.want)
			}
			if strings.Contains(err.Error(), own.AccessToken.Reveal()) {
				t.Error("the error holds a token")
			}
		})
	}
	w.hides(t, secret, map[string]tokenclient.Secret{"another client's token": plain.AccessToken, "a refresh token": own.RefreshToken, "garbage": garbage})
}

// hides checks that tokens are inactive to a client. From 26.6.2 on that is so
// when it is not in their aud; that of a refresh token is the realm.
func (w wire) hides(t *testing.T, a tokenclient.ClientAuth, tokens map[string]tokenclient.Secret) {
	t.Helper()
	for name, token := range tokens {
		if seen, err := w.client.Introspect(t.Context(), w.realm.Endpoints().Introspection, a, token, ""); err != nil || seen.Active {
			t.Errorf("%s is active: %t, %v", name, seen.Active, err)
		}
	}
}

// tests walks the steps of connection tests for profiles that are right and
// wrong.
func (w wire) tests(t *testing.T) {
	const back = "http://127.0.0.1:4711/callback"
	public, service := auth(t, realkeycloak.PublicClient, ""), auth(t, realkeycloak.ServiceClient, "")
	wrong := service
	wrong.Secret = tokenclient.NewSecret("not-the-secret")
	absent := tokenclient.Realm{Base: w.realm.Base, Name: "absent"}
	const device = "urn:ietf:params:oauth:grant-type:device_code"
	for name, tt := range map[string]struct {
		in   tokenclient.ConnectionTest
		send bool
		want string // realm, client, grant, redirect
	}{
		"a password of a public client":     {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "password", RedirectURI: back}, false, "found public allowed login"},
		"and really":                        {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "password", Grant: password(t, "alice")}, true, "found public granted none"},
		"and with a disabled account":       {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "password", Grant: password(t, "carol")}, true, "found public refused none"},
		"a browser login":                   {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "authorization_code", RedirectURI: back}, false, "found public allowed login"},
		"a redirect that is not registered": {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "authorization_code", RedirectURI: "https://evil.example/"}, false, "found public redirect refused"},
		"a service":                         {tokenclient.ConnectionTest{Realm: w.realm, Auth: service, GrantType: "client_credentials"}, false, "found accepted allowed none"},
		"a service with passwords":          {tokenclient.ConnectionTest{Realm: w.realm, Auth: service, GrantType: "password"}, false, "found accepted off none"},
		"a public client as a service":      {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "client_credentials"}, false, "found public off none"},
		"a client without devices":          {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: device}, false, "found public off none"},
		"a refresh":                         {tokenclient.ConnectionTest{Realm: w.realm, Auth: public, GrantType: "refresh_token"}, false, "found public allowed none"},
		"a wrong secret":                    {tokenclient.ConnectionTest{Realm: w.realm, Auth: wrong, GrantType: "client_credentials"}, false, "found refused earlier none"},
		"no secret":                         {tokenclient.ConnectionTest{Realm: w.realm, Auth: tokenclient.ClientAuth{ClientID: service.ClientID}}, false, "found secret_wanted none none"},
		"an unknown client":                 {tokenclient.ConnectionTest{Realm: w.realm, Auth: tokenclient.ClientAuth{ClientID: "it-absent"}, GrantType: "password", RedirectURI: back}, false, "found absent earlier earlier"},
		"an unknown realm":                  {tokenclient.ConnectionTest{Realm: absent, Auth: public, GrantType: "password"}, false, "absent earlier earlier earlier"},
	} {
		t.Run(name, func(t *testing.T) {
			var words []string
			steps := w.client.TestConnection(t.Context(), tt.in, tt.send, func(s tokenclient.Step) {
				words = append(words, s.Reason[strings.LastIndexByte(s.Reason, '.')+1:])
			})
			if got := strings.Join(words[3:], " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := strings.Join(words[:3], " "); got != "literal connected plain_local" || len(steps) != 7 {
				t.Errorf("the first steps are %q of %d", got, len(steps))
			}
		})
	}
}
