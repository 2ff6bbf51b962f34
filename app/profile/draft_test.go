package profile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient"
)

func TestFromExample(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want Draft
	}{
		"Oracle's access token request": {
			"\n{\n\"client_id\":\"cnsbc-api-access\",\n\"username\":\"foo\",\n\"password\":\"bar\",\n\"grant_type\":\"password\"\n}\n",
			Draft{
				Profile: Profile{
					Client: Client{ID: "cnsbc-api-access", Auth: tokenclient.AuthNone}, Grant: GrantPassword,
					Accounts: []Account{{Username: "foo"}},
				},
				Password: tokenclient.NewSecret("bar"), Asks: []Field{FieldBase, FieldRealm},
			},
		},
		"Oracle's refresh token request": {
			`{"client_id":"cnsbc-api-access","refresh_token":"eyJhbGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiwia2lk","grant_type":"refresh_token"}`,
			Draft{
				Profile: Profile{Client: Client{ID: "cnsbc-api-access", Auth: tokenclient.AuthNone}, Grant: GrantPassword},
				Asks:    []Field{FieldBase, FieldRealm},
			},
		},
		"client credentials": {
			`{"grant_type":"client_credentials","client_id":"api","client_secret":"s3","scope":"a b","extra":{"x":1}}`,
			Draft{
				Profile:      Profile{Client: Client{ID: "api", Auth: tokenclient.AuthPost}, Grant: GrantClientCredentials, Scope: "a b"},
				ClientSecret: tokenclient.NewSecret("s3"), Asks: []Field{FieldBase, FieldRealm},
			},
		},
		"a device code": {
			`{"grant_type":"urn:ietf:params:oauth:grant-type:device_code","client_id":"tv","device_code":"abc"}`,
			Draft{Profile: Profile{Client: Client{ID: "tv"}, Grant: GrantDevice}, Asks: []Field{FieldBase, FieldRealm}},
		},
		"a code": {
			`{"grant_type":"authorization_code","client_id":"web","code":"abc"}`,
			Draft{
				Profile: Profile{Client: Client{ID: "web"}, Grant: GrantAuthorizationCode},
				Asks:    []Field{FieldBase, FieldRealm},
			},
		},
		"members of other types": {
			`{"grant_type":"password","client_id":7,"username":["a"],"password":"p"}`,
			Draft{
				Profile: Profile{Client: Client{Auth: tokenclient.AuthNone}, Grant: GrantPassword},
				Asks:    []Field{FieldBase, FieldRealm, FieldClientID},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := FromExample(tt.text)
			if !ok {
				t.Fatal("FromExample did not know the text")
			}
			if diff := cmp.Diff(got, tt.want, cmp.Comparer(func(a, b tokenclient.Secret) bool { return a == b })); diff != "" {
				t.Errorf("draft differs (-got +want):\n%s", diff)
			}
		})
	}
}

func TestFromExampleKnowsOtherTexts(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "an address": "https://sso.example.com/realms/acme", "a list": `["client_id"]`,
		"another object": `{"access_token":"eyJ"}`, "broken": `{"client_id":"a"`, "two": `{"client_id":"a"}{}`,
		"null": "null", "huge": `{"client_id":"` + strings.Repeat("a", maxExample) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			if d, ok := FromExample(text); ok || d.Profile.Client.ID != "" {
				t.Errorf("FromExample = %v, want nothing", d)
			}
		})
	}
}

func TestFromAddress(t *testing.T) {
	for name, tt := range map[string]struct {
		pasted string
		want   Draft
	}{
		"claroshop's curl line": {
			"https://sso.dev.claroshop.com/auth/realms/{realm_name}/protocol/openid-connect/token?grant_type=&client_id=x",
			Draft{
				Profile: Profile{Environment: Development, Realm: tokenclient.Realm{Base: "https://sso.dev.claroshop.com/auth"}, Client: Client{ID: "x"}},
				Asks:    []Field{FieldRealm},
			},
		},
		"a login page": {
			"https://sso-uat2.example.com/realms/acme/protocol/openid-connect/auth?client_id=app&scope=openid",
			Draft{Profile: Profile{
				Environment: Staging, Realm: tokenclient.Realm{Base: "https://sso-uat2.example.com", Name: "acme"},
				Client: Client{ID: "app"}, Scope: "openid",
			}},
		},
		"an admin console": {
			"https://sso.example.com/admin/acme/console/",
			Draft{
				Profile: Profile{Realm: tokenclient.Realm{Base: "https://sso.example.com", Name: "acme"}},
				Asks:    []Field{FieldClientID, FieldRealm},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := tokenclient.ParseAddress(tt.pasted)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(FromAddress(a), tt.want, cmp.Comparer(func(a, b tokenclient.Secret) bool { return a == b })); diff != "" {
				t.Errorf("draft differs (-got +want):\n%s", diff)
			}
		})
	}
}

func TestGuessEnvironment(t *testing.T) {
	for base, want := range map[string]Environment{
		"https://sso.dev.claroshop.com/auth": Development, "http://localhost:8080": Development, "http://[::1]": Development,
		"https://qa3.example.com": Test, "https://login-stg.example.com": Staging, "https://sso.PROD.example.com": Production,
		"https://sso.example.com": "", "https://developer.example.com": "", "https://product.example.com": "", "::": "",
	} {
		if got := guessEnvironment(base); got != want {
			t.Errorf("guessEnvironment(%q) = %q, want %q", base, got, want)
		}
	}
}
