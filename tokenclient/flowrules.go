package tokenclient

// approvalRules are the texts of device authorization and CIBA.
func approvalRules() []rule {
	return []rule{
		{"", "client is not allowed to initiate oauth 2.0 device authorization grant", "device_off"}, // 20
		{"", "client not allowed for oauth 2.0 device authorization grant", "device_off"},            // 15 to 18
		{"", "client not allowed oauth 2.0 device authorization grant", "device_off"},                // at the poll
		{"", "the end user denied the authorization request", "approval_denied"},
		{"", "device code not valid", "device_code_invalid"},
		{"", "device code is expired", "approval_expired"},
		{"invalid_grant", "unauthorized client", "device_other_client"},
		{"access_denied", "not authorized", "approval_denied"},
		{"", "invalid auth req id", "ciba_request_invalid"},
		{"", "invalid auth_req_id", "ciba_request_invalid"}, // newest, when it is not even readable
		{"", "client not allowed oidc ciba grant", "ciba_off"},
		{"", "could not identify user", "ciba_user"},
		{"", "invalid user hint", "ciba_user"},
		{"invalid_request", "invalid_user", "ciba_user"},    // 26.7: an event's name in the description
		{"", "missing parameter : login_hint", "ciba_hint"}, // with the blank
		{"", "failed to send authentication request", "ciba_channel"},
		{"", "unexpected response from authentication device", "ciba_channel"},
		{"", "user code not supported", "ciba_user_code"},
		{"", "the binding_message value has to be", "ciba_message"},
	}
}

// jwtGrantRules are about the assertion that is a grant, and its person; with
// another code the same texts are about a client's assertion.
func jwtGrantRules() []rule {
	return []rule{
		{"invalid_grant", "user not found", "user_not_linked"},
		{"invalid_grant", "invalid token audience", "assertion_invalid"},
		{"invalid_grant", "multiple audiences not allowed", "assertion_invalid"},
		{"invalid_grant", "token reuse detected", "assertion_invalid"},
		{"invalid_grant", "token was issued", "assertion_invalid"},
		{"invalid_grant", "token exp claim is required", "assertion_invalid"},
		{"invalid_grant", "token jti claim is required", "assertion_invalid"},
		{"invalid_grant", "missing claim:", "assertion_invalid"},
	}
}

// exchangeRules are the texts of token exchange and of the JWT authorization
// grant.
func exchangeRules() []rule {
	return []rule{
		{"", "standard token exchange is not enabled for the requested client", "exchange_off"},
		{"", "public client is not allowed to exchange token", "exchange_public"},
		{"", "parameter 'subject_token' supports access tokens only", "exchange_subject_type"},
		{"", "invalid token type, must be access token", "exchange_subject_type"},
		{"", "parameter 'subject_token", "exchange_subject_missing"}, // and subject_token_type
		{"", "subject_token parameter not provided", "exchange_subject_missing"},
		{"", "requested_token_type unsupported", "exchange_type"},
		{"", "requested audience not available", "exchange_audience"},
		{"", "audience not found", "exchange_audience_unknown"},
		{"", "client is not within the token audience", "exchange_not_audience"},
		{"access_denied", "client not allowed to exchange", "exchange_not_allowed"},
		{"", "client is not the holder of the token", "exchange_not_allowed"},
		{"", "scope offline_access not allowed for token exchange", "exchange_session"},
		{"", "refresh token not valid as requested_token_type", "exchange_session"},
		{"", "missing consents for token exchange", "exchange_consent"},
		{"", "parameter 'requested_subject'", "exchange_legacy"},
		{"", "parameter 'requested_issuer'", "exchange_legacy"},
		{"", "parameter 'subject_issuer'", "exchange_legacy"},
		{"", "invalid subject_issuer parameter", "exchange_external"},
		{"", "user already exists", "exchange_external"},
		{"", "jwt authorization grant is not supported for the requested client", "assertion_off"},
		{"", "public client not allowed to use authorization grant", "assertion_off"},
		{"", "the provided assertion is not a valid jwt", "assertion_invalid"},
		{"", "missing parameter:assertion", "assertion_invalid"},
		{"", "failed to verify token signature", "assertion_invalid"},
		{"invalid_grant", "invalid signature", "assertion_invalid"},
		{"", "no identity provider for provided issuer", "assertion_issuer"},
		{"", "identity provider is not", "assertion_issuer"}, // allowed, enabled, configured
	}
}

// grantTypeRules are words that mean another thing in one grant than in the
// others.
func grantTypeRules(grant string) []rule {
	switch grant {
	case JWTBearer{}.GrantType():
		return jwtGrantRules()
	case TokenExchange{}.GrantType():
		return []rule{
			{"invalid_request", "invalid token", "exchange_subject_invalid"},
			{"invalid_token", "invalid token", "exchange_subject_invalid"}, // 15 to 25
		}
	}
	return nil
}

// umaRules are the texts of the UMA grant.
func umaRules() []rule {
	return []rule{
		{"", "not_authorized", "uma_denied"},
		{"", "request_submitted", "uma_submitted"},
		{"", "invalid bearer token", "uma_bearer"},
		{"", "resource with id", "uma_resource"},
		{"", "resource with uri", "uma_resource"},
		{"", "one of the given scopes", "uma_scope"},
		{"", "invalid permission ticket", "uma_ticket"},
		{"", "ticket verification failed", "uma_ticket"},
		{"", "rpt signature is invalid", "uma_rpt"},
		{"", "client does not support permissions", "uma_off"},
		{"", "unknown resource server id", "uma_off"},
	}
}
