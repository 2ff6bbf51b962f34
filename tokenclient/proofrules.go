package tokenclient

// proofRules are Keycloak's words about a DPoP proof that it could not use, 24
// and newer, and about a pushed request with a parameter too many. The code is
// invalid_request, or invalid_dpop_proof from newer releases.
func proofRules() []rule {
	return []rule{
		{"", "dpop http method mismatch", "dpop_method"},
		{"", "dpop proof has already been used", "dpop_reused"},
		{"", "dpop header verification failure", "dpop_malformed"},
		{"", "no jwk in dpop header", "dpop_malformed"},
		{"", "no public key in dpop header", "dpop_malformed"},
		{"", "invalid or missing type in dpop header", "dpop_malformed"},
		{"", "dpop mandatory claims are missing", "dpop_malformed"},
		{"", "dpop verification failure", "dpop_malformed"},
		{"", "it is not allowed to include request_uri to par", "par_extra"},
		{"invalid_request", "unsupported response type", "par_extra"},
		{"", "client not found", "client_unknown"}, // of the login page
	}
}

func proofAdvice() []adviceEntry {
	return []adviceEntry{
		{"dpop_method", "gateway:administrator address:you", "edit_address retry"},
		{"dpop_reused", "gateway:administrator again:you", "retry"},
		{"dpop_malformed", "program:developer gateway:administrator", "retry"},
		{"par_extra", "extra:you", "edit"},
	}
}
