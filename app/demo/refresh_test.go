package demo

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// renew is the form of a refresh by demo-web.
func renew(token string) string { return "grant_type=refresh_token&refresh_token=" + token + asWeb }

// refused expects a token request to fail with a text.
func (b *bench) refused(form, want string, headers ...string) {
	b.t.Helper()
	if got := b.post(oidc+"/token", form, headers...).said(b.t); got != want {
		b.t.Errorf("token endpoint = %q, want %q", got, want)
	}
}

const (
	reuseText    = "Bad Request | invalid_grant | Maximum allowed refresh token reuse exceeded"
	staleText    = "Bad Request | invalid_grant | Stale token"
	detachedText = "Bad Request | invalid_grant | Session doesn't have required client"
	inactiveText = "Bad Request | invalid_grant | Session not active"
	endedText    = "Bad Request | invalid_grant | Token is not active"
)

func TestRefreshRotates(t *testing.T) {
	b := newBench(t, Options{})
	first := b.token(alice + "&scope=openid")
	second := b.token(renew(first.RefreshToken))
	if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken || second.IDToken == "" {
		t.Error("a refresh gave an old token, or no ID token")
	}
	if second.SessionState != first.SessionState || second.Scope != first.Scope {
		t.Errorf("session %q scope %q, want %q %q", second.SessionState, second.Scope, first.SessionState, first.Scope)
	}
	if c, _ := b.verified(second.AccessToken); !strings.HasPrefix(c["jti"].(string), "onrtrt:") {
		t.Errorf("jti = %v, want onrtrt:", c["jti"])
	}
	b.token(renew(second.RefreshToken))
}

func TestRefreshReuseKillsTheChain(t *testing.T) {
	for name, tt := range map[string]struct {
		replay int // which of three tokens is used again
		want   string
	}{
		"the one just used": {1, reuseText},
		"an older one":      {0, staleText},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{})
			var tokens []string
			set := b.token(alice)
			for range 2 {
				tokens = append(tokens, set.RefreshToken)
				set = b.token(renew(set.RefreshToken))
			}
			b.refused(renew(tokens[tt.replay]), tt.want)
			b.refused(renew(set.RefreshToken), detachedText)
			if a := b.get(oidc+"/userinfo", "Authorization: Bearer "+set.AccessToken); a.status != 401 {
				t.Errorf("userinfo after a replay = %d, want 401", a.status)
			}
		})
	}
}

func TestRefreshChainsOfTwoLoginsAreApart(t *testing.T) {
	b := newBench(t, Options{})
	one, two := b.token(alice), b.token(alice)
	b.token(renew(one.RefreshToken))
	b.refused(renew(one.RefreshToken), reuseText)
	b.token(renew(two.RefreshToken))
}

func TestRefreshRefusesForeignTokens(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	for name, tt := range map[string]struct{ token, target, want string }{
		"access token":      {set.AccessToken, oidc, "Bad Request | invalid_grant | Invalid refresh token"},
		"ID token":          {set.IDToken, oidc, "Bad Request | invalid_grant | Invalid refresh token"},
		"cut off":           {set.RefreshToken[:len(set.RefreshToken)-2], oidc, "Bad Request | invalid_grant | Invalid refresh token"},
		"other realm's key": {newBench(t, Options{}).token(alice).RefreshToken, oidc, "Bad Request | invalid_grant | Invalid refresh token"},
		"other host name": {
			set.RefreshToken, "http://localhost:4711" + oidc,
			"Bad Request | invalid_grant | Invalid token issuer. Expected 'http://localhost:4711/realms/demo'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(tt.target+"/token", renew(tt.token)).said(t); got != tt.want {
				t.Errorf("refresh = %q, want %q", got, tt.want)
			}
		})
	}
	b.refused("grant_type=refresh_token&refresh_token="+set.RefreshToken,
		"Bad Request | invalid_grant | Invalid refresh token. Token client and authorized client don't match",
		basic("demo-api", "demo-secret-api"))
	b.token(renew(set.RefreshToken)) // none of it used the token up
}

func TestRefreshNarrowsTheScope(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid+address")
	b.refused(renew(set.RefreshToken)+"&scope=openid+phone", "Bad Request | invalid_scope | Invalid scopes: openid phone")
	narrow := b.token(renew(set.RefreshToken) + "&scope=address")
	if narrow.Scope != "address profile email" || narrow.IDToken != "" {
		t.Errorf("scope = %q, ID token %d bytes; want no openid", narrow.Scope, len(narrow.IDToken))
	}
	if wide := b.token(renew(narrow.RefreshToken)); wide.Scope != set.Scope {
		t.Errorf("scope after a narrow refresh = %q, want %q again", wide.Scope, set.Scope)
	}
}

func TestRefreshTokenLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{AccessLife: time.Minute, RefreshLife: 10 * time.Minute, SessionMax: 15 * time.Minute})
		set := b.token(alice)
		time.Sleep(8 * time.Minute)
		set = b.token(renew(set.RefreshToken))
		if set.ExpiresIn != 60 || set.RefreshExpiresIn != 7*60 {
			t.Errorf("lives = %d, %d; want 60 and, near the session's end, 420", set.ExpiresIn, set.RefreshExpiresIn)
		}
		time.Sleep(6*time.Minute + 30*time.Second)
		set = b.token(renew(set.RefreshToken))
		if set.ExpiresIn != 30 || set.RefreshExpiresIn != 30 {
			t.Errorf("lives = %d, %d; want 30 and 30", set.ExpiresIn, set.RefreshExpiresIn)
		}
		time.Sleep(30 * time.Second)
		b.refused(renew(set.RefreshToken), endedText)
	})
}

func TestOfflineTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		set := b.token(alice + "&scope=openid+offline_access")
		c, _ := unverified(t, set.RefreshToken)
		if c["typ"] != "Offline" || c["exp"] != nil || set.RefreshExpiresIn != 0 {
			t.Errorf("offline token %v, refresh_expires_in %d", c, set.RefreshExpiresIn)
		}
		time.Sleep(29 * 24 * time.Hour)
		set = b.token(renew(set.RefreshToken))
		if got, _ := b.verified(set.AccessToken); !strings.HasPrefix(got["jti"].(string), "ofrtrt:") || set.ExpiresIn != 300 {
			t.Errorf("jti %v, life %d; want ofrtrt: and 300", got["jti"], set.ExpiresIn)
		}
		time.Sleep(30 * 24 * time.Hour)
		b.refused(renew(set.RefreshToken), "Bad Request | invalid_grant | Offline user session not found")
	})
}

func TestOnlyTheNewestThousandSessionsStay(t *testing.T) {
	b := newBench(t, Options{})
	first := b.token(alice)
	second := b.token(alice)
	rl := b.client.Transport.(inProcess).handler.(*realm)
	for range maxKept - 1 {
		rl.state.open(&rl.people[1], false, time.Now())
	}
	b.refused(renew(first.RefreshToken), inactiveText)
	b.token(renew(second.RefreshToken))
}
