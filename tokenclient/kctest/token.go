package kctest

import (
	"crypto/rand"
	"encoding/json"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// life is how long minted tokens live.
type life struct{ Access, Refresh time.Duration }

// mint makes a signed token (HS256 with a key that is thrown away) of kind typ
// that lives for life from now on, 0 for ever.
func mint(t testing.TB, typ, issuer, client, user string, now time.Time, life time.Duration) string {
	claims := jwt.MapClaims{
		"iat": now.Unix(), "jti": rand.Text(), "iss": issuer, "aud": "account",
		"sub": "4f1b6d1e-0000-4000-8000-" + "000000000001", "typ": typ, "azp": client,
		"preferred_username": user, "scope": "email profile",
	}
	if life > 0 {
		claims["exp"] = now.Add(life).Unix()
	}
	text, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(rand.Text()))
	if err != nil {
		t.Errorf("kctest: sign token: %v", err)
	}
	return text
}

// answerFields is a token answer in Keycloak's order; nil pointers are left out.
type answerFields struct {
	AccessToken      string  `json:"access_token"`
	ExpiresIn        int     `json:"expires_in"`
	RefreshExpiresIn int     `json:"refresh_expires_in"`
	RefreshToken     string  `json:"refresh_token"`
	TokenType        string  `json:"token_type"`
	NotBefore        *int    `json:"not-before-policy,omitempty"`
	SessionState     *string `json:"session_state,omitempty"`
	Scope            *string `json:"scope,omitempty"`
}

func (f answerFields) answer() Answer {
	return Answer{
		Header: map[string]string{"Content-Type": "application/json", "Cache-Control": "no-store", "Pragma": "no-cache"},
		Body:   string(marshal(f)),
	}
}

func quote(s string) string { return string(marshal(s)) }

// marshal writes values that JSON can always hold.
func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte("null")
	}
	return b
}
