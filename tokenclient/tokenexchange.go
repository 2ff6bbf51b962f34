package tokenclient

import "encoding/json"

// The token types of RFC 8693 section 3. Keycloak's standard exchange (26.2 and
// newer) takes an access token and gives an access, ID or refresh token; the
// legacy one knows JWT and SAML 2 besides.
const (
	TypeAccessToken  = "urn:ietf:params:oauth:token-type:access_token"
	TypeRefreshToken = "urn:ietf:params:oauth:token-type:refresh_token"
	TypeIDToken      = "urn:ietf:params:oauth:token-type:id_token"
	TypeJWT          = "urn:ietf:params:oauth:token-type:jwt"
	TypeSAML1        = "urn:ietf:params:oauth:token-type:saml1"
	TypeSAML2        = "urn:ietf:params:oauth:token-type:saml2"
)

// TokenExchange is RFC 8693. The result is in TokenSet.AccessToken whatever its
// type; TokenSet.IssuedTokenType says which, and TokenType is "N_A" for one
// that is no access token.
type TokenExchange struct {
	// SubjectToken is what is exchanged. SubjectTokenType is TypeAccessToken
	// when empty.
	SubjectToken     Secret
	SubjectTokenType string
	// ActorToken is who acts for the subject (experimental in Keycloak 26.7);
	// ActorTokenType is TypeAccessToken when empty.
	ActorToken     Secret
	ActorTokenType string
	// RequestedTokenType is optional. Without it Keycloak's standard exchange
	// gives an access token, the legacy one a refresh token beside it.
	RequestedTokenType string
	// Audience and Resource are sent once for each entry; Keycloak reads no
	// Resource.
	Audience, Resource []string
	// RequestedSubject, RequestedIssuer and SubjectIssuer are parameters of
	// Keycloak's legacy exchange; the standard one refuses them.
	RequestedSubject, RequestedIssuer, SubjectIssuer string
}

// GrantType is "urn:ietf:params:oauth:grant-type:token-exchange".
func (TokenExchange) GrantType() string { return "urn:ietf:params:oauth:grant-type:token-exchange" }

func (g TokenExchange) params() []Param {
	list := typed("subject_token", g.SubjectToken, g.SubjectTokenType)
	list = append(list, typed("actor_token", g.ActorToken, g.ActorTokenType)...)
	list = append(list, Param{"requested_token_type", NewSecret(g.RequestedTokenType)})
	list = append(list, each("audience", g.Audience)...)
	list = append(list, each("resource", g.Resource)...)
	return present(append(list,
		Param{"requested_subject", NewSecret(g.RequestedSubject)},
		Param{"requested_issuer", NewSecret(g.RequestedIssuer)},
		Param{"subject_issuer", NewSecret(g.SubjectIssuer)},
	)...)
}

func (g TokenExchange) secrets() []Secret { return []Secret{g.SubjectToken, g.ActorToken} }

// mayRepeat is RFC 8693 section 2.1.
func (TokenExchange) mayRepeat(name string) bool { return name == "audience" || name == "resource" }

// typed are a token and its type, nothing without a token.
func typed(name string, token Secret, tokenType string) []Param {
	if token.Empty() {
		return nil
	}
	if tokenType == "" {
		tokenType = TypeAccessToken
	}
	return []Param{{name, token}, {name + "_type", NewSecret(tokenType)}}
}

// each is one parameter for each value.
func each(name string, values []string) []Param {
	list := make([]Param, 0, len(values))
	for _, value := range values {
		list = append(list, Param{name, NewSecret(value)})
	}
	return list
}

// IssuedTokenType is the member issued_token_type of a token exchange, such as
// TypeIDToken; "" when the server sent none (RFC 8693 section 2.2.1).
func (s TokenSet) IssuedTokenType() string {
	var text string
	if json.Unmarshal([]byte(s.member("issued_token_type")), &text) != nil {
		return ""
	}
	return oneLine(text, maxDescription)
}

// member is the exact text of the last member of a name, "" for none.
func (s TokenSet) member(name string) string {
	text := ""
	for _, m := range s.Members {
		if m.Name == name {
			text = m.JSON
		}
	}
	return text
}
