package tokenclient

import "testing"

func TestAdviseKnowsTheErrorsOfFlows(t *testing.T) {
	for _, flow := range []struct {
		grant   Grant
		answers []errorVector
	}{
		{DeviceCode{}, deviceErrors()},
		{CIBA{}, backchannelErrors()},
		{TokenExchange{}, exchangeErrors()},
		{JWTBearer{}, assertionErrors()},
		{UMATicket{}, umaErrors()},
	} {
		for _, tt := range flow.answers {
			t.Run(tt.code+" "+tt.description, func(t *testing.T) {
				e := &Error{Kind: KindOAuth, Grant: flow.grant.GrantType(), Status: tt.status, Code: tt.code, Description: tt.description}
				if got := Advise(e); got.ID != tt.want {
					t.Errorf("%d %s %q gives %q, want %q", tt.status, tt.code, tt.description, got.ID, tt.want)
				}
			})
		}
	}
}

// deviceErrors are those of device authorization.
func deviceErrors() []errorVector {
	return []errorVector{
		{400, "unauthorized_client", "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.", "device_off"},
		{400, "invalid_grant", "Client not allowed for OAuth 2.0 Device Authorization Grant", "device_off"},
		{400, "invalid_grant", "Client not allowed OAuth 2.0 Device Authorization Grant", "device_off"},
		{400, "authorization_pending", "The authorization request is still pending", "approval_pending"},
		{400, "authorization_pending", "The authorization request is verified but can not lookup the user session yet", "approval_pending"},
		{400, "slow_down", "Slow down", "rate_limited"},
		{400, "expired_token", "Device code is expired", "approval_expired"},
		{400, "access_denied", "The end user denied the authorization request", "approval_denied"},
		{400, "invalid_grant", "Device code not valid", "device_code_invalid"},
		{400, "invalid_grant", "unauthorized client", "device_other_client"},
	}
}

// backchannelErrors are those of CIBA.
func backchannelErrors() []errorVector {
	return []errorVector{
		{400, "authorization_pending", "The authorization request is still pending as the end-user hasn't yet been authenticated.", "approval_pending"},
		{400, "slow_down", "too early to access", "rate_limited"},
		{400, "expired_token", "authentication timed out", "approval_expired"},
		{400, "access_denied", "not authorized", "approval_denied"},
		{400, "invalid_grant", "Invalid Auth Req ID", "ciba_request_invalid"},
		{400, "invalid_grant", "Invalid auth_req_id", "ciba_request_invalid"},
		{400, "invalid_grant", "Client not allowed OIDC CIBA Grant", "ciba_off"},
		{400, "invalid_grant", "Could not identify user", "ciba_user"},
		{400, "invalid_request", "invalid user hint", "ciba_user"},
		{400, "invalid_request", "invalid_user", "ciba_user"},
		{400, "unknown_user_id", "", "ciba_user"},
		{400, "expired_login_hint_token", "", "ciba_user"},
		{400, "invalid_request", "missing parameter : login_hint", "ciba_hint"},
		{400, "invalid_request", "User code not supported", "ciba_user_code"},
		{400, "invalid_binding_message", "the binding_message value has to be max 50 characters in length and must contain only basic plain-text characters without spaces", "ciba_message"},
		{503, "server_error", "Failed to send authentication request", "ciba_channel"},
		{503, "server_error", "Unexpected response from authentication device", "ciba_channel"},
		{400, "transaction_failed", "", "ciba_channel"},
	}
}

// exchangeErrors are those of token exchange.
func exchangeErrors() []errorVector {
	return []errorVector{
		{400, "invalid_request", "Standard token exchange is not enabled for the requested client", "exchange_off"},
		{400, "invalid_client", "Public client is not allowed to exchange token", "exchange_public"},
		{400, "invalid_request", "Parameter 'subject_token' required for standard token exchange", "exchange_subject_missing"},
		{400, "invalid_request", "Parameter 'subject_token_type' required for standard token exchange", "exchange_subject_missing"},
		{400, "invalid_request", "Parameter 'subject_token' supports access tokens only", "exchange_subject_type"},
		{400, "invalid_request", "subject_token parameter not provided", "exchange_subject_missing"},
		{400, "invalid_request", "Invalid token", "exchange_subject_invalid"},
		{400, "invalid_token", "Invalid token", "exchange_subject_invalid"},
		{400, "invalid_request", "requested_token_type unsupported", "exchange_type"},
		{400, "invalid_request", "Requested audience not available: api", "exchange_audience"},
		{400, "invalid_target", "", "exchange_audience"},
		{400, "invalid_client", "Audience not found", "exchange_audience_unknown"},
		{403, "access_denied", "Client is not within the token audience", "exchange_not_audience"},
		{403, "access_denied", "Client not allowed to exchange", "exchange_not_allowed"},
		{403, "access_denied", "Client is not the holder of the token", "exchange_not_allowed"},
		{400, "invalid_request", "Scope offline_access not allowed for token exchange", "exchange_session"},
		{400, "invalid_request", "Refresh token not valid as requested_token_type because creating a new session is needed", "exchange_session"},
		{400, "invalid_scope", "Missing consents for Token Exchange in client app", "exchange_consent"},
		{400, "invalid_request", "Parameter 'requested_subject' is not supported for standard token exchange", "exchange_legacy"},
		{400, "invalid_request", "Parameter 'requested_issuer' is not supported for standard token exchange", "exchange_legacy"},
		{400, "invalid_request", "Parameter 'subject_issuer' is not supported for standard token exchange", "exchange_legacy"},
		{400, "invalid_issuer", "Invalid subject_issuer parameter", "exchange_external"},
		{400, "invalid_token", "User already exists", "exchange_external"},
		{400, "invalid_token", "Invalid Token", "exchange_subject_invalid"},
	}
}

// assertionErrors are those of the JWT grant.
func assertionErrors() []errorVector {
	return []errorVector{
		{400, "invalid_grant", "JWT Authorization Grant is not supported for the requested client", "assertion_off"},
		{400, "invalid_grant", "The provided assertion is not a valid JWT", "assertion_invalid"},
		{400, "invalid_grant", "Invalid signature", "assertion_invalid"},
		{400, "invalid_grant", "Invalid token audience", "assertion_invalid"},
		{400, "invalid_client", "Invalid token audience", "assertion_audience"},
		{400, "invalid_grant", "Token was issued too far in the past to be used now", "assertion_invalid"},
		{400, "invalid_grant", "No Identity Provider for provided issuer", "assertion_issuer"},
		{400, "invalid_grant", "Identity Provider is not allowed for the client", "assertion_issuer"},
		{400, "invalid_grant", "User not found", "user_not_linked"},
	}
}

// umaErrors are those of authorization services.
func umaErrors() []errorVector {
	return []errorVector{
		{403, "access_denied", "not_authorized", "uma_denied"},
		{403, "request_denied", "", "uma_denied"},
		{403, "access_denied", "request_submitted", "uma_submitted"},
		{403, "request_submitted", "", "uma_submitted"},
		{401, "invalid_grant", "Invalid bearer token", "uma_bearer"},
		{400, "invalid_grant", "Invalid bearer token", "uma_bearer"},
		{400, "invalid_resource", "Resource with id [x] does not exist.", "uma_resource"},
		{400, "invalid_scope", "One of the given scopes [x] is invalid", "uma_scope"},
		{403, "invalid_ticket", "Invalid permission ticket.", "uma_ticket"},
		{403, "invalid_rpt", "RPT signature is invalid", "uma_rpt"},
		{400, "invalid_request", "Client does not support permissions", "uma_off"},
		{400, "invalid_request", "Unknown resource server id: [x]", "uma_off"},
	}
}

// TestAdviseGoesByTheGrant is about words that Keycloak says in two grants: the
// person of a code is gone, the person of an assertion was never linked.
func TestAdviseGoesByTheGrant(t *testing.T) {
	const (
		person = `{"error":"invalid_grant","error_description":"User not found"}`
		token  = `{"error":"invalid_request","error_description":"Invalid token"}`
	)
	for _, tt := range []struct {
		grant  Grant
		answer string
		want   string
	}{
		{AuthorizationCode{Code: NewSecret("c")}, person, "session_ended"},
		{Refresh{Token: NewSecret("r")}, person, "session_ended"},
		{JWTBearer{Assertion: NewSecret("a")}, person, "user_not_linked"},
		{TokenExchange{SubjectToken: NewSecret("s")}, token, "exchange_subject_invalid"},
		{Refresh{Token: NewSecret("r")}, token, "bad_request"},
	} {
		_, err := answering(400, nil, tt.answer).Token(t.Context(), TokenRequest{
			Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: tt.grant,
		})
		if got := Advise(err).ID; got != tt.want {
			t.Errorf("%s is advised %q, want %q", tt.grant.GrantType(), got, tt.want)
		}
		if got := asError(err).Grant; got != tt.grant.GrantType() {
			t.Errorf("the error is of the grant %q, want %q", got, tt.grant.GrantType())
		}
	}
}
