package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// basic is the Authorization line of RFC 6749 section 2.3.1.
func basic(id, secret string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

const (
	badCredentials = "Bad Request | invalid_grant | Invalid user credentials"
	unknownClient  = "Unauthorized | invalid_client | Invalid client or Invalid client credentials"
	wrongSecret    = "Unauthorized | unauthorized_client | Invalid client or Invalid client credentials"
	service        = "grant_type=client_credentials"
)

func TestTokenEndpointRefuses(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct {
		form    string
		headers []string
		want    string
	}{
		"empty body":              {"", nil, "Bad Request | invalid_request | Missing form parameter: grant_type"},
		"JSON instead of a form":  {`{"grant_type":"password"}`, []string{"Content-Type: application/json"}, "Unsupported Media Type | HTTP 415 Unsupported Media Type | "},
		"malformed escape":        {"grant_type=%zz", nil, "Bad Request | invalid_request | Malformed form body"},
		"body over 64 KiB":        {"x=" + strings.Repeat("y", 64<<10), nil, "Request Entity Too Large | HTTP 413 Request Entity Too Large | "},
		"unknown grant":           {"grant_type=magic" + asWeb, nil, "Bad Request | unsupported_grant_type | Unsupported grant_type"},
		"no client":               {"grant_type=password", nil, unknownClient},
		"unknown client":          {"grant_type=password&client_id=nobody", nil, unknownClient},
		"disabled client":         {"grant_type=password&client_id=demo-retired", nil, unknownClient},
		"wrong secret, Basic":     {service, []string{basic("demo-service", "x")}, wrongSecret},
		"wrong secret, post":      {service + "&client_id=demo-service&client_secret=x", nil, wrongSecret},
		"no secret":               {service + "&client_id=demo-service", nil, wrongSecret},
		"body wins over Basic":    {service + "&client_secret=x", []string{basic("demo-service", "demo-secret-service")}, wrongSecret},
		"bad escape in Basic":     {service, []string{basic("demo-service", "%zz")}, "Bad Request | unauthorized_client | Unexpected error when authenticating client"},
		"parameter twice":         {alice + "&scope=openid&scope=openid", nil, "Bad Request | invalid_request | duplicated parameter"},
		"foreign Origin":          {alice, []string{"Origin: https://evil.example"}, "Forbidden | invalid_request | Origin not allowed"},
		"unknown scope":           {alice + "&scope=openid+nonsense", nil, "Bad Request | invalid_scope | Invalid scopes: openid nonsense"},
		"wrong password":          {"grant_type=password&username=alice&password=x" + asWeb, nil, badCredentials},
		"unknown user":            {"grant_type=password&username=zoe&password=x" + asWeb, nil, badCredentials},
		"service account as user": {"grant_type=password&username=service-account-demo-service" + asWeb, nil, badCredentials},
		"no user name":            {"grant_type=password&password=x" + asWeb, nil, "Bad Request | invalid_request | Missing parameter: username"},
		"disabled, any password":  {"grant_type=password&username=carol&password=x" + asWeb, nil, "Bad Request | invalid_grant | Account disabled"},
		"no one-time code":        {"grant_type=password&username=dave&password=demo-pass-dave" + asWeb, nil, badCredentials},
		"wrong one-time code":     {"grant_type=password&username=dave&password=demo-pass-dave&otp=000000" + asWeb, nil, badCredentials},
		"not fully set up":        {"grant_type=password&username=erin&password=demo-pass-erin" + asWeb, nil, "Bad Request | invalid_grant | Account is not fully set up"},
		"overlong password":       {"grant_type=password&username=alice&password=" + strings.Repeat("x", 4001) + asWeb, nil, badCredentials},
		"offline without role":    {"grant_type=password&username=bob&password=demo-pass-bob&scope=offline_access" + asWeb, nil, "Bad Request | not_allowed | Offline tokens not allowed for the user or client"},
		"direct access off":       {"grant_type=password&username=alice&client_id=demo-locked&client_secret=demo-secret-locked", nil, "Bad Request | unauthorized_client | Client not allowed for direct access grants"},
		"service of public":       {service + asWeb, nil, "Unauthorized | unauthorized_client | Public client not allowed to retrieve service account"},
		"service accounts off":    {service, []string{basic("demo-locked", "demo-secret-locked")}, "Unauthorized | unauthorized_client | Client not enabled to retrieve service account"},
		"service, unknown scope":  {service + "&scope=x", []string{basic("demo-service", "demo-secret-service")}, "Bad Request | invalid_scope | Invalid scopes: x"},
		"no refresh token":        {"grant_type=refresh_token" + asWeb, nil, "Bad Request | invalid_request | No refresh token"},
		"garbage refresh token":   {"grant_type=refresh_token&refresh_token=a.b.c" + asWeb, nil, "Bad Request | invalid_grant | Invalid refresh token"},
		"huge refresh token":      {"grant_type=refresh_token&refresh_token=" + strings.Repeat("x", 20001) + asWeb, nil, "Bad Request | invalid_request | The size of OIDC parameter 'refresh_token' is longer than allowed."},
		"no code":                 {"grant_type=authorization_code" + asWeb, nil, "Bad Request | invalid_request | Missing parameter: code"},
		"unknown code":            {"grant_type=authorization_code&code=x" + asWeb, nil, "Bad Request | invalid_grant | Code not valid"},
		"no device code":          {"grant_type=" + grantDevice + asWeb, nil, "Bad Request | invalid_request | Missing parameter: device_code"},
		"unknown device code":     {"grant_type=" + grantDevice + "&device_code=x" + asWeb, nil, "Bad Request | invalid_grant | Device code not valid"},
		"device grant off":        {"grant_type=" + grantDevice, []string{basic("demo-locked", "demo-secret-locked")}, "Bad Request | invalid_grant | Client not allowed OAuth 2.0 Device Authorization Grant"},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.post(oidc+"/token", tt.form, tt.headers...)
			if got := a.said(t); got != tt.want {
				t.Errorf("POST token %.80q = %q, want %q", tt.form, got, tt.want)
			}
			if got := a.header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control = %q, want no-store", got)
			}
		})
	}
}

func TestParametersInTheQueryAreNotRead(t *testing.T) {
	b := newBench(t, Options{})
	got := b.post(oidc+"/token?"+alice, "").said(t)
	if want := "Bad Request | invalid_request | Missing form parameter: grant_type"; got != want {
		t.Errorf("query only = %q, want %q", got, want)
	}
}

// memberNames lists the members of a flat JSON object in their order.
func memberNames(body string) []string {
	var names []string
	for _, m := range regexp.MustCompile(`[{,]"([a-z_-]+)":`).FindAllStringSubmatch(body, -1) {
		names = append(names, m[1])
	}
	return names
}

func TestMembersComeInOrder(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct {
		form, header string
		want         []string
	}{
		"password": {alice + "&scope=openid", "", []string{
			"access_token", "expires_in", "refresh_expires_in", "refresh_token", "token_type", "id_token",
			"not-before-policy", "session_state", "scope",
		}},
		"password without openid": {alice, "", []string{
			"access_token", "expires_in", "refresh_expires_in", "refresh_token", "token_type",
			"not-before-policy", "session_state", "scope",
		}},
		"client credentials": {"grant_type=client_credentials", basic("demo-service", "demo-secret-service"), []string{
			"access_token", "expires_in", "refresh_expires_in", "token_type", "not-before-policy", "scope",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.post(oidc+"/token", tt.form, "Accept: application/json", tt.header)
			if diff := cmp.Diff(memberNames(a.body), tt.want); diff != "" {
				t.Errorf("members (-got +want):\n%s", diff)
			}
			if a.header.Get("Content-Type") != "application/json" || a.header.Get("Pragma") != "no-cache" {
				t.Errorf("headers = %v", a.header)
			}
		})
	}
}

func TestPasswordTokens(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid+profile+email")
	if set.ExpiresIn != 300 || set.RefreshExpiresIn != 1800 || len(set.SessionState) != 24 {
		t.Errorf("lives %d, %d, session %q; want 300, 1800, 24 characters", set.ExpiresIn, set.RefreshExpiresIn, set.SessionState)
	}
	access, header := b.verified(set.AccessToken)
	if header["alg"] != "RS256" || header["typ"] != "JWT" {
		t.Errorf("access header = %v", header)
	}
	if id, _ := access["jti"].(string); !strings.HasPrefix(id, "onrtro:") {
		t.Errorf("jti = %q, want onrtro: and a UUID", id)
	}
	for _, name := range []string{"exp", "iat", "auth_time", "jti"} {
		delete(access, name)
	}
	if diff := cmp.Diff(map[string]any(access), map[string]any{
		"iss": issuer, "aud": []any{"demo-api", "shop-api", "account"}, "sub": "a11ce000-0000-4000-8000-000000000001",
		"typ": "Bearer", "azp": "demo-web", "sid": set.SessionState, "acr": "1",
		"allowed-origins": []any{"http://127.0.0.1"},
		"realm_access":    map[string]any{"roles": []any{"offline_access", "shop-admin", "default-roles-demo"}},
		"resource_access": map[string]any{
			"account":  map[string]any{"roles": []any{"manage-account", "manage-account-links", "view-profile"}},
			"shop-api": map[string]any{"roles": []any{"orders-read", "orders-write"}},
		},
		"scope": "openid profile email", "email_verified": true, "name": "Alice Ahlberg", "groups": []any{"/sales"},
		"preferred_username": "alice", "given_name": "Alice", "family_name": "Ahlberg", "email": "alice@demo.example",
	}); diff != "" {
		t.Errorf("access claims (-got +want):\n%s", diff)
	}
	id, _ := b.verified(set.IDToken)
	sum := sha256.Sum256([]byte(set.AccessToken))
	leftHalf := base64.RawURLEncoding.EncodeToString(sum[:16])
	if id["typ"] != "ID" || id["aud"] != "demo-web" || id["at_hash"] != leftHalf || id["auth_time"] == nil || id["scope"] != nil {
		t.Errorf("ID claims = %v", id)
	}
	refresh, header := unverified(t, set.RefreshToken)
	if header["alg"] != "HS512" || refresh["typ"] != "Refresh" || refresh["aud"] != issuer || refresh["email"] != nil {
		t.Errorf("refresh token = %v %v", header, refresh)
	}
}

func TestTwoPeopleDiffer(t *testing.T) {
	b := newBench(t, Options{})
	bob, _ := b.verified(b.token("grant_type=password&username=bob&password=demo-pass-bob" + asWeb).AccessToken)
	if got, want := bob["realm_access"], any(map[string]any{"roles": []any{"default-roles-demo"}}); !cmp.Equal(got, want) {
		t.Errorf("bob's realm roles = %v, want %v", got, want)
	}
	if bob["groups"] != nil || bob["email_verified"] != false {
		t.Errorf("bob = %v, want no groups and an unverified address", bob)
	}
	for _, name := range []string{"otp", "totp"} {
		dave := b.token("grant_type=password&username=dave@demo.example&password=demo-pass-dave&" + name + "=" + OneTimeCode + asWeb)
		if c, _ := b.verified(dave.AccessToken); c["preferred_username"] != "dave" {
			t.Errorf("login by e-mail and %s = %v, want dave", name, c["preferred_username"])
		}
	}
}

func TestServiceAccountTokens(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token("grant_type=client_credentials", basic("demo%2Dservice", "demo%2Dsecret%2Dservice"))
	if set.RefreshToken != "" || set.RefreshExpiresIn != 0 || set.SessionState != "" || set.IDToken != "" {
		t.Errorf("answer = %+v, want an access token alone", set)
	}
	c, _ := b.verified(set.AccessToken)
	if id, _ := c["jti"].(string); !strings.HasPrefix(id, "trrtcc:") || c["sid"] != nil {
		t.Errorf("jti %v, sid %v; want a transient session", c["jti"], c["sid"])
	}
	if c["client_id"] != "demo-service" || c["preferred_username"] != "service-account-demo-service" || c["clientHost"] == nil {
		t.Errorf("claims = %v", c)
	}
	batch := b.token("grant_type=client_credentials&scope=offline_access+openid", basic("demo-batch", "demo-secret-batch"))
	old, _ := unverified(t, batch.RefreshToken)
	if old["typ"] != "Offline" || old["exp"] != nil || batch.RefreshExpiresIn != 0 || batch.IDToken != "" {
		t.Errorf("offline answer %+v with %v, want typ Offline without end", batch, old)
	}
}

func TestOtherClientSignsWithES256(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token("grant_type=password&username=alice&password=demo-pass-alice&scope=openid&client_id=demo-api&client_secret=demo-secret-api")
	for name, text := range map[string]string{"access": set.AccessToken, "ID": set.IDToken} {
		if _, header := b.verified(text); header["alg"] != "ES256" {
			t.Errorf("%s token: alg = %v, want ES256", name, header["alg"])
		}
	}
}

func TestTolerances(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ form, header string }{
		"control characters are taken away":    {"grant_type=password&username=al%00ice&password=demo-pass%0A-alice" + asWeb, ""},
		"a registered Origin":                  {alice, "Origin: http://127.0.0.1"},
		"a secret on a public client":          {alice + "&client_secret=nonsense", ""},
		"client id in the body, secret beside": {service + "&client_id=demo-service", basic("somebody", "demo-secret-service")},
		"a charset on the content type":        {alice, "Content-Type: application/x-www-form-urlencoded;charset=UTF-8"},
		"an overlong unused parameter":         {alice + "&nonsense=" + strings.Repeat("x", 5000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if a := b.post(oidc+"/token", tt.form, tt.header); a.status != http.StatusOK {
				t.Errorf("token = %d %s, want 200", a.status, a.body)
			}
		})
	}
}

func TestHeadAsksNoBody(t *testing.T) {
	b := newBench(t, Options{})
	if a := b.do(http.MethodHead, "/realms/demo", ""); a.status != http.StatusOK {
		t.Errorf("HEAD = %d, want 200", a.status)
	}
}
