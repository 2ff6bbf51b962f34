package tokenclient

import (
	"bytes"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// minEcho is the shortest secret that is looked for in a server's answer: a
// shorter one would blot out ordinary words and so give itself away.
const minEcho = 4

// masker hides secrets in a server's texts: those that were just sent, and
// what looks like one.
type masker struct{ sent []string }

// newMasker prepares for the secrets of one request, in the spellings in which
// servers echo them.
func newMasker(secrets []Secret) masker {
	var m masker
	for _, s := range secrets {
		text := s.Reveal()
		if len(text) < minEcho {
			continue
		}
		m.sent = appendNew(m.sent, text)
		if strings.IndexFunc(text, notUnreserved) < 0 {
			continue // as most tokens are: no encoding changes it
		}
		quoted, err := json.Marshal(text)
		if err != nil {
			quoted = []byte(`""`)
		}
		inJSON := string(quoted[1 : len(quoted)-1])
		for _, spelling := range []string{url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text), inJSON} {
			if len(spelling) >= minEcho {
				m.sent = appendNew(m.sent, spelling)
			}
		}
	}
	slices.SortFunc(m.sent, func(a, b string) int { return len(b) - len(a) })
	return m
}

// notUnreserved leaves what no encoding touches (RFC 3986 section 2.3).
func notUnreserved(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~", r))
}

// text hides secrets in any text.
func (m masker) text(s string) string {
	s = m.echoes(s)
	for _, shape := range []struct{ pattern, with, needs string }{
		{`eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*`, hidden, "y"},
		{`(?i)\b(bearer|basic|dpop)(\s+)[A-Za-z0-9._~+/=-]{16,}`, "$1$2" + hidden, " \t\r\n\f"},
		{`(?i)((?:password|passwd|secret|token|assertion|otp|code|code_verifier)=)[^&\s"'<>]+`, "$1" + hidden, "="},
		{`(?i)("[^"\\]{0,64}(?:password|passwd|secret|token|assertion|otp)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)`, `$1"` + hidden + `"`, `"`},
	} {
		if !strings.ContainsAny(s, shape.needs) {
			continue // an expression over a large text takes its time
		}
		s = regexp.MustCompile(shape.pattern).ReplaceAllString(s, shape.with)
	}
	return s
}

// echoes hides the secrets that were sent.
func (m masker) echoes(s string) string {
	for _, secret := range m.sent {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	return s
}

// hides tells a value that must not be shown whatever its name.
func (m masker) hides(value string) bool {
	return strings.Contains(value, "eyJ") || slices.ContainsFunc(m.sent, func(s string) bool { return strings.Contains(value, s) })
}

// document hides secrets in the start of a body: member by member as far as it
// is JSON, then as text. Echoes go before the cut, which might halve one.
func (m masker) document(body string) string {
	start := cutText(m.echoes(body), 4*maxBody)
	return m.text(string(m.json([]byte(start), false)))
}

// json hides the values of members with telling names and all values that look
// like tokens, and keeps everything else byte for byte. An unreadable rest is
// kept as it is. inside says that the whole value belongs to a telling name.
func (m masker) json(text []byte, inside bool) []byte {
	w := jsonMask{masker: m, decoder: json.NewDecoder(bytes.NewReader(text)), text: text}
	w.decoder.UseNumber()
	for w.step(inside) {
	}
	return append(w.out, text[w.done:]...)
}

// jsonMask walks through the tokens of a JSON text.
type jsonMask struct {
	masker
	decoder *json.Decoder
	text    []byte
	out     []byte
	done    int     // bytes of text that are in out
	levels  []level // open objects and arrays
	secret  bool    // the next value belongs to a telling name
}

type level struct {
	object bool
	name   bool // the next token of the object is a name
	secret bool // everything in here is hidden
}

// step handles one token; false at the end or at the first fault.
func (w *jsonMask) step(inside bool) bool {
	before := w.decoder.InputOffset()
	token, err := w.decoder.Token()
	if err != nil {
		return false
	}
	top := w.top()
	hide := w.secret || inside || top.secret
	switch token := token.(type) {
	case json.Delim:
		if token == '{' || token == '[' {
			w.levels = append(w.levels, level{object: token == '{', name: token == '{', secret: hide})
			w.secret = false
			return true
		}
		w.levels = w.levels[:len(w.levels)-1]
	case string:
		if top.name {
			top.name = false
			w.secret = isSecretName(token)
			return true
		}
		if hide && token != "" || w.hides(token) {
			w.replace(int(before))
		}
	case json.Number:
		if hide {
			w.replace(int(before))
		}
	}
	w.valueDone()
	return true
}

// top is the innermost open level; outside of all of them one that nobody sees.
func (w *jsonMask) top() *level {
	if len(w.levels) == 0 {
		return &level{}
	}
	return &w.levels[len(w.levels)-1]
}

func (w *jsonMask) valueDone() {
	w.secret = false
	top := w.top()
	top.name = top.object
}

// replace puts the mask in the place of the token just read. from is where the
// decoder stood before it: blanks, a colon or a comma may lie between.
func (w *jsonMask) replace(from int) {
	end := int(w.decoder.InputOffset())
	start := from
	for start < end && strings.IndexByte(" \t\r\n:,", w.text[start]) >= 0 {
		start++
	}
	w.out = append(w.out, w.text[w.done:start]...)
	w.out = append(w.out, '"')
	w.out = append(w.out, hidden...)
	w.out = append(w.out, '"')
	w.done = end
}

// isSecretName tells members whose values are secret by their name.
func isSecretName(name string) bool {
	switch name { // what nearly every answer holds is told at once
	case "access_token", "refresh_token", "id_token":
		return true
	case "expires_in", "refresh_expires_in", "token_type", "not-before-policy", "session_state", "scope":
		return false
	}
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	switch name {
	case "otp", "totp", "jwt", "code_verifier", "device_code", "auth_req_id", "ticket", "rpt", "id_token_hint", "authorization", "cookie", "set_cookie", "api_key", "apikey":
		return true
	}
	return strings.HasSuffix(name, "token") || strings.HasSuffix(name, "assertion") ||
		strings.Contains(name, "password") || strings.Contains(name, "passwd") ||
		strings.Contains(name, "secret") || strings.Contains(name, "private_key")
}
