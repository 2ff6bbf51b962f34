package realkeycloak_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// errWrong is a row that went through with a wrong result.
var errWrong = errors.New("a wrong result")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errWrong, fmt.Sprintf(format, args...))
}

// claims checks a token's signature by the published keys, its issuer and its
// life.
func (b *bench) claims(t *testing.T, token tokenclient.Secret) (jwt.MapClaims, error) {
	t.Helper()
	cache := b.wire.client.KeyCache(b.found.Endpoints.JWKS)
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(token.Reveal(), claims, func(token *jwt.Token) (any, error) {
		id, _ := token.Header["kid"].(string)
		_, keys, err := cache.Find(t.Context(), id)
		if err != nil || len(keys) != 1 {
			return nil, fmt.Errorf("%d keys %s: %w", len(keys), id, errors.Join(err, jwt.ErrTokenUnverifiable))
		}
		return keys[0].Public, nil
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired(), jwt.WithIssuer(b.found.Endpoints.Issuer))
	if err != nil {
		return nil, wrong("a token of the server does not verify: %v", err)
	}
	return claims, nil
}

// belongs checks whose tokens a set holds. Another server's access tokens are
// no JWT: there the ID token tells.
func (b *bench) belongs(t *testing.T, set tokenclient.TokenSet, user, client string) error {
	t.Helper()
	if set.AccessToken.Empty() || len(set.Notes) != 0 && b.keycloak {
		return wrong("no access token: %t, notes %q", set.AccessToken.Empty(), set.Notes)
	}
	if b.keycloak {
		claims, err := b.claims(t, set.AccessToken)
		if err != nil {
			return err
		}
		if claims["azp"] != client || claims["preferred_username"] != user {
			return wrong("a token of %v for %v, want %s and %s", claims["preferred_username"], claims["azp"], user, client)
		}
	}
	if set.IDToken.Empty() {
		return nil
	}
	id, err := b.claims(t, set.IDToken)
	if err != nil {
		return err
	}
	audience, err := id.GetAudience()
	if err != nil || !slices.Contains(audience, client) || id["sub"] == "" || !b.keycloak && id["sub"] != user {
		return wrong("an ID token of %v for %v: %v", id["sub"], audience, err)
	}
	return nil
}

// token runs a grant with a scope.
func (b *bench) token(t *testing.T, a tokenclient.ClientAuth, grant tokenclient.Grant, scope string) (tokenclient.TokenSet, error) {
	t.Helper()
	return b.client.Token(t.Context(), tokenclient.TokenRequest{Endpoint: b.found.Endpoints.Token, Auth: a, Grant: grant, Scope: scope})
}

// session is alice's, with a refresh token, by the shortest way.
func (b *bench) session(t *testing.T, scope string) (tokenclient.ClientAuth, tokenclient.TokenSet, error) {
	t.Helper()
	if !b.keycloak {
		a := auth(t, realkeycloak.BrowserClient, "")
		set, err := b.login(t, tokenclient.Login{Auth: a, Scope: scope + " offline_access", Prompt: "consent"}, nil)
		return a, set, err
	}
	a := auth(t, realkeycloak.SecretClient, tokenclient.AuthPost)
	set, err := b.token(t, a, password(t, "alice"), scope)
	return a, set, err
}

// advised checks what is made of a refusal; the error keeps the server's words.
func advised(err error, want ...string) error {
	if err == nil {
		return wrong("it was granted, want a refusal: %q", want)
	}
	if got := tokenclient.Advise(err).ID; !slices.Contains(want, got) {
		return fmt.Errorf("advice %s, want %q: %w", got, want, err)
	}
	return nil
}
