package realkeycloak_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

const authGroup = "Client authentication"

// visibleSecret is oddSecret as far as it is ASCII.
const visibleSecret = `a:b%20+&= "\<>/?#`

// authRows are the ways in which a client proves itself.
func authRows() []row {
	odd := func(method tokenclient.AuthMethod) func(*testing.T, *bench) error {
		return func(t *testing.T, b *bench) error {
			return b.serves(t, tokenclient.ClientAuth{Method: method, ClientID: "it-odd", Secret: b.oddSecret()})
		}
	}
	rows := []row{
		{group: authGroup, name: "none, with PKCE", elsewhere: true, run: loginRow(realkeycloak.BrowserClient, false)},
		{group: authGroup, name: "client_secret_basic", elsewhere: true, run: func(t *testing.T, b *bench) error {
			a := secretAuth("it-basic")
			a.Method = tokenclient.AuthBasic
			return b.serves(t, a)
		}},
		{group: authGroup, name: "client_secret_basic, a secret that must be encoded", since: "20", elsewhere: true, run: odd(tokenclient.AuthBasic)},
		{group: authGroup, name: "client_secret_basic, that secret sent raw", until: "19", run: odd(tokenclient.AuthBasicRaw)},
		{group: authGroup, name: "client_secret_post", elsewhere: true, run: func(t *testing.T, b *bench) error {
			return b.serves(t, tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "it-odd-post", Secret: b.oddSecret()})
		}},
	}
	for _, algorithm := range []string{"HS256", "HS384", "HS512"} {
		rows = append(rows, row{group: authGroup, name: "client_secret_jwt, " + algorithm, elsewhere: true, run: secretJWTRow(algorithm)})
	}
	for _, algorithm := range []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"} {
		rows = append(rows, row{group: authGroup, name: "private_key_jwt, " + algorithm, elsewhere: true, run: signedRow(algorithm)})
	}
	return append(rows,
		row{group: authGroup, name: "private_key_jwt, EdDSA", since: "23", elsewhere: true, run: signedRow("EdDSA")},
		row{group: authGroup, name: "tls_client_auth", run: certifiedRow},
		row{group: authGroup, name: "self_signed_tls_client_auth", since: never, run: selfSignedRow},
		row{group: authGroup, name: "tokens bound to a certificate", run: certificateBoundRow},
		row{group: authGroup, name: "tokens bound to a key (DPoP)", since: "26.4", elsewhere: true, run: dpopRow},
	)
}

// oddSecret is the one of the client it-odd. Keycloak takes any characters;
// RFC 6749 appendix A.2 allows visible ASCII ones, and others insist on that.
func (b *bench) oddSecret() tokenclient.Secret {
	if b.keycloak {
		return tokenclient.NewSecret(oddSecret)
	}
	return tokenclient.NewSecret(visibleSecret)
}

func secretJWTRow(algorithm string) func(*testing.T, *bench) error {
	return func(t *testing.T, b *bench) error {
		id := "it-secret-jwt"
		if algorithm == "HS512" {
			id += "-512"
		}
		a := tokenclient.ClientAuth{Method: tokenclient.AuthSecretJWT, ClientID: id, Secret: tokenclient.NewSecret(strings.Repeat("0123456789abcdef", 4))}
		a.Assertion = tokenclient.Assertion{Algorithm: algorithm, Audience: b.found.Endpoints.Issuer}
		return b.serves(t, a)
	}
}

func signedRow(algorithm string) func(*testing.T, *bench) error {
	return func(t *testing.T, b *bench) error {
		return b.serves(t, tokenclient.ClientAuth{
			Method: tokenclient.AuthPrivateKeyJWT, ClientID: "it-" + algorithm,
			Assertion: tokenclient.Assertion{Key: b.proving.keys[algorithm], Algorithm: algorithm, Audience: b.found.Endpoints.Issuer},
		})
	}
}

// certified is the bench at the server's https address with a certificate.
// First the client under test connects by itself; then the recorder does, which
// it cannot look into, by the same certificate.
func (b *bench) certified(t *testing.T, own issued, do func(*bench) error) error {
	t.Helper()
	over := *b
	over.wire = b.proving.secure(t, own.certificate(t))
	over.client = over.wire.client
	var err error
	if over.found, err = over.client.Discover(t.Context(), over.realm); err != nil {
		return err
	}
	if err := do(&over); err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(b.proving.owner.pem)
	pair, err := tls.X509KeyPair(own.chain, own.key)
	if err != nil {
		return err
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	plain := b.recorder.Transport
	b.recorder.Transport = transport
	defer func() { b.recorder.Transport = plain }()
	if over.client, err = b.client.With(tokenclient.Connection{Certificate: own.certificate(t)}); err != nil {
		return err
	}
	return do(&over)
}

func certifiedRow(t *testing.T, b *bench) error {
	if err := b.lacks("token_endpoint_auth_methods_supported", "tls_client_auth", nil); err != nil {
		return err
	}
	a := tokenclient.ClientAuth{Method: tokenclient.AuthTLS, ClientID: "it-tls"}
	return b.certified(t, b.proving.owner.issue(t, "it-tls", x509.ExtKeyUsageClientAuth), func(over *bench) error {
		over.found.Endpoints = over.found.EndpointsFor(a.Method)
		return over.serves(t, a)
	})
}

// selfSignedRow is for the server that will announce it (RFC 8705 section 2.2).
func selfSignedRow(t *testing.T, b *bench) error {
	return b.lacks("token_endpoint_auth_methods_supported", "self_signed_tls_client_auth", wrong("it is announced, and no row tries it"))
}

func certificateBoundRow(t *testing.T, b *bench) error {
	if err := b.lacks("tls_client_certificate_bound_access_tokens", "true", nil); err != nil {
		return err
	}
	return b.certified(t, b.proving.owner.issue(t, "it-tls", x509.ExtKeyUsageClientAuth), func(over *bench) error {
		a := secretAuth("it-tls-bound")
		set, err := over.token(t, a, tokenclient.ClientCredentials{}, "")
		if err != nil {
			return err
		}
		claims, err := over.claims(t, set.AccessToken)
		if err != nil || confirmation(claims, "x5t#S256") == nil {
			return wrong("the token is not bound: %v", err)
		}
		return nil
	})
}

func dpopRow(t *testing.T, b *bench) error {
	if err := b.has("dpop_signing_alg_values_supported"); err != nil {
		return err
	}
	key, err := tokenclient.NewDPoPKey("ES256")
	if err != nil {
		return err
	}
	other, err := tokenclient.NewDPoPKey("ES256")
	if err != nil {
		return err
	}
	a := auth(t, realkeycloak.BrowserClient, "")
	set, err := b.login(t, tokenclient.Login{Auth: a, DPoP: key, Scope: "openid offline_access", Prompt: "consent"}, nil)
	if err != nil {
		return err
	}
	if set.TokenType != "DPoP" {
		return wrong("token type %s", set.TokenType)
	}
	if _, err := b.client.UserInfoBound(t.Context(), b.found.Endpoints.UserInfo, set.AccessToken, key); err != nil {
		return err
	}
	_, err = b.client.UserInfoBound(t.Context(), b.found.Endpoints.UserInfo, set.AccessToken, other)
	if err := advised(err, "token_refused", "dpop_key", "dpop_proof"); err != nil {
		return err
	}
	r := tokenclient.TokenRequest{Endpoint: b.found.Endpoints.Token, Auth: a, Grant: tokenclient.Refresh{Token: set.RefreshToken}, DPoP: key}
	again, err := b.client.Token(t.Context(), r)
	if err != nil {
		return err
	}
	if again.TokenType != "DPoP" {
		return wrong("token type %s after the refresh", again.TokenType)
	}
	return nil
}
