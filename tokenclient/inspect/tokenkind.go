package inspect

import "strings"

// TokenKind is what a token is for, as far as it says.
type TokenKind string

// The kinds of tokens.
const (
	TokenAccess        TokenKind = "access"
	TokenID            TokenKind = "id"
	TokenRefresh       TokenKind = "refresh"
	TokenOffline       TokenKind = "offline" // a refresh token without an end
	TokenLogout        TokenKind = "logout"
	TokenRPT           TokenKind = "rpt" // an access token with permissions (UMA)
	TokenDPoPProof     TokenKind = "dpop_proof"
	TokenAssertion     TokenKind = "client_assertion"
	TokenRequest       TokenKind = "request_object"
	TokenIntrospection TokenKind = "introspection"
	TokenSDJWT         TokenKind = "sd_jwt"
	TokenEncrypted     TokenKind = "jwe" // only its key tells more
	TokenSigned        TokenKind = "jwt" // it does not say
)

// TokenKinds lists every TokenKind.
func TokenKinds() []TokenKind {
	return []TokenKind{
		TokenAccess, TokenID, TokenRefresh, TokenOffline, TokenLogout, TokenRPT, TokenDPoPProof, TokenAssertion,
		TokenRequest, TokenIntrospection, TokenSDJWT, TokenEncrypted, TokenSigned,
	}
}

// Kind tells what a token is for: by the typ that Keycloak writes into the
// payload, the header's typ (RFC 8725 section 3.11), the name under which it
// was found, and the claims that only one kind has.
func (t *Token) Kind(label string) TokenKind {
	if t.shownHeader().text("enc") != "" {
		return TokenEncrypted
	}
	if t.Payload == nil && t.BegunPayload != nil {
		begun := *t
		begun.Payload = t.BegunPayload
		t = &begun
	}
	if k := kindByTyp(t.Typ()); k != "" {
		if k == TokenAccess && t.permitted() {
			return TokenRPT
		}
		return k
	}
	if k := kindByHeader(t.header().text("typ")); k != "" {
		return k
	}
	if t.has(issueDisclosures) {
		return TokenSDJWT
	}
	if k := kindByLabel(label); k != "" {
		return k
	}
	return t.kindByClaims()
}

func kindByTyp(typ string) TokenKind {
	switch typ {
	case "Bearer", "DPoP":
		return TokenAccess
	case "ID", "Serialized-ID":
		return TokenID
	case "Refresh":
		return TokenRefresh
	case "Offline":
		return TokenOffline
	case "Logout":
		return TokenLogout
	}
	return ""
}

func kindByHeader(typ string) TokenKind {
	switch strings.TrimPrefix(strings.ToLower(typ), "application/") {
	case "at+jwt":
		return TokenAccess
	case "logout+jwt":
		return TokenLogout
	case "dpop+jwt":
		return TokenDPoPProof
	case "oauth-authz-req+jwt":
		return TokenRequest
	case "token-introspection+jwt":
		return TokenIntrospection
	case "client-authentication+jwt":
		return TokenAssertion
	case "dc+sd-jwt", "vc+sd-jwt", "sd+jwt":
		return TokenSDJWT
	}
	return ""
}

func kindByLabel(label string) TokenKind {
	switch strings.ReplaceAll(strings.ToLower(label), "-", "_") {
	case "access_token", "authorization", "accesstoken", "x_forwarded_access_token":
		return TokenAccess
	case "id_token", "id_token_hint", "idtoken":
		return TokenID
	case "refresh_token", "refreshtoken":
		return TokenRefresh
	case "logout_token":
		return TokenLogout
	case "client_assertion":
		return TokenAssertion
	case "dpop":
		return TokenDPoPProof
	case "request":
		return TokenRequest
	}
	return ""
}

func (t *Token) kindByClaims() TokenKind {
	has := func(names ...string) bool {
		for _, name := range names {
			if _, ok := t.Claim(name); ok {
				return true
			}
		}
		return false
	}
	switch {
	case has("htm") && has("htu"):
		return TokenDPoPProof
	case has("events"):
		return TokenLogout
	case has("token_introspection"):
		return TokenIntrospection
	case t.permitted():
		return TokenRPT
	case has("at_hash", "c_hash", "s_hash", "nonce"):
		return TokenID
	case has("realm_access", "resource_access", "scope", "scp", "allowed-origins"):
		return TokenAccess
	case t.payload().text("iss") != "" && t.payload().text("iss") == t.payload().text("sub"):
		return TokenAssertion
	}
	return TokenSigned
}

// permitted tells a token of the authorization services.
func (t *Token) permitted() bool {
	v, ok := t.Claim("authorization")
	if !ok {
		return false
	}
	_, ok = v.last("permissions")
	return ok
}

// Origin is what the prefix of jti says since Keycloak 26.2: which session a
// token belongs to, of which sort it is and which grant gave it. The fields
// are the server's own letters ("on", "rt", "ro"); their texts have the keys
// "origin.session.{}", "origin.token.{}" and "origin.grant.{}".
type Origin struct{ Session, Token, Grant string }

// Lightweight tells a token that leaves out most claims.
func (o Origin) Lightweight() bool { return o.Token == "lt" }

// Origin reads the prefix of jti; ok is false when there is none that is known.
func (t *Token) Origin() (o Origin, ok bool) {
	prefix, _, found := strings.Cut(t.payload().text("jti"), ":")
	const letters = 6
	if !found || len(prefix) != letters {
		return Origin{}, false
	}
	o = Origin{Session: prefix[:2], Token: prefix[2:4], Grant: prefix[4:]}
	known := strings.Contains(" on of tr ", " "+o.Session+" ") && strings.Contains(" rt lt ", " "+o.Token+" ") &&
		strings.Contains(" ac rt ro cc te dg ci pg pc na ", " "+o.Grant+" ")
	return o, known
}
