package tokenclient

import (
	"strconv"
	"strings"
	"testing"
)

// row is an error as releases of Keycloak spell it, by its row of the table of
// errors, and the advice for it. An operation is named where the words alone
// say too little.
type row struct {
	number            int
	status            int
	code, description string
	op                Operation
	want              string
}

func TestEveryRowHasItsAdvice(t *testing.T) {
	for _, rows := range [][]row{beforeGrants(), scopeRows(), passwordRows(), refreshRows(), policyRows(), otherEndpointRows()} {
		for _, tt := range rows {
			t.Run(strconv.Itoa(tt.number)+" "+tt.code+" "+tt.description, func(t *testing.T) {
				for _, spelling := range []func(string) string{strings.Clone, strings.ToUpper, func(s string) string { return " " + s + " \n" }} {
					e := &Error{Kind: KindOAuth, Operation: tt.op, Status: tt.status, Code: spelling(tt.code), Description: spelling(tt.description)}
					if tt.code+tt.description == "" {
						e.Kind = KindStatus
					}
					if got := Advise(e).ID; got != tt.want {
						t.Errorf("%d %q %q gives %q, want %q", tt.status, e.Code, e.Description, got, tt.want)
					}
				}
				if tt.description == "" {
					return
				}
				// The words decide, whatever status a release sends with them.
				for _, status := range []int{200, 400, 401, 403} {
					e := &Error{Kind: KindOAuth, Operation: tt.op, Status: status, Code: tt.code, Description: tt.description}
					if got := Advise(e).ID; got != tt.want {
						t.Errorf("with status %d: %q, want %q", status, got, tt.want)
					}
				}
			})
		}
	}
}

// beforeGrants are rows 1 to 21.
func beforeGrants() []row {
	const log, debug = "For more on this error consult the server log.", "For more on this error consult the server log at the debug level."
	const both = "Invalid client or Invalid client credentials"
	return []row{
		{1, 404, "Realm does not exist", "", "", "realm_not_found"},
		{1, 404, "Realm does not exist", debug, "", "realm_not_found"},
		{2, 404, "Unable to find matching target resource method", "", "", "wrong_path"},
		{2, 404, "Unable to find matching target resource method", debug, "", "wrong_path"},
		{3, 404, "RESTEASY003210: Could not find resource for full path: http://h/auth/realms/x", "", "", "wrong_path"},
		{4, 405, "HTTP 405 Method Not Allowed", "", "", "method_not_allowed"},
		{4, 405, "RESTEASY003650: No resource method found for GET, return 405 with Allow header", "", "", "method_not_allowed"},
		{5, 403, "invalid_request", "HTTPS required", "", "https_required"},
		{6, 403, "access_denied", "Realm not enabled", "", "realm_disabled"},
		{7, 400, "invalid_request", "Missing form parameter: grant_type", "", "missing_grant_type"},
		{8, 400, "unsupported_grant_type", "Unsupported grant_type", "", "unsupported_grant"},
		{9, 400, "invalid_request", "Invalid grant_type", "", "unsupported_grant"},
		{10, 400, "invalid_request", "duplicated parameter", "", "duplicated_parameter"},
		{10, 400, "invalid_grant", "duplicated parameter", "", "duplicated_parameter"},
		{11, 400, "invalid_request", "The size of OIDC parameter 'subject_token' is longer than allowed.", "", "too_long"},
		{12, 400, "missingNormalization", "Request path not normalized", "", "not_normalized"},
		{13, 403, "Invalid origin", "", "", "origin_refused"},
		{14, 500, "unknown_error", "", "", "server_fault"},
		{14, 500, "unknown_error", log, "", "server_fault"},
		{15, 503, "", "", "", "overloaded"},
		{16, 401, "invalid_client", both, "", "client_unknown"},
		{17, 401, "unauthorized_client", both, "", "client_secret"},
		{18, 400, "unauthorized_client", "Invalid client secret", "", "client_secret"},
		{19, 401, "unauthorized_client", "Client secret not provided in request", "", "client_secret_missing"},
		{20, 400, "unauthorized_client", "Invalid client credentials", "", "client_unknown"},
		{20, 400, "invalid_client", "Invalid client credentials", "", "client_unknown"},
		{21, 400, "unauthorized_client", "INVALID_CREDENTIALS: Invalid client credentials", "", "client_unknown"},
		{21, 400, "invalid_client", "INVALID_CREDENTIALS: Invalid client credentials", "", "client_unknown"},
	}
}

// scopeRows are rows 36 to 38 and 41 to 45.
func scopeRows() []row {
	return []row{
		{36, 400, "invalid_scope", "Invalid scopes: openid nonsense", "", "invalid_scope"},
		{37, 400, "invalid_scope", "Client no longer has requested consent from user", "", "consent_withdrawn"},
		{38, 400, "not_allowed", "Offline tokens not allowed for the user or client", "", "offline_not_allowed"},
		{41, 401, "unauthorized_client", "Public client not allowed to retrieve service account", "", "service_account_public"},
		{42, 401, "unauthorized_client", "Client not enabled to retrieve service account", "", "service_account_off"},
		{43, 401, "unauthorized_client", "Bearer-only client not allowed to retrieve service account", "", "client_bearer_only"},
		{44, 401, "invalid_request", "User 'service-account-app' disabled", "", "service_user_disabled"},
		{45, 401, "invalid_request", "The associated service account for the client does not exist", "", "service_user_missing"},
	}
}

// passwordRows are rows 46 to 53.
func passwordRows() []row {
	return []row{
		{46, 400, "unauthorized_client", "Client not allowed for direct access grants", "", "direct_access_off"},
		{46, 400, "invalid_grant", "Client not allowed for direct access grants", "", "direct_access_off"},
		{47, 401, "invalid_grant", "Invalid user credentials", "", "wrong_password"},
		{48, 401, "invalid_request", "Invalid user credentials", "", "email_shared"},
		{49, 401, "invalid_request", "Missing parameter: username", "", "username_missing"},
		{50, 400, "invalid_grant", "Account disabled", "", "account_disabled"},
		{51, 400, "invalid_grant", "Account is not fully set up", "", "account_not_set_up"},
		{52, 400, "invalid_client", "Client requires user consent", "", "consent_needed"},
		{53, 400, "invalid_grant", "resource owner password credentials grant is prohibited.", "", "password_prohibited"},
	}
}

// refreshRows are rows 54 to 74.
func refreshRows() []row {
	return []row{
		{54, 400, "invalid_request", "No refresh token", "", "refresh_missing"},
		{55, 400, "invalid_grant", "Invalid refresh token", "", "refresh_invalid"},
		{56, 400, "invalid_grant", "Invalid refresh token. Token client and authorized client don't match", "", "refresh_other_client"},
		{57, 400, "invalid_grant", "Token is not active", "", "refresh_expired"},
		{58, 400, "invalid_grant", "Refresh token expired", "", "refresh_expired"},
		{59, 400, "invalid_grant", "Session not active", "", "session_ended"},
		{60, 400, "invalid_grant", "Offline session not active", "", "offline_ended"},
		{61, 400, "invalid_grant", "Offline user session not found", "", "offline_ended"},
		{62, 400, "invalid_grant", "Client session not active", "", "session_ended"},
		{63, 400, "invalid_grant", "Session doesn't have required client", "", "session_ended"},
		{64, 400, "invalid_grant", "Unmatching clients", "", "refresh_other_client"},
		{65, 400, "invalid_grant", "Stale token", "", "refresh_stale"},
		{66, 400, "invalid_grant", "Stale refresh token", "", "refresh_stale"},
		{67, 400, "invalid_grant", "Maximum allowed refresh token reuse exceeded", "", "refresh_reused"},
		{68, 400, "invalid_grant", "User disabled", "", "account_disabled"},
		{69, 400, "invalid_grant", "Refresh toked issued before the user session started", "", "session_ended"},
		{69, 400, "invalid_grant", "Refresh token issued before the user session started", "", "session_ended"},
		{70, 400, "invalid_grant", "Refresh toked issued before the client session started", "", "session_ended"},
		{70, 400, "invalid_grant", "refresh token issued before the client session started", "", "session_ended"},
		{71, 400, "invalid_grant", "Invalid token issuer. Expected 'https://a'", "", "issuer_mismatch"},
		{71, 400, "invalid_grant", "Invalid token issuer. Expected 'https://a', but was 'https://b'", "", "issuer_mismatch"},
		{73, 400, "invalid_grant", "Token type is incorrect. Expected '[Refresh, Offline]' but was 'Bearer'", "", "wrong_token_type"},
		{74, 400, "invalid_scope", "User no long has permission for role: x", "", "permission_lost"},
		{74, 400, "invalid_scope", "User or client no longer has role permissions for client key: x", "", "permission_lost"},
	}
}

// policyRows are rows 93 to 97 and 99.
func policyRows() []row {
	return []row{
		{93, 400, "invalid_request", "Request not allowed", "", "policy_refused"},
		{93, 400, "invalid_request", "request not allowed", "", "policy_refused"},
		{94, 400, "invalid_request", "Configured client authentication method not allowed for client", "", "policy_client_auth"},
		{95, 400, "invalid_client", "invalid client access type", "", "policy_confidential"},
		{96, 400, "invalid_request", "not allowed signature algorithm.", "", "policy_refused"},
		{96, 400, "invalid_request", "not allowed input format.", "", "policy_refused"},
		{97, 400, "invalid_request", "Missing parameter: nonce", "", "policy_refused"},
		{97, 400, "invalid_request", "Missing parameter: state", "", "policy_refused"},
		{99, 400, "invalid_request", "Implicit/Hybrid flow is prohibited.", "", "policy_refused"},
	}
}

// otherEndpointRows are rows 139 to 150; row 142 is TestIntrospectionAnswers.
func otherEndpointRows() []row {
	const both = "Invalid client or Invalid client credentials"
	in, user, revoke, out := OperationIntrospection, OperationUserInfo, OperationRevocation, OperationLogout
	return []row{
		{139, 401, "invalid_request", "Authentication failed.", in, "client_refused"},
		{139, 401, "invalid_client", "Client authentication failed.", in, "client_refused"},
		{139, 401, "invalid_client", both, in, "client_unknown"},
		{140, 403, "invalid_request", "Client not allowed.", in, "introspection_public"},
		{141, 400, "invalid_request", "Token not provided.", in, "token_missing"},
		{141, 400, "invalid_request", "Unsupported token type [banana].", in, "token_hint_unknown"},
		{141, 400, "invalid_request", "Unsupported token type.", in, "token_hint_unknown"}, // 26.7
		{143, 401, "invalid_token", "Token verification failed", user, "token_refused"},
		{143, 401, "invalid_token", "Token is not active", user, "token_refused"},
		{143, 401, "invalid_token", "", user, "token_refused"},
		{144, 403, "insufficient_scope", "Missing openid scope", user, "openid_missing"},
		{144, 403, "insufficient_scope", "", user, "scope_insufficient"},
		{145, 401, "invalid_token", "Lightweight access token not allowed for userinfo endpoint", user, "token_lightweight"},
		{145, 401, "", "Lightweight access token not allowed for userinfo endpoint", user, "token_lightweight"},
		{146, 401, "invalid_request", "User session not found or doesn't have client attached on it", user, "session_ended"},
		{146, 401, "invalid_token", "Session expired", user, "session_ended"},
		{146, 400, "invalid_request", "Token not provided", user, "token_missing"},
		{146, 401, "invalid_token", "user_session_not_found", user, "session_ended"}, // 26.7
		{147, 200, "invalid_token", "Invalid token", revoke, "revoked_already"},
		{148, 400, "invalid_request", "Unmatching clients", revoke, "revoke_other_client"},
		{148, 400, "invalid_request", "Token not provided", revoke, "token_missing"},
		{149, 400, "unsupported_token_type", "Unsupported token type", revoke, "revoke_token_type"},
		{150, 400, "invalid_request", "No refresh token", out, "token_missing"},
		{150, 400, "invalid_grant", "Invalid refresh token", out, "already_logged_out"},
		{150, 400, "invalid_grant", "Toked issued before the user session started", out, "already_logged_out"},
		{150, 400, "invalid_grant", "Token issued before the user session started", out, "already_logged_out"},
		{150, 400, "invalid_grant", "Invalid refresh token. Token client and authorized client don't match", out, "refresh_other_client"},
	}
}

// TestGenericFailures are the answers that any endpoint can give, whole.
func TestGenericFailures(t *testing.T) {
	const sorry = `<!DOCTYPE html><html class="login-pf"><head><title>Sign in to acme</title></head><body><h1 id="kc-page-title">We are sorry...</h1><div id="kc-error-message"><p class="instruction">Page not found</p></div></body></html>`
	jsonHeader := map[string]string{"Content-Type": "application/json"}
	html := map[string]string{"Content-Type": "text/html"}
	for name, tt := range map[string]struct {
		status int
		header map[string]string
		body   string
		want   string
	}{
		"realm":                   {404, jsonHeader, `{"error":"Realm does not exist"}`, "realm_not_found"},
		"realm, newer":            {404, jsonHeader, `{"error":"Realm does not exist","error_description":"For more on this error consult the server log at the debug level."}`, "realm_not_found"},
		"path":                    {404, jsonHeader, `{"error":"Unable to find matching target resource method"}`, "wrong_path"},
		"path, older":             {404, jsonHeader, `{"error":"RESTEASY003210: Could not find resource for full path: http://h/"}`, "wrong_path"},
		"method":                  {405, jsonHeader, `{"error":"HTTP 405 Method Not Allowed"}`, "method_not_allowed"},
		"method, older":           {405, jsonHeader, `{"error":"RESTEASY003650: No resource method found for GET, return 405 with Allow header"}`, "method_not_allowed"},
		"https":                   {403, jsonHeader, `{"error":"invalid_request","error_description":"HTTPS required"}`, "https_required"},
		"realm off":               {403, jsonHeader, `{"error":"access_denied","error_description":"Realm not enabled"}`, "realm_disabled"},
		"fault":                   {500, jsonHeader, `{"error":"unknown_error"}`, "server_fault"},
		"fault, newer":            {500, jsonHeader, `{"error":"unknown_error","error_description":"For more on this error consult the server log."}`, "server_fault"},
		"normal form":             {400, jsonHeader, `{"error":"missingNormalization","error_description":"Request path not normalized"}`, "not_normalized"},
		"Keycloak's page":         {400, html, sorry, "html_keycloak"},
		"Keycloak's Spanish page": {404, html, strings.Replace(sorry, "We are sorry...", "Lo sentimos...", 1), "html_keycloak"},
		"a gateway's 502":         {502, html, "<html><title>Bad Gateway</title></html>", "gateway"},
		"a gateway's 503":         {503, html, "<html><title>Unavailable</title></html>", "overloaded"},
		"a gateway's 504":         {504, html, "<html></html>", "gateway"},
		"a firewall's page":       {403, html, "<html><title>Request Rejected</title></html>", "html"},
		"a captive portal":        {200, html, "<html><title>Wi-Fi</title></html>", "html"},
		"a gateway's login":       {200, html, "<html><form></form></html>", "html"},
	} {
		t.Run(name, func(t *testing.T) {
			for call, run := range beyond() {
				if got := Advise(run(t.Context(), answering(tt.status, tt.header, tt.body), endpoint)).ID; got != tt.want {
					t.Errorf("%s: advice %q, want %q", call, got, tt.want)
				}
			}
			_, e := ask(t.Context(), answering(tt.status, tt.header, tt.body), endpoint)
			if got := Advise(e).ID; got != tt.want {
				t.Errorf("token: advice %q, want %q", got, tt.want)
			}
		})
	}
}

func TestUnknownWordsAreShownAsTheyCame(t *testing.T) {
	const text = "Ein Text, den niemand kennt: 42 & <b>"
	for call, run := range beyond() {
		e := asError(run(t.Context(), answering(400, nil, `{"error":"new_code","error_description":"`+text+`"}`), endpoint))
		if e.Code != "new_code" || e.Description != text || Advise(e).ID != "bad_request" {
			t.Errorf("%s: %+v, advice %q", call, e, Advise(e).ID)
		}
	}
}
