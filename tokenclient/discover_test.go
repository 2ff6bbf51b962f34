package tokenclient

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pages is a web server by full address; a missing page is Keycloak's 404.
type pages map[string]page

type page struct {
	status   int // 200 when zero
	body     string
	location string
}

func (p pages) client(asked *[]string) *Client {
	return New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		*asked = append(*asked, r.URL.String())
		got, ok := p[r.URL.String()]
		switch {
		case r.Method != http.MethodGet || r.Header.Get("Authorization") != "":
			return nil, errors.New("not a plain GET")
		case !ok:
			got = page{404, `{"error":"Unable to find matching target resource method"}`, ""}
		case got.status < 0:
			return nil, errors.New("unplugged")
		case got.status == 0:
			got.status = 200
		}
		header := http.Header{}
		if got.location != "" {
			header.Set("Location", got.location)
		}
		return &http.Response{StatusCode: got.status, Header: header, Body: io.NopCloser(strings.NewReader(got.body)), Request: r}, nil
	})})
}

const (
	base    = "https://sso.example.com"
	acme    = base + "/realms/acme"
	wellAt  = "/.well-known/openid-configuration"
	noRealm = `{"error":"Realm does not exist"}`
)

// document is a discovery document of a realm with further members.
func document(issuer, more string) string {
	return fmt.Sprintf(`{"issuer":%q,"token_endpoint":%q%s}`, issuer, issuer+"/protocol/openid-connect/token", more)
}

func TestDiscoverReadsADocument(t *testing.T) {
	var asked []string
	oidc := acme + "/protocol/openid-connect"
	body := "\uFEFF" + document(acme, `,"authorization_endpoint":"`+oidc+`/auth","jwks_uri":"`+oidc+`/certs","introspection_endpoint":"`+oidc+`/token/introspect",
		"userinfo_endpoint":"`+oidc+`/userinfo","end_session_endpoint":"`+oidc+`/logout","revocation_endpoint":"`+oidc+`/revoke",
		"device_authorization_endpoint":"`+oidc+`/auth/device","pushed_authorization_request_endpoint":"`+oidc+`/ext/par/request",
		"backchannel_authentication_endpoint":"`+oidc+`/ext/ciba/auth","grant_types_supported":["password",7,"client_credentials"],
		"token_endpoint_auth_methods_supported":["client_secret_basic"],"scopes_supported":["openid","a\u202Eb"],"code_challenge_methods_supported":["S256"],
		"prompt_values_supported":["none"]`)
	got, err := pages{acme + wellAt: {body: body}}.client(&asked).Discover(t.Context(), Realm{base, "acme"})
	if err != nil {
		t.Fatal(err)
	}
	want := Discovery{
		Endpoints: Realm{base, "acme"}.Endpoints(), Discovered: true,
		GrantTypes: []string{"password", "client_credentials"}, AuthMethods: []string{"client_secret_basic"},
		Scopes: []string{"openid", `a\u202Eb`}, ChallengeMethods: []string{"S256"}, ServerAtLeast: "26.1",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("discovery (-got +want):\n%s", diff)
	}
}

func TestDiscoverDistrustsADocument(t *testing.T) {
	table := Realm{base, "acme"}.Endpoints()
	token := func(url string) string { return `{"issuer":"` + acme + `","token_endpoint":` + url + `}` }
	tests := []struct {
		name, body, token string
		notes             []string
	}{
		{"another issuer", document("https://login.example.org/realms/acme", ""), "https://login.example.org/realms/acme/protocol/openid-connect/token", []string{"issuer.differs", "endpoint.other_origin"}},
		{"an issuer with a slash", `{"issuer":"` + acme + `/"}`, table.Token, []string{"issuer.differs"}},
		{"no issuer", `{"token_endpoint":"` + table.Token + `"}`, table.Token, []string{"issuer.differs"}},
		{"an issuer in no scheme", `{"issuer":"javascript:1"}`, table.Token, []string{"issuer.differs"}},
		{"another origin", token(`"https://sso.example.com:8443/token"`), "https://sso.example.com:8443/token", []string{"endpoint.other_origin"}},
		{"a look-alike", token(`"https://sso.example.com.evil.example/token"`), "https://sso.example.com.evil.example/token", []string{"endpoint.other_origin"}},
		{"a trailing dot", token(`"https://sso.example.com./token"`), "https://sso.example.com./token", []string{"endpoint.other_origin"}},
		{"no encryption", token(`"http://sso.example.com/token"`), "https://sso.example.com/token", []string{"endpoint.downgrade"}},
		{"no encryption, with the port", token(`"http://sso.example.com:80/token"`), "https://sso.example.com/token", []string{"endpoint.downgrade"}},
		{"no encryption, another port", token(`"http://sso.example.com:8080/token"`), "https://sso.example.com:8080/token", []string{"endpoint.downgrade", "endpoint.other_origin"}},
		{"no encryption, another host", token(`"http://evil.example/token"`), "https://evil.example/token", []string{"endpoint.downgrade", "endpoint.other_origin"}},
		{"a script", token(`"javascript:alert(1)"`), table.Token, []string{"endpoint.unusable"}},
		{"a file", token(`"file:///etc/passwd"`), table.Token, []string{"endpoint.unusable"}},
		{"user information", token(`"https://a:b@sso.example.com/token"`), table.Token, []string{"endpoint.unusable"}},
		{"a fragment", token(`"https://sso.example.com/token#x"`), table.Token, []string{"endpoint.unusable"}},
		{"a path only", token(`"/token"`), table.Token, []string{"endpoint.unusable"}},
		{"a number", token(`17`), table.Token, []string{"endpoint.unusable"}},
		{"null", token(`null`), table.Token, nil},
		{"an empty text", token(`""`), table.Token, nil},
		{"a control character", token(`"https://sso.example.com/\n"`), table.Token, []string{"endpoint.unusable"}},
		{"two token endpoints", `{"issuer":"` + acme + `","token_endpoint":"https://evil.example/a","token_endpoint":"` + table.Token + `"}`, table.Token, []string{"duplicate.token_endpoint"}},
		{"two issuers", `{"issuer":"` + acme + `","issuer":"https://evil.example"}`, table.Token, []string{"duplicate.issuer"}},
		{"two of something harmless", `{"issuer":"` + acme + `","x":1,"x":2}`, table.Token, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			got, err := pages{acme + wellAt: {body: tt.body}}.client(&asked).Discover(t.Context(), Realm{base, "acme"})
			if err != nil {
				t.Fatal(err)
			}
			if got.Endpoints.Token != tt.token || !slices.Equal(got.Notes, tt.notes) || !got.Discovered {
				t.Errorf("token endpoint %q, notes %q, want %q, %q", got.Endpoints.Token, got.Notes, tt.token, tt.notes)
			}
			if strings.HasPrefix(got.Endpoints.Issuer, "javascript") || strings.HasPrefix(got.Endpoints.JWKS, "http:") {
				t.Errorf("unfit endpoints %+v", got.Endpoints)
			}
		})
	}
}

func TestDiscoverWithoutADocument(t *testing.T) {
	tests := []struct {
		name string
		page page
		kind Kind // "" for the path table
	}{
		{"a path that is not there", page{404, `{"error":"RESTEASY003210: Could not find resource"}`, ""}, ""},
		{"a gateway that forbids", page{403, "<html>", ""}, ""},
		{"a page", page{200, "<html><title>Login</title>", ""}, ""},
		{"JSON that is something else", page{200, `{"hello":1}`, ""}, ""},
		{"half a document", page{200, `{"issuer":`, ""}, ""},
		{"a huge document", page{200, `{"issuer":"` + strings.Repeat("x", maxDiscovery), ""}, ""},
		{"no such realm", page{404, noRealm, ""}, KindOAuth},
		{"a realm that is off", page{403, `{"error":"access_denied","error_description":"Realm not enabled"}`, ""}, KindOAuth},
		{"https wanted", page{403, `{"error":"invalid_request","error_description":"HTTPS required"}`, ""}, KindOAuth},
		{"a server that is down", page{503, "<html>", ""}, KindHTML},
		{"too many requests", page{429, "", ""}, KindStatus},
		{"a proxy", page{407, "", ""}, KindProxy},
		{"no connection", page{-1, "", ""}, KindConnect},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			got, err := pages{acme + wellAt: tt.page}.client(&asked).Discover(t.Context(), Realm{base, "acme"})
			if tt.kind != "" {
				var e *Error
				if !errors.As(err, &e) || e.Kind != tt.kind {
					t.Errorf("error %+v, want %s", err, tt.kind)
				}
				return
			}
			want := Discovery{Endpoints: Realm{base, "acme"}.Endpoints(), Notes: []string{"discovery.missing"}}
			if diff := cmp.Diff(got, want); diff != "" || err != nil {
				t.Errorf("error %v, discovery (-got +want):\n%s", err, diff)
			}
		})
	}
}

func TestDiscoverFollowsFewRedirectsAtHome(t *testing.T) {
	well := acme + wellAt
	chain := func(n int) pages {
		p := pages{}
		for i := range n {
			p[fmt.Sprintf("%s?%d", well, i)] = page{302, "", fmt.Sprintf("?%d", i+1)}
		}
		p[fmt.Sprintf("%s?%d", well, n)] = page{body: document(acme, "")}
		p[well] = page{307, "", well + "?1"}
		return p
	}
	tests := []struct {
		name     string
		pages    pages
		requests int
		ok       bool
	}{
		{"three at home", chain(3), 4, true},
		{"four at home", chain(4), 4, false},
		{"another host", pages{well: {302, "", "https://evil.example/"}}, 1, false},
		{"another port", pages{well: {302, "", "https://sso.example.com:8443/"}}, 1, false},
		{"no encryption", pages{well: {302, "", "http://sso.example.com/"}}, 1, false},
		{"a script", pages{well: {302, "", "javascript:alert(1)"}}, 1, false},
		{"nowhere", pages{well: {302, "", ""}}, 1, false},
		{"the default port spelt out", pages{well: {302, "", "https://SSO.example.com:443/x"}, "https://SSO.example.com:443/x": {body: document(acme, "")}}, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			_, err := tt.pages.client(&asked).Discover(t.Context(), Realm{base, "acme"})
			var e *Error
			if tt.ok != (err == nil) || !tt.ok && (!errors.As(err, &e) || e.Kind != KindRedirect) || len(asked) != tt.requests {
				t.Errorf("error %v after %q", err, asked)
			}
		})
	}
}

func TestDiscoverRefusesWhatIsNoRealm(t *testing.T) {
	for _, r := range []Realm{{}, {base, ""}, {base, ".."}, {base, "a\nb"}, {"ftp://x", "a"}, {"https://u:p@x", "a"}} {
		var asked []string
		_, err := pages{}.client(&asked).Discover(t.Context(), r)
		if e := asError(err); e.Kind != KindAddress || len(asked) != 0 {
			t.Errorf("%+v: error %v after %q", r, err, asked)
		}
	}
}

func TestFingerprint(t *testing.T) {
	tests := []struct{ member, want string }{
		{"token_introspection_endpoint", "4"},
		{"introspection_endpoint", "6"},
		{"id_token_encryption_alg_values_supported", "8"},
		{"revocation_endpoint", "12"},
		{"mtls_endpoint_aliases", "15"},
		{"frontchannel_logout_supported", "17"},
		{"acr_values_supported", "18"},
		{"dpop_signing_alg_values_supported", "23"},
		{"prompt_values_supported", "26.1"},
		{"x", ""},
	}
	for _, tt := range tests {
		var asked []string
		c := pages{acme + wellAt: {body: document(acme, `,"`+tt.member+`":"`+acme+`/x"`)}}.client(&asked)
		got, err := c.Discover(t.Context(), Realm{base, "acme"})
		if err != nil || got.ServerAtLeast != tt.want {
			t.Errorf("%s: at least %q, %v, want %q", tt.member, got.ServerAtLeast, err, tt.want)
		}
	}
	var asked []string
	other := pages{acme + wellAt: {body: `{"issuer":"https://op.example","prompt_values_supported":[]}`}}.client(&asked)
	if got, err := other.Discover(t.Context(), Realm{base, "acme"}); err != nil || got.ServerAtLeast != "" {
		t.Errorf("another provider is taken for Keycloak %q, %v", got.ServerAtLeast, err)
	}
}

func TestEndpointsEscapeTheName(t *testing.T) {
	got := Realm{Base: base + "/auth/", Name: "My Realm/ä?#%"}.Endpoints()
	want := base + "/auth/realms/My%20Realm%2F%C3%A4%3F%23%25"
	if got.Issuer != want || got.Token != want+"/protocol/openid-connect/token" || got.JWKS != want+"/protocol/openid-connect/certs" {
		t.Errorf("endpoints %+v, want under %q", got, want)
	}
}
