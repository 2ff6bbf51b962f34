package tokenclient

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// minUnknown is the shortest value of an unknown parameter that is looked for
// in the answer: "true" is no secret.
const minUnknown = 6

// observer is a masker for one exchange: it hides what was sent and is not
// known to be harmless, and what the server gave under a telling name, in more
// spellings than an error needs.
func (x exchange) observer(secrets []Secret, req *http.Request, sent []Param) masker {
	for _, p := range sent {
		if !harmless(p.Name) && (isSecretName(p.Name) || p.Value.Len() >= minUnknown) {
			secrets = append(secrets, p.Value)
		}
	}
	for _, name := range []string{"Authorization", "DPoP"} {
		value := req.Header.Get(name)
		if _, credentials, ok := strings.Cut(value, " "); ok {
			value = credentials
			if pair, err := base64.StdEncoding.DecodeString(value); err == nil {
				_, password, _ := strings.Cut(string(pair), ":")
				secrets = append(secrets, NewSecret(password), NewSecret(unescaped(password)))
			}
		}
		secrets = append(secrets, NewSecret(value))
	}
	if o, ok := x.object(); ok {
		for _, m := range o.members {
			if m.isText && (isSecretName(m.name) || isPassName(m.name)) {
				secrets = append(secrets, NewSecret(m.text))
			}
		}
	}
	m := newMasker(secrets)
	for _, s := range secrets {
		if text := s.Reveal(); len(text) >= minEcho {
			m.sent = append(m.sent, otherSpellings(text)...)
		}
	}
	slices.SortFunc(m.sent, func(a, b string) int { return len(b) - len(a) })
	m.sent = slices.Compact(m.sent)
	return m
}

// otherSpellings are encodings in which a server may show what it got.
func otherSpellings(text string) []string {
	plain := []byte(text)
	small := hex.EncodeToString(plain)
	return []string{
		base64.RawStdEncoding.EncodeToString(plain), base64.RawURLEncoding.EncodeToString(plain),
		small, strings.ToUpper(small),
	}
}

// isPassName tells members of an answer that let their holder go on with what
// somebody else began.
func isPassName(name string) bool {
	return name == "user_code" || name == "request_uri" || name == "verification_uri_complete"
}

// harmless tells the parameters whose values may be shown. All others are
// hidden: people add what their own servers want.
func harmless(name string) bool {
	switch name {
	case "grant_type", "client_id", "scope", "username", "redirect_uri", "response_type", "response_mode",
		"audience", "resource", "token_type_hint", "client_assertion_type", "subject_token_type",
		"requested_token_type", "actor_token_type", "requested_subject", "requested_issuer", "subject_issuer",
		"code_challenge", "code_challenge_method", "login_hint", "prompt", "max_age", "acr_values", "ui_locales",
		"kc_idp_hint", "kc_action", "display", "binding_message", "requested_expiry", "permission",
		"response_include_resource_name", "response_permissions_limit":
		return true
	}
	return false
}

// fixedWord tells the parameters whose values are words of a standard. They
// are shown as they are: a password that is such a word would blot it out.
func fixedWord(name string) bool {
	return name == "grant_type" || name == "response_type" || name == "client_assertion_type" ||
		name == "token_type_hint" || name == "code_challenge_method"
}

func (m masker) param(p Param) ObservedParam {
	name := oneLine(m.text(p.Name), maxCode)
	value := p.Value.Reveal()
	switch {
	case fixedWord(p.Name) && len(value) <= maxCode && isLine(value) && isStandardWord(value):
		return ObservedParam{Name: name, Value: value}
	case harmless(p.Name):
		shown := oneLine(m.text(value), maxDescription)
		return ObservedParam{Name: name, Value: shown, Hidden: strings.Contains(shown, hidden)}
	case value == "":
		return ObservedParam{Name: name}
	}
	return ObservedParam{Name: name, Value: hidden, Hidden: true}
}

// isStandardWord tells what the fixed words of RFC 6749, 7636 and 7523 are.
func isStandardWord(value string) bool {
	switch value {
	case "password", "client_credentials", "refresh_token", "access_token", "authorization_code", "code", "S256", "id_token":
		return true
	}
	return strings.HasPrefix(value, "urn:ietf:params:oauth:") || strings.HasPrefix(value, "urn:openid:params:grant-type:")
}

// request are the fields of a request that matter, credentials hidden.
func (m masker) request(h http.Header) []ObservedHeader {
	var out []ObservedHeader
	for _, name := range []string{"Accept", "Content-Type", "Authorization", "DPoP", "User-Agent"} {
		value := h.Get(name)
		switch {
		case value == "":
		case name == "DPoP":
			out = append(out, ObservedHeader{name, hidden, true})
		case name == "Authorization":
			scheme, _, _ := strings.Cut(value, " ")
			out = append(out, ObservedHeader{name, scheme + " " + hidden, true})
		default:
			out = append(out, ObservedHeader{name, oneLine(m.text(value), maxCode), false})
		}
	}
	return out
}

// answer are the fields of an answer that help to understand it. Of an address
// the query is left out: a login puts its code there.
func (m masker) answer(h http.Header) []ObservedHeader {
	var out []ObservedHeader
	for _, name := range []string{
		"Date", "Content-Type", "Content-Length", "Cache-Control", "Retry-After", "WWW-Authenticate", "Proxy-Authenticate",
		"Location", "Server", "Via", "X-Request-Id", "X-Correlation-Id",
	} {
		for i, value := range h.Values(name) {
			if i == 3 {
				break
			}
			hides := name == "Location" && strings.ContainsAny(value, "?#")
			if hides {
				value = value[:strings.IndexAny(value, "?#")]
			}
			shown := oneLine(m.text(value), maxDescription)
			out = append(out, ObservedHeader{name, shown, hides || strings.Contains(shown, hidden)})
		}
	}
	return out
}
