package tokenclient_test

import (
	"errors"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

func TestHostileURLsAreNotOpened(t *testing.T) {
	all := kctest.HostileURLs()
	if len(all) < 100 {
		t.Errorf("%d addresses, want 100", len(all))
	}
	for _, raw := range all {
		err := tokenclient.CheckBrowserURL(raw, false)
		var e *tokenclient.Error
		if !errors.As(err, &e) || e.Kind != tokenclient.KindAddress || e.Reason == "" {
			t.Errorf("%.80q is let through: %v", raw, err)
		}
		if strings.HasPrefix(raw, "http://") {
			continue
		}
		if err := tokenclient.CheckBrowserURL(raw, true); err == nil {
			t.Errorf("%.80q is let through for an http realm", raw)
		}
	}
}

func TestURLsOfRealmsAreOpened(t *testing.T) {
	for raw, allowHTTP := range map[string]bool{
		"https://sso.example.com/realms/acme/protocol/openid-connect/auth?client_id=a&scope=openid+email&state=x%2Fy": false,
		"HTTPS://SSO.example.com:8443/auth/realms/My%20Realm/device?user_code=ABCD-EFGH#top":                          false,
		"https://bücher.example/realms/größe/account":                                                                 false,
		"https://[2001:db8::1]:8443/realms/a":                                                                         false,
		"http://127.0.0.1:8080/realms/a":                                                                              false,
		"http://[::1]:8080/realms/a":                                                                                  false,
		"http://localhost/realms/a":                                                                                   false,
		"http://sso.intra/realms/a":                                                                                   true,
		"https://sso.example.com/" + strings.Repeat("a", 8<<10-24):                                                    false,
		"https://sso.example.com/realms/a(b)!*,;=~@%22%27":                                                            false,
	} {
		if err := tokenclient.CheckBrowserURL(raw, allowHTTP); err != nil {
			t.Errorf("%.80q is refused: %v", raw, err)
		}
	}
}

func FuzzCheckBrowserURL(f *testing.F) {
	for _, raw := range kctest.HostileURLs() {
		f.Add(raw)
	}
	f.Add("https://sso.example.com/realms/a")
	f.Fuzz(func(t *testing.T, raw string) {
		if tokenclient.CheckBrowserURL(raw, false) != nil {
			return
		}
		lower := strings.ToLower(raw)
		if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") || strings.ContainsAny(raw, " \"'`\\\x00\r\n\t|<>") {
			t.Errorf("%q is let through", raw)
		}
	})
}
