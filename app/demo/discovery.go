package demo

import "net/http"

// metadata is the discovery document (OpenID Connect Discovery section 3, RFC
// 8414): only what the demo realm really does.
type metadata struct {
	Issuer               string   `json:"issuer"`
	Authorization        string   `json:"authorization_endpoint"`
	Token                string   `json:"token_endpoint"`
	Introspection        string   `json:"introspection_endpoint"`
	UserInfo             string   `json:"userinfo_endpoint"`
	EndSession           string   `json:"end_session_endpoint"`
	JWKS                 string   `json:"jwks_uri"`
	GrantTypes           []string `json:"grant_types_supported"`
	ACRValues            []string `json:"acr_values_supported"`
	ResponseTypes        []string `json:"response_types_supported"`
	SubjectTypes         []string `json:"subject_types_supported"`
	PromptValues         []string `json:"prompt_values_supported"`
	IDTokenAlgs          []string `json:"id_token_signing_alg_values_supported"`
	ResponseModes        []string `json:"response_modes_supported"`
	TokenAuthMethods     []string `json:"token_endpoint_auth_methods_supported"`
	InspectAuthMethods   []string `json:"introspection_endpoint_auth_methods_supported"`
	Claims               []string `json:"claims_supported"`
	ClaimTypes           []string `json:"claim_types_supported"`
	ClaimsParameter      bool     `json:"claims_parameter_supported"`
	Scopes               []string `json:"scopes_supported"`
	RequestParameter     bool     `json:"request_parameter_supported"`
	RequestURIParameter  bool     `json:"request_uri_parameter_supported"`
	ChallengeMethods     []string `json:"code_challenge_methods_supported"`
	Revocation           string   `json:"revocation_endpoint"`
	RevokeAuthMethods    []string `json:"revocation_endpoint_auth_methods_supported"`
	DeviceAuthorization  string   `json:"device_authorization_endpoint"`
	Pushed               string   `json:"pushed_authorization_request_endpoint"`
	Backchannel          string   `json:"backchannel_authentication_endpoint"`
	BackchannelModes     []string `json:"backchannel_token_delivery_modes_supported"`
	ProofAlgs            []string `json:"dpop_signing_alg_values_supported"`
	AssertionAlgs        []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	IssParameterInAnswer bool     `json:"authorization_response_iss_parameter_supported"`
}

// discovery serves both metadata documents; they are the same.
func (rl *realm) discovery(w http.ResponseWriter, r *request) {
	base := r.issuer + protocol
	methods := []string{"client_secret_basic", "client_secret_post", "private_key_jwt", "client_secret_jwt"}
	w.Header().Set("Cache-Control", "no-cache, must-revalidate, no-transform, no-store")
	sendJSON(w, http.StatusOK, metadata{
		Issuer:        r.issuer,
		Authorization: base + "/auth",
		Token:         base + "/token",
		Introspection: base + "/token/introspect",
		UserInfo:      base + "/userinfo",
		EndSession:    base + "/logout",
		JWKS:          base + "/certs",
		GrantTypes:    []string{grantCode, grantService, grantPassword, grantRefresh, grantDevice, grantExchange, grantUMA, grantCIBA},
		ACRValues:     []string{"0", "1"},
		ResponseTypes: []string{"code"},
		SubjectTypes:  []string{"public"},
		PromptValues:  []string{"none", "login"},
		IDTokenAlgs:   []string{"RS256", "ES256"},
		ResponseModes: []string{"query", "fragment"},

		TokenAuthMethods:   methods,
		InspectAuthMethods: methods,
		RevokeAuthMethods:  methods,

		Claims:     []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "name", "given_name", "family_name", "preferred_username", "email", "email_verified", "groups", "acr", "azp", "nonce"},
		ClaimTypes: []string{"normal"},
		Scopes:     append(optionalScopes(), defaultScopes()...),

		ChallengeMethods:     []string{"plain", "S256"},
		Revocation:           base + "/revoke",
		DeviceAuthorization:  base + "/auth/device",
		Pushed:               base + "/ext/par/request",
		Backchannel:          base + "/ext/ciba/auth",
		BackchannelModes:     []string{"poll"},
		ProofAlgs:            []string{"ES256", "ES384", "ES512", "RS256", "PS256", "EdDSA"},
		AssertionAlgs:        []string{"ES256", "HS256", "HS384", "HS512"},
		IssParameterInAnswer: true,
	})
}
