package demo

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/tokenclient"
)

// elsewhere is the client that asks on another device.
func elsewhere() tokenclient.ClientAuth {
	return tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "demo-elsewhere", Secret: tokenclient.NewSecret("demo-secret-elsewhere")}
}

// approval asks a person and waits for what they say.
func (b *bench) approval(name string) (tokenclient.TokenSet, error) {
	b.t.Helper()
	started, err := b.wire().StartBackchannel(b.t.Context(), base+oidc+"/ext/ciba/auth", elsewhere(), tokenclient.BackchannelRequest{LoginHint: name, BindingMessage: "W4SCT"})
	if err != nil {
		return tokenclient.TokenSet{}, err
	}
	if started.Interval != backchannelInterval || started.ExpiresIn.Value != backchannelLife || len(started.Notes) != 0 {
		b.t.Errorf("began %+v", started)
	}
	return b.wire().AwaitBackchannel(b.t.Context(), asks(elsewhere(), nil), started, nil)
}

func TestApprovalElsewhere(t *testing.T) {
	for name, want := range map[string]string{"alice": "", "bob": "access_denied", "carol": "unknown_user_id", "nobody": "unknown_user_id"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, Options{})
				begun := time.Now()
				set, err := b.approval(name)
				var e *tokenclient.Error
				if want != "" {
					if !errors.As(err, &e) || e.Code != want {
						t.Errorf("error %v, want %s", err, want)
					}
					return
				}
				if err != nil || time.Since(begun) != backchannelInterval {
					t.Fatalf("after %s: %v", time.Since(begun), err)
				}
				if c, _ := b.verified(set.IDToken.Reveal()); c["preferred_username"] != name || set.RefreshToken.Empty() {
					t.Errorf("a token of %v", c["preferred_username"])
				}
			})
		})
	}
}

func TestApprovalsAreAskedForInPeace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		as := basic("demo-elsewhere", "demo-secret-elsewhere")
		begin := func() string {
			a := b.post(oidc+"/ext/ciba/auth", "login_hint=alice&scope=openid", as)
			return "grant_type=" + grantCIBA + "&auth_req_id=" + decode[struct {
				ID string `json:"auth_req_id"`
			}](t, a.body).ID
		}
		poll := begin()
		b.refused(poll, "Bad Request | authorization_pending | The authorization request is still pending as the end-user hasn't yet been authenticated.", as)
		b.refused(poll, "Bad Request | slow_down | too early to access", as)
		b.refused(poll, "Bad Request | invalid_grant | Client not allowed OIDC CIBA Grant", basic("demo-api", "demo-secret-api"))
		time.Sleep(backchannelInterval)
		b.token(poll, as)
		b.refused(poll, "Bad Request | invalid_grant | Invalid Auth Req ID", as)
		late := begin()
		time.Sleep(backchannelLife)
		b.refused(late, "Bad Request | expired_token | authentication timed out", as)
	})
}

func TestApprovalsThatAreNotBegun(t *testing.T) {
	b := newBench(t, Options{})
	as := basic("demo-elsewhere", "demo-secret-elsewhere")
	for form, want := range map[string]string{
		"login_hint=alice":                                  "Bad Request | invalid_scope | missing openid scope",
		"login_hint=alice&scope=openid+x":                   "Bad Request | invalid_scope | Invalid scopes: openid x",
		"scope=openid":                                      "Bad Request | unknown_user_id | Could not identify user",
		"login_hint=alice&scope=openid&user_code=1":         "Bad Request | invalid_request | User code is not supported",
		"login_hint=alice&scope=openid&binding_message=a+b": "Bad Request | invalid_binding_message | the binding_message value has to be plain text and at most 50 characters",
		"login_hint=alice&scope=openid&binding_message=" + strings.Repeat("x", 51): "Bad Request | invalid_binding_message | the binding_message value has to be plain text and at most 50 characters",
		"login_hint=alice&scope=openid&client_id=demo-web":                         "Bad Request | invalid_grant | Client not allowed OIDC CIBA Grant",
	} {
		headers := []string{as}
		if strings.Contains(form, "client_id") {
			headers = nil
		}
		if got := b.post(oidc+"/ext/ciba/auth", form, headers...).said(t); got != want {
			t.Errorf("%s: %s, want %s", form, got, want)
		}
	}
}
