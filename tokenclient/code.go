package tokenclient

// AuthorizationCode is the grant of RFC 6749 section 4.1.3 with the proof of
// RFC 7636 section 4.5. A Login makes one; it is exported for codes that came
// another way.
type AuthorizationCode struct {
	// Code is what came with the redirect; Keycloak's lives 60 s, works once,
	// and a second use ends the session that the first one made.
	Code Secret
	// RedirectURI is the one of the authorization request, letter by letter.
	// OAuth 2.1 drops it here, Keycloak demands it.
	RedirectURI string
	// Verifier is the secret behind the code_challenge; empty sends none.
	Verifier Secret
}

// GrantType is "authorization_code".
func (AuthorizationCode) GrantType() string { return "authorization_code" }

func (g AuthorizationCode) params() []Param {
	p := []Param{{"code", g.Code}, {"redirect_uri", NewSecret(g.RedirectURI)}}
	if !g.Verifier.Empty() {
		p = append(p, Param{"code_verifier", g.Verifier})
	}
	return p
}
