package tokenclient

// loginErrors are the answers about codes, PKCE, redirect URIs and pushed
// requests, by release.
func loginErrors() []errorVector {
	return []errorVector{
		{400, "invalid_request", "Missing parameter: code", "code_refused"},
		{400, "invalid_grant", "Code not valid", "code_refused"},
		{400, "invalid_grant", "Code is expired", "code_expired"},
		{400, "invalid_grant", "Incorrect redirect_uri", "redirect_differs"},
		{400, "invalid_grant", "Auth error", "code_other_client"},
		{400, "invalid_grant", "Auth error: Found different client_id in clientSession", "code_other_client"},
		{400, "invalid_grant", "Client not allowed to exchange code", "standard_flow_off"},
		{400, "invalid_grant", "User session not found", "session_ended"},
		{400, "invalid_grant", "User not found", "session_ended"},
		{400, "invalid_grant", "PKCE code verifier not specified", "pkce_mismatch"},
		{400, "invalid_grant", "PKCE verification failed", "pkce_mismatch"},
		{400, "invalid_grant", "PKCE verification failed: Code mismatch", "pkce_mismatch"},
		{400, "invalid_grant", "PKCE invalid code verifier", "pkce_mismatch"},
		{400, "invalid_grant", "PKCE verification failed: Invalid code verifier", "pkce_mismatch"},
		{400, "invalid_grant", "PKCE code verification failed, not supported algorithm specified", "pkce_method"},
		{400, "invalid_grant", "PKCE verification failed: Unsupported algorithm specified", "pkce_method"},
		{400, "invalid_grant", "PKCE code verifier specified but challenge not present in authorization", "pkce_unasked"},
		{0, "invalid_request", "Missing parameter: code_challenge_method", "pkce_required"},
		{0, "invalid_request", "Missing parameter: code_challenge", "pkce_required"},
		{0, "invalid_request", "Invalid parameter: code challenge method is not matching the configured one", "pkce_method"},
		{0, "unauthorized_client", "Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.", "standard_flow_off"},
		{400, "invalid_request", "Invalid parameter: redirect_uri", "redirect_unregistered"},
		{0, "temporarily_unavailable", "authentication_expired", "login_page_old"},
		{0, "invalid_request", "Pushed Authorization Request is only allowed.", "par_required"},
		{401, "invalid_request", "Authentication failed.", "client_unknown"},
	}
}
