package inspect

import (
	"net/url"
	"strings"
)

// afterScheme parts the name of an authentication scheme from what follows.
func afterScheme(s string) (scheme, credential string) {
	rest := strings.TrimSpace(s)
	if at := strings.IndexByte(rest, ':'); at > 0 {
		switch strings.ToLower(strings.TrimSpace(rest[:at])) {
		case "authorization", "proxy-authorization", "x-auth-token", "x-api-key", "access_token", "token", "www-authenticate":
			rest = strings.TrimSpace(rest[at+1:])
		}
	}
	word, after, found := strings.Cut(rest, " ")
	if !found {
		return "", rest
	}
	switch strings.ToLower(word) {
	case "bearer", "dpop", "jwt", "token", "basic", "digest", "negotiate", "ntlm", "apikey", "gnap":
		return strings.ToLower(word), strings.TrimSpace(after)
	}
	return "", rest
}

// nameByWords names a text by the words that give it away.
func nameByWords(s string) (Thing, map[string]string) {
	scheme, credential := afterScheme(s)
	first, _, _ := strings.Cut(credential, " ")
	first = strings.Trim(first, "\"'`\r\n\t")
	if t := schemeThing(scheme); t != "" {
		return t, nil
	}
	switch {
	case paseto(first):
		return ThingPASETO, nil
	case apiKey(first):
		return ThingAPIKey, nil
	case hasBasic(s):
		return ThingBasic, nil
	case strings.Contains(s, "SAMLResponse=") || strings.Contains(s, "SAMLRequest="):
		return ThingSAML, nil
	}
	if t, args := challenge(s); t != "" {
		return t, args
	}
	if t, args := parameters(s); t != "" {
		return t, args
	}
	if bare := strings.TrimSpace(s); len(bare) >= 8 && len(bare) < 1000 && strings.Trim(bare, base64Letters+"=") == "" && basicPair(bare) {
		return ThingBasic, nil
	}
	return "", nil
}

// schemeThing is what follows a scheme that has no tokens of ours.
func schemeThing(scheme string) Thing {
	switch scheme {
	case "basic":
		return ThingBasic
	case "digest":
		return ThingDigest
	case "negotiate", "ntlm":
		return ThingKerberos
	case "apikey":
		return ThingAPIKey
	}
	return ""
}

// paseto tells a platform-agnostic security token (paseto.io).
func paseto(s string) bool {
	if len(s) < 10 || (s[0] != 'v' && s[0] != 'k') || s[1] < '1' || s[1] > '4' || s[2] != '.' {
		return false
	}
	purpose, _, found := strings.Cut(s[3:], ".")
	switch purpose {
	case "local", "public", "secret", "lid", "pid", "sid", "local-wrap", "secret-wrap", "local-pw", "secret-pw", "seal":
		return found
	}
	return false
}

// apiKey tells the keys that begin with their maker's mark.
func apiKey(s string) bool {
	for _, mark := range [...]string{
		"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk-", "sk_live_", "sk_test_", "pk_live_", "pk_test_",
		"rk_live_", "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xapp-", "AKIA", "ASIA", "AIza", "ya29.", "npm_", "pypi-", "hvs.", "hvb.",
		"SG.", "dop_v1_", "doo_v1_", "shpat_", "shpss_", "hf_", "dckr_pat_", "lin_api_", "figd_", "nvapi-", "gAAAAA", "whsec_", "sq0atp-", "EAACEdEose0cBA",
		"sgp_", "glsa_", "glc_", "CCIPAT_", "rubygems_", "dapi", "tfp_", "pul-", "NRAK-", "sntrys_", "patx_",
	} {
		if rest, ok := strings.CutPrefix(s, mark); ok && len(rest) >= 12 && !strings.ContainsAny(rest, " /:") {
			return true
		}
	}
	return false
}

// hasBasic finds credentials of HTTP Basic in a header line or in a command.
func hasBasic(s string) bool {
	lower := strings.ToLower(s)
	for from := 0; ; {
		at := strings.Index(lower[from:], "basic ")
		if at < 0 {
			break
		}
		from += at + len("basic ")
		run, _ := runAt(s, from)
		if run >= 4 && basicPair(s[from:from+run]) {
			return true
		}
	}
	return strings.Contains(s, "curl ") && (strings.Contains(s, " -u ") || strings.Contains(s, " --user "))
}

// challenge reads the error of a WWW-Authenticate line (RFC 6750 section 3).
func challenge(s string) (Thing, map[string]string) {
	if !strings.Contains(s, "error=\"") {
		return "", nil
	}
	value := func(name string) string {
		_, after, _ := strings.Cut(s, name+"=\"")
		text, _, _ := strings.Cut(after, "\"")
		return text
	}
	return ThingOAuthError, errorArgs(value("error"), value("error_description"))
}

// errorArgs are what an error says, fit to be shown.
func errorArgs(code, description string) map[string]string {
	const longest = 200
	return map[string]string{"Code": Clip(code, longest), "Description": Clip(description, longest)}
}

// parameters reads an address or a form.
func parameters(s string) (Thing, map[string]string) {
	const longest = 16 << 10
	if len(s) > longest || !strings.Contains(s, "=") {
		return "", nil
	}
	tail := s
	if at := strings.IndexAny(s, "?#"); at >= 0 {
		tail = strings.ReplaceAll(s[at+1:], "#", "&")
		tail = strings.ReplaceAll(tail, "?", "&")
	}
	tail, _, _ = strings.Cut(strings.TrimSpace(tail), " ")
	values, err := url.ParseQuery(strings.Trim(tail, "\"'"))
	if err != nil {
		return "", nil
	}
	switch {
	case values.Get("error") != "":
		return ThingOAuthError, errorArgs(values.Get("error"), values.Get("error_description"))
	case values.Get("code") != "":
		return ThingCode, nil
	case values.Get("access_token") != "" || values.Get("refresh_token") != "" || values.Get("id_token") != "":
		return ThingResponse, nil
	}
	return "", nil
}

// page finds a web page behind the lines of an answer.
func page(s string) Thing {
	const probe = 16 << 10
	head := strings.ToLower(s[:min(len(s), probe)])
	if strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html") {
		return ThingHTML
	}
	return ""
}

// bareCode finds the code of an OAuth error in a short text (RFC 6749 sections
// 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 8628 section 3.5, RFC 9449
// section 5, OpenID Connect Core section 3.1.2.6).
func bareCode(s string) (Thing, map[string]string) {
	const longest = 500
	if len(s) > longest {
		return "", nil
	}
	for word := range strings.FieldsFuncSeq(s, func(c rune) bool { return c != '_' && (c < 'a' || c > 'z') }) {
		switch word {
		case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
			"access_denied", "unsupported_response_type", "server_error", "temporarily_unavailable", "invalid_token", "insufficient_scope",
			"authorization_pending", "slow_down", "expired_token", "login_required", "consent_required", "interaction_required",
			"account_selection_required", "invalid_request_uri", "invalid_request_object", "request_not_supported",
			"invalid_dpop_proof", "use_dpop_nonce", "invalid_target", "not_allowed", "invalid_redirect_uri":
			return ThingOAuthError, errorArgs(word, "")
		}
	}
	return "", nil
}
