package realkeycloak_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// devices runs the device grant with a person at the server's pages.
func (w wire) devices(t *testing.T) {
	for name, tt := range map[string]struct {
		client string
		button string
		advice string
	}{
		"agreed":        {realkeycloak.DeviceClient, "accept", ""},
		"refused":       {realkeycloak.DeviceClient, "cancel", "approval_denied"},
		"never decided": {realkeycloak.BriefClient, "", "approval_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			client := auth(t, tt.client, "")
			device := w.startDevice(t, client)
			polls := 0
			set, err := w.client.AwaitDevice(t.Context(), w.request(client, nil), device, func(p tokenclient.DeviceProgress) {
				polls = p.Polls
				if p.Err != nil {
					t.Errorf("trouble after %d polls: %v", p.Polls, p.Err)
				}
				if p.Polls == 2 && tt.button != "" {
					decide(t, device, tt.button)
				}
			})
			if polls < 2 {
				t.Errorf("%d polls before the end, want at least 2", polls)
			}
			if tt.advice != "" {
				if err == nil || tokenclient.Advise(err).ID != tt.advice {
					t.Errorf("error %v, want advice %s", err, tt.advice)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if claims := w.verify(t, set.AccessToken); claims["preferred_username"] != "alice" || set.IDToken.Empty() {
				t.Errorf("token of %v, no ID token: %t", claims["preferred_username"], set.IDToken.Empty())
			}
			w.refused(t, w.request(client, tokenclient.DeviceCode{Code: device.DeviceCode}), "device_code_invalid", device.DeviceCode)
		})
	}
	t.Run("one poll too early", func(t *testing.T) {
		client := auth(t, realkeycloak.DeviceClient, "")
		poll := w.request(client, tokenclient.DeviceCode{Code: w.startDevice(t, client).DeviceCode})
		w.refused(t, poll, "approval_pending")
		w.refused(t, poll, "rate_limited") // slow_down
	})
	t.Run("the grant is off", func(t *testing.T) {
		_, err := w.client.StartDevice(t.Context(), w.realm.Endpoints().DeviceAuthorization, auth(t, realkeycloak.PublicClient, ""), "", nil)
		if tokenclient.Advise(err).ID != "device_off" {
			t.Errorf("error %v", err)
		}
		w.refused(t, w.request(auth(t, realkeycloak.PublicClient, ""), tokenclient.DeviceCode{Code: tokenclient.NewSecret("none")}), "device_off")
	})
	t.Run("another client's code", func(t *testing.T) {
		code := w.startDevice(t, auth(t, realkeycloak.DeviceClient, "")).DeviceCode
		w.refused(t, w.request(auth(t, realkeycloak.BriefClient, ""), tokenclient.DeviceCode{Code: code}), "device_other_client", code)
	})
}

func (w wire) startDevice(t *testing.T, client tokenclient.ClientAuth) tokenclient.DeviceAuthorization {
	t.Helper()
	d, err := w.client.StartDevice(t.Context(), w.realm.Endpoints().DeviceAuthorization, client, "openid", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Interval != time.Second || !d.ExpiresIn.Known || len(d.UserCode) != 9 || len(d.Notes) != 0 ||
		!strings.HasPrefix(d.VerificationURI, w.server.URL()) || d.VerificationURIComplete != d.VerificationURI+"?user_code="+d.UserCode {
		t.Errorf("authorization %+v", d)
	}
	return d
}

// decide is alice, who follows the link, logs in and presses a button.
func decide(t *testing.T, d tokenclient.DeviceAuthorization, button string) {
	t.Helper()
	b := newBrowser(t)
	b.open(t, d.VerificationURIComplete)
	b.submit(t, url.Values{"username": {"alice"}, "password": {password(t, "alice").Password.Reveal()}})
	if !strings.Contains(b.page, `name="`+button+`"`) {
		t.Fatalf("no button %s at %s:\n%s", button, b.at, b.text())
	}
	b.submit(t, url.Values{button: {"x"}})
	t.Logf("the last page says: %s", b.text())
}
