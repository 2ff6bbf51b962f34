package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// Verify checks a token's signature and times with the keys that its issuer
// publishes, and returns its claims: what another program that got the token
// would do with it. The issuer must be on this machine.
func Verify(ctx context.Context, token string) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		return nil, fmt.Errorf("read the token: %w", err)
	}
	issuer, err := claims.GetIssuer()
	if err != nil || !strings.HasPrefix(issuer, "http://127.0.0.1:") {
		return nil, fmt.Errorf("the issuer %q is not on this machine: %w", issuer, err)
	}
	keys, err := publishedKeys(ctx, issuer)
	if err != nil {
		return nil, err
	}
	_, err = jwt.ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		for _, key := range keys.Key(kid) {
			return key.Key, nil
		}
		return nil, fmt.Errorf("no key %q is published", kid)
	}, jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired())
	if err != nil {
		return nil, fmt.Errorf("verify the token: %w", err)
	}
	return claims, nil
}

// publishedKeys reads an issuer's JWKS.
func publishedKeys(ctx context.Context, issuer string) (jose.JSONWebKeySet, error) {
	var keys jose.JSONWebKeySet
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, issuer+"/protocol/openid-connect/certs", http.NoBody)
	if err != nil {
		return keys, fmt.Errorf("ask for the keys: %w", err)
	}
	client := &http.Client{Timeout: 10 * time.Second}
	answer, err := client.Do(r)
	if err != nil {
		return keys, fmt.Errorf("ask for the keys: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 1<<20)).Decode(&keys); err != nil {
		return keys, fmt.Errorf("read the keys: %w", err)
	}
	return keys, nil
}
