package realkeycloak_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"maps"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// oddSecret has what RFC 6749 section 2.3.1 and JSON treat specially.
const oddSecret = `a:b%20+&= é"\<>/?#ü€`

// proving is a server with clients of every authentication.
type proving struct {
	wire
	keys  map[string]tokenclient.Key // of the clients by signed JWT, by algorithm
	named tokenclient.Key            // with a kid
	owner authority
	pair  tokenclient.Certificate // of the client it-certified
	leaf  []byte
}

// TestRealKeycloakAuthentication proves every client authentication.
func TestRealKeycloakAuthentication(t *testing.T) {
	p := newProving(t)
	p.wire = newWire(t, realkeycloak.Start(t, realkeycloak.Options{Clients: p.clients(), TLS: p.owner.files(t)}))
	t.Run("by secret", p.secrets)
	t.Run("by signed secret", p.secretJWTs)
	t.Run("by signature", p.signatures)
	t.Run("by the name of the key", p.keyIDs)
	t.Run("refusals of assertions are understood", p.refusesAssertions)
	t.Run("by certificate", p.certificates)
	t.Run("tokens bound to a key", p.bound)
}

// newProving makes the keys of the clients.
func newProving(t *testing.T) proving {
	t.Helper()
	p := proving{keys: signingKeys(t), owner: newAuthority(t)}
	named := strings.Replace(p.keys["ES256"].JWK().Reveal(), "{", `{"kid":"key-1",`, 1)
	var err error
	if p.named, err = tokenclient.ParseKey(tokenclient.NewSecret(named)); err != nil {
		t.Fatal(err)
	}
	own := p.owner.issue(t, "it-certified", x509.ExtKeyUsageClientAuth)
	block, _ := pem.Decode(own.chain)
	p.pair, p.leaf = own.certificate(t), block.Bytes
	return p
}

// signingKeys are one key for each signature algorithm of a client.
func signingKeys(t *testing.T) map[string]tokenclient.Key {
	t.Helper()
	keys := map[string]tokenclient.Key{}
	for _, algorithms := range [][]string{{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}, {"ES256"}, {"ES384"}, {"ES512"}, {"EdDSA"}} {
		var (
			signer any
			err    error
		)
		switch algorithms[0] {
		case "RS256":
			signer, err = rsa.GenerateKey(rand.Reader, 2048)
		case "EdDSA":
			_, signer, err = ed25519.GenerateKey(rand.Reader)
		default:
			curve := map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()}[algorithms[0]]
			signer, err = ecdsa.GenerateKey(curve, rand.Reader)
		}
		if err != nil {
			t.Fatal(err)
		}
		der, err := x509.MarshalPKCS8PrivateKey(signer)
		if err != nil {
			t.Fatal(err)
		}
		key, err := tokenclient.ParseKey(tokenclient.NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))))
		if err != nil {
			t.Fatal(err)
		}
		for _, algorithm := range algorithms {
			keys[algorithm] = key
		}
	}
	return keys
}

// service is a client with a service account.
func service(id, authenticator, secret string, attributes map[string]any) map[string]any {
	c := map[string]any{
		"clientId": id, "enabled": true, "publicClient": false, "serviceAccountsEnabled": true,
		"standardFlowEnabled": false, "directAccessGrantsEnabled": true, "clientAuthenticatorType": authenticator,
	}
	if secret != "" {
		c["secret"] = secret
	}
	if attributes != nil {
		c["attributes"] = attributes
	}
	return c
}

// clients are the clients that the tests need beside the realm file's.
func (p proving) clients() []map[string]any {
	all := []map[string]any{
		service("it-odd", "client-secret", oddSecret, nil),
		service("it-secret-jwt", "client-secret-jwt", strings.Repeat("0123456789abcdef", 4), nil),
		service("it-secret-jwt-512", "client-secret-jwt", strings.Repeat("0123456789abcdef", 4), map[string]any{"token.endpoint.auth.signing.alg": "HS512"}),
		service("it-tls", "client-x509", "", map[string]any{"x509.subjectdn": "CN=it-tls", "x509.allow.regex.pattern.comparison": "false"}),
		service("it-tls-bound", "client-secret", "it-tls-bound-secret", map[string]any{"tls.client.certificate.bound.access.tokens": "true"}),
		service("it-nokey", "client-jwt", "", nil),
	}
	for algorithm, key := range p.keys {
		all = append(all, service("it-"+algorithm, "client-jwt", "", map[string]any{
			"use.jwks.string": "true", "jwks.string": key.PublicJWKS(algorithm), "token.endpoint.auth.signing.alg": algorithm,
		}))
	}
	all = append(all,
		service("it-named", "client-jwt", "", map[string]any{"use.jwks.string": "true", "jwks.string": p.named.PublicJWKS("")}),
		service("it-certified", "client-jwt", "", map[string]any{"jwt.credential.certificate": base64.StdEncoding.EncodeToString(p.leaf)}),
	)
	public := service("it-dpop", "client-secret", "", map[string]any{"dpop.bound.access.tokens": "true"})
	maps.Copy(public, map[string]any{"publicClient": true, "serviceAccountsEnabled": false})
	return append(all, public)
}

// service asks for a service account's token and checks whose it is.
func (p proving) service(t *testing.T, a tokenclient.ClientAuth) {
	t.Helper()
	claims := p.verify(t, p.get(t, a, tokenclient.ClientCredentials{}).AccessToken)
	if claims["azp"] != a.ClientID {
		t.Errorf("a token for %v, want %s", claims["azp"], a.ClientID)
	}
}

func (p proving) secrets(t *testing.T) {
	secret := tokenclient.NewSecret(oddSecret)
	for _, method := range []tokenclient.AuthMethod{tokenclient.AuthBasic, tokenclient.AuthPost} {
		t.Run(string(method), func(t *testing.T) {
			p.service(t, tokenclient.ClientAuth{Method: method, ClientID: "it-odd", Secret: secret})
		})
	}
	// From Keycloak 20 on the raw form is decoded, too, and so differs.
	raw := tokenclient.ClientAuth{Method: tokenclient.AuthBasicRaw, ClientID: "it-odd", Secret: secret}
	p.refused(t, p.request(raw, tokenclient.ClientCredentials{}), "client_secret", secret)
	plain := auth(t, realkeycloak.SecretClient, tokenclient.AuthBasicRaw)
	p.service(t, plain)
}

func (p proving) secretJWTs(t *testing.T) {
	secret := tokenclient.NewSecret(strings.Repeat("0123456789abcdef", 4))
	for algorithm, id := range map[string]string{"": "it-secret-jwt", "HS256": "it-secret-jwt", "HS384": "it-secret-jwt", "HS512": "it-secret-jwt-512"} {
		for name, audience := range map[string]string{"issuer": p.issuer(), "token endpoint": ""} {
			t.Run(algorithm+" for the "+name, func(t *testing.T) {
				p.service(t, tokenclient.ClientAuth{
					Method: tokenclient.AuthSecretJWT, ClientID: id, Secret: secret,
					Assertion: tokenclient.Assertion{Algorithm: algorithm, Audience: audience},
				})
			})
		}
	}
}

func (p proving) issuer() string { return p.realm.Endpoints().Issuer }

// signed is the client of an algorithm.
func (p proving) signed(algorithm string) tokenclient.ClientAuth {
	return tokenclient.ClientAuth{
		Method: tokenclient.AuthPrivateKeyJWT, ClientID: "it-" + algorithm,
		Assertion: tokenclient.Assertion{Key: p.keys[algorithm], Algorithm: algorithm, Audience: p.issuer()},
	}
}

func (p proving) signatures(t *testing.T) {
	for algorithm := range p.keys {
		t.Run(algorithm, func(t *testing.T) {
			a := p.signed(algorithm)
			p.service(t, a)
			a.Assertion.Audience = "" // the token endpoint
			p.service(t, a)
		})
	}
}

// keyIDs shows which kid the server finds a key by.
func (p proving) keyIDs(t *testing.T) {
	for name, tt := range map[string]struct {
		client, id string
		key        tokenclient.Key
		fails      bool
	}{
		"the registered kid":              {"it-named", "", p.named, false},
		"none, where one is registered":   {"it-named", "", p.keys["ES256"], false},
		"a thumbprint nobody registered":  {"it-named", p.named.Thumbprint(), p.named, true},
		"none, with a certificate":        {"it-certified", "", p.pair.Key, false},
		"a thumbprint with a certificate": {"it-certified", p.pair.Key.Thumbprint(), p.pair.Key, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := tokenclient.ClientAuth{
				Method: tokenclient.AuthPrivateKeyJWT, ClientID: tt.client,
				Assertion: tokenclient.Assertion{Key: tt.key, KeyID: tt.id, Algorithm: "ES256", Audience: p.issuer()},
			}
			_, err := p.client.Token(t.Context(), p.request(a, tokenclient.ClientCredentials{}))
			said(t, err)
			if (err != nil) != tt.fails {
				t.Errorf("error %v, want one: %t", err, tt.fails)
			}
		})
	}
}

// said logs the server's words, for whoever reads the suite's output.
func said(t *testing.T, err error) {
	t.Helper()
	var e *tokenclient.Error
	if errors.As(err, &e) {
		t.Logf("%d %s %q, advice %s", e.Status, e.Code, e.Description, tokenclient.Advise(err).ID)
	}
}

func (p proving) refusesAssertions(t *testing.T) {
	other := p.signed("ES256")
	other.Assertion.Key = p.keys["RS256"]
	other.Assertion.Algorithm = "RS256"
	stranger, err := tokenclient.NewDPoPKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	forged := p.signed("ES256")
	forged.Assertion.Key = stranger.Key
	foreign := p.signed("ES256")
	foreign.Assertion.Audience = "https://other.example/realms/x"
	named := p.signed("ES256")
	named.Assertion.KeyID = "another-key"
	keyless := p.signed("ES256")
	keyless.ClientID = "it-nokey"
	secretive := tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "it-ES256", Secret: tokenclient.NewSecret("some-secret")}
	wrong := tokenclient.ClientAuth{Method: tokenclient.AuthSecretJWT, ClientID: "it-secret-jwt", Secret: tokenclient.NewSecret(strings.Repeat("x", 64))}
	wrong.Assertion.Audience = p.issuer()
	for name, tt := range map[string]struct {
		auth tokenclient.ClientAuth
		want string
	}{
		"another algorithm":           {other, "assertion_algorithm"},
		"another key":                 {forged, "assertion_signature"},
		"another audience":            {foreign, "assertion_audience"},
		"an unknown key id":           {named, "assertion_key"},
		"no key at the server":        {keyless, "assertion_key"},
		"a secret where a JWT is due": {secretive, "client_assertion_wanted"},
		"another secret":              {wrong, "assertion_signature"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.client.Token(t.Context(), p.request(tt.auth, tokenclient.ClientCredentials{}))
			said(t, err)
			p.refused(t, p.request(tt.auth, tokenclient.ClientCredentials{}), tt.want)
		})
	}
}
