// Package profile keeps saved realm profiles: the type, its checks, the file
// and the templates. A profile never holds a secret, only ids of secrets.
//
// The file is profiles.json in the user's configuration folder, made to be
// read, compared and shared. Whatever happens to it, [Open] loses nothing: a
// damaged file is renamed and stays, the last good copy takes its place, and a
// [Notice] says so. Beside it lie profiles.json.bak, the last good copy,
// profiles.json.lock, held during a save, and backups, one file a day for the
// last seven days with changes.
package profile

import "realmscope/tokenclient"

// Environment is what a realm is used for; it decides colour and word.
type Environment string

// The environments, in the order of the list.
const (
	Development Environment = "development"
	Test        Environment = "test"
	Staging     Environment = "staging"
	Production  Environment = "production"
)

// Environments lists them in order.
func Environments() []Environment {
	return []Environment{Development, Test, Staging, Production}
}

// Grant is how a profile gets its tokens, by grant_type.
type Grant string

// The grants that a profile can use.
const (
	// GrantPassword hands the password to the program, which RFC 9700 section 2.4
	// forbids and OAuth 2.1 drops: for what knows no other way, never the default.
	GrantPassword          Grant = "password"
	GrantClientCredentials Grant = "client_credentials"
	// GrantAuthorizationCode is a login in the browser (RFC 6749 section 4.1).
	// Its accounts, if any, only fill in the user name on the login page.
	GrantAuthorizationCode Grant = "authorization_code"
	// GrantDevice is a login on any device with a code (RFC 8628); its
	// grant_type is urn:ietf:params:oauth:grant-type:device_code.
	GrantDevice Grant = "device_code"
	// GrantCIBA asks for a login on the person's own device (OpenID Connect
	// CIBA, poll mode); its grant_type is urn:openid:params:grant-type:ciba.
	GrantCIBA Grant = "ciba"
	// GrantJWTBearer trades an assertion that the user has for a token (RFC
	// 7523 section 2.1; Keycloak 26.5 and newer).
	GrantJWTBearer Grant = "jwt_bearer"
)

// Grants lists them in the order of the form, the discouraged one last.
func Grants() []Grant {
	return []Grant{
		GrantAuthorizationCode, GrantDevice, GrantClientCredentials, GrantCIBA, GrantJWTBearer, GrantPassword,
	}
}

// ForPeople tells whether the grant gets tokens for a person that a profile can
// name. The device login knows no names, and an assertion names its person
// itself.
func (g Grant) ForPeople() bool { return g.NeedsName() || g == GrantAuthorizationCode }

// Discouraged tells the grant that should be used for want of another only.
func (g Grant) Discouraged() bool { return g == GrantPassword }

// Type is the grant's grant_type at a token endpoint and in a discovery
// document.
func (g Grant) Type() string {
	switch g {
	case GrantDevice:
		return tokenclient.DeviceCode{}.GrantType()
	case GrantCIBA:
		return tokenclient.CIBA{}.GrantType()
	case GrantJWTBearer:
		return tokenclient.JWTBearer{}.GrantType()
	}
	return string(g)
}

// NeedsName tells whether nothing can be asked for without a user name.
func (g Grant) NeedsName() bool { return g == GrantPassword || g == GrantCIBA }

// AuthMethods lists the client authentications in the order of the form.
func AuthMethods() []tokenclient.AuthMethod {
	return []tokenclient.AuthMethod{
		tokenclient.AuthNone, tokenclient.AuthBasic, tokenclient.AuthPost,
		tokenclient.AuthSecretJWT, tokenclient.AuthPrivateKeyJWT, tokenclient.AuthTLS, tokenclient.AuthSelfSignedTLS,
		tokenclient.AuthBasicRaw,
	}
}

// WithSecret tells whether a client authenticates by a secret that it shares
// with the realm.
func (c Client) WithSecret() bool {
	switch c.Auth {
	case tokenclient.AuthBasic, tokenclient.AuthPost, tokenclient.AuthSecretJWT, tokenclient.AuthBasicRaw:
		return true
	}
	return false
}

// WithKey tells whether a client authenticates by a private key of its own.
func (c Client) WithKey() bool { return c.Auth == tokenclient.AuthPrivateKeyJWT }

// WithCertificate tells whether a client authenticates by the certificate of
// its connection.
func (c Client) WithCertificate() bool { return c.Auth.OnConnection() }

// KeyAlgorithms are the signature algorithms that a client can choose from, nil
// for a method that signs nothing. Which of them fits a key shows in the key.
func (c Client) KeyAlgorithms() []string {
	switch c.Auth {
	case tokenclient.AuthSecretJWT:
		return []string{"HS256", "HS384", "HS512"}
	case tokenclient.AuthPrivateKeyJWT:
		return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
	}
	return nil
}

// Client is a client id and its way to authenticate.
type Client struct {
	ID   string                 `json:"id"`
	Auth tokenclient.AuthMethod `json:"auth"`
	// SecretID names the client secret in the vault; empty when none is kept.
	SecretID string `json:"secret_id,omitempty"`
	// KeyID names the private key of private_key_jwt in the vault (PEM or JWK).
	KeyID string `json:"key_id,omitempty"`
	// KeyAlgorithm is the signature algorithm of client_secret_jwt and
	// private_key_jwt, "" for the one that fits the key.
	KeyAlgorithm string `json:"key_algorithm,omitempty"`
	// KeyName is the kid that the server knows the key by, "" for the key's own.
	KeyName string `json:"key_name,omitempty"`
	// CertificateID names the client certificate with its key in the vault (PEM).
	CertificateID string `json:"certificate_id,omitempty"`
	// DPoP binds the tokens to a key of the profile's own (RFC 9449), which
	// DPoPKeyID names in the vault; empty until the first token is asked for.
	DPoP      bool   `json:"dpop,omitempty"`
	DPoPKeyID string `json:"dpop_key_id,omitempty"`
}

// Account is a user name inside a profile.
type Account struct {
	Username string `json:"username"`
	// PasswordID names the password in the vault; empty when none is kept.
	PasswordID string `json:"password_id,omitempty"`
}

// Profile is what is saved of a realm, client and grant. Copies share nothing
// (see Clone).
type Profile struct {
	// ID is 16 random hex digits, fixed for the profile's life.
	ID          string               `json:"id"`
	Name        string               `json:"name"`
	Environment Environment          `json:"environment"`
	Realm       tokenclient.Realm    `json:"realm"`
	Client      Client               `json:"client"`
	Grant       Grant                `json:"grant"`
	Scope       string               `json:"scope,omitempty"`
	Accounts    []Account            `json:"accounts,omitempty"`
	ParamsIn    tokenclient.ParamsIn `json:"params_in,omitempty"`
	// Endpoints that discovery gave and the user agreed to; empty fields
	// follow from the realm's path table.
	TokenEndpoint string `json:"token_endpoint,omitempty"`
	// Origins are further origins of the realm, named by discovery, that the user
	// agreed to send credentials to.
	Origins []string `json:"origins,omitempty"`
	// AllowHTTP is the user's consent to send credentials over plain HTTP to
	// a host other than this machine.
	AllowHTTP bool `json:"allow_http,omitempty"`
	// Login are the wishes for a login in the browser, Backchannel those for CIBA.
	Login       Login       `json:"login,omitzero"`
	Backchannel Backchannel `json:"backchannel,omitzero"`
	// Extra are further parameters of the token request (and of what precedes
	// it), in order.
	Extra []Extra `json:"extra,omitempty"`
	// Connection is how the server is reached.
	Connection Connection `json:"connection,omitzero"`
	// Expectations are what the access tokens should say, in order.
	Expectations []Expectation `json:"expectations,omitempty"`
	// KeepLoggedIn is the user's wish that refresh tokens rest in the vault, so
	// that sessions outlive the program.
	KeepLoggedIn bool `json:"keep_logged_in,omitempty"`
	// Group is a name that the list gathers profiles under, "" for none.
	Group string `json:"group,omitempty"`
	// Template names the ready-made template it came from, "" for none.
	Template string `json:"template,omitempty"`
}
