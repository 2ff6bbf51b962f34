package realkeycloak_test

import (
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/tokenclient/realkeycloak"
)

// signatureAlgorithms are all that Keycloak signs with and publishes keys for.
func signatureAlgorithms() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
}

// signingClients are public clients, one for each algorithm, and one whose
// tokens have an HMAC.
func signingClients() []map[string]any {
	var clients []map[string]any
	for _, alg := range append(signatureAlgorithms(), "HS256") {
		clients = append(clients, map[string]any{
			"clientId": "it-" + alg, "enabled": true, "publicClient": true,
			"directAccessGrantsEnabled": true, "standardFlowEnabled": false,
			"attributes": map[string]any{"access.token.signed.response.alg": alg, "id.token.signed.response.alg": alg},
		})
	}
	return clients
}

// TestTokensOfARealKeycloakAreVerified checks tokens of every algorithm, before
// and after the realm changes its key.
func TestTokensOfARealKeycloakAreVerified(t *testing.T) {
	w := newWire(t, realkeycloak.Start(t, realkeycloak.Options{Clients: signingClients()}))
	cache := w.client.KeyCache(w.realm.Endpoints().JWKS)
	for _, alg := range signatureAlgorithms() {
		t.Run(alg, func(t *testing.T) {
			set := w.openid(t, tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "it-" + alg})
			w.inForce(t, cacheFor(t, w), set.AccessToken, alg, "")
			w.inForce(t, cacheFor(t, w), set.IDToken, alg, "it-"+alg)
			w.onlyTheServerCan(t, cacheFor(t, w), set.RefreshToken)
		})
	}
	t.Run("HS256", func(t *testing.T) {
		set := w.openid(t, tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "it-HS256"})
		w.onlyTheServerCan(t, cacheFor(t, w), set.AccessToken)
	})
	t.Run("after a change of the key", func(t *testing.T) {
		public := tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "it-RS256"}
		before := w.openid(t, public).AccessToken
		w.inForce(t, cache, before, "RS256", "") // fills the cache
		w.administer(t, "/components", map[string]any{
			"name": "newer", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
			"config": map[string]any{"priority": []string{"200"}, "enabled": []string{"true"}, "active": []string{"true"}, "algorithm": []string{"RS256"}},
		})
		after := w.openid(t, public).AccessToken
		old, renewed := inspect.Decode(before.Reveal()).KeyID(), inspect.Decode(after.Reveal()).KeyID()
		if old == renewed {
			t.Fatalf("both tokens are signed with key %s", old)
		}
		w.inForce(t, cache, after, "RS256", "")
		w.inForce(t, cache, before, "RS256", "")
	})
}

// cacheFor is a cache of its own: keys for an algorithm are made when the first
// token needs them.
func cacheFor(t *testing.T, w wire) *tokenclient.KeyCache {
	t.Helper()
	return w.client.KeyCache(w.realm.Endpoints().JWKS)
}

// check verifies a token with the keys of a cache.
func (w wire) check(t *testing.T, cache *tokenclient.KeyCache, token tokenclient.Secret, audience string) (*inspect.Token, []inspect.Check) {
	t.Helper()
	decoded := inspect.Decode(token.Reveal())
	set, _, err := cache.Find(t.Context(), decoded.KeyID())
	if err != nil {
		t.Fatal(err)
	}
	return decoded, inspect.Verify(decoded, inspect.KeysOf(set, inspect.SourceRealm), inspect.VerifyOptions{
		Now: time.Now(), Issuer: w.server.URL() + "/realms/" + realkeycloak.RealmName, Audience: audience, Leeway: time.Second,
	})
}

func (w wire) inForce(t *testing.T, cache *tokenclient.KeyCache, token tokenclient.Secret, alg, audience string) {
	t.Helper()
	decoded, checks := w.check(t, cache, token, audience)
	if decoded.Algorithm() != alg || !inspect.InForce(checks) {
		t.Errorf("a token of %s, want %s: %+v", decoded.Algorithm(), alg, checks)
	}
}

func (w wire) onlyTheServerCan(t *testing.T, cache *tokenclient.KeyCache, token tokenclient.Secret) {
	t.Helper()
	_, checks := w.check(t, cache, token, "")
	if checks[0].Verdict != inspect.CannotCheck || checks[0].Reason != "server_secret" || inspect.UnknownKey(checks) {
		t.Errorf("a token with an HMAC: %+v", checks[:2])
	}
}
