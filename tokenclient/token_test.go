package tokenclient

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"realmscope/tokenclient/kctest"
)

const tokenPath = "/realms/acme/protocol/openid-connect/token"

func okAnswer() kctest.Answer {
	return kctest.Answer{Header: map[string]string{"Content-Type": "application/json"}, Body: `{"access_token":"t","expires_in":60,"token_type":"Bearer"}`}
}

// formVector is a request and what must be sent for it.
type formVector struct {
	name  string
	in    TokenRequest
	body  string
	query string
	basic string
}

func TestTokenSendsExactlyTheForm(t *testing.T) {
	for _, tt := range forms() {
		t.Run(tt.name, func(t *testing.T) {
			header := map[string]string{
				"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", "Cache-Control": "no-store",
				"User-Agent": "Realmscope", "Origin": "", "Cookie": "", "Referer": "", "Authorization": "",
			}
			if tt.basic != "" {
				header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(tt.basic))
			}
			s := kctest.New(t, kctest.Exchange{Want: kctest.Request{Path: tokenPath, Query: tt.query, Body: tt.body, Header: header}, Answer: okAnswer()})
			tt.in.Endpoint = s.URL + tokenPath
			if _, err := New(Options{}).Token(t.Context(), tt.in); err != nil {
				t.Errorf("Token: %v", err)
			}
		})
	}
}

func forms() []formVector {
	secret := NewSecret("s:%+&= é")
	password := Password{Username: "alice@example.com", Password: NewSecret("pässword &=+%")}
	withCode := password
	withCode.OTP = NewSecret("123456")
	return []formVector{
		{
			name: "password of a public client",
			in:   TokenRequest{Auth: ClientAuth{ClientID: "app"}, Grant: password, Scope: "openid email"},
			body: "grant_type=password&client_id=app&username=alice%40example.com&password=p%C3%A4ssword+%26%3D%2B%25&scope=openid+email",
		},
		{
			name: "a one-time code under both names",
			in:   TokenRequest{Auth: ClientAuth{Method: AuthNone, ClientID: "app"}, Grant: withCode},
			body: "grant_type=password&client_id=app&username=alice%40example.com&password=p%C3%A4ssword+%26%3D%2B%25&otp=123456&totp=123456",
		},
		{
			name:  "Basic has no client in the body",
			in:    TokenRequest{Auth: ClientAuth{Method: AuthBasic, ClientID: "a:b", Secret: secret}, Grant: ClientCredentials{}},
			body:  "grant_type=client_credentials",
			basic: "a%3Ab:s%3A%25%2B%26%3D+%C3%A9",
		},
		{
			name: "post has both in the body",
			in:   TokenRequest{Auth: ClientAuth{Method: AuthPost, ClientID: "app", Secret: secret}, Grant: ClientCredentials{}},
			body: "grant_type=client_credentials&client_id=app&client_secret=s%3A%25%2B%26%3D+%C3%A9",
		},
		{
			name: "refresh with extra parameters in order",
			in:   TokenRequest{Auth: ClientAuth{ClientID: "app"}, Grant: Refresh{Token: NewSecret("r")}, Extra: []Param{{"b", NewSecret("1")}, {"a", NewSecret("2")}}},
			body: "grant_type=refresh_token&client_id=app&refresh_token=r&b=1&a=2",
		},
		{
			name:  "query mode has an empty body",
			in:    TokenRequest{Auth: ClientAuth{ClientID: "app"}, Grant: Refresh{Token: NewSecret("r")}, ParamsIn: ParamsInQuery},
			query: "grant_type=refresh_token&client_id=app&refresh_token=r",
		},
	}
}

func TestOddSecretsArriveEqual(t *testing.T) {
	for _, text := range []string{"a b", "a+b", "a%20b", "ä€😀", "\"'<>", "a\tb", ":", "&client_id=x", strings.Repeat("x", 4000), "%", "=", "#?/\\"} {
		var got, basicID, basicSecret string
		s := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			id, secret, _ := r.BasicAuth()
			basicID, _ = url.QueryUnescape(id)
			basicSecret, _ = url.QueryUnescape(secret)
			got = r.PostFormValue("password")
			_, _ = w.Write([]byte(okAnswer().Body))
		})
		r := TokenRequest{
			Endpoint: "https://h.example" + tokenPath, Auth: ClientAuth{Method: AuthBasic, ClientID: text, Secret: NewSecret(text)},
			Grant: Password{Username: "u", Password: NewSecret(text)},
		}
		if _, err := New(Options{Transport: handlerTransport{s}}).Token(t.Context(), r); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if got != text || basicID != text || basicSecret != text {
			t.Errorf("sent %q, arrived %q, %q, %q", text, got, basicID, basicSecret)
		}
	}
}

func TestTokenRefusesToSend(t *testing.T) {
	good := TokenRequest{Endpoint: "https://h.example/token", Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}}
	tests := []struct {
		name   string
		change func(*TokenRequest)
		kind   Kind
		reason string
	}{
		{"a repeated parameter", func(r *TokenRequest) { r.Extra = []Param{{"client_id", NewSecret("x")}} }, KindRequest, "duplicate"},
		{"two equal extras", func(r *TokenRequest) { r.Extra = []Param{{"a", Secret{}}, {"a", Secret{}}} }, KindRequest, "duplicate"},
		{"no grant", func(r *TokenRequest) { r.Grant = nil }, KindRequest, "grant"},
		{"no client", func(r *TokenRequest) { r.Auth.ClientID = "" }, KindRequest, "client_id"},
		{"no endpoint", func(r *TokenRequest) { r.Endpoint = "" }, KindAddress, "scheme"},
		{"user information", func(r *TokenRequest) { r.Endpoint = "https://u:p@h.example/token" }, KindAddress, "userinfo"},
		{"another scheme", func(r *TokenRequest) { r.Endpoint = "file:///token" }, KindAddress, "scheme"},
		{"a control character", func(r *TokenRequest) { r.Endpoint = "https://h.example/\n" }, KindAddress, "syntax"},
		{"a bad host", func(r *TokenRequest) { r.Endpoint = "https://h..example/" }, KindAddress, "host"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := good
			tt.change(&r)
			reached := false
			_, err := New(Options{Transport: handlerTransport{http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })}}).Token(t.Context(), r)
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.kind || e.Reason != tt.reason || e.Sent || reached {
				t.Errorf("error %+v, reached %v, want %s %s", err, reached, tt.kind, tt.reason)
			}
		})
	}
}

func TestOriginIsWhatASecretIsBoundTo(t *testing.T) {
	tests := []struct{ url, want string }{
		{"https://SSO.example.com:443/auth/realms/x?y#z", "https://sso.example.com"},
		{"http://h:080/", "http://h"},
		{"https://h.example:8443", "https://h.example:8443"},
		{"https://h.example.", "https://h.example."},
		{"https://xn--bcher-kva.example", "https://xn--bcher-kva.example"},
		{"https://[::1]:443/", "https://[::1]"},
		{"http://[fe80::1%25eth0]:80", "http://[fe80::1%25eth0]"},
		{"https://u@h.example", ""},
		{"https://u:p@h.example", ""},
		{"//h.example", ""},
		{"h.example", ""},
		{"ftp://h.example", ""},
		{"https://", ""},
		{"https://h.example:0", ""},
		{"https://h.example:99999", ""},
		{"https://h .example", ""},
		{"https://a..b", ""},
		{"https://h\u202Eexample", ""},
		{"javascript:alert(1)", ""},
	}
	for _, tt := range tests {
		got, err := Origin(tt.url)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Origin(%q) = %q, %v, want %q", tt.url, got, err, tt.want)
		}
		if err != nil && !errors.As(err, new(*Error)) {
			t.Errorf("Origin(%q): error %T", tt.url, err)
		}
	}
}
