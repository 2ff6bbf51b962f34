package porting

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// message is an HTTP request to a token endpoint, wherever it was written down.
type message struct {
	address string
	headers []string // "Name: value"
	body    string
	fields  []field // a form that came in parts
	user    string  // name:secret of Basic authentication
}

// field is one parameter of a form.
type field struct{ name, value string }

// into reads the message into a request.
func (m message) into(q *request) {
	address, query, _ := strings.Cut(m.address, "?")
	q.address, q.endpoint = address, strings.HasSuffix(strings.TrimRight(address, "/"), "/token")
	for _, h := range m.headers {
		name, value, _ := strings.Cut(h, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "authorization":
			m.authorization(q, value)
		case "dpop":
			q.dpop = true
			q.found.name(findToken, "DPoP")
		case "cookie":
			q.found.name(findToken, "Cookie")
		}
	}
	if m.user != "" {
		q.basicUser(m.user)
	}
	fields := slices.Concat(m.fields, bodyFields(m.body))
	if len(fields) == 0 && query != "" {
		fields = formFields(query)
		q.inQuery = slices.ContainsFunc(fields, func(f field) bool { return f.name == "grant_type" })
	}
	q.parameters(fields)
}

func (m message) authorization(q *request, value string) {
	scheme, rest, _ := strings.Cut(value, " ")
	rest = strings.TrimSpace(rest)
	if !strings.EqualFold(scheme, "basic") {
		q.found.name(findToken, "Authorization")
		return
	}
	if pair, err := base64.StdEncoding.DecodeString(rest); err == nil {
		q.basicUser(string(pair))
		return
	}
	if name := unresolved(rest); name != "" {
		q.auth = tokenclient.AuthBasic
		q.found.name(findVariable, name)
		return
	}
	q.found.name(findSecretText, "Authorization")
}

// bodyFields reads a form, or the same as JSON, which some manuals print.
func bodyFields(body string) []field {
	body = strings.TrimSpace(body)
	if strings.HasPrefix(body, "{") {
		t, err := parseJSON([]byte(body))
		if err != nil {
			return nil
		}
		var out []field
		for _, name := range t.keys() {
			out = append(out, field{name, t.at(name).text()})
		}
		return out
	}
	return formFields(body)
}

// formFields reads name=value pairs joined by & or line breaks.
func formFields(s string) []field {
	var out []field
	for _, pair := range strings.FieldsFunc(s, func(r rune) bool { return r == '&' || r == '\n' || r == '\r' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		if decoded, err := url.QueryUnescape(value); err == nil {
			value = decoded
		}
		if name != "" {
			out = append(out, field{name, value})
		}
		if len(out) >= maxFields {
			break
		}
	}
	return out
}

// The limits of parameters.
const (
	maxFields = 200
	maxExtra  = 50
)

// parameters sorts the parameters of a token request into their places.
func (q *request) parameters(fields []field) {
	user, password := "", ""
	for _, f := range fields {
		if f.value == "" {
			continue
		}
		switch f.name {
		case "grant_type":
			q.grant = f.value
		case "client_id":
			q.clientID = f.value
		case "client_secret":
			q.secret = f.value
			if q.auth == "" {
				q.auth = tokenclient.AuthPost
			}
		case "scope":
			q.scope = f.value
		case "username":
			user = f.value
		case "password":
			password = f.value
		case "client_assertion":
			q.found.say(findAssertion)
		case "client_assertion_type":
			q.auth = tokenclient.AuthPrivateKeyJWT
		default:
			q.parameter(f)
		}
	}
	if user != "" {
		q.people = append(q.people, person{user, password})
	}
	if q.auth == "" {
		q.auth = tokenclient.AuthNone
	}
}

// parameter keeps what a server may want besides and leaves out what is a
// secret, used once, or the flow's own.
func (q *request) parameter(f field) {
	name := strings.ToLower(f.name)
	switch name {
	case "refresh_token", "access_token", "id_token", "subject_token", "actor_token", "token", "assertion", "device_code", "auth_req_id":
		q.found.name(findToken, f.name)
		return
	case "code", "code_verifier", "state", "nonce", "redirect_uri", "response_type", "code_challenge", "code_challenge_method",
		"response_mode", "totp", "otp", "login_hint":
		q.found.name(findParameter, f.name)
		return
	}
	for _, word := range []string{"secret", "password", "token", "key", "assertion", "credential"} {
		if strings.Contains(name, word) {
			q.found.name(findParameter, f.name)
			return
		}
	}
	if !plain(f.name, maxName) || !plain(f.value, maxText) || unresolved(f.value) != "" || len(q.extra) >= maxExtra {
		q.found.name(findParameter, f.name)
		return
	}
	q.extra = append(q.extra, profile.Extra{Name: f.name, Value: f.value})
}

// readForm reads the body of a token request alone.
func readForm(text string) (Batch, bool) {
	fields := bodyFields(text)
	known := slices.ContainsFunc(fields, func(f field) bool { return f.name == "grant_type" || f.name == "client_id" })
	if !known {
		return Batch{}, false
	}
	var q request
	q.parameters(fields)
	return gather(FormatForm, []request{q}, nil), true
}

// readHTTP reads requests as they go over the wire, or as .http files have
// them: a request line, headers, an empty line and a body.
func readHTTP(text string) (Batch, bool) {
	var requests []request
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n###") {
		m, ok := readMessage(part)
		if !ok {
			continue
		}
		var q request
		m.into(&q)
		requests = append(requests, q)
	}
	if len(requests) == 0 {
		return Batch{}, false
	}
	return gather(FormatHTTP, requests, nil), true
}

func readMessage(text string) (message, bool) {
	head, body, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	lines := strings.Split(head, "\n")
	for len(lines) > 0 && requestLine(lines[0]) == nil {
		lines = lines[1:] // a comment, or the title behind ###
	}
	if len(lines) == 0 {
		return message{}, false
	}
	parts := requestLine(lines[0])
	m := message{address: parts[1], body: body, headers: lines[1:]}
	for _, h := range lines[1:] {
		name, value, _ := strings.Cut(h, ":")
		if strings.EqualFold(strings.TrimSpace(name), "host") && strings.HasPrefix(m.address, "/") {
			scheme := "https://"
			if tokenclient.IsLoopback(strings.TrimSpace(value)) {
				scheme = "http://"
			}
			m.address = scheme + strings.TrimSpace(value) + m.address
		}
	}
	return m, true
}

// requestLine splits METHOD target [HTTP/version], nil for anything else.
func requestLine(line string) []string {
	parts := strings.Fields(line)
	if len(parts) < 2 || len(parts) > 3 || !slices.Contains([]string{"POST", "GET", "PUT"}, parts[0]) {
		return nil
	}
	if len(parts) == 3 && !strings.HasPrefix(parts[2], "HTTP/") {
		return nil
	}
	if !strings.HasPrefix(parts[1], "/") && !strings.Contains(parts[1], "://") && !strings.HasPrefix(parts[1], "{{") {
		return nil
	}
	return parts
}
