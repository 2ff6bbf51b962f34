package tokenclient

import "slices"

// adviceEntry is one explained failure: its causes as "cause:who", its actions.
type adviceEntry struct{ id, causes, actions string }

// adviceTable is everything that Advise can say, by what it is about.
func adviceTable() []adviceEntry {
	return slices.Concat(
		addressAdvice(),
		requestAdvice(),
		serverAdvice(),
		clientAdvice(),
		assertionAdvice(),
		proofAdvice(),
		connectionAdvice(),
		grantAdvice(),
		approvalAdvice(),
		exchangeAdvice(),
		umaAdvice(),
		refreshAdvice(),
		loginAdvice(),
		networkAdvice(),
		answerAdvice(),
		endpointAdvice(),
	)
}

func addressAdvice() []adviceEntry {
	return []adviceEntry{
		{"address_empty", "empty:you", "edit_address"},
		{"address_scheme", "scheme:you", "edit_address"},
		{"address_userinfo", "userinfo:you", "edit_address"},
		{"address_host", "host:you", "edit_address"},
		{"address_realm", "missing:you console:administrator", "edit_address"},
		{"address_syntax", "syntax:you", "edit_address"},
		{"realm_not_found", "name:you server:you removed:administrator", "edit_address"},
		{"wrong_path", "prefix:you host:you gateway:administrator", "use_auth_prefix edit_address"},
		{"method_not_allowed", "endpoint:you gateway:administrator", "edit_address"},
		{"not_normalized", "slash:you", "edit_address"},
		{"https_required", "plain:you proxy:administrator", "edit_address"},
		{"realm_disabled", "disabled:administrator", "retry"},
	}
}

func requestAdvice() []adviceEntry {
	return []adviceEntry{
		{"missing_grant_type", "query:you gateway:administrator lookalike:you", "use_body use_query"},
		{"unsupported_grant", "grant:you feature:administrator", "edit"},
		{"duplicated_parameter", "extra:you", "edit"},
		{"too_long", "token:administrator query:you limit:administrator", "edit"},
		{"bad_request", "settings:you log:administrator", "edit"},
		{"request_incomplete", "client:you", "edit"},
		{"not_acceptable", "gateway:administrator endpoint:you", "retry edit_address"},
		{"media_type", "gateway:administrator endpoint:you", "retry edit_address"},
		{"unauthorized", "credentials:you gateway:administrator", "edit_secret edit"},
		{"forbidden", "network:you gateway:administrator policy:administrator", "edit"},
	}
}

func serverAdvice() []adviceEntry {
	return []adviceEntry{
		{"rate_limited", "rate:wait limit:administrator", "retry"},
		{"overloaded", "busy:wait down:administrator", "retry"},
		{"server_fault", "fault:administrator passing:wait", "retry"},
		{"gateway", "down:wait used:you route:administrator", "retry get_again"},
	}
}

func clientAdvice() []adviceEntry {
	return []adviceEntry{
		{"client_unknown", "id:you disabled:administrator secret:you", "edit edit_secret"},
		{"client_secret", "wrong:you encoding:you expired:administrator", "edit_secret edit"},
		{"client_secret_missing", "missing:you public:administrator", "edit_secret edit"},
		{"client_setup", "setup:administrator", "retry"},
		{"client_encoding", "encoding:you flow:administrator", "edit"},
		{"client_bearer_only", "type:you change:administrator", "edit"},
		{"client_protocol", "saml:you", "edit"},
		{"client_flow", "flow:administrator", "retry"},
		{"client_id_missing", "empty:you gateway:administrator", "edit"},
		{"client_assertion_wanted", "method:administrator other:you", "edit"},
		{"client_assertion_refused", "key:administrator clock:you audience:developer", "edit"},
		{"client_certificate", "certificate:you setting:administrator", "edit"},
		{"encryption_key", "key:administrator", "retry"},
		{"client_not_allowed", "capability:administrator secret:you", "edit"},
	}
}

func grantAdvice() []adviceEntry {
	return []adviceEntry{
		{"invalid_scope", "typo:you assign:administrator", "edit"},
		{"consent_withdrawn", "consent:you", "get_again"},
		{"offline_not_allowed", "role:administrator scope:you", "edit"},
		{"service_account_public", "public:administrator grant:you", "edit"},
		{"service_account_off", "switch:administrator", "edit"},
		{"service_user_disabled", "disabled:administrator", "retry"},
		{"service_user_missing", "deleted:administrator", "retry"},
		{"direct_access_off", "switch:administrator grant:you", "edit"},
		{"wrong_password", "password:you otp:you locked:wait user:administrator", "type_password edit"},
		{"email_shared", "name:you users:administrator", "edit"},
		{"username_missing", "empty:you long:you", "edit"},
		{"account_disabled", "disabled:administrator other:you", "edit retry"},
		{"account_not_set_up", "browser:you action:administrator", "retry"},
		{"consent_needed", "consent:administrator client:you", "edit"},
		{"password_prohibited", "policy:administrator grant:you", "edit"},
		{"grant_refused", "again:you flow:administrator", "get_again edit"},
	}
}

func refreshAdvice() []adviceEntry {
	return []adviceEntry{
		{"refresh_missing", "long:administrator empty:you", "get_again"},
		{"refresh_invalid", "realm:you keys:you", "get_again"},
		{"refresh_other_client", "client:you", "get_again edit"},
		{"refresh_expired", "idle:you longer:administrator", "get_again"},
		{"session_ended", "logout:you restart:you", "get_again"},
		{"offline_ended", "idle:you revoked:administrator", "get_again"},
		{"refresh_stale", "newer:you revoked:administrator", "get_again"},
		{"refresh_reused", "second:you lost:you setting:administrator", "get_again"},
		{"issuer_mismatch", "address:you hostname:administrator", "get_again edit_address"},
		{"wrong_token_type", "kind:you", "get_again"},
		{"permission_lost", "role:you", "get_again"},
	}
}

func networkAdvice() []adviceEntry {
	return []adviceEntry{
		{"canceled", "canceled:you", "retry"},
		{"timeout", "network:you firewall:administrator used:you", "retry"},
		{"host_not_found", "typo:you vpn:you offline:you", "edit_address retry"},
		{"connection_refused", "down:administrator port:you vpn:you", "retry edit_address"},
		{"connection_cut", "network:wait used:you server:administrator", "retry get_again"},
		{"tls_expired", "certificate:administrator clock:you", "retry"},
		{"tls_not_yet_valid", "clock:you certificate:administrator", "retry"},
		{"tls_wrong_host", "address:you certificate:administrator portal:you", "edit_address"},
		{"tls_unknown_authority", "company:administrator chain:administrator interception:you", "retry"},
		{"tls_handshake", "old:administrator port:you certificate:administrator", "retry"},
		{"tls_plain_http", "scheme:you port:you", "edit_address"},
		{"proxy", "login:you address:you rule:administrator", "retry"},
		{"redirect", "moved:you login:you", "edit_address"},
		{"redirect_https", "scheme:you", "edit_address"},
	}
}

func answerAdvice() []adviceEntry {
	return []adviceEntry{
		{"too_large", "address:you roles:administrator", "edit_address"},
		{"html", "portal:you prefix:you gateway:administrator", "edit_address use_auth_prefix retry"},
		{"malformed", "address:you cut:wait", "edit_address retry"},
		{"empty", "endpoint:you gateway:administrator", "retry edit_address"},
		{"unknown", "unknown:developer", "retry"},
	}
}
