package tokenclient

import (
	"slices"
	"strconv"
	"testing"
)

// flowRow is a row whose meaning depends on nothing but the words, or on the
// grant; see row.
type flowRow struct {
	number            int
	code, description string
	grant             Grant
	want              string
}

func TestEveryRowOfAFlowHasItsAdvice(t *testing.T) {
	for _, tt := range flowRows() {
		t.Run(strconv.Itoa(tt.number)+" "+tt.code+" "+tt.description, func(t *testing.T) {
			for _, status := range []int{200, 302, 400, 401, 403} {
				e := &Error{Kind: KindOAuth, Status: status, Code: tt.code, Description: tt.description}
				if tt.grant != nil {
					e.Grant = tt.grant.GrantType()
				}
				if tt.number == 92 {
					e.Reason = "callback"
				}
				a := Advise(e)
				if a.ID != tt.want {
					t.Errorf("%d gives %q, want %q", status, a.ID, tt.want)
				}
				if len(a.Causes) == 0 || len(a.Actions) == 0 {
					t.Errorf("advice %q has %d causes and %d actions", a.ID, len(a.Causes), len(a.Actions))
				}
			}
		})
	}
}

// Every number has a row; 90 and 91 are pages, 142 is an answer.
func TestNoRowIsLeftOut(t *testing.T) {
	var seen []int
	for _, rows := range [][]row{beforeGrants(), scopeRows(), passwordRows(), refreshRows(), policyRows(), otherEndpointRows()} {
		for _, r := range rows {
			seen = append(seen, r.number)
		}
	}
	for _, r := range flowRows() {
		seen = append(seen, r.number)
	}
	for n := 1; n <= 150; n++ {
		if !slices.Contains(seen, n) && n != 142 {
			t.Errorf("row %d has no test", n)
		}
	}
}

func flowRows() []flowRow {
	return slices.Concat(clientRows(), assertionRows(), loginRows(), proofRows(), approvalRows(), exchangeRows(), umaRows())
}

// clientRows are rows 22 to 31, 39, 40 and 72.
func clientRows() []flowRow {
	return []flowRow{
		{22, "unauthorized_client", "Client credentials setup required", nil, "client_setup"},
		{23, "unauthorized_client", "Unexpected error when authenticating client", nil, "client_encoding"},
		{23, "unauthorized_client", "Unexpected error when authenticating client: null", nil, "client_encoding"},
		{24, "invalid_client", "Bearer-only not allowed", nil, "client_bearer_only"},
		{25, "invalid_client", "Wrong client protocol.", nil, "client_protocol"},
		{26, "invalid_client", "Client authentication ended, but client is null", nil, "client_flow"},
		{27, "invalid_client", "Missing client_id parameter", nil, "client_id_missing"},
		{28, "invalid_client", "Parameter client_assertion_type is missing", nil, "client_assertion_wanted"},
		{29, "invalid_client", "Parameter client_assertion_type has value 'a' but expected is 'b'", nil, "client_assertion_wanted"},
		{30, "invalid_client", "client_assertion parameter missing", nil, "client_assertion_wanted"},
		{31, "invalid_client", "invalid signature algorithm", nil, "assertion_algorithm"},
		{39, "invalid_request", "Client Certification missing for MTLS HoK Token Binding", nil, "client_certificate"},
		{40, "invalid_request", "can not get encryption KEK", nil, "encryption_key"},
		{72, "unauthorized_client", "Client certificate missing, or its thumbprint and one in the refresh token did NOT match", Refresh{}, "client_certificate"},
	}
}

// assertionRows are rows 32 to 35.
func assertionRows() []flowRow {
	const key, secret = "Client authentication with signed JWT failed: ", "Client authentication with client secret signed JWT failed: "
	return []flowRow{
		{32, "invalid_client", key + "Signature on JWT token failed validation", nil, "assertion_signature"},
		{32, "unauthorized_client", key + "Token reuse detected", nil, "assertion_reused"},
		{32, "invalid_client", key + "a reason that nobody knows", nil, "client_assertion_refused"},
		{33, "unauthorized_client", secret + "Token is not active", nil, "assertion_time"},
		{33, "unauthorized_client", secret + "a reason that nobody knows", nil, "client_assertion_refused"},
		{34, "invalid_client", "Unable to load public key", nil, "assertion_key"},
		{34, "unauthorized_client", "Unable to load public key", nil, "assertion_key"},
		{35, "invalid_client", "Invalid token audience", nil, "assertion_audience"},
		{35, "invalid_client", "Multiple audiences not allowed", nil, "assertion_audience"},
		{35, "invalid_client", "Token exp claim is required", nil, "assertion_claims"},
		{35, "invalid_client", "Token jti claim is required", nil, "assertion_claims"},
		{35, "invalid_client", "Token sub claim is required", nil, "assertion_claims"},
		{35, "invalid_client", "Token reuse detected", nil, "assertion_reused"},
		{35, "invalid_client", "Token was issued too far in the past to be used now", nil, "assertion_time"},
		{35, "invalid_client", "Token was issued in the future", nil, "assertion_time"},
		{35, "invalid_client", "client_id parameter does not match sub claim", nil, "assertion_client"},
	}
}

// loginRows are rows 75 to 92; the texts of 90 and 91 stand in Keycloak's
// pages, and come as an error from a pushed request.
func loginRows() []flowRow {
	const browser = "Client is not allowed to initiate browser login with given response_type. "
	var rows []flowRow
	for _, tt := range loginErrors() {
		rows = append(rows, flowRow{75, tt.code, tt.description, nil, tt.want})
	}
	for number, text := range map[int]string{
		76: "Code not valid", 77: "Code is expired", 78: "Incorrect redirect_uri", 79: "Auth error", 80: "Client not allowed to exchange code",
		81: "User session not found", 82: "PKCE code verifier not specified", 83: "PKCE verification failed: Code mismatch",
		84: "PKCE verification failed: Invalid code verifier", 85: "PKCE verification failed: Unsupported algorithm specified",
		86: "PKCE code verifier specified but challenge not present in authorization", 87: "Missing parameter: code_challenge_method",
		88: "Invalid parameter: code challenge method is not matching the configured one", 90: "Invalid parameter: redirect_uri",
	} {
		for _, tt := range loginErrors() {
			if tt.description == text {
				rows = append(rows, flowRow{number, tt.code, text, nil, tt.want})
			}
		}
	}
	return append(rows, []flowRow{
		{89, "unauthorized_client", browser + "Standard flow is disabled for the client.", nil, "standard_flow_off"},
		{89, "unauthorized_client", browser + "Implicit flow is disabled for the client.", nil, "standard_flow_off"},
		{91, "invalid_request", "Client not found.", nil, "client_unknown"},
		{92, "login_required", "", nil, "login_needed"},
		{92, "interaction_required", "", nil, "login_needed"},
		{92, "temporarily_unavailable", "authentication_expired", nil, "login_page_old"},
		{92, "access_denied", "", nil, "login_refused"},
	}...)
}

// proofRows are rows 98 and 100 to 107.
func proofRows() []flowRow {
	var rows []flowRow
	for _, code := range []string{"invalid_request", "invalid_dpop_proof"} {
		rows = append(rows, []flowRow{
			{100, code, "DPoP proof is missing", nil, "dpop_missing"},
			{101, code, "DPoP HTTP URL mismatch", nil, "dpop_address"},
			{101, code, "DPoP HTTP method mismatch", nil, "dpop_method"},
			{102, code, "DPoP proof is not active", nil, "dpop_time"},
			{103, code, "DPoP proof has already been used", nil, "dpop_reused"},
			{105, code, "DPoP header verification failure", nil, "dpop_malformed"},
			{105, code, "Unsupported DPoP algorithm: none", nil, "dpop_algorithm"},
			{105, code, "No JWK in DPoP header", nil, "dpop_malformed"},
			{105, code, "Invalid or missing type in DPoP header: jwt", nil, "dpop_malformed"},
			{105, code, "DPoP mandatory claims are missing", nil, "dpop_malformed"},
			{105, code, "DPoP verification failure: null", nil, "dpop_malformed"},
		}...)
	}
	return append(rows, []flowRow{
		{98, "invalid_request", "Pushed Authorization Request is only allowed.", nil, "par_required"},
		{100, "invalid_grant", "DPoP proof is missing", Refresh{}, "dpop_missing"},
		{104, "invalid_grant", "DPoP confirmation doesn't match DPoP proof", Refresh{}, "dpop_key"},
		{106, "invalid_request", "Authentication failed.", nil, "client_unknown"},
		{107, "invalid_request", "It is not allowed to include request_uri to PAR.", nil, "par_extra"},
		{107, "invalid_request", "Unsupported response type", nil, "par_extra"},
		{107, "invalid_request", "Invalid parameter: redirect_uri", nil, "redirect_unregistered"},
	}...)
}

// approvalRows are rows 108 to 119.
func approvalRows() []flowRow {
	device, ciba := DeviceCode{}, CIBA{}
	return []flowRow{
		{108, "unauthorized_client", "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.", nil, "device_off"},
		{108, "invalid_grant", "Client not allowed for OAuth 2.0 Device Authorization Grant", nil, "device_off"},
		{109, "invalid_grant", "Client not allowed OAuth 2.0 Device Authorization Grant", device, "device_off"},
		{110, "authorization_pending", "The authorization request is still pending", device, "approval_pending"},
		{111, "slow_down", "Slow down", device, "rate_limited"},
		{112, "expired_token", "Device code is expired", device, "approval_expired"},
		{113, "access_denied", "The end user denied the authorization request", device, "approval_denied"},
		{114, "invalid_grant", "Device code not valid", device, "device_code_invalid"},
		{115, "invalid_grant", "unauthorized client", device, "device_other_client"},
		{116, "authorization_pending", "The authorization request is still pending as the end-user hasn't yet been authenticated.", ciba, "approval_pending"},
		{117, "slow_down", "too early to access", ciba, "rate_limited"},
		{117, "expired_token", "authentication timed out", ciba, "approval_expired"},
		{117, "access_denied", "not authorized", ciba, "approval_denied"},
		{118, "invalid_grant", "Invalid Auth Req ID", ciba, "ciba_request_invalid"},
		{118, "invalid_grant", "Client not allowed OIDC CIBA Grant", ciba, "ciba_off"},
		{118, "invalid_grant", "Could not identify user", nil, "ciba_user"},
		{119, "server_error", "Failed to send authentication request", nil, "ciba_channel"},
	}
}

// exchangeRows are rows 120 to 133.
func exchangeRows() []flowRow {
	x, j := TokenExchange{}, JWTBearer{}
	return []flowRow{
		{120, "invalid_request", "Standard token exchange is not enabled for the requested client", x, "exchange_off"},
		{121, "invalid_client", "Public client is not allowed to exchange token", x, "exchange_public"},
		{122, "invalid_request", "Parameter 'subject_token' required for standard token exchange", x, "exchange_subject_missing"},
		{122, "invalid_request", "Parameter 'subject_token_type' required for standard token exchange", x, "exchange_subject_missing"},
		{122, "invalid_request", "Parameter 'subject_token' supports access tokens only", x, "exchange_subject_type"},
		{122, "invalid_request", "subject_token parameter not provided", x, "exchange_subject_missing"},
		{123, "invalid_request", "Invalid token", x, "exchange_subject_invalid"},
		{123, "invalid_token", "Invalid token", x, "exchange_subject_invalid"},
		{124, "invalid_request", "requested_token_type unsupported", x, "exchange_type"},
		{125, "invalid_request", "Requested audience not available: api", x, "exchange_audience"},
		{126, "invalid_client", "Audience not found", x, "exchange_audience_unknown"},
		{127, "access_denied", "Client is not within the token audience", x, "exchange_not_audience"},
		{128, "access_denied", "Client not allowed to exchange", x, "exchange_not_allowed"},
		{128, "access_denied", "Client is not the holder of the token", x, "exchange_not_allowed"},
		{129, "invalid_request", "Scope offline_access not allowed for token exchange", x, "exchange_session"},
		{129, "invalid_request", "Refresh token not valid as requested_token_type because creating a new session is needed", x, "exchange_session"},
		{130, "invalid_scope", "Missing consents for Token Exchange in client app", x, "exchange_consent"},
		{131, "invalid_request", "Parameter 'requested_subject' is not supported for standard token exchange", x, "exchange_legacy"},
		{131, "invalid_request", "Parameter 'requested_issuer' is not supported for standard token exchange", x, "exchange_legacy"},
		{131, "invalid_request", "Parameter 'subject_issuer' is not supported for standard token exchange", x, "exchange_legacy"},
		{132, "invalid_issuer", "Invalid subject_issuer parameter", x, "exchange_external"},
		{132, "invalid_token", "Invalid Token", x, "exchange_subject_invalid"},
		{132, "invalid_token", "User already exists", x, "exchange_external"},
		{133, "invalid_grant", "JWT Authorization Grant is not supported for the requested client", j, "assertion_off"},
		{133, "invalid_grant", "The provided assertion is not a valid JWT", j, "assertion_invalid"},
		{133, "invalid_grant", "No Identity Provider for provided issuer", j, "assertion_issuer"},
		{133, "invalid_grant", "Identity Provider is not allowed for the client", j, "assertion_issuer"},
		{133, "invalid_grant", "User not found", j, "user_not_linked"},
	}
}

// umaRows are rows 134 to 138.
func umaRows() []flowRow {
	u := UMATicket{}
	return []flowRow{
		{134, "access_denied", "not_authorized", u, "uma_denied"},
		{134, "access_denied", "request_submitted", u, "uma_submitted"},
		{135, "invalid_grant", "Invalid bearer token", u, "uma_bearer"},
		{136, "invalid_resource", "Resource with id [x] does not exist.", u, "uma_resource"},
		{136, "invalid_scope", "One of the given scopes [x] is invalid", u, "uma_scope"},
		{137, "invalid_ticket", "Invalid permission ticket.", u, "uma_ticket"},
		{137, "invalid_rpt", "RPT signature is invalid", u, "uma_rpt"},
		{138, "invalid_request", "Client does not support permissions", u, "uma_off"},
		{138, "invalid_request", "Unknown resource server id: [x]", u, "uma_off"},
	}
}
