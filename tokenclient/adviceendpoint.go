package tokenclient

import "strings"

// endpointAdvice is about the endpoints beyond the token endpoint.
func endpointAdvice() []adviceEntry {
	return []adviceEntry{
		{"client_refused", "id:you secret:you method:administrator", "edit edit_secret"},
		{"token_unusable", "empty:you kind:you", "get_again"},
		{"token_missing", "long:administrator gateway:administrator", "get_again"},
		{"token_wanted", "gateway:administrator missing:you", "get_again retry"},
		{"token_refused", "ended:you realm:you address:administrator", "get_again edit_address"},
		{"token_inactive", "ended:you audience:administrator realm:you", "get_again edit"},
		{"token_lightweight", "introspect:you setting:administrator", "edit"},
		{"token_hint_unknown", "hint:you", "edit"},
		{"openid_missing", "scope:you assign:administrator", "edit get_again"},
		{"scope_insufficient", "scope:you assign:administrator", "edit get_again"},
		{"introspection_public", "other:you public:administrator", "edit"},
		{"revoked_already", "ended:you", "get_again"},
		{"revoke_other_client", "client:you", "edit"},
		{"revoke_token_type", "kind:you", "edit"},
		{"already_logged_out", "ended:you keys:administrator", "get_again"},
		{"policy_refused", "policy:administrator other:you", "edit"},
		{"policy_client_auth", "method:you policy:administrator", "edit"},
		{"policy_confidential", "type:administrator other:you", "edit"},
		{"redirect_unusable", "syntax:you", "edit"},
		{"html_keycloak", "endpoint:you lookup:administrator", "edit_address"},
		{"length_required", "gateway:administrator", "retry"},
		{"origin_refused", "gateway:administrator origins:administrator", "retry"},
	}
}

// endpointRules are the texts of introspection, UserInfo and revocation, and of
// client policies, which can refuse anything anywhere.
func endpointRules() []rule {
	return []rule{
		{"", "request not allowed", "policy_refused"},
		{"", "not allowed signature algorithm", "policy_refused"},
		{"", "not allowed input format", "policy_refused"},
		{"", "missing parameter: nonce", "policy_refused"},
		{"", "missing parameter: state", "policy_refused"},
		{"", "implicit/hybrid flow is prohibited", "policy_refused"},
		{"", "configured client authentication method not allowed for client", "policy_client_auth"},
		{"", "invalid client access type", "policy_confidential"},
		{"invalid_client", "client authentication failed", "client_refused"}, // 26.7 on introspection
		{"", "client not allowed.", "introspection_public"},
		{"", "token not provided", "token_missing"},
		{"invalid_request", "unsupported token type", "token_hint_unknown"},
		{"", "token verification failed", "token_refused"}, // 19 and newer
		{"", "missing openid scope", "openid_missing"},     // 19.0.2
		{"", "lightweight access token not allowed", "token_lightweight"},
		{"", "user session not found or doesn't have client attached on it", "session_ended"}, // 4 to 18
		{"", "session expired", "session_ended"},                                              // 4 to 18
		{"invalid_token", "user_session_not_found", "session_ended"},                          // 26.7
		{"invalid_token", "session_expired", "session_ended"},
		{"unsupported_token_type", "unsupported token type", "revoke_token_type"},
	}
}

// endpointCodes are the codes of RFC 6750 section 3.1 and RFC 7009 section
// 2.2.1 with words that we do not know.
func endpointCodes() []rule {
	return []rule{
		{"invalid_token", "", "token_refused"},
		{"insufficient_scope", "", "scope_insufficient"},
		{"unsupported_token_type", "", "revoke_token_type"},
		{"invalid origin", "", "origin_refused"}, // 26.6.3
	}
}

// operationRules are words that mean something else at one endpoint than at
// the token endpoint.
func operationRules(op Operation) []rule {
	switch op {
	case OperationIntrospection:
		return []rule{{"", "authentication failed", "client_refused"}}
	case OperationUserInfo:
		return []rule{
			{"invalid_token", "token is not active", "token_refused"},
			{"invalid_token", "invalid token", "token_refused"},
		}
	case OperationRevocation:
		return []rule{
			{"invalid_token", "", "revoked_already"}, // with status 200
			{"invalid_request", "unmatching clients", "revoke_other_client"},
		}
	case OperationLogout:
		return []rule{
			{"invalid_grant", "invalid refresh token. token client", "refresh_other_client"},
			{"invalid_grant", "invalid refresh token", "already_logged_out"},
			{"invalid_grant", "token is not active", "already_logged_out"},
			{"invalid_grant", "session not active", "already_logged_out"},
			{"invalid_grant", "offline session not active", "already_logged_out"},
			{"", "toked issued before the user session started", "already_logged_out"}, // so spelt
			{"", "token issued before the user session started", "already_logged_out"},
			{"", "no refresh token", "token_missing"},
		}
	}
	return nil
}

// signID goes by signs that say more than the status, in any language.
func (e *Error) signID() string {
	switch {
	case e.Kind == KindHTML && strings.Contains(e.Body, "kc-error-message"):
		return "html_keycloak"
	case e.Kind == KindStatus && e.Reason == "token":
		return "token_wanted"
	}
	return ""
}
