package realkeycloak_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
)

// confirmation is a member of a token's cnf (RFC 7800).
func confirmation(claims jwt.MapClaims, name string) any {
	cnf, _ := claims["cnf"].(map[string]any)
	return cnf[name]
}

// secure is the wire of the https address with a connection.
func (p proving) secure(t *testing.T, c tokenclient.Certificate) wire {
	t.Helper()
	if p.server.SecureURL() == "" {
		t.Fatal("the server tells no https address")
	}
	w := p.wire
	client, err := w.client.With(tokenclient.Connection{RootCAs: p.owner.pem, OnlyRootCAs: true, Certificate: c})
	if err != nil {
		t.Fatal(err)
	}
	w.client, w.realm.Base = client, p.server.SecureURL()
	return w
}

func (p proving) certificates(t *testing.T) {
	right := p.owner.issue(t, "it-tls", x509.ExtKeyUsageClientAuth)
	a := tokenclient.ClientAuth{Method: tokenclient.AuthTLS, ClientID: "it-tls"}
	w := p.secure(t, right.certificate(t))
	found, err := w.client.Discover(t.Context(), w.realm)
	if err != nil {
		t.Fatal(err)
	}
	request := tokenclient.TokenRequest{Endpoint: found.EndpointsFor(a.Method).Token, Auth: a, Grant: tokenclient.ClientCredentials{}}
	t.Run("the named one", func(t *testing.T) {
		if found.MTLS.Token == "" || !strings.HasPrefix(request.Endpoint, p.server.SecureURL()) {
			t.Errorf("alias %q, endpoint %q, want one at %s", found.MTLS.Token, request.Endpoint, p.server.SecureURL())
		}
		if _, err := w.client.Token(t.Context(), request); err != nil {
			t.Fatalf("Token: %v", err)
		}
	})
	t.Run("of another name", func(t *testing.T) {
		other := p.secure(t, p.owner.issue(t, "it-other", x509.ExtKeyUsageClientAuth).certificate(t))
		_, err := other.client.Token(t.Context(), request)
		said(t, err)
		other.refused(t, request, "client_unknown")
	})
	t.Run("of another authority", func(t *testing.T) {
		other := p.secure(t, newAuthority(t).issue(t, "it-tls", x509.ExtKeyUsageClientAuth).certificate(t))
		_, err := other.client.Token(t.Context(), request)
		said(t, err)
		var e *tokenclient.Error
		if !errors.As(err, &e) || e.Reason != "client_certificate_refused" || e.Sent {
			t.Errorf("error %+v, want that the certificate was refused before anything was read", err)
		}
	})
	t.Run("tokens bound to it", func(t *testing.T) {
		bound := tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "it-tls-bound", Secret: tokenclient.NewSecret("it-tls-bound-secret")}
		set, err := w.client.Token(t.Context(), w.request(bound, tokenclient.ClientCredentials{}))
		if err != nil {
			t.Fatal(err)
		}
		claims := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(set.AccessToken.Reveal(), claims); err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(right.chain)
		sum := sha256.Sum256(block.Bytes)
		if got, want := confirmation(claims, "x5t#S256"), base64.RawURLEncoding.EncodeToString(sum[:]); got != want {
			t.Errorf("bound to %v, want %s (RFC 8705 section 3.1)", got, want)
		}
		without := p.secure(t, tokenclient.Certificate{})
		without.refused(t, without.request(bound, tokenclient.ClientCredentials{}), "client_certificate")
	})
}

func (p proving) bound(t *testing.T) {
	public := tokenclient.ClientAuth{ClientID: "it-dpop"}
	for _, algorithm := range []string{"ES256", "RS256", "EdDSA"} {
		t.Run(algorithm, func(t *testing.T) {
			key, err := tokenclient.NewDPoPKey(algorithm)
			if err != nil {
				t.Fatal(err)
			}
			r := p.request(public, password(t, "alice"))
			r.DPoP, r.Scope = key, "openid"
			set, err := p.client.Token(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if got := confirmation(p.verify(t, set.AccessToken), "jkt"); got != key.Thumbprint() || set.TokenType != "DPoP" || slices.Contains(set.Notes, "dpop.unbound") {
				t.Errorf("type %s, bound to %v, notes %q; want DPoP, %s", set.TokenType, got, set.Notes, key.Thumbprint())
			}
			other, err := tokenclient.NewDPoPKey("")
			if err != nil {
				t.Fatal(err)
			}
			p.asks(t, set, key, other)
			r.Grant, r.DPoP = tokenclient.Refresh{Token: set.RefreshToken}, other
			_, err = p.client.Token(t.Context(), r)
			said(t, err)
			p.refused(t, r, "dpop_key", set.RefreshToken)
			kept, err := tokenclient.ParseDPoPKey(key.PEM()) // as a vault gives it back
			if err != nil {
				t.Fatal(err)
			}
			r.DPoP = kept
			if _, err := p.client.Token(t.Context(), r); err != nil {
				t.Errorf("refresh with the key: %v", err)
			}
		})
	}
	_, err := p.client.Token(t.Context(), p.request(public, password(t, "alice")))
	said(t, err)
	p.refused(t, p.request(public, password(t, "alice")), "dpop_missing")
	extra, err := tokenclient.NewDPoPKey("")
	if err != nil {
		t.Fatal(err)
	}
	r := p.request(auth(t, "it-secret", ""), tokenclient.ClientCredentials{})
	r.DPoP = extra
	set, err := p.client.Token(t.Context(), r)
	if err != nil || set.TokenType != "DPoP" {
		t.Errorf("a proof where none is due: %v, type %s, want DPoP", err, set.TokenType)
	}
}

// asks whom a bound token belongs to, with its key, with another and without.
func (p proving) asks(t *testing.T, set tokenclient.TokenSet, key, other tokenclient.DPoPKey) {
	t.Helper()
	at := p.realm.Endpoints().UserInfo
	user, err := p.client.UserInfoBound(t.Context(), at, set.AccessToken, key)
	if err != nil || user.Subject == "" {
		t.Errorf("UserInfo with the key is about %q: %v", user.Subject, err)
	}
	_, another := p.client.UserInfoBound(t.Context(), at, set.AccessToken, other)
	_, none := p.client.UserInfo(t.Context(), at, set.AccessToken, "DPoP")
	for name, err := range map[string]error{"another key": another, "no proof": none} {
		if err == nil || tokenclient.Advise(err).ID != "token_refused" {
			t.Errorf("UserInfo with %s: %v, want advice token_refused", name, err)
		}
	}
}
