package profile

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"realmscope/tokenclient"
)

// Field names a field of the profile form.
type Field string

// The fields in the order of the form.
const (
	FieldName          Field = "name"
	FieldEnvironment   Field = "environment"
	FieldBase          Field = "base"
	FieldRealm         Field = "realm"
	FieldTokenEndpoint Field = "token_endpoint"
	FieldGrant         Field = "grant"
	FieldClientID      Field = "client_id"
	FieldAuth          Field = "auth"
	FieldClientSecret  Field = "client_secret" // never a problem of Validate: it is in the vault
	FieldScope         Field = "scope"
	FieldParamsIn      Field = "params_in"
	FieldAccounts      Field = "accounts"
	FieldKeyAlgorithm  Field = "key_algorithm"
	FieldKeyName       Field = "key_name"
	FieldPrompt        Field = "prompt"
	FieldACRValues     Field = "acr_values"
	FieldProvider      Field = "identity_provider"
	FieldPort          Field = "port"
	FieldRedirect      Field = "redirect"
	FieldMessage       Field = "message"
	FieldExpiry        Field = "expiry"
	FieldExtra         Field = "extra"
	FieldCA            Field = "ca"
	FieldProxy         Field = "proxy"
	FieldProxyUser     Field = "proxy_user"
	FieldTimeout       Field = "timeout"
	FieldGroup         Field = "group"
	FieldExpectations  Field = "expectations"
)

// Problem is one reason why a profile cannot be saved as it stands.
type Problem struct {
	Field Field
	// Code is a stable word of ProblemCodes; its text is "problem.{Code}".
	Code string
	// Row is the index of the account for FieldAccounts, of the parameter for
	// FieldExtra and of the expectation for FieldExpectations, else 0.
	Row int
}

// The lengths that fields may have, in characters. Keycloak's own columns hold
// 255 for realm, client and user names (release 26); URLs and scopes are given
// room for a deep prefix and many scopes.
const (
	maxName  = 255
	maxText  = 2048
	maxUsers = 200
)

// ProblemCodes lists every Code that Validate can give.
func ProblemCodes() []string {
	return append(append(settingCodes(), expectationCodes()...),
		"name.missing", "environment.unknown",
		"base.missing", "base.syntax", "base.scheme", "base.userinfo", "base.host", "base.query",
		"realm.missing", "realm.path",
		"endpoint.syntax", "endpoint.scheme", "endpoint.userinfo", "endpoint.host", "endpoint.fragment",
		"http.consent", "grant.unknown", "client.missing", "auth.unknown", "auth.public_service_account",
		"params_in.unknown", "account.missing", "account.duplicate", "account.many",
		"too_long", "control",
	)
}

// Validate lists what keeps the profile from being saved, in the order of the
// form; an empty list means that it is sound. It asks nobody.
func (p Profile) Validate() []Problem {
	var found []Problem
	add := func(f Field, code string) {
		if code != "" {
			found = append(found, Problem{Field: f, Code: code})
		}
	}
	add(FieldName, text(p.Name, maxName, "name.missing"))
	add(FieldGroup, text(p.Group, maxName, ""))
	add(FieldEnvironment, oneOf(p.Environment, Environments(), "environment.unknown"))
	add(FieldBase, p.baseProblem())
	add(FieldRealm, realmProblem(p.Realm.Name))
	add(FieldTokenEndpoint, p.endpointProblem())
	add(FieldGrant, oneOf(p.Grant, Grants(), "grant.unknown"))
	add(FieldClientID, text(p.Client.ID, maxName, "client.missing"))
	add(FieldAuth, p.authProblem())
	add(FieldScope, text(p.Scope, maxText, ""))
	add(FieldParamsIn, oneOf(p.ParamsIn, []tokenclient.ParamsIn{"", tokenclient.ParamsInBody, tokenclient.ParamsInQuery}, "params_in.unknown"))
	return slices.Concat(found, p.accountProblems(), p.settingProblems(), p.expectationProblems())
}

// text checks a text's length and characters; missing is the code for an empty
// one, "" where it may be empty.
func text(s string, most int, missing string) string {
	switch {
	case strings.TrimSpace(s) == "":
		return missing
	case utf8.RuneCountInString(s) > most:
		return "too_long"
	case strings.ContainsFunc(s, invisible) || !utf8.ValidString(s):
		return "control"
	}
	return ""
}

// invisible tells control and formatting characters (bidi overrides, zero
// width), which make a text look like another.
func invisible(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

func oneOf[T comparable](v T, known []T, code string) string {
	if slices.Contains(known, v) {
		return ""
	}
	return code
}

func (p Profile) baseProblem() string {
	if code := text(p.Realm.Base, maxText, "base.missing"); code != "" {
		return code
	}
	u, code := webURL(p.Realm.Base, "base")
	switch {
	case code != "":
		return code
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(p.Realm.Base, "#"):
		return "base.query"
	case p.TokenEndpoint == "" && p.needsConsent(u):
		return "http.consent"
	}
	return ""
}

func (p Profile) endpointProblem() string {
	if code := text(p.TokenEndpoint, maxText, ""); code != "" || p.TokenEndpoint == "" {
		return code
	}
	u, code := webURL(p.TokenEndpoint, "endpoint")
	switch {
	case code != "":
		return code
	case strings.Contains(p.TokenEndpoint, "#"): // RFC 6749 section 3.2
		return "endpoint.fragment"
	case p.needsConsent(u):
		return "http.consent"
	}
	return ""
}

func (p Profile) needsConsent(u *url.URL) bool {
	return u.Scheme == "http" && !p.AllowHTTP && !tokenclient.IsLoopback(u.Host)
}

// webURL reads an absolute URL of the web; the code starts with prefix.
func webURL(raw, prefix string) (*url.URL, string) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, prefix + ".syntax"
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, prefix + ".scheme"
	case u.User != nil:
		return nil, prefix + ".userinfo"
	case u.Hostname() == "" || strings.ContainsAny(u.Host, " *{}<>"):
		return nil, prefix + ".host"
	}
	return u, ""
}

// realmProblem also refuses names that a server would read as a path: "." and
// ".." change the URL, and "/" cannot stand in a realm's name.
func realmProblem(name string) string {
	if code := text(name, maxName, "realm.missing"); code != "" {
		return code
	}
	if name == "." || name == ".." || strings.ContainsAny(name, `/\{}`) {
		return "realm.path"
	}
	return ""
}

// authProblem also refuses what only confidential clients may do without a
// credential: client credentials (RFC 6749 section 4.4), CIBA (Core 1.0 section
// 4) and assertions as a grant (Keycloak 26.5). A certificate cannot be shown
// without TLS.
func (p Profile) authProblem() string {
	if code := oneOf(p.Client.Auth, AuthMethods(), "auth.unknown"); code != "" {
		return code
	}
	switch {
	case p.Client.WithCertificate() && strings.HasPrefix(strings.ToLower(p.Endpoint()), "http:"):
		return "auth.certificate_plain"
	case p.Client.Auth != tokenclient.AuthNone:
	case p.Grant == GrantClientCredentials:
		return "auth.public_service_account"
	case p.Grant == GrantCIBA, p.Grant == GrantJWTBearer:
		return "auth.public_client"
	}
	return ""
}

func (p Profile) accountProblems() []Problem {
	var found []Problem
	if len(p.Accounts) > maxUsers {
		found = append(found, Problem{Field: FieldAccounts, Code: "account.many", Row: maxUsers})
	}
	seen := make(map[string]bool, len(p.Accounts))
	for i, a := range p.Accounts {
		code := text(a.Username, maxName, "account.missing")
		if code == "" && seen[a.Username] {
			code = "account.duplicate"
		}
		seen[a.Username] = true
		if code != "" {
			found = append(found, Problem{Field: FieldAccounts, Code: code, Row: i})
		}
	}
	return found
}
