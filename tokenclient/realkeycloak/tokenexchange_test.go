package realkeycloak_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// exchanges runs the standard token exchange.
func (w wire) exchanges(t *testing.T) {
	swapper, public := auth(t, realkeycloak.SwapClient, ""), auth(t, realkeycloak.DeviceClient, "")
	subject := w.get(t, public, password(t, "alice")).AccessToken
	foreign := w.get(t, auth(t, realkeycloak.PublicClient, ""), password(t, "alice")).AccessToken
	for name, tt := range swaps(t, swapper, public, subject, foreign) {
		t.Run(name, func(t *testing.T) {
			r := w.request(tt.auth, tt.grant)
			if tt.advice != "" {
				w.refused(t, r, tt.advice, subject, foreign)
				return
			}
			set, err := w.client.Token(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			claims := w.verify(t, set.AccessToken)
			if got := sorted(claims); got != tt.audience || claims["azp"] != realkeycloak.SwapClient || claims["preferred_username"] != "alice" {
				t.Errorf("aud %s, azp %v, user %v; want aud %s", got, claims["azp"], claims["preferred_username"], tt.audience)
			}
			if set.IssuedTokenType() != tokenclient.TypeAccessToken || set.TokenType != "Bearer" || !set.RefreshToken.Empty() || len(set.Notes) != 0 {
				t.Errorf("issued %q, type %q, notes %q", set.IssuedTokenType(), set.TokenType, set.Notes)
			}
		})
	}
	w.exchangesForOthers(t, swapper, subject)
}

// exchangesForOthers asks for other things than an access token.
func (w wire) exchangesForOthers(t *testing.T, swapper tokenclient.ClientAuth, subject tokenclient.Secret) {
	t.Helper()
	t.Run("for a refresh token", func(t *testing.T) {
		r := w.request(swapper, tokenclient.TokenExchange{SubjectToken: subject, RequestedTokenType: tokenclient.TypeRefreshToken})
		set, err := w.client.Token(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if set.RefreshToken.Empty() || set.IssuedTokenType() != tokenclient.TypeRefreshToken {
			t.Errorf("no refresh token: %t, issued %q", set.RefreshToken.Empty(), set.IssuedTokenType())
		}
		r.Scope = "offline_access"
		w.refused(t, r, "exchange_session", subject)
	})
	t.Run("for offline access without a refresh token", func(t *testing.T) {
		r := w.request(swapper, tokenclient.TokenExchange{SubjectToken: subject})
		r.Scope = "offline_access"
		set, err := w.client.Token(t.Context(), r)
		if err != nil || !set.RefreshToken.Empty() || !hasWord(set.Scope, "offline_access") {
			t.Errorf("no refresh token: %t, scope %q, error %v", set.RefreshToken.Empty(), set.Scope, err)
		}
	})
	t.Run("for an ID token", func(t *testing.T) {
		r := w.request(swapper, tokenclient.TokenExchange{SubjectToken: subject, RequestedTokenType: tokenclient.TypeIDToken})
		r.Scope = "openid"
		set, err := w.client.Token(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if claims := w.verify(t, set.AccessToken); claims["typ"] != "ID" || set.TokenType != "N_A" || set.IssuedTokenType() != tokenclient.TypeIDToken {
			t.Errorf("typ %v, token type %q, issued %q", claims["typ"], set.TokenType, set.IssuedTokenType())
		}
	})
}

// swap is an exchange, and the audience or the advice that it ends with.
type swap struct {
	auth     tokenclient.ClientAuth
	grant    tokenclient.TokenExchange
	audience string
	advice   string
}

// swaps are exchanges of a token that is for the client, and of a foreign one.
func swaps(t *testing.T, swapper, public tokenclient.ClientAuth, subject, foreign tokenclient.Secret) map[string]swap {
	t.Helper()
	type exchange = tokenclient.TokenExchange
	return map[string]swap{
		"access token":              {swapper, exchange{SubjectToken: subject}, "account it-service it-uma", ""},
		"one audience":              {swapper, exchange{SubjectToken: subject, Audience: []string{"it-uma"}}, "it-uma", ""},
		"two audiences":             {swapper, exchange{SubjectToken: subject, Audience: []string{"it-uma", "it-service"}}, "it-service it-uma", ""},
		"an audience not to be had": {swapper, exchange{SubjectToken: subject, Audience: []string{"it-secret"}}, "", "exchange_audience"},
		"an unknown audience":       {swapper, exchange{SubjectToken: subject, Audience: []string{"nobody"}}, "", "exchange_audience_unknown"},
		"a public client":           {public, exchange{SubjectToken: subject}, "", "exchange_public"},
		"a client without it":       {auth(t, realkeycloak.SecretClient, ""), exchange{SubjectToken: subject}, "", "exchange_off"},
		"a foreign token":           {swapper, exchange{SubjectToken: foreign}, "", "exchange_not_audience"},
		"no token":                  {swapper, exchange{}, "", "exchange_subject_missing"},
		"a text that is no token":   {swapper, exchange{SubjectToken: tokenclient.NewSecret("xxxx")}, "", "exchange_subject_invalid"},
		"an ID token":               {swapper, exchange{SubjectToken: subject, SubjectTokenType: tokenclient.TypeIDToken}, "", "exchange_subject_type"},
		"for SAML":                  {swapper, exchange{SubjectToken: subject, RequestedTokenType: tokenclient.TypeSAML2}, "", "exchange_type"},
		"for another person":        {swapper, exchange{SubjectToken: subject, RequestedSubject: "bob"}, "", "exchange_legacy"},
		"for another issuer":        {swapper, exchange{SubjectToken: subject, RequestedIssuer: "google"}, "", "exchange_legacy"},
		"from another issuer":       {swapper, exchange{SubjectToken: subject, SubjectIssuer: "google"}, "", "exchange_legacy"},
	}
}

// narrows is a refresh for fewer scopes than were granted.
func (w wire) narrows(t *testing.T) {
	public := auth(t, realkeycloak.PublicClient, "")
	r := w.request(public, password(t, "alice"))
	r.Scope = "openid address phone"
	first, err := w.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	r.Grant, r.Scope = tokenclient.Refresh{Token: first.RefreshToken}, "openid phone"
	narrow, err := w.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if !hasWord(first.Scope, "address") || hasWord(narrow.Scope, "address") || !hasWord(narrow.Scope, "phone") {
		t.Errorf("scope %q became %q, want no address", first.Scope, narrow.Scope)
	}
	// What the login was granted counts (RFC 6749 section 6), not the last
	// refresh; what it was not is left out without a word.
	r.Grant, r.Scope = tokenclient.Refresh{Token: narrow.RefreshToken}, "openid address offline_access"
	again, err := w.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if !hasWord(again.Scope, "address") || hasWord(again.Scope, "phone") || hasWord(again.Scope, "offline_access") {
		t.Errorf("scope %q, want address without phone and offline_access", again.Scope)
	}
}

// sorted are the words of aud, which is a text or a list in any order.
func sorted(claims jwt.MapClaims) string {
	list, err := claims.GetAudience()
	if err != nil {
		return err.Error()
	}
	return strings.Join(slices.Sorted(slices.Values(list)), " ")
}
