package realkeycloak_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/realkeycloak"
)

// beyondRows are what there is beside the token endpoint.
func beyondRows() []row {
	const group = "Beyond the token endpoint"
	return []row{
		{group: group, name: "discovery", elsewhere: true, run: discoveryRow},
		{group: group, name: "published keys", elsewhere: true, run: keysRow},
		{group: group, name: "connection test", elsewhere: true, run: connectionRow},
		{group: group, name: "introspection", elsewhere: true, run: introspectionRow},
		{group: group, name: "UserInfo", elsewhere: true, run: userInfoRow},
		{group: group, name: "UserInfo, signed", elsewhere: true, run: signedUserInfoRow},
		{group: group, name: "revocation", elsewhere: true, run: revocationRow},
		{group: group, name: "silent logout", run: silentLogoutRow},
		{group: group, name: "logout in the browser", elsewhere: true, run: browserLogoutRow},
	}
}

// lastRows change the server for good.
func lastRows() []row {
	return []row{{group: "Beyond the token endpoint", name: "rotation of the keys", elsewhere: true, run: rotationRow}}
}

func discoveryRow(t *testing.T, b *bench) error {
	found, err := b.client.Discover(t.Context(), b.realm)
	if err != nil {
		return err
	}
	if !found.Discovered || len(found.Notes) != 0 || found.Endpoints.Issuer != b.realm.Base+"/realms/"+b.realm.Name {
		return wrong("discovered %t, notes %q, issuer %s", found.Discovered, found.Notes, found.Endpoints.Issuer)
	}
	if b.keycloak && found.Endpoints != b.realm.Endpoints() {
		return wrong("endpoints by discovery %+v, by path %+v", found.Endpoints, b.realm.Endpoints())
	}
	return nil
}

func keysRow(t *testing.T, b *bench) error {
	keys, err := b.client.JWKS(t.Context(), b.found.Endpoints.JWKS)
	if err != nil {
		return err
	}
	signs := func(k tokenclient.PublishedKey) bool { return k.Type == "RSA" && k.Use != "enc" && k.ID != "" }
	if len(keys.Skipped)+len(keys.Notes) != 0 || !slices.ContainsFunc(keys.Keys, signs) {
		return wrong("%d keys, skipped %+v, notes %q", len(keys.Keys), keys.Skipped, keys.Notes)
	}
	return nil
}

func connectionRow(t *testing.T, b *bench) error {
	in := tokenclient.ConnectionTest{Realm: b.realm, Auth: secretAuth(realkeycloak.SecretClient), GrantType: "client_credentials"}
	steps := b.client.TestConnection(t.Context(), in, false, nil)
	var reasons []string
	for _, s := range steps {
		reasons = append(reasons, s.Reason[strings.LastIndexByte(s.Reason, '.')+1:])
	}
	want := "found accepted allowed none"
	if !b.keycloak { // whose refusals are in other words
		want = "found unclear allowed none"
	}
	if got := strings.Join(reasons[3:], " "); got != want {
		return wrong("steps end in %q", got)
	}
	return nil
}

func introspectionRow(t *testing.T, b *bench) error {
	a := secretAuth(realkeycloak.SecretClient)
	set, err := b.token(t, a, tokenclient.ClientCredentials{}, "")
	if err != nil {
		return err
	}
	seen, err := b.client.Introspect(t.Context(), b.found.Endpoints.Introspection, a, set.AccessToken, "access_token")
	if err != nil || !seen.Active {
		return firstOf(err, wrong("a fresh token is inactive"))
	}
	seen, err = b.client.Introspect(t.Context(), b.found.Endpoints.Introspection, a, tokenclient.NewSecret("no-token"), "")
	if err != nil || seen.Active {
		return firstOf(err, wrong("no token is active"))
	}
	return nil
}

func userInfoRow(t *testing.T, b *bench) error {
	_, set, err := b.session(t, "openid")
	if err != nil {
		return err
	}
	user, err := b.client.UserInfo(t.Context(), b.found.Endpoints.UserInfo, set.AccessToken, set.TokenType)
	if err != nil {
		return err
	}
	if subject, _ := inspect.Decode(set.IDToken.Reveal()).Claim("sub"); user.Subject == "" || user.Subject != subject.Text {
		return wrong("UserInfo about %q, the ID token about %q", user.Subject, subject.Text)
	}
	_, err = b.client.UserInfo(t.Context(), b.found.Endpoints.UserInfo, tokenclient.NewSecret("no-token"), "Bearer")
	return advised(err, "token_refused")
}

func signedUserInfoRow(t *testing.T, b *bench) error {
	a := secretAuth("it-signed")
	var (
		set tokenclient.TokenSet
		err error
	)
	if b.keycloak {
		set, err = b.token(t, a, password(t, "alice"), "openid")
	} else {
		set, err = b.login(t, tokenclient.Login{Auth: a}, nil)
	}
	if err != nil {
		return err
	}
	user, err := b.client.UserInfo(t.Context(), b.found.Endpoints.UserInfo, set.AccessToken, set.TokenType)
	if err != nil {
		return err
	}
	if user.Form != tokenclient.UserInfoSigned {
		return wrong("UserInfo came as %s", user.Form)
	}
	token := inspect.Decode(user.Raw.Reveal())
	keys, err := b.wire.client.JWKS(t.Context(), b.found.Endpoints.JWKS)
	if err != nil || len(keys.Find(token.KeyID())) != 1 {
		return wrong("signed by the key %q: %v", token.KeyID(), err)
	}
	return nil
}

func revocationRow(t *testing.T, b *bench) error {
	a, set, err := b.session(t, "openid")
	if err != nil {
		return err
	}
	if _, err := b.client.Revoke(t.Context(), b.found.Endpoints.Revocation, a, set.RefreshToken, "refresh_token"); err != nil {
		return err
	}
	_, err = b.token(t, a, tokenclient.Refresh{Token: set.RefreshToken}, "")
	return advised(err, "session_ended", "refresh_invalid", "grant_refused")
}

func silentLogoutRow(t *testing.T, b *bench) error {
	a, set, err := b.session(t, "openid")
	if err != nil {
		return err
	}
	if err := b.client.Logout(t.Context(), b.found.Endpoints.EndSession, a, set.RefreshToken); err != nil {
		return err
	}
	_, err = b.token(t, a, tokenclient.Refresh{Token: set.RefreshToken}, "")
	return advised(err, "session_ended", "refresh_invalid")
}

// browserLogoutRow logs out by the address that the ID token is in.
func browserLogoutRow(t *testing.T, b *bench) error {
	browser, a := kctest.NewBrowser(t), auth(t, realkeycloak.BrowserClient, "")
	set, err := b.login(t, tokenclient.Login{Auth: a}, browser)
	if err != nil {
		return err
	}
	address, err := tokenclient.LogoutURL(b.found.Endpoints.EndSession, set.IDToken, "", a.ClientID, "")
	if err != nil {
		return err
	}
	b.recorder.Note("the browser opens", address)
	page := browser.Open(address)
	if strings.Contains(page.Body, "<form") && !loggedOut(page) {
		page = browser.Send(page, "logout", "yes")
	}
	// Up to 17 the page is empty; whether the session has ended is asked below.
	if page.Status != http.StatusOK || page.Body != "" && !loggedOut(page) {
		return readable(page)
	}
	_, err = b.client.UserInfo(t.Context(), b.found.Endpoints.UserInfo, set.AccessToken, set.TokenType)
	return advised(err, "session_ended", "token_refused")
}

// rotationRow lets the server make a new key: who keeps the old ones must look
// again.
func rotationRow(t *testing.T, b *bench) error {
	a := secretAuth(realkeycloak.SecretClient)
	key := func() (string, error) {
		set, err := b.idToken(t, a)
		return inspect.Decode(set.Reveal()).KeyID(), err
	}
	before, err := key()
	if err != nil {
		return err
	}
	cache := b.client.KeyCache(b.found.Endpoints.JWKS)
	if _, keys, err := cache.Find(t.Context(), before); err != nil || len(keys) != 1 {
		return firstOf(err, wrong("%d keys %s", len(keys), before))
	}
	b.rotate(t)
	after, err := key()
	if err != nil {
		return err
	}
	if _, keys, err := cache.Find(t.Context(), after); err != nil || after == before || len(keys) != 1 {
		return firstOf(err, wrong("%d keys %s after %s", len(keys), after, before))
	}
	return nil
}

// idToken is a fresh signed token: an ID token, or Keycloak's access token.
func (b *bench) idToken(t *testing.T, a tokenclient.ClientAuth) (tokenclient.Secret, error) {
	t.Helper()
	if b.keycloak {
		set, err := b.token(t, a, tokenclient.ClientCredentials{}, "")
		return set.AccessToken, err
	}
	set, err := b.login(t, tokenclient.Login{Auth: auth(t, realkeycloak.BrowserClient, "")}, nil)
	return set.IDToken, err
}

// rotateKeys adds a key that comes before the others.
func (b *bench) rotateKeys(t *testing.T) {
	b.administer(t, "/components", map[string]any{
		"name": "rotated", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
		"config": map[string][]string{"priority": {"500"}, "algorithm": {"RS256"}},
	})
}
