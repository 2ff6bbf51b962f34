package profile

// Login are the wishes for a login in the browser (OpenID Connect Core section
// 3.1.2.1). Empty fields are not sent.
type Login struct {
	// Prompt is none, login, consent or select_account, or several.
	Prompt string `json:"prompt,omitempty"`
	// ACRValues are the levels of authentication asked for, by blanks.
	ACRValues string `json:"acr_values,omitempty"`
	// IdentityProvider is Keycloak's kc_idp_hint, an alias.
	IdentityProvider string `json:"identity_provider,omitempty"`
	// Port is the loopback port of the redirect address; 0 is any free one.
	Port int `json:"port,omitempty"`
	// PAR sends the parameters ahead (RFC 9126) where the server does not ask
	// for it by itself.
	PAR bool `json:"par,omitempty"`
}

// Backchannel are the wishes for CIBA. The account is the login_hint.
type Backchannel struct {
	// Message is shown on both devices: at most 50 plain characters.
	Message string `json:"message,omitempty"`
	// Expiry is the life asked for in seconds, 0 for the server's own.
	Expiry int `json:"expiry,omitempty"`
}

// Extra is a parameter that the user adds. A secret one has its value in the
// vault and none here.
type Extra struct {
	Name     string `json:"name"`
	Value    string `json:"value,omitempty"`
	SecretID string `json:"secret_id,omitempty"`
}
