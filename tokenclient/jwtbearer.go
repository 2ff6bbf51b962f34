package tokenclient

// JWTBearer is the authorization grant of RFC 7523 section 2.1: a token that
// another issuer signed stands for the person. Keycloak has it from 26.5 on,
// for a confidential client and an identity provider that the client allows;
// the person must be linked to that provider. There is never a refresh token.
// It is not private_key_jwt, which authenticates the client.
type JWTBearer struct{ Assertion Secret }

// GrantType is "urn:ietf:params:oauth:grant-type:jwt-bearer".
func (JWTBearer) GrantType() string { return "urn:ietf:params:oauth:grant-type:jwt-bearer" }

func (g JWTBearer) params() []Param { return []Param{{"assertion", g.Assertion}} }

func (g JWTBearer) secrets() []Secret { return []Secret{g.Assertion} }
