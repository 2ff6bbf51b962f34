package tokenclient

// approvalAdvice is for flows in which a person agrees elsewhere.
func approvalAdvice() []adviceEntry {
	return []adviceEntry{
		{"approval_pending", "person:wait", "retry"},
		{"approval_expired", "late:you unseen:you", "get_again"},
		{"approval_denied", "refused:you mistake:you", "get_again"},
		{"device_off", "switch:administrator grant:you", "edit"},
		{"device_code_invalid", "old:you lost:you", "get_again"},
		{"device_other_client", "client:you", "get_again edit"},
		{"ciba_off", "switch:administrator public:administrator", "edit"},
		{"ciba_request_invalid", "used:you client:you", "get_again"},
		{"ciba_user", "name:you removed:administrator", "edit"},
		{"ciba_hint", "one:you", "edit"},
		{"ciba_user_code", "code:you", "edit"},
		{"ciba_message", "plain:you", "edit"},
		{"ciba_channel", "channel:administrator passing:wait", "retry"},
	}
}

// exchangeAdvice is for grants by a token that is there already.
func exchangeAdvice() []adviceEntry {
	return []adviceEntry{
		{"exchange_off", "switch:administrator release:administrator", "edit"},
		{"exchange_public", "client:you change:administrator", "edit"},
		{"exchange_subject_missing", "empty:you long:administrator", "edit"},
		{"exchange_subject_type", "kind:you", "edit"},
		{"exchange_subject_invalid", "expired:you realm:you ended:you", "get_again edit"},
		{"exchange_type", "type:you", "edit"},
		{"exchange_audience", "role:administrator typo:you", "edit"},
		{"exchange_audience_unknown", "typo:you disabled:administrator", "edit"},
		{"exchange_not_audience", "mapper:administrator token:you", "edit"},
		{"exchange_not_allowed", "permission:administrator holder:you", "edit"},
		{"exchange_session", "access:you", "edit"},
		{"exchange_consent", "consent:you setting:administrator", "edit"},
		{"exchange_legacy", "field:you feature:administrator", "edit"},
		{"exchange_external", "issuer:you provider:administrator", "edit"},
		{"assertion_off", "switch:administrator public:administrator", "edit"},
		{"assertion_invalid", "text:you claims:you signature:administrator", "edit"},
		{"assertion_issuer", "provider:administrator issuer:you", "edit"},
		{"user_not_linked", "link:administrator removed:administrator", "edit retry"},
	}
}

// umaAdvice is for authorization services.
func umaAdvice() []adviceEntry {
	return []adviceEntry{
		{"uma_denied", "policy:administrator ask:you", "edit"},
		{"uma_submitted", "owner:wait", "retry"},
		{"uma_bearer", "expired:you other:you", "get_again"},
		{"uma_resource", "id:you removed:administrator", "edit"},
		{"uma_scope", "typo:you resource:administrator", "edit"},
		{"uma_ticket", "used:you realm:you", "get_again edit"},
		{"uma_rpt", "realm:you keys:you", "edit"},
		{"uma_off", "authorization:administrator audience:you", "edit"},
	}
}
