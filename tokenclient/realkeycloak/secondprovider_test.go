package realkeycloak_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
	"realmscope/tokenclient/realkeycloak/oidcprovider"
)

// TestSecondProvider runs the same rows on a server that is no Keycloak.
func TestSecondProvider(t *testing.T) {
	p := newProving(t)
	origin := oidcprovider.Start(t, oidcprovider.Settings{
		Prefix: "/realms/" + realkeycloak.RealmName, Clients: p.registered(t), Keys: []json.RawMessage{providerKey(t), providerKey(t)},
	})
	realm := tokenclient.Realm{Base: origin, Name: realkeycloak.RealmName}
	b := newBench(t, wire{realm: realm}, "oidc-provider "+oidcprovider.Version)
	b.proving = p
	b.rotate = func(t *testing.T) { rotateAt(t, origin) }
	b.suite(t, "oidc-provider", "for Node.js, not Keycloak; CIBA and client certificates are left off", "oidc-provider")
}

func rotateAt(t *testing.T, origin string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, origin+"/rotate", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{}).Do(request)
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("rotate the keys: %v", err)
	}
	_ = answer.Body.Close()
}

// providerKey is a private JWK to sign with.
func providerKey(t *testing.T) json.RawMessage {
	t.Helper()
	return json.RawMessage(signingKeys(t)["RS256"].JWK().Reveal())
}

// registered are the clients of the realm file in the provider's words.
func (p proving) registered(t *testing.T) []map[string]any {
	t.Helper()
	const own, code, refresh = "client_credentials", "authorization_code", "refresh_token"
	client := func(id, method string, more map[string]any, grants ...string) map[string]any {
		c := map[string]any{
			"client_id": id, "token_endpoint_auth_method": method, "grant_types": grants,
			"redirect_uris": []string{}, "response_types": []string{}, "application_type": "native",
		}
		if slices.Contains(grants, code) {
			c["redirect_uris"], c["response_types"] = []string{"http://127.0.0.1/callback"}, []string{"code"}
		}
		maps.Copy(c, more)
		return c
	}
	secret := func(text string) map[string]any { return map[string]any{"client_secret": text} }
	long := strings.Repeat("0123456789abcdef", 4)
	all := []map[string]any{
		client(realkeycloak.BrowserClient, "none", nil, code, refresh),
		client(realkeycloak.PublicClient, "none", nil, code),
		client(realkeycloak.DeviceClient, "none", nil, "urn:ietf:params:oauth:grant-type:device_code", refresh),
		client("it-odd", "client_secret_basic", secret(visibleSecret), own),
		client("it-odd-post", "client_secret_post", secret(visibleSecret), own),
		client("it-basic", "client_secret_basic", secret("it-basic-secret"), own),
		client("it-signed", "client_secret_post", map[string]any{"client_secret": "it-signed-secret", "userinfo_signed_response_alg": "RS256"}, code),
		client("it-legacy", "client_secret_post", secret("it-legacy-secret"), own),
		client(realkeycloak.SecretClient, "client_secret_post", secret(realkeycloak.SecretClient+"-secret"), own),
		client("it-secret-jwt", "client_secret_jwt", secret(long), own),
		client("it-secret-jwt-512", "client_secret_jwt", secret(long), own),
	}
	for id, grant := range map[string]string{realkeycloak.PushedClient: code, realkeycloak.SwapClient: own, realkeycloak.JWTClient: own, realkeycloak.RefreshClient: own} {
		all = append(all, client(id, "client_secret_basic", secret(id+"-secret"), grant))
	}
	for algorithm, key := range p.keys {
		all = append(all, client("it-"+algorithm, "private_key_jwt", map[string]any{
			"jwks": json.RawMessage(key.PublicJWKS(algorithm)), "token_endpoint_auth_signing_alg": algorithm,
		}, own))
	}
	return all
}
