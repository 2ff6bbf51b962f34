package tokenclient

// loginRules are the texts of the authorization code flow, of PKCE and of
// pushed requests.
func loginRules() []rule {
	return []rule{
		{"", "missing parameter: code_challenge", "pkce_required"},
		{"", "missing parameter: code", "code_refused"},
		{"", "code not valid", "code_refused"},
		{"", "code is expired", "code_expired"},
		{"", "incorrect redirect_uri", "redirect_differs"},
		{"", "auth error", "code_other_client"},
		{"", "client not allowed to exchange code", "standard_flow_off"},
		{"", "client is not allowed to initiate browser login", "standard_flow_off"},
		{"", "user session not found", "session_ended"},
		{"invalid_grant", "user not found", "session_ended"},
		{"", "pkce code verifier not specified", "pkce_mismatch"},
		{"", "pkce code verifier specified but challenge not present", "pkce_unasked"},
		{"", "pkce verification failed: unsupported algorithm", "pkce_method"}, // 25
		{"", "pkce verification failed", "pkce_mismatch"},
		{"", "pkce invalid code verifier", "pkce_mismatch"},  // 4 to 24
		{"", "pkce code verification failed", "pkce_method"}, // 4 to 24
		{"", "invalid parameter: code challenge method", "pkce_method"},
		{"", "invalid parameter: code_challenge", "pkce_method"},
		{"", "invalid parameter: redirect_uri", "redirect_unregistered"},
		{"", "pushed authorization request is only allowed", "par_required"},
		{"invalid_request", "authentication failed", "client_unknown"}, // of a pushed request
		{"", "authentication_expired", "login_page_old"},
	}
}

// callbackRules are codes that say another thing when the browser brings them
// (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6).
func callbackRules() []rule {
	return []rule{
		{"access_denied", "", "login_refused"},
		{"login_required", "", "login_needed"},
		{"interaction_required", "", "login_needed"},
		{"consent_required", "", "login_needed"},
		{"account_selection_required", "", "login_needed"},
		{"unsupported_response_type", "", "standard_flow_off"},
	}
}

func loginAdvice() []adviceEntry {
	return []adviceEntry{
		{"code_refused", "used:you node:administrator", "get_again"},
		{"code_expired", "slow:you life:administrator", "get_again"},
		{"code_other_client", "client:you", "get_again edit"},
		{"redirect_differs", "gateway:administrator", "get_again"},
		{"redirect_unregistered", "register:administrator client:you", "edit get_again"},
		{"standard_flow_off", "switch:administrator grant:you", "edit"},
		{"pkce_required", "gateway:administrator", "get_again"},
		{"pkce_mismatch", "again:you gateway:administrator", "get_again"},
		{"pkce_method", "setting:administrator", "get_again"},
		{"pkce_unasked", "gateway:administrator", "get_again"},
		{"par_required", "setting:you", "edit"},
		{"par_missing", "feature:administrator setting:you", "edit"},
		{"login_page_old", "slow:you", "get_again"},
		{"login_refused", "cancel:you policy:administrator", "get_again"},
		{"login_needed", "prompt:you session:you", "edit get_again"},
		{"login_port", "taken:you free:you", "retry edit"},
		{"login_ipv6", "off:you", "edit"},
		{"login_localhost", "hosts:you literal:you", "edit"},
		{"login_listen", "firewall:you", "retry"},
		{"login_no_answer", "redirect:administrator client:you closed:you", "get_again edit"},
		{"login_issuer", "address:you exclude:administrator mixup:you", "edit_address get_again"},
		{"login_foreign", "mixup:you gateway:administrator", "get_again"},
		{"login_hint_long", "hint:you", "edit"},
		{"redirect_unfit", "path:you", "edit"},
		{"login_endpoint", "address:you", "edit_address"},
	}
}
