package tokenclient

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// longestLife caps a lifetime, which time.Duration could not hold otherwise.
const longestLife = 100 * 365 * 24 * time.Hour

// reader takes the members of a token answer and notes what it had to forgive.
type reader struct {
	object
	notes []string
}

func (r *reader) note(word string) { r.notes = appendNew(r.notes, word) }

// tokens reads the members of RFC 6749 section 5.1, OpenID Connect Core section
// 3.1.3.3 and Keycloak's own. Nothing but access_token must be there: Oracle
// SBC leaves out not-before-policy, scope and session_state.
func (r *reader) tokens() TokenSet {
	return TokenSet{
		AccessToken:      r.token("access_token"),
		RefreshToken:     r.token("refresh_token"),
		IDToken:          r.token("id_token"),
		TokenType:        r.tokenType(),
		ExpiresIn:        r.lifetime("expires_in"),
		RefreshExpiresIn: r.lifetime("refresh_expires_in"),
		NotBefore:        r.moment("not-before-policy"),
		SessionState:     r.sessionState(),
		Scope:            r.scope(),
	}
}

func (r *reader) token(name string) Secret {
	if m := r.member(name); m != nil && m.dense && strings.IndexByte(m.text, 0x7F) < 0 {
		return NewSecret(m.text) // as all servers send it: nothing to forgive
	}
	text, ok := r.text(name)
	if !ok && r.has(name) {
		r.note(name + ".unreadable")
	}
	trimmed := strings.TrimSpace(text)
	if trimmed != text {
		r.note(name + ".space")
	}
	if run(trimmed, '!', 0x7F, 0x7F) < len(trimmed) { // RFC 6749 appendix A.12: visible ASCII
		r.note(name + ".characters")
	}
	return NewSecret(trimmed)
}

func (r *reader) tokenType() string {
	text, _ := r.text("token_type")
	if text = oneLine(text, 64); text == "" {
		r.note("token_type.missing")
		return "Bearer"
	}
	return text
}

// lifetime reads seconds: a number in any JSON spelling, or one in a text.
func (r *reader) lifetime(name string) Lifetime {
	m := r.member(name)
	if m == nil {
		if name == "expires_in" {
			r.note("expires_in.missing")
		}
		return Lifetime{}
	}
	seconds, ok := r.number(m)
	if !ok {
		r.note(name + ".unreadable")
		return Lifetime{}
	}
	if seconds < 0 {
		r.note(name + ".negative")
	}
	if math.Abs(seconds) > longestLife.Seconds() {
		r.note(name + ".huge")
		return Lifetime{Known: true, Value: time.Duration(math.Copysign(float64(longestLife), seconds))}
	}
	return Lifetime{Known: true, Value: time.Duration(seconds * float64(time.Second))}
}

// number reads a JSON number or a text with one. 1e400 is none.
func (r *reader) number(m *rawMember) (float64, bool) {
	text := m.json
	if m.isText {
		r.note(m.name + ".text")
		text = strings.TrimSpace(m.text)
	}
	if text == "" || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false // keeps out true, [1], 0x1p3, Inf and NaN
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, false
	}
	if strings.ContainsAny(text, ".eE") {
		r.note(m.name + ".fraction")
	}
	return n, true
}

// moment reads seconds since 1970; 0 is Keycloak's word for none.
func (r *reader) moment(name string) time.Time {
	m := r.member(name)
	if m == nil {
		return time.Time{}
	}
	const year9999 = 253402300799
	n, ok := r.number(m)
	if !ok || n < 0 || n > year9999 {
		r.note(name + ".unreadable")
		return time.Time{}
	}
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(int64(n), 0).UTC()
}

func (r *reader) sessionState() string {
	text, ok := r.text("session_state")
	if !ok && r.has("session_state") {
		r.note("session_state.unreadable")
	}
	return oneLine(text, maxDescription)
}

// scope reads words in a text, or the list and the commas of look-alikes.
func (r *reader) scope() string {
	text, ok := r.text("scope")
	switch {
	case !r.has("scope"):
		return ""
	case ok && strings.Contains(text, ",") && !strings.Contains(strings.TrimSpace(text), " "):
		r.note("scope.commas")
		text = strings.ReplaceAll(text, ",", " ")
	case ok:
	default:
		var words []string
		if json.Unmarshal(r.last("scope"), &words) != nil {
			r.note("scope.unreadable")
			return ""
		}
		r.note("scope.array")
		text = strings.Join(words, " ")
	}
	return oneLine(text, maxBody)
}
