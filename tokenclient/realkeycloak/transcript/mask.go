package transcript

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Mask writes values so that every run writes the same.
type Mask struct {
	// Servers are the origins of the server under test, without its path.
	Servers []string
}

// text masks what may stand in any text: the server, other ports of this
// machine, ids and moments.
func (m Mask) text(text string) string {
	for _, server := range m.Servers {
		text = strings.ReplaceAll(text, server, "<server>")
	}
	text = regexp.MustCompile(`(127\.0\.0\.1|localhost|\[::1\]):[0-9]{2,5}`).ReplaceAllString(text, "$1:<port>")
	text = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`).ReplaceAllString(text, "<uuid>")
	return regexp.MustCompile(`\b1[0-9]{9}\b`).ReplaceAllString(text, "<time>")
}

// challenge sorts the algorithms that a challenge lists.
func (m Mask) challenge(value string) string {
	list := regexp.MustCompile(`algs="[^"]*"`)
	return list.ReplaceAllStringFunc(m.text(value), func(algorithms string) string {
		return `algs="` + m.Value("scope", strings.Trim(strings.TrimPrefix(algorithms, "algs="), `"`)) + `"`
	})
}

// Text is what a server says without what differs from run to run.
func (m Mask) Text(text string) string { return m.text(text) }

// Value masks the value of a form field, a parameter or a member by its name.
func (m Mask) Value(name, value string) string {
	if value == "" {
		return "\"\""
	}
	switch kindOf(name) {
	case secret:
		return "<" + describe(value, name) + ">"
	case moment:
		return "<time>"
	case span:
		return "<seconds>"
	case words:
		list := strings.Fields(value)
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	return m.text(value)
}

// kind is what a name says about its value.
type kind string

const (
	plain  kind = ""
	secret kind = "secret" // never written
	moment kind = "moment"
	span   kind = "span"  // seconds, fewer on a busy machine
	words  kind = "words" // in any order
)

func kindOf(name string) kind {
	switch strings.ToLower(lastName(name)) {
	case "password", "client_secret", "secret", "code", "code_verifier", "code_challenge", "refresh_token", "access_token",
		"id_token", "token", "subject_token", "actor_token", "assertion", "client_assertion", "device_code", "user_code",
		"auth_req_id", "state", "session_state", "sid", "nonce", "jti", "sub", "request_uri", "ticket", "rpt", "otp", "totp",
		"at_hash", "s_hash", "kid", "n", "x", "y", "x5c", "x5t", "x5t#s256", "jkt", "id_token_hint", "login_hint_token",
		"verification_uri_complete", "rsid", "id", "public_key", "dpop", "logout_token":
		return secret
	case "exp", "iat", "nbf", "auth_time", "updated_at", "notbefore":
		return moment
	case "expires_in", "refresh_expires_in":
		return span
	case "scope":
		return words
	}
	return plain
}

// lastName is a member's own name: x5c of keys[].x5c[].
func lastName(path string) string {
	return strings.TrimRight(path[strings.LastIndexByte(path, '.')+1:], "[]")
}

// describe says what kind of value is hidden: of a signed JWT its algorithm
// and the names of its claims, which tell a new release from an old one.
func describe(value, name string) string {
	name = lastName(name)
	parts := strings.Split(value, ".")
	var head struct{ Alg, Enc string }
	if len(parts) < 3 || !decode(parts[0], &head) || head.Alg == "" {
		return name
	}
	claims := map[string]any{}
	if head.Enc != "" || !decode(parts[1], &claims) {
		return name + ": encrypted JWT"
	}
	return name + ": " + head.Alg + " JWT of " + strings.Join(slices.Sorted(maps.Keys(claims)), " ")
}

func decode(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}
