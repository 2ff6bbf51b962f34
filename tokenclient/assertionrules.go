package tokenclient

// assertionRules are Keycloak's words about signed client authentication and
// DPoP proofs. From 26.2 on the validator speaks for itself; before, and for
// signatures, the reason follows the text of the authenticator.
func assertionRules() []rule {
	rules := []rule{
		{"", "invalid signature algorithm", "assertion_algorithm"},
		{"", "unable to load public key", "assertion_key"},
		{"", "client_id parameter does not match", "assertion_client"},
		// A refresh token that has expired has the same text and another code.
		{"invalid_client", "token is not active", "assertion_time"},
		{"", "dpop proof is missing", "dpop_missing"},
		{"", "dpop proof missing", "dpop_missing"},
		{"", "this client requires dpop", "dpop_missing"},
		{"", "dpop proof is not active", "dpop_time"},
		{"", "dpop confirmation doesn't match dpop proof", "dpop_key"},
		{"", "dpop proof public key thumbprint does not match", "dpop_key"},
		{"", "unsupported dpop algorithm", "dpop_algorithm"},
		{"", "dpop http url mismatch", "dpop_address"},
		{"use_dpop_nonce", "", "dpop_nonce"},
		{"invalid_dpop_proof", "", "dpop_refused"},
	}
	for _, start := range []string{
		"", "client authentication with signed jwt failed: ", "client authentication with client secret signed jwt failed: ",
	} {
		rules = append(rules,
			rule{"", start + "invalid token audience", "assertion_audience"},
			rule{"", start + "multiple audiences not allowed", "assertion_audience"},
			rule{"", start + "token audience doesn't match domain", "assertion_audience"}, // up to 26.1
			rule{"", start + "token reuse detected", "assertion_reused"},
			rule{"", start + "token was issued", "assertion_time"},
			rule{"", start + "token expiration is too far", "assertion_time"},
			rule{"", start + "token exp claim is required", "assertion_claims"},
			rule{"", start + "token jti claim is required", "assertion_claims"},
			rule{"", start + "token sub claim is required", "assertion_claims"},
			rule{"", start + "can't identify client", "assertion_claims"},
			rule{"", start + "missing id on the token", "assertion_claims"}, // up to 26.1
		)
		if start != "" {
			rules = append(
				rules,
				rule{"", start + "token is not active", "assertion_time"},
				rule{"", start + "signature on jwt token", "assertion_signature"},
				rule{"", start + "algorithm", "assertion_algorithm"},
				rule{"", start, "client_assertion_refused"},
			)
		}
	}
	return rules
}

func assertionAdvice() []adviceEntry {
	return []adviceEntry{
		{"assertion_algorithm", "algorithm:you setting:administrator", "edit"},
		{"assertion_key", "key:administrator id:you fetch:administrator", "edit"},
		{"assertion_signature", "key:you register:administrator", "edit edit_secret"},
		{"assertion_audience", "audience:you hostname:administrator", "edit"},
		{"assertion_time", "clock:you server:administrator", "retry"},
		{"assertion_reused", "gateway:administrator again:you", "retry"},
		{"assertion_claims", "program:developer", "retry"},
		{"assertion_client", "extra:you", "edit"},
		{"dpop_missing", "setting:you administrator:administrator", "edit"},
		{"dpop_time", "clock:you server:administrator", "retry"},
		{"dpop_key", "key:you", "get_again edit"},
		{"dpop_algorithm", "algorithm:you", "edit"},
		{"dpop_address", "proxy:administrator address:you", "edit_address"},
		{"dpop_nonce", "nonce:wait servers:administrator", "retry"},
		{"dpop_refused", "key:you server:administrator", "edit"},
	}
}

// connectionAdvice is about what a profile brings to the connection.
func connectionAdvice() []adviceEntry {
	return []adviceEntry{
		{"key_missing", "empty:you", "edit"},
		{"key_encrypted", "passphrase:you", "edit"},
		{"key_public", "half:you", "edit"},
		{"key_store", "store:you", "edit"},
		{"key_openssh", "form:you", "edit"},
		{"key_several", "several:you", "edit"},
		{"key_kind", "kind:you", "edit"},
		{"key_weak", "short:you", "edit"},
		{"key_too_large", "file:you", "edit"},
		{"key_malformed", "cut:you", "edit"},
		{"key_algorithm", "algorithm:you", "edit"},
		{"certificate_malformed", "file:you", "edit"},
		{"certificate_mismatch", "pair:you", "edit"},
		{"certificate_missing", "empty:you method:you", "edit"},
		{"ca_malformed", "file:you", "edit"},
		{"proxy_address", "address:you", "edit"},
		{"proxy_userinfo", "userinfo:you", "edit"},
		{"proxy_login", "login:you method:administrator", "edit retry"},
		{"time_limit", "range:you", "edit"},
		{"client_id_colon", "colon:you", "edit"},
		{"auth_method", "method:you", "edit"},
		{"tls_self_signed", "own:you interception:you", "edit retry"},
		{"tls_old_version", "old:administrator", "retry"},
		{"tls_client_certificate", "certificate:you address:administrator", "edit"},
		{"tls_client_certificate_refused", "authority:administrator expired:you other:you", "edit"},
	}
}

// connectionIDs are the advices of their kinds and reasons.
func connectionIDs() map[string]string {
	ids := map[string]string{
		"setting":                        "key_malformed",
		"setting.key_empty":              "key_missing",
		"setting.ca_missing":             "ca_malformed",
		"request.secret":                 "client_secret_missing",
		"request.certificate":            "certificate_missing",
		"request.colon":                  "client_id_colon",
		"request.method":                 "auth_method",
		"proxy.login":                    "proxy_login",
		"tls.self_signed":                "tls_self_signed",
		"tls.old_version":                "tls_old_version",
		"tls.client_certificate":         "tls_client_certificate",
		"tls.client_certificate_refused": "tls_client_certificate_refused",
	}
	for _, reason := range []string{
		"key_missing", "key_encrypted", "key_public", "key_store", "key_openssh", "key_several", "key_kind", "key_weak",
		"key_too_large", "key_malformed", "key_algorithm", "certificate_malformed", "certificate_mismatch", "ca_malformed",
		"proxy_address", "proxy_userinfo", "time_limit",
	} {
		ids["setting."+reason] = reason
	}
	return ids
}
