package inspect

import (
	"strconv"
	"strings"
	"time"
)

// LintOptions are what Lint needs to know beside the token.
type LintOptions struct {
	// Now is the moment to judge by; what needs one is left out when it is
	// zero.
	Now time.Time
	// Bearer tells that the token is used as an access token, so that another
	// kind is out of place.
	Bearer bool
}

// Lint finds what a reviewer would raise about a token, after RFC 8725 and
// Keycloak practice. It verifies nothing, and finds nothing in a text that is
// no token.
func Lint(t *Token, o LintOptions) []Finding {
	if t.header() == nil {
		return nil
	}
	var list []Finding
	for _, rule := range headerRules() {
		list = append(list, rule(t, o)...)
	}
	if t.Payload == nil || t.Payload.Kind != KindObject {
		return list
	}
	for _, rule := range claimRules() {
		list = append(list, rule(t, o)...)
	}
	return list
}

// rule looks at one side of a token.
type rule = func(*Token, LintOptions) []Finding

func headerRules() []rule {
	return []rule{lintAlgorithm, lintHeaderKeys, lintKeyID, lintEncoding, lintSize}
}

func claimRules() []rule {
	return []rule{
		lintUse, lintLife, lintMoments, lintIssuer, lintAudience, lintSubject,
		lintOrigins, lintPerson, lintRights, lintActor,
	}
}

// found makes a finding with args as name and value by turns.
func found(severity Severity, code string, args ...string) []Finding {
	f := Finding{Code: code, Severity: severity}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[args[i]] = Clip(args[i+1], maxArg)
	}
	return []Finding{f}
}

// FindingCodes lists every Code that a Finding can have.
func FindingCodes() []string {
	return []string{
		"algorithm_none", "algorithm_rsa15", "algorithm_password", "algorithm_hmac", "algorithm_unusual",
		"header_key", "header_address", "critical", "compressed", "key_id_missing", "key_id_odd",
		"duplicate", "case_variant", "encoding", "signature_long", "time_form", "milliseconds", "large_cookie", "large_header", "huge",
		"id_as_bearer", "refresh_as_bearer", "logout_as_bearer", "proof_as_bearer", "bound_as_bearer",
		"long_life", "very_long_life", "long_refresh", "no_end", "no_issued_at", "ends_before_issue", "never_in_force",
		"issued_later", "login_after_issue", "end_zero",
		"no_issuer", "issuer_plain", "issuer_form",
		"no_audience", "audience_account", "audience_wildcard", "audience_many", "audience_other_client",
		"no_subject", "origins_wildcard", "origins_plain",
		"personal_data", "personal_sensitive", "secret_claim", "email_unverified",
		"admin_role", "many_roles", "full_scope", "roles_in_id", "offline", "impersonated",
	}
}

// access tells whether a token says it is an access token, or does not say
// what it is.
func (t *Token) access() bool {
	switch t.Typ() {
	case "Bearer", "DPoP":
		return true
	case "":
		switch t.mediaType() {
		case "", "jwt", "at+jwt":
			_, nonce := t.Claim("nonce")
			return !nonce // an ID token of another provider
		}
	}
	return false
}

// lintAlgorithm looks at alg (RFC 8725 sections 3.1 and 3.2).
func lintAlgorithm(t *Token, _ LintOptions) []Finding {
	alg := t.Algorithm()
	_, supported := algorithmNamed(alg)
	switch {
	case strings.EqualFold(alg, "none"):
		return found(SeverityDanger, "algorithm_none")
	case alg == "RSA1_5":
		return found(SeverityWarning, "algorithm_rsa15")
	case strings.HasPrefix(alg, "PBES2"):
		return found(SeverityWarning, "algorithm_password", "Algorithm", alg)
	case strings.HasPrefix(alg, "HS") && (t.access() || t.Typ() == "ID"):
		return found(SeverityWarning, "algorithm_hmac", "Algorithm", alg)
	case t.Form == FormJWS && !supported:
		return found(SeverityWarning, "algorithm_unusual", "Algorithm", alg)
	}
	return nil
}

// lintHeaderKeys looks for keys and addresses of keys in the header (RFC 8725
// sections 3.9 and 3.10), for crit and for zip. A DPoP proof carries its key by
// design (RFC 9449 section 4.2).
func lintHeaderKeys(t *Token, _ LintOptions) []Finding {
	var list []Finding
	for _, m := range t.Header.Members {
		if m.Nth > 1 {
			continue
		}
		switch m.Name {
		case "jwk":
			if t.mediaType() != "dpop+jwt" {
				list = append(list, found(SeverityDanger, "header_key", "Name", m.Name)...)
			}
		case "x5c":
			list = append(list, found(SeverityWarning, "header_key", "Name", m.Name)...)
		case "jku", "x5u":
			list = append(list, found(SeverityDanger, "header_address", "Name", m.Name, "Value", m.Value.Text)...)
		case "crit":
			list = append(list, found(SeverityWarning, "critical", "Value", m.Value.Raw)...)
		case "zip":
			list = append(list, found(SeverityWarning, "compressed")...)
		}
	}
	return list
}

// lintKeyID looks at kid: a server may use it as a path or in a query.
func lintKeyID(t *Token, _ LintOptions) []Finding {
	id := t.KeyID()
	_, supported := algorithmNamed(t.Algorithm())
	switch {
	case id == "" && supported:
		return found(SeverityNote, "key_id_missing")
	case strings.ContainsAny(id, "'\"`;|&$<>\\\x00\r\n") || strings.Contains(id, "..") || strings.Contains(id, "://") || strings.HasPrefix(id, "/"):
		return found(SeverityWarning, "key_id_odd", "Value", id)
	}
	return nil
}

// lintEncoding tells of what other programs read differently or refuse.
func lintEncoding(t *Token, _ LintOptions) []Finding {
	var list []Finding
	for _, i := range t.Issues {
		switch i.Code {
		case issueDuplicate:
			list = append(list, found(SeverityWarning, "duplicate", "Where", i.Where)...)
		case issueTimeType, issueTimeRange:
			list = append(list, found(SeverityWarning, "time_form", "Where", i.Where)...)
		case issueMilliseconds:
			list = append(list, found(SeverityWarning, "milliseconds", "Where", i.Where)...)
		}
	}
	if t.signatureGap() < 0 {
		list = append(list, found(SeverityWarning, "signature_long", "Algorithm", t.Algorithm())...)
	}
	if name, twin := t.twins(); name != "" {
		list = append(list, found(SeverityWarning, "case_variant", "Name", name, "Other", twin)...)
	}
	if t.sloppy() || t.unclean(partHeader) || t.unclean(partPayload) {
		list = append(list, found(SeverityWarning, "encoding")...)
	}
	return list
}

// twins finds a claim that programs act on and another one whose name differs
// from it in capitals alone: encoding/json takes one for the other.
func (t *Token) twins() (name, twin string) {
	for _, m := range t.payload().members() {
		for _, name := range [...]string{"iss", "sub", "aud", "exp", "nbf", "iat", "azp", "scope", "realm_access", "resource_access"} {
			if _, ok := t.Claim(name); ok && m.Name != name && strings.EqualFold(m.Name, name) {
				return name, m.Name
			}
		}
	}
	return "", ""
}

// The sizes in bytes at which a token no longer travels everywhere.
const (
	cookieLimit = 4096      // RFC 6265 section 6.1
	headerLimit = 8190      // a header line of Apache httpd; nginx and Tomcat have 8 kB
	widestLimit = 16 * 1024 // Node.js and IIS
	bearerWords = len("Authorization: Bearer ")
)

// lintSize compares the token with the limits of cookies and headers.
func lintSize(t *Token, _ LintOptions) []Finding {
	size := len(t.Parts) - 1
	for _, part := range t.Parts {
		size += len(part)
	}
	args := func(limit int) []string {
		return []string{"Size", strconv.Itoa(size), "Limit", strconv.Itoa(limit)}
	}
	switch {
	case size+bearerWords > widestLimit:
		return found(SeverityDanger, "huge", args(widestLimit)...)
	case size+bearerWords > headerLimit:
		return found(SeverityWarning, "large_header", args(headerLimit)...)
	case size > cookieLimit:
		return found(SeverityNote, "large_cookie", args(cookieLimit)...)
	}
	return nil
}
