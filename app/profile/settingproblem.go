package profile

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"realmscope/tokenclient"
)

// The limits of the settings.
const (
	maxPort    = 65535
	maxMessage = 50   // characters of a binding message (Keycloak 15 to 26)
	maxExpiry  = 3600 // seconds that a backchannel request may live
	maxExtra   = 50   // parameters
	maxValue   = 4096 // characters of a parameter's value
)

// ProxyNone is the Proxy of a connection that never goes through one.
const ProxyNone = "none"

// settingCodes lists every Code of settingProblems.
func settingCodes() []string {
	return []string{
		"auth.certificate_plain", "auth.public_client", "algorithm.unknown",
		"prompt.unknown", "prompt.alone", "port.range", "redirect.form", "message.long", "message.plain", "expiry.range",
		"extra.missing", "extra.duplicate", "extra.reserved", "extra.value", "extra.many",
		"ca.syntax", "ca.private", "ca.long", "ca.missing",
		"proxy.syntax", "proxy.userinfo", "proxy.user", "timeout.range",
	}
}

// Prompts lists the words of Login.Prompt (OpenID Connect Core section 3.1.2.1,
// Initiating User Registration 1.0 for create).
func Prompts() []string { return []string{"none", "login", "consent", "select_account", "create"} }

// settingProblems checks what the profile's grant and authentication use; what
// they do not is kept as it stands.
func (p Profile) settingProblems() []Problem {
	var found []Problem
	add := func(f Field, code string) {
		if code != "" {
			found = append(found, Problem{Field: f, Code: code})
		}
	}
	if a := p.Client.KeyAlgorithm; p.Client.KeyAlgorithms() != nil && a != "" {
		add(FieldKeyAlgorithm, oneOf(a, p.Client.KeyAlgorithms(), "algorithm.unknown"))
	}
	if p.Client.WithKey() {
		add(FieldKeyName, text(p.Client.KeyName, maxName, ""))
	}
	if p.Grant == GrantAuthorizationCode {
		add(FieldPrompt, promptProblem(p.Login.Prompt))
		add(FieldACRValues, text(p.Login.ACRValues, maxText, ""))
		add(FieldProvider, text(p.Login.IdentityProvider, maxName, ""))
		add(FieldPort, within(p.Login.Port, 0, maxPort, "port.range"))
		if (tokenclient.Redirect{Host: p.Login.RedirectHost, Path: p.Login.RedirectPath}).Check() != nil {
			add(FieldRedirect, "redirect.form")
		}
	}
	if p.Grant == GrantCIBA {
		add(FieldACRValues, text(p.Login.ACRValues, maxText, ""))
		add(FieldMessage, messageProblem(p.Backchannel.Message))
		add(FieldExpiry, within(p.Backchannel.Expiry, 0, maxExpiry, "expiry.range"))
	}
	found = append(found, p.extraProblems()...)
	return append(found, p.Connection.problems()...)
}

func within(n, least, most int, code string) string {
	if n < least || n > most {
		return code
	}
	return ""
}

func promptProblem(prompt string) string {
	words := strings.Fields(prompt)
	for _, word := range words {
		if code := oneOf(word, Prompts(), "prompt.unknown"); code != "" {
			return code
		}
	}
	if len(words) > 1 && slices.Contains(words, "none") {
		return "prompt.alone"
	}
	return ""
}

// messageProblem knows the pattern of Keycloak's CibaGrantType:
// [a-zA-Z0-9-._+/!?#]{1,50}.
func messageProblem(message string) string {
	switch {
	case utf8.RuneCountInString(message) > maxMessage:
		return "message.long"
	case strings.ContainsFunc(message, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._+/!?#", r)
	}):
		return "message.plain"
	}
	return ""
}

// reserved are the parameters that the protocol itself sends, or that would
// send its answer elsewhere.
func reserved(name string) bool {
	return slices.Contains(strings.Fields(
		"grant_type client_id client_secret client_assertion client_assertion_type scope username password otp totp "+
			"refresh_token code code_verifier redirect_uri response_type response_mode state nonce code_challenge "+
			"code_challenge_method request request_uri prompt login_hint acr_values kc_idp_hint device_code user_code "+
			"auth_req_id assertion binding_message requested_expiry login_hint_token id_token_hint dpop_jkt"), name)
}

func (p Profile) extraProblems() []Problem {
	var found []Problem
	if len(p.Extra) > maxExtra {
		found = append(found, Problem{Field: FieldExtra, Code: "extra.many", Row: maxExtra})
	}
	seen := make(map[string]bool, len(p.Extra))
	for i, x := range p.Extra {
		code := text(x.Name, maxName, "extra.missing")
		switch {
		case code != "":
		case reserved(x.Name):
			code = "extra.reserved"
		case seen[x.Name]:
			code = "extra.duplicate"
		case x.SecretID != "" && x.Value != "":
			code = "extra.value"
		default:
			code = text(x.Value, maxValue, "")
		}
		seen[x.Name] = true
		if code != "" {
			found = append(found, Problem{Field: FieldExtra, Code: code, Row: i})
		}
	}
	return found
}

// problems checks how the server is reached.
func (c Connection) problems() []Problem {
	var found []Problem
	add := func(f Field, code string) {
		if code != "" {
			found = append(found, Problem{Field: f, Code: code})
		}
	}
	add(FieldCA, c.caProblem())
	code := text(c.Proxy, maxText, "")
	if code == "" && c.Proxy != "" && c.Proxy != ProxyNone {
		code = reasonOf(tokenclient.Connection{Proxy: tokenclient.Proxy{URL: c.Proxy}}.Check())
	}
	add(FieldProxy, code)
	if c.Proxy != "" && c.Proxy != ProxyNone {
		code = text(c.ProxyUser, maxName, "")
		if code == "" && strings.Contains(c.ProxyUser, ":") { // it would end there (RFC 7617 section 2)
			code = "proxy.user"
		}
		add(FieldProxyUser, code)
	}
	add(FieldTimeout, reasonOf(tokenclient.Connection{Timeout: time.Duration(c.Timeout) * time.Second}.Check()))
	return found
}

// caProblem also refuses a private key: the file of profiles holds no secret.
func (c Connection) caProblem() string {
	switch {
	case strings.Contains(c.CA, "PRIVATE KEY-----"):
		return "ca.private"
	case c.CA == "" && c.OnlyCA:
		return "ca.missing"
	case len(c.CA) > tokenclient.MaxMaterial:
		return "ca.long"
	}
	return reasonOf(tokenclient.Connection{RootCAs: []byte(c.CA)}.Check())
}

// reasonOf is the code for what the protocol says about a setting.
func reasonOf(err error) string {
	var e *tokenclient.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Reason {
	case "time_limit":
		return "timeout.range"
	case "proxy_userinfo":
		return "proxy.userinfo"
	case "proxy_address":
		return "proxy.syntax"
	}
	return "ca.syntax"
}
