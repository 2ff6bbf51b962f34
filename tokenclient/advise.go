package tokenclient

import (
	"context"
	"errors"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Advise explains an error; it works for every error, known or not. The order
// is: the server's text, its code, the status, the kind.
func Advise(err error) Advice {
	var e *Error
	switch {
	case errors.As(err, &e):
		if e == nil {
			e = &Error{}
		}
	case errors.Is(err, context.Canceled):
		e = &Error{Kind: KindCanceled}
	case errors.Is(err, context.DeadlineExceeded):
		e = &Error{Kind: KindTimeout}
	default:
		e = &Error{}
	}
	return adviceOf(e.adviceID(), e.adviceArgs())
}

// adviceOf reads an advice out of the table.
func adviceOf(id string, args map[string]string) Advice {
	a := Advice{ID: id, Args: args}
	for _, entry := range adviceTable() {
		if entry.id != id {
			continue
		}
		for _, cause := range strings.Fields(entry.causes) {
			name, who, _ := strings.Cut(cause, ":")
			a.Causes = append(a.Causes, Cause{ID: name, Who: Who(who)})
		}
		a.Actions = strings.Fields(entry.actions)
	}
	return a
}

// adviceID picks the advice.
func (e *Error) adviceID() string {
	if id := e.wordsID(); id != "" {
		return id
	}
	switch e.Kind {
	case KindOAuth, KindStatus, KindMalformed, KindHTML, KindEmpty:
		if id := e.answerID(); id != "" {
			return id
		}
	case KindRedirect:
		if e.toHTTPS() {
			return "redirect_https"
		}
	}
	if id := kindIDs()[string(e.Kind)+"."+e.Reason]; id != "" {
		return id
	}
	if id := kindIDs()[string(e.Kind)]; id != "" {
		return id
	}
	return "unknown"
}

// wordsID goes by what the server said in an error.
func (e *Error) wordsID() string {
	if e.Kind != KindOAuth && e.Kind != KindStatus {
		return ""
	}
	if id := matchRule(slices.Concat(operationRules(e.Operation), grantTypeRules(e.Grant)), e.Code, e.Description); id != "" {
		return id
	}
	if id := matchRule(textRules(), e.Code, e.Description); id != "" {
		return id
	}
	if e.Reason == "callback" {
		if id := matchRule(callbackRules(), e.Code, ""); id != "" {
			return id
		}
	}
	code := fold(e.Code)
	switch {
	case strings.HasPrefix(code, "resteasy003210"): // no such path, up to 22
		return "wrong_path"
	case strings.HasPrefix(code, "resteasy003650"): // no such method, up to 22
		return "method_not_allowed"
	}
	return matchRule(codeRules(), e.Code, "")
}

// answerID goes by the status, and by the general codes where the status says
// less than they do.
func (e *Error) answerID() string {
	if id := e.signID(); id != "" {
		return id
	}
	if id := e.statusID(); id != "" {
		return id
	}
	if e.Kind == KindOAuth {
		if id := matchRule(genericRules(), e.Code, ""); id != "" {
			return id
		}
	}
	switch {
	case e.Status == http.StatusNotFound:
		return "wrong_path"
	case e.Kind == KindHTML, e.Kind == KindMalformed, e.Status < 400 && e.Kind != KindOAuth:
		return "" // the kind says more
	case e.Status == http.StatusUnauthorized:
		return "unauthorized"
	case e.Status == http.StatusForbidden:
		return "forbidden"
	}
	return "bad_request"
}

// statusID is the advice of a status that says more than a general code, "" for
// the others.
func (e *Error) statusID() string {
	id := map[int]string{
		http.StatusMethodNotAllowed:            "method_not_allowed",
		http.StatusNotAcceptable:               "not_acceptable",
		http.StatusUnsupportedMediaType:        "media_type",
		http.StatusLengthRequired:              "length_required",
		http.StatusRequestEntityTooLarge:       "too_long",
		http.StatusRequestURITooLong:           "too_long",
		http.StatusRequestHeaderFieldsTooLarge: "too_long",
		http.StatusTooManyRequests:             "rate_limited",
		http.StatusServiceUnavailable:          "overloaded",
		http.StatusBadGateway:                  "gateway",
		http.StatusGatewayTimeout:              "gateway",
	}[e.Status]
	if id == "" && e.Status >= 500 {
		return "server_fault"
	}
	return id
}

// kindIDs are the advices of the kinds, by kind and reason.
func kindIDs() map[string]string {
	ids := map[string]string{
		"address.empty":         "address_empty",
		"address.scheme":        "address_scheme",
		"address.userinfo":      "address_userinfo",
		"address.host":          "address_host",
		"address.realm":         "address_realm",
		"address":               "address_syntax",
		"request.duplicate":     "duplicated_parameter",
		"request.hint":          "ciba_hint",
		"request.token":         "token_unusable",
		"request.redirect_uri":  "redirect_unusable",
		"request.too_long":      "too_long",
		"request":               "request_incomplete",
		"request.endpoint":      "login_endpoint",
		"request.par":           "par_missing",
		"request.login_hint":    "login_hint_long",
		"request.redirect":      "redirect_unfit",
		"login":                 "login_listen",
		"login.port":            "login_port",
		"login.ipv6":            "login_ipv6",
		"login.localhost":       "login_localhost",
		"login.no_answer":       "login_no_answer",
		"login.issuer":          "login_issuer",
		"login.nonce":           "login_foreign",
		"login.at_hash":         "login_foreign",
		"login.used":            "unknown",
		"canceled":              "canceled",
		"timeout.approval":      "approval_expired",
		"timeout":               "timeout",
		"name":                  "host_not_found",
		"connect.cut":           "connection_cut",
		"connect":               "connection_refused",
		"tls.expired":           "tls_expired",
		"tls.not_yet_valid":     "tls_not_yet_valid",
		"tls.wrong_host":        "tls_wrong_host",
		"tls.unknown_authority": "tls_unknown_authority",
		"tls.plain_http":        "tls_plain_http",
		"tls":                   "tls_handshake",
		"proxy":                 "proxy",
		"redirect":              "redirect",
		"too_large":             "too_large",
		"html":                  "html",
		"malformed":             "malformed",
		"empty":                 "empty",
	}
	maps.Copy(ids, connectionIDs())
	return ids
}

// toHTTPS tells a redirect that only adds the encryption.
func (e *Error) toHTTPS() bool {
	from, err := url.Parse(e.Endpoint)
	to, wrong := url.Parse(e.Location)
	return err == nil && wrong == nil && from.Scheme == "http" && to.Scheme == "https" &&
		from.Hostname() == to.Hostname() && from.Path == to.Path
}

// adviceArgs are all places that any text has; each is always there.
func (e *Error) adviceArgs() map[string]string {
	args := map[string]string{
		"Realm": "", "Host": "", "Wait": "", "Status": "", "Scope": "",
		"Location": oneLine(e.Location, maxDescription),
		"Title":    oneLine(e.Title, maxTitle),
	}
	if u, err := url.Parse(e.Endpoint); err == nil {
		args["Host"] = oneLine(u.Host, maxCode)
	}
	if a, err := ParseAddress(e.Endpoint); err == nil {
		args["Realm"] = oneLine(a.Realm.Name, maxCode)
	}
	if e.Status != 0 {
		args["Status"] = strconv.Itoa(e.Status)
	}
	if e.RetryAfter > 0 {
		args["Wait"] = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	if scope, ok := strings.CutPrefix(e.Description, "Invalid scopes:"); ok {
		args["Scope"] = oneLine(scope, maxCode)
	}
	return args
}
