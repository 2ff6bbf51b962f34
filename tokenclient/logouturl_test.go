package tokenclient

import (
	"net/url"
	"strings"
	"testing"
)

func TestLogoutURL(t *testing.T) {
	const at, back = "https://h.example/realms/a/protocol/openid-connect/logout", "http://127.0.0.1:4711/bye?a=b&c"
	tests := []struct {
		name, endpoint, hint, to, client, state string
		want                                    string // or the kind and reason of the refusal
	}{
		{"nothing but the endpoint", at, "", "", "", "", at},
		{"everything in order", at, "h.i.t", back, "app &", "s+1", at + "?id_token_hint=h.i.t&client_id=app+%26&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fbye%3Fa%3Db%26c&state=s%2B1"},
		{"an endpoint with a query", at + "?kc_locale=es", "", "", "app", "", at + "?kc_locale=es&client_id=app"},
		{"a fragment of the endpoint is dropped", at + "#x", "", "", "app", "", at + "?client_id=app"},
		{"an app's own scheme", at, "h", "com.example.app:/bye", "", "", at + "?id_token_hint=h&post_logout_redirect_uri=com.example.app%3A%2Fbye"},
		{"a redirect of nobody", at, "", back, "", "", "request client_id"},
		{"a redirect that is a path", at, "h", "/bye", "", "", "request redirect_uri"},
		{"a redirect with a fragment", at, "h", "https://app.example/#/bye", "", "", "request redirect_uri"},
		{"a broken redirect", at, "h", "https://app.example/%zz", "", "", "request redirect_uri"},
		{"a long ID token", at, strings.Repeat("x", maxLogoutURL), "", "app", "", "request too_long"},
		{"a script", "javascript:alert(1)", "", "", "", "", "address scheme"},
		{"a password in the address", "https://u:p@h.example/", "", "", "", "", "address userinfo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := LogoutURL(tt.endpoint, NewSecret(tt.hint), tt.to, tt.client, tt.state)
			if err != nil {
				e := asError(err)
				got = string(e.Kind) + " " + e.Reason
				if Advise(err).ID == "unknown" || e.Operation != OperationLogout {
					t.Errorf("advice %q, operation %q", Advise(err).ID, e.Operation)
				}
			} else if _, err := url.Parse(got); err != nil {
				t.Error(err)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
