package session

import (
	"cmp"
	"strings"
	"unicode"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// CopyForm is a form in which a token can be copied.
type CopyForm string

// The forms.
const (
	CopyAccess        CopyForm = "access"        // the access token alone
	CopyRefresh       CopyForm = "refresh"       // the refresh token alone
	CopyID            CopyForm = "id"            // the ID token alone
	CopyBearer        CopyForm = "bearer"        // Bearer eyJ…
	CopyAuthorization CopyForm = "authorization" // Authorization: Bearer eyJ…
	CopyCurl          CopyForm = "curl"          // curl -H 'Authorization: …' 'https://…/userinfo'
	CopyJSON          CopyForm = "json"          // the whole answer as received
	CopyHTTPie        CopyForm = "httpie"        // http GET 'https://…/userinfo' 'Authorization:…'
	CopyPowerShell    CopyForm = "powershell"    // Invoke-RestMethod …
	CopyFetch         CopyForm = "fetch"         // await fetch("https://…/userinfo", …)
	CopyEnvSh         CopyForm = "env_sh"        // export ACCESS_TOKEN='eyJ…'
	CopyEnvFish       CopyForm = "env_fish"      // set -gx ACCESS_TOKEN 'eyJ…'
	CopyEnvPowerShell CopyForm = "env_powershell"
	CopyEnvCmd        CopyForm = "env_cmd" // set "ACCESS_TOKEN=eyJ…"
	CopyClaims        CopyForm = "claims"  // the access token's claims as lines of a table
)

// CopyForms lists the forms in the order of the menu.
func CopyForms() []CopyForm {
	return []CopyForm{
		CopyAccess, CopyBearer, CopyAuthorization, CopyRefresh, CopyID, CopyJSON,
		CopyCurl, CopyHTTPie, CopyPowerShell, CopyFetch,
		CopyEnvSh, CopyEnvFish, CopyEnvPowerShell, CopyEnvCmd, CopyClaims,
	}
}

// CopyText renders tokens in a form; ok is false when there is nothing to
// copy. Lines for a tool quote for its shell and name the realm's UserInfo.
// The scheme is the answer's token type (RFC 6749 section 7.1), so a DPoP
// token is not called Bearer. A token with control characters is copied alone
// or not at all: in a header or a shell it could be more than a token.
func CopyText(form CopyForm, p profile.Profile, t *Tokens) (text Secret, ok bool) {
	if t == nil {
		return Secret{}, false
	}
	switch form {
	case CopyAccess:
		text = t.Set.AccessToken
	case CopyRefresh:
		text = t.Set.RefreshToken
	case CopyID:
		text = t.Set.IDToken
	case CopyJSON:
		text = t.Set.Raw()
	case CopyBearer:
		text = credentials("", t)
	case CopyAuthorization:
		text = credentials("Authorization: ", t)
	case CopyCurl, CopyHTTPie, CopyPowerShell, CopyFetch:
		text = request(form, p, t)
	case CopyEnvSh, CopyEnvFish, CopyEnvPowerShell, CopyEnvCmd:
		text = variable(form, t)
	case CopyClaims:
		text = claimLines(t, wall())
	}
	return text, !text.Empty()
}

// credentials are scheme and token, as they stand in an Authorization header.
func credentials(before string, t *Tokens) Secret {
	token := t.Set.AccessToken.Reveal()
	if token == "" || strings.ContainsFunc(token, unicode.IsControl) {
		return Secret{}
	}
	return tokenclient.NewSecret(before + scheme(t.Set.TokenType) + " " + token)
}

// scheme is the authentication scheme of a token type, in its registered
// spelling: Keycloak can be told to write bearer in lower case. What cannot be
// a scheme at all (RFC 9110 section 11.1) is taken for Bearer.
func scheme(tokenType string) string {
	for _, known := range []string{"Bearer", "DPoP"} {
		if strings.EqualFold(tokenType, known) {
			return known
		}
	}
	if strings.ContainsFunc(tokenType, notInScheme) {
		return "Bearer"
	}
	return cmp.Or(tokenType, "Bearer")
}

func notInScheme(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~+", r))
}

// quote makes one word of a text for a POSIX shell: nothing is special between
// single quotes, and a single quote itself is written outside of them.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
