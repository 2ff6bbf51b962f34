package tokenclient

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// errorVector is an answer of Keycloak and the advice for it.
type errorVector struct {
	status            int
	code, description string
	want              string
}

func TestAdviseKnowsKeycloaksErrors(t *testing.T) {
	for _, tt := range slices.Concat(clientErrors(), grantErrors(), loginErrors()) {
		t.Run(tt.code+" "+tt.description, func(t *testing.T) {
			e := &Error{Kind: KindOAuth, Status: tt.status, Code: tt.code, Description: tt.description}
			if got := Advise(fmt.Errorf("refresh: %w", e)); got.ID != tt.want {
				t.Errorf("%d %s %q gives %q, want %q", tt.status, tt.code, tt.description, got.ID, tt.want)
			}
		})
	}
}

// clientErrors come before the grant is looked at.
func clientErrors() []errorVector {
	return []errorVector{
		{404, "Realm does not exist", "For more on this error consult the server log at the debug level.", "realm_not_found"},
		{404, "Unable to find matching target resource method", "", "wrong_path"},
		{404, "RESTEASY003210: Could not find resource for full path: http://h/x", "", "wrong_path"},
		{405, "HTTP 405 Method Not Allowed", "", "method_not_allowed"},
		{400, "RESTEASY003650: No resource method found", "", "method_not_allowed"},
		{403, "invalid_request", "HTTPS required", "https_required"},
		{403, "access_denied", "Realm not enabled", "realm_disabled"},
		{400, "invalid_request", "Missing form parameter: grant_type", "missing_grant_type"},
		{400, "unsupported_grant_type", "Unsupported grant_type", "unsupported_grant"},
		{400, "invalid_request", "Invalid grant_type", "unsupported_grant"},
		{400, "invalid_request", "duplicated parameter", "duplicated_parameter"},
		{400, "invalid_request", "The size of OIDC parameter 'refresh_token' is longer than allowed.", "too_long"},
		{400, "missingNormalization", "Request path not normalized", "not_normalized"},
		{403, "anything", "", "forbidden"},
		{500, "unknown_error", "For more on this error consult the server log.", "server_fault"},
		{503, "", "", "overloaded"},
		{401, "invalid_client", "Invalid client or Invalid client credentials", "client_unknown"},
		{401, "unauthorized_client", "Invalid client or Invalid client credentials", "client_secret"},
		{400, "unauthorized_client", "Invalid client secret", "client_secret"},
		{401, "unauthorized_client", "Client secret not provided in request", "client_secret_missing"},
		{400, "invalid_client", "Invalid client credentials", "client_unknown"},
		{400, "unauthorized_client", "INVALID_CREDENTIALS: Invalid client credentials", "client_unknown"},
		{400, "unauthorized_client", "Client credentials setup required", "client_setup"},
		{400, "unauthorized_client", "Unexpected error when authenticating client: x", "client_encoding"},
		{400, "invalid_client", "Bearer-only not allowed", "client_bearer_only"},
		{400, "invalid_client", "Wrong client protocol.", "client_protocol"},
		{400, "invalid_client", "Client authentication ended, but client is null", "client_flow"},
		{400, "invalid_client", "Missing client_id parameter", "client_id_missing"},
		{400, "invalid_client", "Parameter client_assertion_type is missing", "client_assertion_wanted"},
		{400, "invalid_client", "client_assertion parameter missing", "client_assertion_wanted"},
		{400, "invalid_client", "Client authentication with signed JWT failed: expired", "client_assertion_refused"},
	}
}

func TestAdviseKnowsWhatIsSaidOfAssertionsAndProofs(t *testing.T) {
	const (
		byKey    = "Client authentication with signed JWT failed: "
		bySecret = "Client authentication with client secret signed JWT failed: "
	)
	for _, tt := range []errorVector{
		{400, "invalid_client", "Parameter client_assertion_type has value 'X' but expected is 'Y'", "client_assertion_wanted"},
		{400, "invalid_client", "invalid signature algorithm", "assertion_algorithm"},
		{400, "invalid_client", "Unable to load public key", "assertion_key"},
		{400, "unauthorized_client", "Unable to load public key", "assertion_key"},
		{400, "invalid_client", byKey + "Signature on JWT token failed validation", "assertion_signature"},
		{400, "unauthorized_client", bySecret + "Signature on JWT token by client secret  failed validation", "assertion_signature"},
		{400, "invalid_client", byKey + "Token is not active", "assertion_time"},
		{400, "invalid_client", byKey + "Token reuse detected", "assertion_reused"},
		{400, "invalid_client", byKey + "Token audience doesn't match domain. Expected audience is one of: X", "assertion_audience"},
		{400, "unauthorized_client", bySecret + "another reason", "client_assertion_refused"},
		{400, "invalid_client", "Invalid token audience", "assertion_audience"},
		{400, "invalid_client", "Multiple audiences not allowed", "assertion_audience"},
		{400, "invalid_client", "Token exp claim is required", "assertion_claims"},
		{400, "invalid_client", "Token jti claim is required", "assertion_claims"},
		{400, "invalid_client", "Token sub claim is required", "assertion_claims"},
		{400, "invalid_client", "Token reuse detected", "assertion_reused"},
		{400, "invalid_client", "Token was issued too far in the past to be used now", "assertion_time"},
		{400, "invalid_client", "Token was issued in the future", "assertion_time"},
		{400, "invalid_client", "Token is not active", "assertion_time"},
		{400, "invalid_grant", "Token is not active", "refresh_expired"},
		{400, "invalid_client", "client_id parameter does not match sub claim", "assertion_client"},
		{400, "invalid_request", "DPoP proof is missing", "dpop_missing"},
		{400, "invalid_dpop_proof", "DPoP proof is not active", "dpop_time"},
		{400, "invalid_dpop_proof", "DPoP HTTP URL mismatch", "dpop_address"},
		{400, "invalid_dpop_proof", "Unsupported DPoP algorithm: none", "dpop_algorithm"},
		{400, "invalid_dpop_proof", "DPoP proof has already been used", "dpop_reused"},
		{400, "invalid_grant", "DPoP confirmation doesn't match DPoP proof", "dpop_key"},
		{400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof", "dpop_nonce"},
	} {
		e := &Error{Kind: KindOAuth, Status: tt.status, Code: tt.code, Description: tt.description}
		if got := Advise(e).ID; got != tt.want {
			t.Errorf("%s %q gives %q, want %q", tt.code, tt.description, got, tt.want)
		}
	}
}

// grantErrors come from the grant, or are general.
func grantErrors() []errorVector {
	return []errorVector{
		{400, "invalid_scope", "Invalid scopes: openid x", "invalid_scope"},
		{400, "invalid_scope", "Client no longer has requested consent from user", "consent_withdrawn"},
		{400, "not_allowed", "Offline tokens not allowed for the user or client", "offline_not_allowed"},
		{400, "invalid_request", "Client Certification missing for MTLS HoK Token Binding", "client_certificate"},
		{400, "invalid_request", "can not get encryption KEK", "encryption_key"},
		{401, "unauthorized_client", "Public client not allowed to retrieve service account", "service_account_public"},
		{401, "unauthorized_client", "Client not enabled to retrieve service account", "service_account_off"},
		{401, "unauthorized_client", "Bearer-only client not allowed to retrieve service account", "client_bearer_only"},
		{401, "invalid_request", "User 'service-account-app' disabled", "service_user_disabled"},
		{401, "invalid_request", "The associated service account for the client does not exist", "service_user_missing"},
		{400, "unauthorized_client", "Client not allowed for direct access grants", "direct_access_off"},
		{400, "invalid_grant", "Client not allowed for direct access grants", "direct_access_off"},
		{401, "invalid_grant", "Invalid user credentials", "wrong_password"},
		{400, "invalid_grant", " INVALID user credentials ", "wrong_password"},
		{401, "invalid_request", "Invalid user credentials", "email_shared"},
		{401, "invalid_request", "Missing parameter: username", "username_missing"},
		{400, "invalid_grant", "Account disabled", "account_disabled"},
		{400, "invalid_grant", "Account is not fully set up", "account_not_set_up"},
		{400, "invalid_client", "Client requires user consent", "consent_needed"},
		{400, "invalid_grant", "resource owner password credentials grant is prohibited.", "password_prohibited"},
		{400, "invalid_request", "No refresh token", "refresh_missing"},
		{400, "invalid_grant", "Invalid refresh token", "refresh_invalid"},
		{400, "invalid_grant", "Invalid refresh token. Token client and authorized client don't match", "refresh_other_client"},
		{400, "invalid_grant", "Token is not active", "refresh_expired"},
		{400, "invalid_grant", "Session not active", "session_ended"},
		{400, "invalid_grant", "Offline session not active", "offline_ended"},
		{400, "invalid_grant", "Offline user session not found", "offline_ended"},
		{400, "invalid_grant", "Session doesn't have required client", "session_ended"},
		{400, "invalid_grant", "Unmatching clients", "refresh_other_client"},
		{400, "invalid_grant", "Stale token", "refresh_stale"},
		{400, "invalid_grant", "Maximum allowed refresh token reuse exceeded", "refresh_reused"},
		{400, "invalid_grant", "User disabled", "account_disabled"},
		{400, "invalid_grant", "Refresh toked issued before the user session started", "session_ended"},
		{400, "invalid_grant", "Invalid token issuer. Expected 'a', but was 'b'", "issuer_mismatch"},
		{400, "invalid_grant", "Token type is incorrect. Expected 'Refresh' but was 'Bearer'", "wrong_token_type"},
		{400, "invalid_scope", "User or client no longer has role permissions for client key: x", "permission_lost"},
		{400, "invalid_grant", "a text of a flow of their own", "grant_refused"},
		{401, "unauthorized_client", "", "client_not_allowed"},
		{400, "invalid_request", "", "bad_request"},
		{503, "invalid_request", "", "overloaded"},
		{503, "temporarily_unavailable", "", "overloaded"},
		{418, "teapot", "", "bad_request"},
		{599, "", "", "server_fault"},
		{413, "", "", "too_long"},
	}
}

func TestAdviseKnowsEveryKind(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{&Error{Kind: KindAddress, Reason: "userinfo"}, "address_userinfo"},
		{&Error{Kind: KindAddress, Reason: "syntax"}, "address_syntax"},
		{&Error{Kind: KindRequest, Reason: "duplicate"}, "duplicated_parameter"},
		{&Error{Kind: KindRequest, Reason: "client_id"}, "request_incomplete"},
		{&Error{Kind: KindTLS, Reason: "a new one"}, "tls_handshake"},
		{&Error{Kind: KindRedirect, Endpoint: "http://h/a", Location: "https://h/a"}, "redirect_https"},
		{&Error{Kind: KindRedirect, Endpoint: "http://h/a", Location: "https://other/a"}, "redirect"},
		{&Error{Kind: KindTooLarge, Status: 200}, "too_large"},
		{&Error{Kind: KindStatus, Status: 100}, "unknown"},
		{&Error{Kind: "a new one"}, "unknown"},
		{(*Error)(nil), "unknown"},
		{nil, "unknown"},
		{errors.New("x"), "unknown"},
		{context.Canceled, "canceled"},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), "timeout"},
	}
	for _, tt := range tests {
		got := Advise(tt.err)
		if got.ID != tt.want || len(got.Causes) == 0 || len(got.Actions) == 0 {
			t.Errorf("Advise(%v) = %+v, want %s", tt.err, got, tt.want)
		}
	}
}

func TestAdviseOrdersTheCausesOfAWrongPassword(t *testing.T) {
	got := Advise(&Error{Kind: KindOAuth, Status: 401, Code: "invalid_grant", Description: "Invalid user credentials"})
	want := []Cause{{"password", WhoYou}, {"otp", WhoYou}, {"locked", WhoWait}, {"user", WhoAdministrator}}
	if !slices.Equal(got.Causes, want) {
		t.Errorf("causes %v, want %v", got.Causes, want)
	}
}

func TestAdviseFillsTheArguments(t *testing.T) {
	got := Advise(&Error{
		Kind: KindOAuth, Status: 400, Code: "invalid_scope", Description: "Invalid scopes: a\u202Eb", RetryAfter: 1500 * time.Millisecond,
		Endpoint: "https://h.example:8443/auth/realms/My%20Realm/protocol/openid-connect/token", Title: "T", Location: "https://x/",
	}).Args
	want := map[string]string{
		"Realm": "My Realm", "Host": "h.example:8443", "Wait": "2", "Status": "400", "Scope": `a\u202Eb`, "Title": "T", "Location": "https://x/",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("argument %s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("arguments %v, want %v", got, want)
	}
}

func TestRulesAndKindsLeadToAdviceAndAllAdviceIsReached(t *testing.T) {
	reached := map[string]bool{
		"unknown": true, "wrong_path": true, "method_not_allowed": true, "redirect_https": true, // by code of their own
		"not_acceptable": true, "media_type": true, "too_long": true, "gateway": true, "unauthorized": true, // by status
		"length_required": true, "token_wanted": true, "html_keycloak": true, // by what else came
		"token_inactive": true, // by Introspection
	}
	rules := slices.Concat(textRules(), codeRules(), genericRules(), callbackRules())
	for _, grant := range []Grant{JWTBearer{}, TokenExchange{}} {
		rules = append(rules, grantTypeRules(grant.GrantType())...)
	}
	for _, op := range []Operation{OperationIntrospection, OperationUserInfo, OperationRevocation, OperationLogout} {
		rules = append(rules, operationRules(op)...)
	}
	for _, r := range rules {
		reached[r.id] = true
		if r.code+r.text != strings.ToLower(r.code+r.text) {
			t.Errorf("rule %+v can never fit: it is not in lower case", r)
		}
	}
	for _, id := range kindIDs() {
		reached[id] = true
	}
	for _, entry := range adviceTable() {
		if !reached[entry.id] {
			t.Errorf("advice %q is never given", entry.id)
		}
		delete(reached, entry.id)
	}
	if len(reached) > 0 {
		t.Errorf("there is no advice for %v", reached)
	}
}

func TestNarrowRulesStandBeforeWideOnes(t *testing.T) {
	rules := textRules()
	for i, r := range rules {
		for _, before := range rules[:i] {
			if before.id != r.id && before.fits(r.code, r.text) {
				t.Errorf("rule %+v is hidden by %+v", r, before)
			}
		}
	}
}
