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
// and after the realm changes its key, and opens ID tokens that are encrypted.
func TestTokensOfARealKeycloakAreVerified(t *testing.T) {
	own := newOwned(t)
	w := newWire(t, realkeycloak.Start(t, realkeycloak.Options{Clients: append(signingClients(), own.clients(t)...)}))
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
	t.Run("encrypted ID tokens", func(t *testing.T) { w.opensIDTokens(t, own, w.offeredSeals(t)) })
	for _, alg := range signatureAlgorithms() {
		t.Run("after a change of the key of "+alg, func(t *testing.T) { w.afterAChange(t, alg) })
	}
}

// afterAChange gives the realm a newer key for an algorithm: tokens of it are
// in force at the next look, and those of the old key, still published, too.
func (w wire) afterAChange(t *testing.T, alg string) {
	public := tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "it-" + alg}
	cache := cacheFor(t, w)
	before := w.openid(t, public).AccessToken
	w.inForce(t, cache, before, alg, "") // fills the cache
	w.administer(t, "/components", newerKey(alg))
	after := w.openid(t, public).AccessToken
	old, renewed := inspect.Decode(before.Reveal()).KeyID(), inspect.Decode(after.Reveal()).KeyID()
	if old == renewed {
		t.Fatalf("both tokens are signed with key %s", old)
	}
	w.inForce(t, cache, after, alg, "")
	w.inForce(t, cache, before, alg, "")
}

// newerKey is a provider of a key that comes before those that a realm makes by
// itself.
func newerKey(alg string) map[string]any {
	config := map[string][]string{"priority": {"200"}, "enabled": {"true"}, "active": {"true"}}
	provider := "rsa-generated"
	switch alg {
	case "ES256", "ES384", "ES512":
		provider = "ecdsa-generated"
		config["ecdsaEllipticCurveKey"] = []string{map[string]string{"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}[alg]}
	case "EdDSA":
		provider = "eddsa-generated"
		config["eddsaEllipticCurveKey"] = []string{"Ed25519"}
	default:
		config["algorithm"] = []string{alg}
	}
	return map[string]any{"name": "newer-" + alg, "providerId": provider, "providerType": "org.keycloak.keys.KeyProvider", "config": config}
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
