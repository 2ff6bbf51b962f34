package demo

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// Size limits of a request.
const (
	maxBody  = 64 << 10
	maxParam = 4000  // an ordinary parameter over it is ignored (26.4.11)
	maxToken = 20000 // a token over it is refused (26.6.3)
)

// readForm reads the form body of a POST into r.form. Parameters of the query
// string are not looked at, as on every server since release 17.
func readForm(r *request) *refusal {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" && (err == nil || r.ContentLength != 0) {
		return &refusal{http.StatusUnsupportedMediaType, "HTTP 415 Unsupported Media Type", ""}
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return &refusal{http.StatusRequestEntityTooLarge, "HTTP 413 Request Entity Too Large", ""}
		}
		return refuse("invalid_request", "Unreadable body")
	}
	if r.form, err = url.ParseQuery(string(data)); err != nil {
		return refuse("invalid_request", "Malformed form body")
	}
	return trimForm(r)
}

// trimForm applies the length limits and takes control characters away, as
// release 26.6 does.
func trimForm(r *request) *refusal {
	for name, values := range r.form {
		for i, v := range values {
			switch {
			case tokenParam(name) && len(v) > maxToken:
				return refuse("invalid_request", "The size of OIDC parameter '"+name+"' is longer than allowed.")
			case !tokenParam(name) && len(v) > maxParam:
				v = ""
			}
			values[i] = strings.Map(func(c rune) rune {
				if unicode.IsControl(c) {
					return -1
				}
				return c
			}, v)
		}
	}
	return nil
}

// tokenParam tells whether a parameter carries a token.
func tokenParam(name string) bool {
	switch name {
	case "refresh_token", "subject_token", "actor_token", "assertion", "client_assertion", "token", "id_token_hint", "access_token":
		return true
	}
	return false
}

// duplicated tells whether a parameter stands twice; names that may repeat are
// left out.
func (r *request) duplicated(except ...string) bool {
next:
	for name, values := range r.form {
		if len(values) < 2 {
			continue
		}
		for _, e := range except {
			if name == e {
				continue next
			}
		}
		return true
	}
	return false
}
