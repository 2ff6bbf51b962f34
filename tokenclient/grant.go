package tokenclient

// AuthMethod is a client authentication method, by its registered name
// (OpenID Connect Core section 9, RFC 7591 section 2).
type AuthMethod string

// The client authentication methods that a request can use.
const (
	AuthNone  AuthMethod = "none"                // public client: client_id in the body
	AuthBasic AuthMethod = "client_secret_basic" // RFC 6749 section 2.3.1, both parts form-encoded
	AuthPost  AuthMethod = "client_secret_post"  // client_id and client_secret in the body
	// AuthBasicRaw has no registered name: Basic without the form-encoding, as
	// Keycloak 19 and older read it.
	AuthBasicRaw      AuthMethod = "client_secret_basic_raw"
	AuthSecretJWT     AuthMethod = "client_secret_jwt"           // OpenID Connect Core section 9, RFC 7523 section 2.2
	AuthPrivateKeyJWT AuthMethod = "private_key_jwt"             // OpenID Connect Core section 9, RFC 7523 section 2.2
	AuthTLS           AuthMethod = "tls_client_auth"             // RFC 8705 section 2.1
	AuthSelfSignedTLS AuthMethod = "self_signed_tls_client_auth" // RFC 8705 section 2.2
)

// ClientAuth is a client and its way to authenticate.
type ClientAuth struct {
	// Method is AuthNone when empty.
	Method   AuthMethod
	ClientID string
	Secret   Secret
	// Assertion is how AuthSecretJWT and AuthPrivateKeyJWT sign.
	Assertion Assertion
}

// Grant is one way to get tokens. The types of this package are the only ones.
type Grant interface {
	// GrantType is the value of the parameter grant_type.
	GrantType() string
	params() []Param
}

// Param is one request parameter.
type Param struct {
	Name  string
	Value Secret
}

// ParamsIn says where request parameters travel.
type ParamsIn string

// Keycloak reads the form body only (RFC 6749 section 3.2). A few look-alikes
// document the query string; there the body stays empty, because WildFly-era
// servers drop a value that stands in both places.
const (
	ParamsInBody  ParamsIn = "body"
	ParamsInQuery ParamsIn = "query"
)

// TokenRequest is one request to a token endpoint.
type TokenRequest struct {
	// Endpoint is the token endpoint's absolute URL.
	Endpoint string
	// Auth is the client. With AuthBasic and AuthBasicRaw the body carries no
	// client_id.
	Auth ClientAuth
	// Grant is what is asked for.
	Grant Grant
	// Scope is optional, words separated by spaces; empty sends no parameter.
	Scope string
	// ParamsIn is ParamsInBody when empty.
	ParamsIn ParamsIn
	// Extra parameters follow the others in order. A name that stands twice in
	// the whole request is refused before anything is sent: Keycloak 15 and
	// newer answer it with an error, older ones take either value.
	Extra []Param
	// DPoP, unless empty, binds the tokens to a key (RFC 9449, Keycloak 23 and
	// newer). A refresh needs the same key.
	DPoP DPoPKey
}

// Password is the resource owner password credentials grant (RFC 6749 section
// 4.3), called Direct access grants by Keycloak. RFC 9700 discourages it.
type Password struct {
	Username string
	Password Secret
	// OTP is a one-time code, sent as otp and totp: Keycloak 4 to 7 read only
	// totp, 8 only otp, newer ones both.
	OTP Secret
}

// ClientCredentials is RFC 6749 section 4.4, Keycloak's Service accounts roles.
type ClientCredentials struct{}

// Refresh is RFC 6749 section 6.
type Refresh struct{ Token Secret }

// GrantType is "password".
func (Password) GrantType() string { return "password" }

// GrantType is "client_credentials".
func (ClientCredentials) GrantType() string { return "client_credentials" }

// GrantType is "refresh_token".
func (Refresh) GrantType() string { return "refresh_token" }

func (g Password) params() []Param {
	p := []Param{{"username", NewSecret(g.Username)}, {"password", g.Password}}
	if !g.OTP.Empty() {
		p = append(p, Param{"otp", g.OTP}, Param{"totp", g.OTP})
	}
	return p
}

func (ClientCredentials) params() []Param { return nil }

func (g Refresh) params() []Param { return []Param{{"refresh_token", g.Token}} }
