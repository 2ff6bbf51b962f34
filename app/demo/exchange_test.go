package demo

import (
	"strings"
	"testing"
)

func TestTokenExchange(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice)
	const form = "grant_type=" + grantExchange + "&subject_token_type=" + typeAccessToken + "&subject_token="
	api := basic("demo-api", "demo-secret-api")
	got := b.token(form+set.AccessToken, api)
	c, header := b.verified(got.AccessToken)
	if !strings.HasPrefix(c["jti"].(string), "onrtte:") || c["azp"] != "demo-api" || c["preferred_username"] != "alice" || c["sid"] != set.SessionState || header["alg"] != "ES256" {
		t.Errorf("exchanged token = %v", c)
	}
	if got.IssuedTokenType != typeAccessToken || got.RefreshToken != "" || got.RefreshExpiresIn != 0 {
		t.Errorf("answer = %+v, want issued_token_type and no refresh token", got)
	}
	narrow := b.token(form+set.AccessToken+"&audience=shop-api&audience=account", api)
	if c, _ := b.verified(narrow.AccessToken); len(c["aud"].([]any)) != 2 {
		t.Errorf("aud = %v, want the two asked for", c["aud"])
	}
	one := b.token(form+set.AccessToken+"&audience=shop-api", api)
	if c, _ := b.verified(one.AccessToken); c["aud"] != "shop-api" {
		t.Errorf("aud = %v, want the one text shop-api", c["aud"])
	}
	offline := b.token(alice + "&scope=offline_access")
	again := b.token(form+offline.AccessToken, api)
	if c, _ := b.verified(again.AccessToken); !strings.HasPrefix(c["jti"].(string), "ofrtte:") {
		t.Errorf("jti = %v, want ofrtte: for an offline session", c["jti"])
	}
}

func TestTokenExchangeRefuses(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice)
	const start = "grant_type=" + grantExchange
	form := start + "&subject_token_type=" + typeAccessToken + "&subject_token=" + set.AccessToken
	api, service, locked := basic("demo-api", "demo-secret-api"), basic("demo-service", "demo-secret-service"), basic("demo-locked", "demo-secret-locked")
	for name, tt := range map[string]struct{ form, header, want string }{
		"public client":       {form + asWeb, "", "Bad Request | invalid_client | Public client is not allowed to exchange token"},
		"switched off":        {form, locked, "Bad Request | invalid_request | Standard token exchange is not enabled for the requested client"},
		"no subject":          {start, api, "Bad Request | invalid_request | Parameter 'subject_token' required for standard token exchange"},
		"no subject type":     {start + "&subject_token=x", api, "Bad Request | invalid_request | Parameter 'subject_token_type' required for standard token exchange"},
		"other subject type":  {start + "&subject_token=x&subject_token_type=y", api, "Bad Request | invalid_request | Parameter 'subject_token' supports access tokens only"},
		"other result":        {form + "&requested_token_type=x", api, "Bad Request | invalid_request | requested_token_type unsupported"},
		"legacy parameter":    {form + "&requested_subject=bob", api, "Bad Request | invalid_request | Parameter 'requested_subject' is not supported for standard token exchange"},
		"offline":             {form + "&scope=offline_access", api, "Bad Request | invalid_request | Scope offline_access not allowed for token exchange"},
		"unknown scope":       {form + "&scope=x", api, "Bad Request | invalid_scope | Invalid scopes: x"},
		"bad subject":         {form + "x", api, "Bad Request | invalid_request | Invalid token"},
		"not in the audience": {form, service, "Forbidden | access_denied | Client is not within the token audience"},
		"unknown audience":    {form + "&audience=nobody", api, "Bad Request | invalid_client | Audience not found"},
		"no such audience":    {form + "&audience=demo-service", api, "Bad Request | invalid_request | Requested audience not available: demo-service"},
		"other twice":         {form + "&scope=openid&scope=email", api, "Bad Request | invalid_request | duplicated parameter"},
	} {
		t.Run(name, func(t *testing.T) { b.refused(tt.form, tt.want, tt.header) })
	}
}
