package tokenclient

import "strings"

// The most of a WWW-Authenticate header that is read; real ones have one or
// two challenges of a handful of parameters.
const (
	maxChallenges = 16
	maxParameters = 32
)

// challenge is one way to authenticate that a server asks for (RFC 9110 section
// 11.6.1). Names are in lower case; the first of repeated parameters counts.
type challenge struct {
	scheme string // "bearer"; "" when parameters came without one
	params map[string]string
}

// readChallenges reads the values of a WWW-Authenticate header, which may hold
// several challenges each. It forgives what servers do: values without quotes,
// an open quote, blanks round the equals sign.
func readChallenges(values []string) []challenge {
	var all []challenge
	for _, value := range values {
		r := challengeReader{rest: value}
		r.read()
		all = append(all, r.found...)
	}
	return all[:min(len(all), maxChallenges)]
}

// tokenError is the error of RFC 6750 section 3 and RFC 9449 section 7.1, and
// whether a token is asked for at all.
func tokenError(values []string) (code, description string, wanted bool) {
	for _, c := range readChallenges(values) {
		bearer := c.scheme == "bearer" || c.scheme == "dpop"
		wanted = wanted || bearer
		if code == "" || bearer && c.params["error"] != "" {
			code, description = c.params["error"], c.params["error_description"]
		}
		if bearer && code != "" {
			break
		}
	}
	return code, description, wanted
}

// challengeReader walks through one header value.
type challengeReader struct {
	rest  string
	found []challenge
}

func (r *challengeReader) read() {
	for len(r.found) <= maxChallenges {
		r.rest = strings.TrimLeft(r.rest, " \t,")
		if r.rest == "" {
			return
		}
		name := r.word()
		if name == "" {
			r.rest = r.rest[1:] // a byte that belongs nowhere
			continue
		}
		if value, ok := r.value(); ok {
			r.param(name, value)
			continue
		}
		r.found = append(r.found, challenge{scheme: asciiLower(name), params: map[string]string{}})
		r.dropToken68()
	}
}

// word takes a token of RFC 9110 section 5.6.2.
func (r *challengeReader) word() string {
	end := strings.IndexFunc(r.rest, func(c rune) bool {
		return c <= ' ' || c > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
	})
	if end < 0 {
		end = len(r.rest)
	}
	word := r.rest[:end]
	r.rest = r.rest[end:]
	return word
}

// value takes = and what follows, if that is next.
func (r *challengeReader) value() (string, bool) {
	after, ok := strings.CutPrefix(strings.TrimLeft(r.rest, " \t"), "=")
	if !ok {
		return "", false
	}
	after = strings.TrimLeft(after, " \t")
	quoted, ok := strings.CutPrefix(after, `"`)
	if !ok {
		end := strings.IndexByte(after, ',')
		if end < 0 {
			end = len(after)
		}
		r.rest = after[end:]
		return strings.TrimSpace(after[:end]), true
	}
	var b strings.Builder
	for i := 0; i < len(quoted); i++ {
		switch c := quoted[i]; {
		case c == '"':
			r.rest = quoted[i+1:]
			return b.String(), true
		case c == '\\' && i+1 < len(quoted):
			i++
			b.WriteByte(quoted[i])
		default:
			b.WriteByte(c)
		}
	}
	r.rest = ""
	return b.String(), true
}

func (r *challengeReader) param(name, value string) {
	if len(r.found) == 0 {
		r.found = append(r.found, challenge{params: map[string]string{}})
	}
	params := r.found[len(r.found)-1].params
	name = asciiLower(name)
	if _, again := params[name]; !again && len(params) < maxParameters {
		params[name] = value
	}
}

// dropToken68 skips the other form of a challenge, a single encoded value as
// that of Negotiate.
func (r *challengeReader) dropToken68() {
	text := strings.TrimLeft(r.rest, " \t")
	end := strings.IndexByte(text, ',')
	if end < 0 {
		end = len(text)
	}
	word := strings.TrimSpace(text[:end])
	bare := strings.TrimRight(word, "=")
	if word != "" && !strings.ContainsAny(bare, "=\" \t") && (bare != word || end == len(text) || strings.ContainsAny(word, "/+")) {
		r.rest = text[end:]
	}
}
