package tokenclient

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// addressVector is a pasted text and what is in it.
type addressVector struct{ name, pasted, base, realm string }

const host = "https://sso.example.com"

func TestParseAddressFindsBaseAndRealm(t *testing.T) {
	for _, tt := range slices.Concat(realmAddresses(), hostAddresses(), pathAddresses(), wrappedAddresses()) {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseAddress(tt.pasted)
			want := Realm{Base: tt.base, Name: tt.realm}
			if err != nil || got.Realm != want {
				t.Errorf("ParseAddress(%q) = %+v, %v, want %+v", tt.pasted, got.Realm, err, want)
			}
		})
	}
}

// realmAddresses are addresses of a realm and its pages.
func realmAddresses() []addressVector {
	return []addressVector{
		{"a realm", host + "/realms/acme", host, "acme"},
		{"a realm with a trailing slash", host + "/realms/acme/", host, "acme"},
		{"a discovery document", host + "/auth/realms/acme/.well-known/openid-configuration", host + "/auth", "acme"},
		{"a prefix of two parts", "https://iam.sbc.com/console/auth/realms/sbc/protocol/openid-connect/token", "https://iam.sbc.com/console/auth", "sbc"},
		{"a query with empty values", "https://sso.dev.claroshop.com/auth/realms/shop/protocol/openid-connect/token?grant_type=&client_id=x", "https://sso.dev.claroshop.com/auth", "shop"},
		{"the account console of a realm with a blank", host + "/realms/My%20Realm/account/#/security/signingin", host, "My Realm"},
		{"the new admin console", host + "/admin/master/console/#/acme/clients", host, "acme"},
		{"the new admin console, realm alone", host + "/admin/master/console/#/acme", host, "acme"},
		{"the new admin console with state", host + "/admin/master/console/#/acme/users?first=0", host, "acme"},
		{"the old admin console", host + "/auth/admin/master/console/#/realms/acme/clients", host + "/auth", "acme"},
		{"the old admin console outside a realm", host + "/auth/admin/acme/console/#/create/realm", host + "/auth", "acme"},
		{"an admin console without a fragment", host + "/admin/acme/console/", host, "acme"},
		{"the admin REST", host + "/admin/realms/acme/users", host, "acme"},
		{"the admin REST under a prefix", host + "/auth/admin/realms/acme", host + "/auth", "acme"},
		{"OAuth metadata before the path", host + "/.well-known/oauth-authorization-server/realms/acme", host, "acme"},
		{"OIDC metadata before the path", host + "/.well-known/openid-configuration/auth/realms/acme", host + "/auth", "acme"},
		{"an authorization request", host + "/realms/acme/protocol/openid-connect/auth?client_id=app&scope=openid", host, "acme"},
		{"SAML metadata", host + "/realms/acme/protocol/saml/descriptor", host, "acme"},
		{"an identity provider called realms", host + "/realms/acme/broker/realms/endpoint", host, "acme"},
	}
}

// hostAddresses differ in host and port.
func hostAddresses() []addressVector {
	return []addressVector{
		{"a host and prefix", "sso.example.com/auth/", host + "/auth", ""},
		{"a host", "sso.example.com", host, ""},
		{"a host with port", "sso.example.com:8443", host + ":8443", ""},
		{"the default port", host + ":443/realms/acme", host, "acme"},
		{"the default port of http", "http://sso.example.com:80/realms/acme", "http://sso.example.com", "acme"},
		{"a port with zeros", host + ":08443/realms/acme", host + ":8443", "acme"},
		{"an empty port", host + ":/realms/acme", host, "acme"},
		{"capitals in scheme and host", "HTTPS://SSO.Example.COM/realms/Acme", host, "Acme"},
		{"IPv6", "http://[::1]:8080/realms/acme", "http://[::1]:8080", "acme"},
		{"long IPv6", "http://[0:0:0:0:0:0:0:1]/realms/acme", "http://[::1]", "acme"},
		{"IPv6 with zone", "http://[fe80::1%25eth0]/realms/acme", "http://[fe80::1%25eth0]", "acme"},
		{"IPv6 without scheme", "[::1]:8080/realms/acme", "https://[::1]:8080", "acme"},
		{"IPv4", "http://127.0.0.1:8080/realms/acme", "http://127.0.0.1:8080", "acme"},
		{"a trailing dot", "https://sso.example.com./realms/acme", "https://sso.example.com.", "acme"},
		{"letters beyond ASCII", "https://Bücher.example/realms/läden", "https://bücher.example", "läden"},
		{"an underscore", "http://key_cloak:8080/realms/acme", "http://key_cloak:8080", "acme"},
	}
}

// pathAddresses differ in the path.
func pathAddresses() []addressVector {
	return []addressVector{
		{"doubled slashes", host + "//auth//realms///acme", host + "/auth", "acme"},
		{"dot segments", host + "/x/../auth/./realms/acme", host + "/auth", "acme"},
		{"encoded dot segments", host + "/x/%2e%2E/realms/acme", host, "acme"},
		{"more dots than path", host + "/../../realms/acme", host, "acme"},
		{"a path parameter", host + "/realms/acme;jsessionid=1/account", host, "acme"},
		{"an encoded slash in the name", host + "/realms/a%2Fb", host, "a/b"},
		{"an encoded percent in the name", host + "/realms/a%25b", host, "a%b"},
		{"a plus in the name", host + "/realms/a+b", host, "a+b"},
		{"a blank in the prefix", host + "/my%20sso/realms/acme", host + "/my%20sso", "acme"},
		{"realms without a name", host + "/auth/realms/", host + "/auth", ""},
		{"a manual's place for the name", host + "/auth/realms/{realm_name}/protocol/openid-connect/token", host + "/auth", ""},
		{"another place for the name", host + "/auth/realms/:realm/account", host + "/auth", ""},
		{"a shell variable for the name", host + "/realms/$REALM", host, ""},
		{"the welcome page's script", host + "/auth/js/keycloak.js", host + "/auth", ""},
		{"a resource", host + "/resources/abc/welcome", host, ""},
		{"a page", host + "/auth/index.html", host + "/auth", ""},
		{"the server's own metadata", host + "/.well-known/openid-configuration", host, ""},
	}
}

// wrappedAddresses have something around them.
func wrappedAddresses() []addressVector {
	return []addressVector{
		{"one slash after the scheme", "https:/sso.example.com/realms/acme", host, "acme"},
		{"no slash after the scheme", "https:sso.example.com/realms/acme", host, "acme"},
		{"four slashes after the scheme", "https:////sso.example.com/realms/acme", host, "acme"},
		{"no scheme but its slashes", "//sso.example.com/realms/acme", host, "acme"},
		{"double quotes", `"` + host + `/realms/acme"`, host, "acme"},
		{"curly quotes", "“" + host + "/realms/acme”", host, "acme"},
		{"guillemets and blanks", "« " + host + "/realms/acme »", host, "acme"},
		{"nested marks", "'<" + host + "/realms/acme>'", host, "acme"},
		{"a byte order mark", "\uFEFF" + host + "/realms/acme\r\n", host, "acme"},
		{"zero-width characters", "https://sso\u200B.example.com/realms/ac\u200Dme", host, "acme"},
		{"bidirectional marks", "\u202A" + host + "/realms/acme\u202C", host, "acme"},
		{"a broken character", host + "/realms/acme\xff", host, "acme"},
		{"a curl line", `curl -X POST "https://sso.example.com/auth/realms/acme/protocol/openid-connect/token" -d grant_type=password`, host + "/auth", "acme"},
		{"a sentence", "Please use https://sso.example.com/realms/acme, thanks.", host, "acme"},
		{"a sentence without scheme", "the realm is sso.example.com/realms/acme (test)", host, "acme"},
		{"Markdown", "[login](https://sso.example.com/realms/acme)", host, "acme"},
		{"an assignment", "ISSUER=https://sso.example.com/realms/acme", host, "acme"},
		{"a JSON document", `{"issuer":"https:\/\/sso.example.com\/realms\/acme","jwks_uri":"https:\/\/sso.example.com\/realms\/acme\/certs"}`, host, "acme"},
		{"a sentence with a link before", "See https://wiki.example.com/x and https://sso.example.com/realms/acme", host, "acme"},
	}
}

func TestParseAddressTellsMore(t *testing.T) {
	tests := []struct {
		name, pasted string
		want         Address
	}{
		{
			"a console without a realm of its own is a guess", "https://h.example/admin/acme/console/",
			Address{Realm: Realm{"https://h.example", "acme"}, Guess: true},
		},
		{
			"a query fills the form", "https://h.example/realms/a/x?client_id=app%20one&scope=openid+email&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&password=p",
			Address{Realm: Realm{"https://h.example", "a"}, ClientID: "app one", Scope: "openid email", RedirectURI: "http://127.0.0.1/cb"},
		},
		{
			"several pairs are further readings", "https://h.example/realms/acme/broker/realms/endpoint",
			Address{Realm: Realm{"https://h.example", "acme"}, Others: []Realm{{"https://h.example/realms/acme/broker", "endpoint"}}},
		},
		{
			"a realm called realms", "https://h.example/realms/realms",
			Address{Realm: Realm{"https://h.example", "realms"}},
		},
		{
			"this machine may speak plain http", "localhost:8080/realms/a",
			Address{Realm: Realm{"https://localhost:8080", "a"}, Others: []Realm{{"http://localhost:8080", "a"}}, Cleaned: []string{"scheme"}},
		},
		{
			"a name with a blank is a further reading", "https://h.example/realms/My Realm",
			Address{Realm: Realm{"https://h.example", "My"}, Others: []Realm{{"https://h.example", "My Realm"}}, Cleaned: []string{"text"}},
		},
		{
			"what was changed is listed", "\uFEFF\"h.example//realms/a\"",
			Address{Realm: Realm{"https://h.example", "a"}, Cleaned: []string{"invisible", "quotes", "scheme", "slashes"}},
		},
		{
			"an unreadable query is left alone", "https://h.example/realms/a?client_id=%zz",
			Address{Realm: Realm{"https://h.example", "a"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseAddress(tt.pasted)
			if err != nil {
				t.Fatalf("ParseAddress(%q): %v", tt.pasted, err)
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("ParseAddress(%q) (-got +want):\n%s", tt.pasted, diff)
			}
		})
	}
}

func TestParseAddressRefuses(t *testing.T) {
	tests := []struct{ name, pasted, reason string }{
		{"nothing", "", "empty"},
		{"blanks and quotes", " \"\u200B\" ", "empty"},
		{"a password", "https://user:hunter2@h.example/realms/a", "userinfo"},
		{"a name", "https://user@h.example/realms/a", "userinfo"},
		{"a password without scheme", "user:hunter2@h.example/realms/a", "userinfo"},
		{"a backslash before another host", `https://good.example\@evil.example/realms/a`, "userinfo"},
		{"a mail address", "alice@example.com", "userinfo"},
		{"a file", "file:///etc/passwd", "scheme"},
		{"a script", "javascript:alert(1)", "scheme"},
		{"another protocol", "ftp://h.example/realms/a", "scheme"},
		{"a backslash in the host", `https://good.example\realms\a`, "host"},
		{"no host", "https:///", "host"},
		{"an empty label", "https://a..example/realms/a", "host"},
		{"a long label", "https://" + strings.Repeat("a", 64) + ".example", "host"},
		{"a long name", "https://" + strings.Repeat("a.", 130) + "example", "host"},
		{"a port out of range", "https://h.example:65536/", "host"},
		{"port zero", "https://h.example:0/", "host"},
		{"an escape in the host", "https://h%2eexample/realms/a", "host"},
		{"half an IPv6 address", "https://[::1/realms/a", "host"},
		{"IPv4 in brackets", "https://[127.0.0.1]/realms/a", "host"},
		{"a broken escape in the path", "https://h.example/realms/%zz", "syntax"},
		{"a control character in the name", "https://h.example/realms/a%0Ab", "syntax"},
		{"bytes that are no text in the name", "https://h.example/realms/%ff", "syntax"},
		{"a token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "syntax"},
		{"a Bearer line", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "syntax"},
		{"a sentence", "hello world", "syntax"},
		{"a book", strings.Repeat("x", 70_000), "syntax"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseAddress(tt.pasted)
			var e *Error
			if !errors.As(err, &e) || e.Kind != KindAddress || e.Reason != tt.reason {
				t.Errorf("ParseAddress(%.80q) = %+v, %v, want address error %q", tt.pasted, got.Realm, err, tt.reason)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %q holds the password", err)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{
		"https://sso.example.com/auth/realms/acme", "sso.example.com", `"<http://[::1]:8080/realms/a%2Fb>"`,
		"https://h/admin/master/console/#/realms/acme", "curl 'https://h/realms/a b' https://i/realms/c",
		"//h/realms/a;x/../b?client_id=%zz#/x", "http://h/realms/\u202E", "İ http://x/realms/y", "http:[::1]", "İİ\u212A http://x/realms/y http:",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pasted string) {
		a, err := ParseAddress(pasted)
		if err != nil {
			if !errors.As(err, new(*Error)) {
				t.Fatalf("error %T", err)
			}
			return
		}
		for _, r := range append([]Realm{a.Realm}, a.Others...) {
			if _, err := Origin(r.Base); err != nil {
				t.Fatalf("ParseAddress(%q): base %q has no origin: %v", pasted, r.Base, err)
			}
			if r.Name == "" {
				continue
			}
			// A realm's own address must lead back to it, unless base or name
			// hold a second realm path.
			if again, err := ParseAddress(r.Endpoints().Issuer); err != nil || again.Realm != r && len(again.Others) == 0 {
				t.Fatalf("ParseAddress(%q) = %+v; its issuer %q reads as %+v, %v", pasted, r, r.Endpoints().Issuer, again, err)
			}
		}
	})
}
