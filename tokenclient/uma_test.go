package tokenclient

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func umaRequest(mode UMAMode) TokenRequest {
	return TokenRequest{
		Endpoint: endpoint, Auth: ClientAuth{Method: AuthBearer, Secret: NewSecret(canary)},
		Grant: UMATicket{Audience: "api", RPT: NewSecret(canary), Mode: mode},
	}
}

func TestUMAReadsEveryMode(t *testing.T) {
	header := map[string]string{"Content-Type": "application/json", "Date": "Tue, 02 Jan 2024 03:04:05 GMT"}
	list := []Permission{
		{ResourceID: "1f", ResourceName: "Default Resource", Scopes: []string{"read", "write"}, Claims: `{"by":["alice"]}`},
		{ResourceID: "2f"},
	}
	for name, tt := range map[string]struct {
		body string
		want UMAResult
	}{
		"a decision":            {`{"result":true}`, UMAResult{Mode: UMADecision, Granted: true}},
		"a decision against":    {`{"result":false}`, UMAResult{Mode: UMADecision}},
		"permissions":           {`[{"scopes":["read","write"],"rsid":"1f","rsname":"Default Resource","claims":{"by":["alice"]}},{"rsid":"2f"}]`, UMAResult{Mode: UMAPermissions, Granted: true, Permissions: list}},
		"no permissions":        {` [] `, UMAResult{Mode: UMAPermissions, Granted: true, Permissions: []Permission{}}},
		"members of other type": {"\xEF\xBB\xBF" + `[{"rsid":7,"rsname":"a\u202eb","scopes":["x",1,""]}]`, UMAResult{Mode: UMAPermissions, Granted: true, Permissions: []Permission{{ResourceName: `a\u202Eb`, Scopes: []string{"x"}}}}},
		"a token":               {`{"upgraded":true,"access_token":"rpt","expires_in":60,"token_type":"Bearer"}`, UMAResult{Mode: UMAToken, Granted: true, Tokens: TokenSet{AccessToken: NewSecret("rpt")}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := answering(http.StatusOK, header, tt.body).UMA(t.Context(), umaRequest(tt.want.Mode))
			if err != nil {
				t.Fatal(err)
			}
			same := cmp.Comparer(func(a, b Secret) bool { return a == b })
			if diff := cmp.Diff(tt.want, got, same, cmpopts.IgnoreFields(UMAResult{}, "Raw", "ReceivedAt", "ServerDate", "Status", "Elapsed", "Tokens")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if got.Tokens.AccessToken != tt.want.Tokens.AccessToken || got.Tokens.Upgraded() != (tt.want.Mode == UMAToken) {
				t.Errorf("no token: %t, upgraded: %t", got.Tokens.AccessToken.Empty(), got.Tokens.Upgraded())
			}
			if got.Raw.Reveal() != tt.body || time.Since(got.ReceivedAt).Abs() > time.Minute || got.ServerDate.Year() != 2024 {
				t.Errorf("raw %q, received %v, server %v", got.Raw.Reveal(), got.ReceivedAt, got.ServerDate)
			}
		})
	}
}

func TestUMARefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		kind   Kind
		advice string
	}{
		"denied":              {403, `{"error":"access_denied","error_description":"not_authorized"}`, KindOAuth, "uma_denied"},
		"denied, in a list":   {403, `[{"rsid":"1"}]`, KindMalformed, "malformed"},
		"denied, by a result": {403, `{"result":true}`, KindMalformed, "malformed"},
		"half a list":         {200, `[{"rsid":"1"},`, KindMalformed, "malformed"},
		"a list of texts":     {200, `["` + canary + `"]`, KindMalformed, "malformed"},
		"a result of text":    {200, `{"result":"true"}`, KindMalformed, "malformed"},
		"a redirect":          {302, ``, KindRedirect, "redirect"},
		"an echo":             {400, `{"error":"invalid_rpt","error_description":"RPT ` + canary + `"}`, KindOAuth, "uma_rpt"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := answering(tt.status, nil, tt.body).UMA(t.Context(), umaRequest(UMADecision))
			e := asError(err)
			if err == nil || e.Kind != tt.kind || Advise(err).ID != tt.advice {
				t.Fatalf("error %+v, want %s with advice %s", err, tt.kind, tt.advice)
			}
			if want := (UMATicket{}).GrantType(); e.Grant != want {
				t.Errorf("the error is of the grant %q, want %q", e.Grant, want)
			}
			noCanary(t, e)
		})
	}
	if _, err := New(Options{}).UMA(t.Context(), TokenRequest{}); asError(err).Kind != KindAddress {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(Options{}).UMA(ctx, umaRequest(UMAToken)); asError(err).Kind != KindCanceled {
		t.Errorf("error %v after cancel", err)
	}
}

func TestATokenThatIsNoAccessTokenKeepsItsType(t *testing.T) {
	const body = `{"access_token":"eyJid","expires_in":0,"token_type":"N_A","issued_token_type":"` + TypeIDToken + `"}`
	r := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: TokenExchange{SubjectToken: NewSecret("t"), RequestedTokenType: TypeIDToken}}
	set, err := answering(http.StatusOK, map[string]string{"Content-Type": "application/json"}, body).Token(t.Context(), r)
	if err != nil || set.TokenType != "N_A" || set.IssuedTokenType() != TypeIDToken || len(set.Notes) != 0 || set.Upgraded() {
		t.Errorf("type %q, issued %q, notes %q, error %v", set.TokenType, set.IssuedTokenType(), set.Notes, err)
	}
	for _, other := range []string{`"token_type":"N_A"`, `"issued_token_type":7`, `"issued_token_type":null`} {
		set, err := answering(http.StatusOK, nil, `{"access_token":"t",`+other+`}`).Token(t.Context(), r)
		if err != nil || set.IssuedTokenType() != "" {
			t.Errorf("%s: issued %q, error %v", other, set.IssuedTokenType(), err)
		}
	}
}

func TestNoTokenOfAGrantComesBackInAnError(t *testing.T) {
	secret := NewSecret(canary)
	for name, grant := range map[string]Grant{
		"subject": TokenExchange{SubjectToken: secret}, "actor": TokenExchange{ActorToken: secret}, "assertion": JWTBearer{secret},
		"ticket": UMATicket{Ticket: secret}, "rpt": UMATicket{RPT: secret}, "claims": UMATicket{ClaimToken: secret},
		"device code": DeviceCode{Code: secret}, "verifier": DeviceCode{Verifier: secret}, "auth_req_id": CIBA{secret},
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(http.StatusBadRequest, nil, `{"error":"invalid_grant","error_description":"bad `+canary+`","x":"`+canary+`"}`)
			_, err := c.Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: grant})
			if err == nil {
				t.Fatal("no error")
			}
			noCanary(t, asError(err))
		})
	}
}
