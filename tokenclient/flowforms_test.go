package tokenclient

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"testing"
	"time"

	"realmscope/tokenclient/kctest"
)

func TestFlowsSendExactlyTheForm(t *testing.T) {
	for _, tt := range append(approvalForms(), tokenForms()...) {
		t.Run(tt.name, func(t *testing.T) {
			header := map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Cache-Control": "no-store", "Authorization": ""}
			switch {
			case tt.in.Auth.Method == AuthBearer:
				header["Authorization"] = "Bearer " + tt.in.Auth.Secret.Reveal()
			case tt.basic != "":
				header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(tt.basic))
			}
			s := kctest.New(t, kctest.Exchange{Want: kctest.Request{Path: tokenPath, Body: tt.body, Header: header}, Answer: okAnswer(), Times: 1})
			tt.in.Endpoint = s.URL + tokenPath
			if _, err := New(Options{}).Token(t.Context(), tt.in); err != nil {
				t.Errorf("Token: %v", err)
			}
		})
	}
}

func approvalForms() []formVector {
	public := ClientAuth{ClientID: "app"}
	return []formVector{
		{
			name: "one poll of a device code, with its verifier",
			in:   TokenRequest{Auth: public, Grant: DeviceCode{Code: NewSecret("c d"), Verifier: NewSecret("v")}},
			body: "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=app&device_code=c+d&code_verifier=v",
		},
		{
			name:  "one poll of a backchannel authentication",
			in:    TokenRequest{Auth: ClientAuth{Method: AuthBasic, ClientID: "app", Secret: NewSecret("s")}, Grant: CIBA{AuthReqID: NewSecret("a.b")}},
			body:  "grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id=a.b",
			basic: "app:s",
		},
		{
			name: "a refresh with a narrower scope",
			in:   TokenRequest{Auth: public, Grant: Refresh{Token: NewSecret("r")}, Scope: "openid email"},
			body: "grant_type=refresh_token&client_id=app&refresh_token=r&scope=openid+email",
		},
	}
}

func tokenForms() []formVector {
	public := ClientAuth{ClientID: "app"}
	const exchange = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&client_id=app"
	const uma = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Auma-ticket"
	const kind = "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3A"
	return []formVector{
		{
			name: "an exchange takes an access token unless told otherwise",
			in:   TokenRequest{Auth: public, Grant: TokenExchange{SubjectToken: NewSecret("t")}},
			body: exchange + "&subject_token=t&subject_token_type=" + kind + "access_token",
		},
		{
			name: "an exchange with everything, audience and resource repeated",
			in: TokenRequest{Auth: public, Scope: "email", Grant: TokenExchange{
				SubjectToken: NewSecret("t"), SubjectTokenType: TypeJWT, ActorToken: NewSecret("a"), ActorTokenType: TypeIDToken,
				RequestedTokenType: TypeSAML2, Audience: []string{"one", "", "two"}, Resource: []string{"https://a/", "https://b/"},
				RequestedSubject: "bob", RequestedIssuer: "google", SubjectIssuer: "corp",
			}, Extra: []Param{{"audience", NewSecret("three")}}},
			body: exchange + "&subject_token=t&subject_token_type=" + kind + "jwt&actor_token=a&actor_token_type=" + kind + "id_token&requested_token_type=" + kind + "saml2" +
				"&audience=one&audience=two&resource=https%3A%2F%2Fa%2F&resource=https%3A%2F%2Fb%2F&requested_subject=bob&requested_issuer=google&subject_issuer=corp&scope=email&audience=three",
		},
		{
			name: "an assertion",
			in:   TokenRequest{Auth: public, Grant: JWTBearer{Assertion: NewSecret("h.p.s")}, Scope: "openid"},
			body: "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=app&assertion=h.p.s&scope=openid",
		},
		{
			name: "a UMA ticket",
			in:   TokenRequest{Auth: public, Grant: UMATicket{Ticket: NewSecret("t"), RPT: NewSecret("r"), ClaimToken: NewSecret("c"), ClaimTokenFormat: "f", SubmitRequest: No}},
			body: uma + "&client_id=app&ticket=t&rpt=r&claim_token=c&claim_token_format=f&submit_request=false",
		},
		{
			name: "permissions by a person's token, without a client",
			in: TokenRequest{
				Auth:  ClientAuth{Method: AuthBearer, Secret: NewSecret("person.token")},
				Grant: UMATicket{Audience: "api", Permissions: []string{"doc#read", "#write"}, IncludeResourceName: Yes, Mode: UMAToken},
			},
			body: uma + "&audience=api&permission=doc%23read&permission=%23write&response_include_resource_name=true",
		},
	}
}

func TestOnlyWhatTheStandardRepeatsMayBeRepeated(t *testing.T) {
	twice := func(name string) []Param { return []Param{{name, NewSecret("1")}, {name, NewSecret("2")}} }
	exchange, uma := TokenExchange{SubjectToken: NewSecret("t")}, UMATicket{Ticket: NewSecret("t")}
	for name, tt := range map[string]struct {
		grant   Grant
		extra   []Param
		refused bool
	}{
		"audience of an exchange":    {exchange, twice("audience"), false},
		"resource of an exchange":    {exchange, twice("resource"), false},
		"permission of UMA":          {uma, twice("permission"), false},
		"permission of an exchange":  {exchange, twice("permission"), true},
		"audience of UMA":            {uma, twice("audience"), true},
		"subject_token":              {exchange, []Param{{"subject_token", NewSecret("u")}}, true},
		"scope of an exchange":       {exchange, twice("scope"), true},
		"audience of another grant":  {ClientCredentials{}, twice("audience"), true},
		"resource of an assertion":   {JWTBearer{}, twice("resource"), true},
		"grant_type beside a grant":  {uma, []Param{{"grant_type", NewSecret("x")}}, true},
		"client_id beside a client":  {exchange, []Param{{"client_id", NewSecret("x")}}, true},
		"device_code beside another": {DeviceCode{Code: NewSecret("x")}, []Param{{"device_code", NewSecret("x")}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(http.StatusOK, nil, `{"access_token":"t"}`)
			_, err := c.Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: tt.grant, Extra: tt.extra})
			var e *Error
			if refused := errors.As(err, &e) && e.Reason == "duplicate" && !e.Sent; refused != tt.refused || err != nil != refused {
				t.Errorf("error %v, want refused: %t", err, tt.refused)
			}
		})
	}
}

// openings are the two ways to begin a flow, for tests of what they share.
func openings() map[string]func(context.Context, *Client, string) error {
	return map[string]func(context.Context, *Client, string) error{
		"device": func(ctx context.Context, c *Client, endpoint string) error {
			_, err := c.StartDevice(ctx, endpoint, ClientAuth{ClientID: "app"}, "", []Param{{"code_verifier", NewSecret(canary)}})
			return err
		},
		"backchannel": func(ctx context.Context, c *Client, endpoint string) error {
			_, err := c.StartBackchannel(ctx, endpoint, ClientAuth{ClientID: "app"}, BackchannelRequest{LoginHint: "alice", UserCode: NewSecret(canary)})
			return err
		},
	}
}

func TestOpeningsSendExactlyTheForm(t *testing.T) {
	const path, device = "/realms/acme/x", `{"device_code":"d","user_code":"u","verification_uri":"https://h/"}`
	for name, tt := range map[string]struct {
		body, answer string
		start        func(context.Context, *Client, string) error
	}{
		"device": {"client_id=app&client_secret=s&scope=openid+email&nonce=n", device, func(ctx context.Context, c *Client, endpoint string) error {
			_, err := c.StartDevice(ctx, endpoint, ClientAuth{Method: AuthPost, ClientID: "app", Secret: NewSecret("s")}, "openid email", []Param{{"nonce", NewSecret("n")}})
			return err
		}},
		"device with nothing but a client": {"client_id=app", device, func(ctx context.Context, c *Client, endpoint string) error {
			_, err := c.StartDevice(ctx, endpoint, ClientAuth{ClientID: "app"}, "", nil)
			return err
		}},
		"backchannel": {"client_id=app&login_hint=alice&scope=openid", `{"auth_req_id":"a"}`, func(ctx context.Context, c *Client, endpoint string) error {
			_, err := c.StartBackchannel(ctx, endpoint, ClientAuth{ClientID: "app"}, BackchannelRequest{LoginHint: "alice"})
			return err
		}},
		"backchannel with everything": {
			"client_id=app&id_token_hint=i&binding_message=W4&acr_values=gold&requested_expiry=90&user_code=9&scope=openid+email&x=y", `{"auth_req_id":"a"}`,
			func(ctx context.Context, c *Client, endpoint string) error {
				_, err := c.StartBackchannel(ctx, endpoint, ClientAuth{ClientID: "app"}, BackchannelRequest{
					IDTokenHint: NewSecret("i"), Scope: "openid email", BindingMessage: "W4", ACRValues: "gold",
					RequestedExpiry: 90*time.Second + time.Millisecond, UserCode: NewSecret("9"), Extra: []Param{{"x", NewSecret("y")}},
				})
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := kctest.New(t, kctest.Exchange{Want: kctest.Request{Path: path, Body: tt.body, Header: map[string]string{"Cache-Control": "no-store"}}, Answer: kctest.Answer{Body: tt.answer}, Times: 1})
			if err := tt.start(t.Context(), New(Options{}), s.URL+path); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestABackchannelRequestNeedsExactlyOneHint(t *testing.T) {
	for name, b := range map[string]BackchannelRequest{
		"none": {}, "two": {LoginHint: "alice", LoginHintToken: NewSecret("t")}, "two tokens": {IDTokenHint: NewSecret("i"), LoginHintToken: NewSecret("t")},
	} {
		_, err := answering(http.StatusOK, nil, `{"auth_req_id":"a"}`).StartBackchannel(t.Context(), endpoint, ClientAuth{ClientID: "app"}, b)
		if e := asError(err); err == nil || e.Kind != KindRequest || e.Sent || Advise(err).ID != "ciba_hint" {
			t.Errorf("%s: error %v, want a request that is not sent", name, err)
		}
	}
}
