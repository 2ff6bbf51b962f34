package tokenclient

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// observing makes a client that shows its exchanges with a scripted server.
func observing(answer func(*http.Request) (*http.Response, error)) (*Client, *[]Observation) {
	var seen []Observation
	return New(Options{Transport: transportFunc(answer), Observe: func(o Observation) { seen = append(seen, o) }}), &seen
}

// replies is an answer with a body.
func replies(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
}

// echoesOf are seven encodings in which a server may echo a text.
func echoesOf(text string) []string {
	inJSON, _ := json.Marshal(text) // a string always can be
	return []string{
		text, url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text), strings.Trim(string(inJSON), `"`),
		base64.StdEncoding.EncodeToString([]byte(text)), hex.EncodeToString([]byte(text)),
	}
}

// canaries are twelve secrets of a client and its server.
func canaries() map[string]string {
	out := map[string]string{}
	for i, name := range []string{
		"password", "otp", "client secret", "refresh", "code", "verifier", "device code", "request id", "subject", "actor", "assertion", "extra",
	} {
		out[name] = fmt.Sprintf("canary%02d-7d41 &/ü\"%s", i, name)
	}
	return out
}

// guarded are all grants with all ways of a client to show itself.
func guarded(t *testing.T) map[string]TokenRequest {
	t.Helper()
	of := func(name string) Secret { return NewSecret(canaries()[name]) }
	key, err := GenerateKey("ES256")
	if err != nil {
		t.Fatal(err)
	}
	grants := map[string]Grant{
		"password": Password{Username: "alice", Password: of("password"), OTP: of("otp")},
		"client":   ClientCredentials{},
		"refresh":  Refresh{Token: of("refresh")},
		"code":     AuthorizationCode{Code: of("code"), Verifier: of("verifier"), RedirectURI: "http://127.0.0.1:1/c"},
		"device":   DeviceCode{Code: of("device code"), Verifier: of("verifier")},
		"ciba":     CIBA{AuthReqID: of("request id")},
		"bearer":   JWTBearer{Assertion: of("assertion")},
		"exchange": TokenExchange{SubjectToken: of("subject"), SubjectTokenType: "urn:ietf:params:oauth:token-type:access_token", ActorToken: of("actor"), ActorTokenType: "urn:ietf:params:oauth:token-type:access_token"},
	}
	auths := map[string]ClientAuth{
		"none": {}, "basic": {Method: AuthBasic, Secret: of("client secret")}, "raw": {Method: AuthBasicRaw, Secret: of("client secret")},
		"post": {Method: AuthPost, Secret: of("client secret")}, "hmac": {Method: AuthSecretJWT, Secret: NewSecret(strings.Repeat("k", 20) + canaries()["client secret"])},
		"key": {Method: AuthPrivateKeyJWT, Assertion: Assertion{Key: key}}, "token": {Method: AuthBearer, Secret: NewSecret("canary-bearer-7d41")},
	}
	out := map[string]TokenRequest{}
	for g, grant := range grants {
		for a, auth := range auths {
			auth.ClientID = "app"
			for _, in := range []ParamsIn{"", ParamsInQuery} {
				out[g+" "+a+" "+string(in)] = TokenRequest{
					Endpoint: endpoint, Auth: auth, Grant: grant, Scope: "openid", ParamsIn: in,
					Extra: []Param{{"pin", of("extra")}},
				}
			}
		}
	}
	return out
}

// echoing gives every secret back, in every place and spelling.
func echoing(status int, page bool) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		var all []string
		for _, secret := range canaries() {
			all = append(all, echoesOf(secret)...)
		}
		text := strings.Join(all, " | ")
		body, _ := json.Marshal(map[string]any{"error": text, "error_description": text, "note": all, "access_token": "canary-access-7d41", "copy": "canary-access-7d41"})
		if page {
			body = []byte("<html><title>" + text + "</title><body>" + text)
		}
		line := strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }), "")
		return replies(status, http.Header{"Content-Type": {"application/json"}, "Server": {line}, "Www-Authenticate": {"Bearer " + line}, "Location": {"/x/" + url.PathEscape(line) + "?code=" + url.QueryEscape(text)}}, string(body)), nil
	}
}

func TestObservationsHoldNoSecret(t *testing.T) {
	for name, request := range guarded(t) {
		for status, page := range map[int]bool{200: false, 302: false, 401: false, 403: true} {
			c, seen := observing(echoing(status, page))
			_, _ = c.Token(t.Context(), request)
			if len(*seen) != 1 {
				t.Fatalf("%s: %d observations, want 1", name, len(*seen))
			}
			quiet(t, fmt.Sprint(name, status, page), (*seen)[0], sentSecrets(t, request))
		}
	}
}

// sentSecrets are the canaries that a request sends.
func sentSecrets(t *testing.T, r TokenRequest) []string {
	t.Helper()
	found := []string{"canary-access-7d41", "canary-bearer-7d41"}
	req, _ := r.build(t.Context())
	params, _ := sentParams(req)
	for _, secret := range canaries() {
		for _, p := range params {
			if p.Value.Reveal() == secret {
				found = append(found, secret)
			}
		}
		if r.Auth.Secret.Reveal() == secret {
			found = append(found, secret)
		}
	}
	return found
}

func quiet(t *testing.T, name string, o Observation, secrets []string) {
	t.Helper()
	all := fmt.Sprintf("%+v", o)
	if o.Err != nil {
		all += fmt.Sprintf("%+v %v", *o.Err, o.Err.Err)
	}
	for _, secret := range secrets {
		for _, spelling := range echoesOf(secret) {
			if strings.Contains(all, spelling) {
				t.Fatalf("%s: the observation shows %q in\n%s", name, spelling, all)
			}
		}
	}
	for _, p := range o.Params {
		if p.Name == "client_assertion" && !p.Hidden {
			t.Errorf("%s shows its assertion", name)
		}
	}
}

func TestAnObservationTellsTheExchange(t *testing.T) {
	c, seen := observing(func(*http.Request) (*http.Response, error) {
		return replies(401, http.Header{"Content-Type": {"application/json"}, "Date": {"Mon, 02 Jan 2006 15:04:05 GMT"}}, `{"error":"invalid_grant","error_description":"Invalid user credentials"}`), nil
	})
	_, err := c.Token(WithLabel(t.Context(), "p1"), TokenRequest{
		Endpoint: endpoint, Auth: ClientAuth{ClientID: "app", Method: AuthPost, Secret: NewSecret("s3cret-s3cret")}, Scope: "openid",
		Grant: Password{Username: "alice", Password: NewSecret("hunter2hunter2")},
		Extra: []Param{{"pin", NewSecret("17")}, {"empty", Secret{}}},
	})
	if err == nil || len(*seen) != 1 {
		t.Fatalf("error %v, %d observations", err, len(*seen))
	}
	got := (*seen)[0]
	if got.ReceivedAt.IsZero() || got.Size != 72 || got.Err == nil || got.Err.Description != "Invalid user credentials" {
		t.Errorf("at %v, %d bytes, error %+v", got.ReceivedAt, got.Size, got.Err)
	}
	got.ReceivedAt, got.Elapsed, got.Size, got.Err = got.ReceivedAt.AddDate(-9999, 0, 0), 0, 0, nil
	want := Observation{
		Label: "p1", Purpose: PurposeToken, Grant: "password", Method: "POST", URL: endpoint, Status: 401, Code: "invalid_grant",
		ReceivedAt: got.ReceivedAt,
		Params: []ObservedParam{
			{"grant_type", "password", false},
			{"client_id", "app", false},
			{"client_secret", "[hidden]", true},
			{"username", "alice", false},
			{"password", "[hidden]", true},
			{"scope", "openid", false},
			{"pin", "[hidden]", true},
			{"empty", "", false},
		},
		Sent:    []ObservedHeader{{"Accept", "application/json", false}, {"Content-Type", formType, false}, {"User-Agent", "Realmscope", false}},
		Headers: []ObservedHeader{{"Date", "Mon, 02 Jan 2006 15:04:05 GMT", false}, {"Content-Type", "application/json", false}},
		Body:    `{"error":"invalid_grant","error_description":"Invalid user credentials"}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the observation (-want +got):\n%s", diff)
	}
}

func TestEveryKindOfExchangeIsObserved(t *testing.T) {
	realm := Realm{Base: "https://sso.example.com", Name: "shop"}
	access, id := NewSecret("canary-access-7d41"), ClientAuth{ClientID: "app"}
	for want, run := range map[Purpose]func(context.Context, *Client){
		PurposeDiscovery:  func(ctx context.Context, c *Client) { _, _ = c.Discover(ctx, realm) },
		PurposeKeys:       func(ctx context.Context, c *Client) { _, _ = c.JWKS(ctx, endpoint) },
		PurposeUserInfo:   func(ctx context.Context, c *Client) { _, _ = c.UserInfo(ctx, endpoint, access, "") },
		PurposeIntrospect: func(ctx context.Context, c *Client) { _, _ = c.Introspect(ctx, endpoint, id, access, "") },
		PurposeRevocation: func(ctx context.Context, c *Client) { _, _ = c.Revoke(ctx, endpoint, id, access, "") },
		PurposeLogout:     func(ctx context.Context, c *Client) { _ = c.Logout(ctx, endpoint, id, access) },
		PurposeDevice:     func(ctx context.Context, c *Client) { _, _ = c.StartDevice(ctx, endpoint, id, "", nil) },
		PurposePushed:     func(ctx context.Context, c *Client) { _, _ = c.push(ctx, endpoint, id, nil) },
	} {
		t.Run(string(want), func(t *testing.T) {
			c, seen := observing(func(*http.Request) (*http.Response, error) {
				return replies(200, nil, `{"user_code":"canary-user-7d41","note":"canary-user-7d41 canary-access-7d41","request_uri":"canary-uri-7d41"}`), nil
			})
			run(t.Context(), c)
			if len(*seen) == 0 || (*seen)[0].Purpose != want {
				t.Fatalf("observed %+v, want one of %q", *seen, want)
			}
			for _, o := range *seen {
				secrets := []string{"canary-user-7d41", "canary-uri-7d41"}
				if want != PurposeDiscovery && want != PurposeKeys && want != PurposeDevice && want != PurposePushed {
					secrets = append(secrets, access.Reveal())
				}
				quiet(t, string(want), o, secrets)
			}
		})
	}
}

func TestAFailedExchangeIsObservedToo(t *testing.T) {
	c, seen := observing(func(*http.Request) (*http.Response, error) { return nil, errors.New("canary-7d41 in the cause") })
	other, err := c.With(Connection{})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = other.Discover(t.Context(), Realm{Base: "https://sso.example.com", Name: "shop"})
	if len(*seen) == 0 {
		t.Fatal("nothing was observed through With")
	}
	o := (*seen)[0]
	if o.Err == nil || o.Status != 0 || o.ReceivedAt.IsZero() || o.URL != "https://sso.example.com/realms/shop/.well-known/openid-configuration" {
		t.Errorf("observed %+v", o)
	}
	quiet(t, "a failure", o, []string{"canary-7d41"})
}

func TestALongBodyIsCut(t *testing.T) {
	c, seen := observing(func(*http.Request) (*http.Response, error) {
		return replies(500, nil, strings.Repeat("x\x1b[31m", 5000)), nil
	})
	_, _ = c.JWKS(t.Context(), endpoint)
	o := (*seen)[0]
	if len(o.Body) > maxObserved+8 || o.Size != 30000 || strings.ContainsRune(o.Body, 0x1b) {
		t.Errorf("%d bytes shown of %d", len(o.Body), o.Size)
	}
}
