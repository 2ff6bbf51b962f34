package realkeycloak_test

import (
	"slices"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// TestRealKeycloak runs everything on one server: its start is what takes time.
func TestRealKeycloak(t *testing.T) {
	p := newPhones(t)
	w := newWire(t, realkeycloak.Start(t, realkeycloak.Options{CIBAChannel: p.url}))
	t.Run("discovery agrees with the path table", w.discovers)
	t.Run("a probe finds the realm behind any of its addresses", w.probes)
	t.Run("a realm that is not there is said to be missing", w.missesRealm)
	t.Run("grants give tokens that the realm's keys verify", w.grants)
	t.Run("a refresh rotates and the old token is refused", w.rotates)
	t.Run("refusals are understood", w.refuses)
	t.Run("beyond the token endpoint", w.endpoints)
	t.Run("refusals beyond the token endpoint", w.refusesBeyond)
	t.Run("connection tests", w.tests)
	t.Run("sessions", w.sessions)
	t.Run("logins in the browser", w.logins)
	t.Run("a login in Chromium", w.inChromium)
	t.Run("a refresh narrows the scope", w.narrows)
	t.Run("device authorization", w.devices)
	t.Run("token exchange", w.exchanges)
	t.Run("a token of another issuer", w.asserts)
	t.Run("authorization services", w.decides)
	t.Run("backchannel authentication", func(t *testing.T) { w.backchannels(t, p) })
}

// TestRealKeycloakUnderAPrefix is the /auth of Keycloak up to 16, and of every
// server that kept it.
func TestRealKeycloakUnderAPrefix(t *testing.T) {
	w := newWire(t, realkeycloak.Start(t, realkeycloak.Options{Path: "/auth"}))
	origin, err := tokenclient.Origin(w.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.client.Probe(t.Context(), origin+"/realms/"+realkeycloak.RealmName)
	if err != nil {
		t.Fatalf("probe of an address without its prefix: %v", err)
	}
	if found.Realm != w.realm {
		t.Errorf("probe found %v, want %v", found.Realm, w.realm)
	}
	w.verify(t, w.get(t, auth(t, realkeycloak.PublicClient, ""), password(t, "alice")).AccessToken)
	w.verify(t, w.get(t, auth(t, realkeycloak.ServiceClient, ""), tokenclient.ClientCredentials{}).AccessToken)
}

func (w wire) discovers(t *testing.T) {
	got, err := w.client.Discover(t.Context(), w.realm)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Discovered || got.ServerAtLeast == "" || len(got.Notes) != 0 {
		t.Errorf("Discovered %t, ServerAtLeast %q, Notes %q; want a document of a known release without notes",
			got.Discovered, got.ServerAtLeast, got.Notes)
	}
	if want := w.realm.Endpoints(); got.Endpoints != want {
		t.Errorf("endpoints by discovery\n%+v\nby path\n%+v", got.Endpoints, want)
	}
	for _, grant := range []string{"password", "client_credentials", "refresh_token"} {
		if !slices.Contains(got.GrantTypes, grant) {
			t.Errorf("grant types %q lack %s", got.GrantTypes, grant)
		}
	}
}

func (w wire) probes(t *testing.T) {
	realm := w.server.URL() + "/realms/" + realkeycloak.RealmName
	for name, pasted := range map[string]string{
		"the realm":              realm,
		"its discovery document": realm + "/.well-known/openid-configuration",
		"its token endpoint":     realm + "/protocol/openid-connect/token",
		"its account page":       realm + "/account/",
		"the admin console":      w.server.URL() + "/admin/master/console/#/" + realkeycloak.RealmName,
		"a prefix too many":      w.server.URL() + "/auth/realms/" + realkeycloak.RealmName,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := w.client.Probe(t.Context(), pasted)
			if err != nil {
				t.Fatalf("Probe(%s): %v", pasted, err)
			}
			if got.Realm != w.realm || !got.Discovery.Discovered {
				t.Errorf("Probe(%s) = %v, discovered %t; want %v", pasted, got.Realm, got.Discovery.Discovered, w.realm)
			}
		})
	}
}

func (w wire) missesRealm(t *testing.T) {
	const want = "realm_not_found"
	absent := tokenclient.Realm{Base: w.realm.Base, Name: "Scope-IT"} // case matters
	if _, err := w.client.Discover(t.Context(), absent); tokenclient.Advise(err).ID != want {
		t.Errorf("discovery of an absent realm: %v, want advice %s", err, want)
	}
	if _, err := w.client.Probe(t.Context(), absent.Base+"/realms/"+absent.Name); tokenclient.Advise(err).ID != want {
		t.Errorf("probe of an absent realm: %v, want advice %s", err, want)
	}
	r := w.request(auth(t, realkeycloak.PublicClient, ""), password(t, "alice"))
	r.Endpoint = absent.Endpoints().Token
	w.refused(t, r, want, password(t, "alice").Password)
}

func (w wire) grants(t *testing.T) {
	for name, tt := range map[string]struct {
		client  string
		method  tokenclient.AuthMethod
		grant   tokenclient.Grant
		scope   string
		owner   string
		refresh bool
	}{
		"password, public":                      {realkeycloak.PublicClient, "", password(t, "alice"), "", "alice", true},
		"password that needs encoding":          {realkeycloak.PublicClient, "", password(t, "bob"), "", "bob", true},
		"password with scope openid":            {realkeycloak.PublicClient, "", password(t, "alice"), "openid", "alice", true},
		"password, Basic":                       {realkeycloak.SecretClient, tokenclient.AuthBasic, password(t, "alice"), "", "alice", true},
		"password, secret in the body":          {realkeycloak.SecretClient, tokenclient.AuthPost, password(t, "alice"), "", "alice", true},
		"client credentials, Basic, odd secret": {realkeycloak.ServiceClient, tokenclient.AuthBasic, tokenclient.ClientCredentials{}, "", "service-account-it-service", false},
		"client credentials, body, odd secret":  {realkeycloak.ServiceClient, tokenclient.AuthPost, tokenclient.ClientCredentials{}, "", "service-account-it-service", false},
		"client credentials with a refresh":     {realkeycloak.RefreshClient, "", tokenclient.ClientCredentials{}, "", "service-account-it-service-refresh", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.request(auth(t, tt.client, tt.method), tt.grant)
			r.Scope = tt.scope
			set, err := w.client.Token(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			claims := w.verify(t, set.AccessToken)
			if claims["preferred_username"] != tt.owner || claims["azp"] != tt.client {
				t.Errorf("token of %v for %v, want %s for %s", claims["preferred_username"], claims["azp"], tt.owner, tt.client)
			}
			checkLives(t, set, tt.refresh)
			if set.IDToken.Empty() != (tt.scope == "") {
				t.Errorf("no ID token: %t, with scope %q", set.IDToken.Empty(), tt.scope)
			}
			if tt.scope != "" {
				w.verify(t, set.IDToken)
			}
		})
	}
}

// checkLives compares an answer with the lifetimes that the realm file sets.
func checkLives(t *testing.T, set tokenclient.TokenSet, refresh bool) {
	t.Helper()
	wantRefresh := time.Duration(0) // known to be 0: there is no refresh token
	if refresh {
		wantRefresh = 300 * time.Second
	}
	if got, want := set.ExpiresIn, time.Minute; !got.Known || !about(got.Value, want) {
		t.Errorf("expires_in = %v, want %v", got, want)
	}
	if got := set.RefreshExpiresIn; !got.Known || !about(got.Value, wantRefresh) {
		t.Errorf("refresh_expires_in = %v, want %v", got, wantRefresh)
	}
	if set.RefreshToken.Empty() == refresh {
		t.Errorf("no refresh token: %t, want %t", set.RefreshToken.Empty(), !refresh)
	}
	if len(set.Notes) != 0 {
		t.Errorf("tolerances %q were needed for a real answer, want none", set.Notes)
	}
}

// about allows for the seconds that a busy server lets go by between the start
// of a life, from which it counts, and its answer.
func about(got, want time.Duration) bool { return got <= want && got >= want-10*time.Second }

func (w wire) rotates(t *testing.T) {
	public := auth(t, realkeycloak.PublicClient, "")
	first := w.get(t, public, password(t, "alice"))
	// Keycloak tells old from new by whole seconds: within one it would grant
	// the first token again.
	time.Sleep(time.Until(first.ReceivedAt.Add(time.Second)))
	second := w.get(t, public, tokenclient.Refresh{Token: first.RefreshToken})
	if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken {
		t.Error("the refresh gave a token again, want two new ones")
	}
	if w.verify(t, first.AccessToken)["sid"] != w.verify(t, second.AccessToken)["sid"] {
		t.Error("the refresh changed the session")
	}
	third := w.get(t, public, tokenclient.Refresh{Token: second.RefreshToken})
	w.refused(t, w.request(public, tokenclient.Refresh{Token: first.RefreshToken}), "refresh_stale", first.RefreshToken)
	// Presenting a used one ends the whole chain (RFC 9700 section 4.14.2).
	w.refused(t, w.request(public, tokenclient.Refresh{Token: third.RefreshToken}), "session_ended", third.RefreshToken)

	used := w.get(t, public, password(t, "bob"))
	w.get(t, public, tokenclient.Refresh{Token: used.RefreshToken})
	w.refused(t, w.request(public, tokenclient.Refresh{Token: used.RefreshToken}), "refresh_reused", used.RefreshToken)
}

func (w wire) refuses(t *testing.T) {
	wrong := tokenclient.NewSecret("not-the-secret")
	withSecret := func(id string, secret tokenclient.Secret) tokenclient.ClientAuth {
		a := auth(t, id, "")
		a.Secret = secret
		return a
	}
	public := auth(t, realkeycloak.PublicClient, "")
	foreign := w.get(t, public, password(t, "alice")).RefreshToken
	for name, tt := range map[string]struct {
		auth  tokenclient.ClientAuth
		grant tokenclient.Grant
		scope string
		want  string
	}{
		"a wrong password":            {public, tokenclient.Password{Username: "alice", Password: wrong}, "", "wrong_password"},
		"an unknown user":             {public, tokenclient.Password{Username: "mallory", Password: wrong}, "", "wrong_password"},
		"a disabled account":          {public, password(t, "carol"), "", "account_disabled"},
		"a wrong secret by Basic":     {withSecret(realkeycloak.SecretClient, wrong), tokenclient.ClientCredentials{}, "", "client_secret"},
		"an unknown client":           {tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "it-absent"}, password(t, "alice"), "", "client_unknown"},
		"a public client for itself":  {public, tokenclient.ClientCredentials{}, "", "service_account_public"},
		"a password where it is off":  {auth(t, realkeycloak.ServiceClient, ""), password(t, "alice"), "", "direct_access_off"},
		"a scope that is not there":   {public, password(t, "alice"), "absent-scope", "invalid_scope"},
		"another client's refresh":    {auth(t, realkeycloak.SecretClient, ""), tokenclient.Refresh{Token: foreign}, "", "refresh_other_client"},
		"an access token to refresh":  {public, tokenclient.Refresh{Token: w.get(t, public, password(t, "bob")).AccessToken}, "", "refresh_invalid"},
		"a refresh token that is not": {public, tokenclient.Refresh{Token: wrong}, "", "refresh_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.request(tt.auth, tt.grant)
			r.Scope = tt.scope
			w.refused(t, r, tt.want, wrong)
		})
	}
}
