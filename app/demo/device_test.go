package demo

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

type deviceAnswer struct {
	DeviceCode string `json:"device_code"`
	UserCode   string `json:"user_code"`
	URI        string `json:"verification_uri"`
	Complete   string `json:"verification_uri_complete"`
	ExpiresIn  int64  `json:"expires_in"`
	Interval   int64  `json:"interval"`
}

func (b *bench) startDevice(form string) deviceAnswer {
	b.t.Helper()
	return decode[deviceAnswer](b.t, b.post(oidc+"/auth/device", form).body)
}

// pollForm asks for the outcome of a device code.
func pollForm(d deviceAnswer) string {
	return "grant_type=" + grantDevice + "&device_code=" + d.DeviceCode + asWeb
}

const (
	pendingText  = "Bad Request | authorization_pending | The authorization request is still pending"
	slowText     = "Bad Request | slow_down | Slow down"
	deviceExpiry = "Bad Request | expired_token | Device code is expired"
	deviceGone   = "Bad Request | invalid_grant | Device code not valid"
)

func TestDeviceFlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{})
		d := b.startDevice("client_id=demo-web&scope=openid+nonsense&nonce=nn")
		if len(d.DeviceCode) != 43 || !regexp.MustCompile(`^[A-Z]{4}-[A-Z]{4}$`).MatchString(d.UserCode) || d.ExpiresIn != 600 || d.Interval != 5 {
			t.Errorf("device answer = %+v", d)
		}
		if d.Complete != issuer+"/device?user_code="+d.UserCode || d.URI != issuer+"/device" {
			t.Errorf("addresses = %q %q", d.URI, d.Complete)
		}
		b.refused(pollForm(d), pendingText)
		b.refused(pollForm(d), slowText)
		time.Sleep(5 * time.Second)
		b.refused(pollForm(d), pendingText)
		b.refused("grant_type="+grantDevice+"&device_code="+d.DeviceCode, "Bad Request | invalid_grant | Client not allowed OAuth 2.0 Device Authorization Grant", basic("demo-api", "demo-secret-api"))

		if page := b.get(d.Complete); !strings.Contains(page.body, "<b>demo-web</b>") {
			t.Errorf("device page does not say who asks: %s", page.body)
		}
		lower := "user_code=" + strings.ToLower(d.UserCode)
		if page := b.post(d.URI, lower+"&action=agree&username=alice&password=x"); !strings.Contains(page.body, "Invalid username or password.") {
			t.Errorf("wrong password = %s", page.body)
		}
		if page := b.post(d.URI, lower+"&action=agree&username=alice&password=demo-pass-alice"); !strings.Contains(page.body, "successful") {
			t.Errorf("agreement = %s", page.body)
		}
		time.Sleep(5 * time.Second)
		set := b.token(pollForm(d))
		access, _ := b.verified(set.AccessToken)
		id, _ := b.verified(set.IDToken)
		if !strings.HasPrefix(access["jti"].(string), "onrtdg:") || access["preferred_username"] != "alice" || id["nonce"] != "nn" {
			t.Errorf("tokens = %v %v", access, id)
		}
		b.token(renew(set.RefreshToken))
		b.refused(pollForm(d), deviceGone)
	})
}

func TestDeviceRefusedAndExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{DeviceInterval: time.Second, DeviceLife: time.Minute})
		d := b.startDevice("client_id=demo-web")
		if page := b.post(d.URI, "action=refuse&user_code="+d.UserCode); !strings.Contains(page.body, "refused") {
			t.Errorf("refusal = %s", page.body)
		}
		b.refused(pollForm(d), "Bad Request | access_denied | The end user denied the authorization request")
		if page := b.post(d.URI, "action=agree&username=alice&password=demo-pass-alice&user_code="+d.UserCode); !strings.Contains(page.body, "Invalid code") {
			t.Errorf("a decided code = %s", page.body)
		}
		d = b.startDevice("client_id=demo-web")
		time.Sleep(time.Minute)
		b.refused(pollForm(d), deviceExpiry)
		if page := b.get(d.Complete); !strings.Contains(page.body, "Invalid code") {
			t.Errorf("page of an expired code = %s", page.body)
		}
		time.Sleep(deviceMemory)
		b.refused(pollForm(d), deviceGone)
	})
}

func TestDevicePKCE(t *testing.T) {
	for name, tt := range map[string]struct{ form, want string }{
		"no verifier":    {"", "Bad Request | invalid_grant | PKCE code verifier not specified"},
		"wrong verifier": {"&code_verifier=" + strings.Repeat("x", 43), "Bad Request | invalid_grant | PKCE verification failed: Code mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{})
			d := b.startDevice("client_id=demo-web" + pkce)
			b.post(d.URI, "action=agree&username=alice&password=demo-pass-alice&user_code="+d.UserCode)
			b.refused(pollForm(d)+tt.form, tt.want)
		})
	}
	b := newBench(t, Options{})
	d := b.startDevice("client_id=demo-web" + pkce)
	b.post(d.URI, "action=agree&username=alice&password=demo-pass-alice&user_code="+d.UserCode)
	b.token(pollForm(d) + "&code_verifier=" + verifier)
}

func TestDeviceEndpointRefuses(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ form, want string }{
		"no client":      {"", "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"switched off":   {"client_id=demo-service&client_secret=demo-secret-service", "Bad Request | unauthorized_client | Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client."},
		"twice":          {"client_id=demo-web&scope=openid&scope=email", "Bad Request | invalid_grant | duplicated parameter"},
		"strange method": {"client_id=demo-web&code_challenge_method=S1&code_challenge=" + verifier, "Bad Request | invalid_request | Invalid parameter: code_challenge_method"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(oidc+"/auth/device", tt.form).said(t); got != tt.want {
				t.Errorf("device endpoint = %q, want %q", got, tt.want)
			}
		})
	}
}
