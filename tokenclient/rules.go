package tokenclient

import (
	"slices"
	"strings"
)

// rule leads from a server's words to an advice. Texts are compared without
// regard to case: Keycloak's English is stable, but its spelling changed over
// the years. Empty parts of a rule fit everything.
type rule struct{ code, text, id string }

// fits tells whether the code is the rule's, and the description begins with
// its text.
func (r rule) fits(code, description string) bool {
	return (r.code == "" || r.code == code) && strings.HasPrefix(description, r.text)
}

// matchRule finds the first rule that fits, "" for none.
func matchRule(rules []rule, code, description string) string {
	code, description = fold(code), fold(description)
	for _, r := range rules {
		if r.fits(code, description) {
			return r.id
		}
	}
	return ""
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// knownText tells that a server's words are exactly a text of ours, so that
// nothing of a request can be in them.
func knownText(code, description string) bool {
	code, description = fold(code), fold(description)
	for _, r := range textRules() {
		if (r.code == "" || r.code == code) && strings.TrimSuffix(description, ".") == r.text {
			return true
		}
	}
	return false
}

// textRules are Keycloak's descriptions, the narrower ones first. The status is
// never looked at: a wrong password is 401 up to 26.5 and 400 from 26.6 on.
func textRules() []rule {
	return slices.Concat(
		proofRules(), assertionRules(), clientRules(), grantRules(), loginRules(),
		approvalRules(), exchangeRules(), umaRules(), endpointRules(),
	)
}

func clientRules() []rule {
	return []rule{
		{"", "https required", "https_required"},
		{"", "realm not enabled", "realm_disabled"},
		{"", "missing form parameter: grant_type", "missing_grant_type"},
		{"", "invalid grant_type", "unsupported_grant"}, // 4 to 8
		{"", "duplicated parameter", "duplicated_parameter"},
		{"", "the size of oidc parameter", "too_long"}, // 26.6.3
		{"", "request path not normalized", "not_normalized"},
		{"invalid_client", "invalid client or invalid client credentials", "client_unknown"},
		// From 20 on the code alone tells a wrong id from a wrong secret.
		{"unauthorized_client", "invalid client or invalid client credentials", "client_secret"},
		{"", "invalid client secret", "client_secret"}, // 4 to 18
		{"", "client secret not provided in request", "client_secret_missing"},
		{"", "invalid client credentials", "client_unknown"}, // 4 to 18
		{"", "invalid_credentials: invalid client credentials", "client_unknown"},
		{"", "client credentials setup required", "client_setup"},
		{"", "unexpected error when authenticating client", "client_encoding"},
		{"", "bearer-only not allowed", "client_bearer_only"},
		{"", "bearer-only client not allowed to retrieve service account", "client_bearer_only"},
		{"", "wrong client protocol", "client_protocol"},
		{"", "client authentication ended, but client is null", "client_flow"},
		{"", "missing client_id parameter", "client_id_missing"},
		{"", "parameter client_assertion_type", "client_assertion_wanted"},
		{"", "client_assertion parameter missing", "client_assertion_wanted"},
		{"", "client certification missing", "client_certificate"},
		{"", "client certificate missing", "client_certificate"},
		{"", "can not get encryption kek", "encryption_key"},
	}
}

func grantRules() []rule {
	return []rule{
		{"", "invalid scopes:", "invalid_scope"},
		{"", "client no longer has requested consent from user", "consent_withdrawn"},
		{"", "offline tokens not allowed for the user or client", "offline_not_allowed"},
		{"", "public client not allowed to retrieve service account", "service_account_public"},
		{"", "client not enabled to retrieve service account", "service_account_off"},
		{"", "user 'service-account-", "service_user_disabled"},
		{"", "the associated service account for the client does not exist", "service_user_missing"},
		{"", "client not allowed for direct access grants", "direct_access_off"},
		{"invalid_request", "invalid user credentials", "email_shared"},
		{"", "invalid user credentials", "wrong_password"},
		{"", "missing parameter: username", "username_missing"},
		{"", "account disabled", "account_disabled"},
		{"", "user disabled", "account_disabled"},
		{"", "account is not fully set up", "account_not_set_up"},
		{"", "client requires user consent", "consent_needed"},
		{"", "resource owner password credentials grant is prohibited", "password_prohibited"},
		{"", "no refresh token", "refresh_missing"},
		{"", "invalid refresh token. token client and authorized client don't match", "refresh_other_client"},
		{"", "invalid refresh token", "refresh_invalid"},
		{"", "unmatching clients", "refresh_other_client"},
		{"", "token is not active", "refresh_expired"},
		{"", "refresh token expired", "refresh_expired"}, // 4 to 8
		{"", "session not active", "session_ended"},
		{"", "client session not active", "session_ended"}, // 25
		{"", "session doesn't have required client", "session_ended"},
		{"", "refresh toked issued before the", "session_ended"}, // so spelt up to 22
		{"", "refresh token issued before the", "session_ended"},
		{"", "offline session not active", "offline_ended"},
		{"", "offline user session not found", "offline_ended"},
		{"", "stale token", "refresh_stale"},
		{"", "stale refresh token", "refresh_stale"}, // 4 to 8
		{"", "maximum allowed refresh token reuse exceeded", "refresh_reused"},
		{"", "invalid token issuer", "issuer_mismatch"},
		{"", "token type is incorrect", "wrong_token_type"},
		{"", "user no long has permission", "permission_lost"}, // so spelt in 4
		{"", "user or client no longer has role permissions", "permission_lost"},
	}
}

// codeRules are codes that say enough by themselves. Keycloak puts free text
// there too.
func codeRules() []rule {
	return append(endpointCodes(), []rule{
		{"realm does not exist", "", "realm_not_found"},
		{"unable to find matching target resource method", "", "wrong_path"},
		{"http 405 method not allowed", "", "method_not_allowed"},
		{"missingnormalization", "", "not_normalized"},
		{"unsupported_grant_type", "", "unsupported_grant"},
		{"unknown_error", "", "server_fault"},
		{"server_error", "", "server_fault"},
		{"temporarily_unavailable", "", "overloaded"},
		{"slow_down", "", "rate_limited"},
		{"not_allowed", "", "offline_not_allowed"},
		{"authorization_pending", "", "approval_pending"},
		{"expired_token", "", "approval_expired"},
		{"transaction_failed", "", "ciba_channel"}, // CIBA Core 1.0 section 11
		{"invalid_binding_message", "", "ciba_message"},
		{"unknown_user_id", "", "ciba_user"},
		{"expired_login_hint_token", "", "ciba_user"},
		{"invalid_issuer", "", "exchange_external"},
		{"invalid_target", "", "exchange_audience"}, // RFC 8693 section 2.2.2
		{"invalid_resource", "", "uma_resource"},
		{"invalid_ticket", "", "uma_ticket"},
		{"invalid_rpt", "", "uma_rpt"},
		{"request_submitted", "", "uma_submitted"}, // UMA 2.0 Grant section 3.3.6
		{"request_denied", "", "uma_denied"},
	}...)
}

// genericRules are the codes of RFC 6749 section 5.2 with words we do not know.
func genericRules() []rule {
	return []rule{
		{"invalid_client", "", "client_unknown"},
		{"unauthorized_client", "", "client_not_allowed"},
		{"invalid_grant", "", "grant_refused"},
		{"invalid_scope", "", "invalid_scope"},
		{"invalid_request", "", "bad_request"},
		{"access_denied", "", "forbidden"},
	}
}
