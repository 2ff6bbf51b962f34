package kctest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

const formType = "application/x-www-form-urlencoded"

// check tells the first difference between an expectation and a request.
func (want Request) check(got Recorded) error {
	method := want.Method
	if method == "" {
		method = http.MethodPost
	}
	switch {
	case got.Method != method:
		return fmt.Errorf("method %s, want %s", got.Method, method)
	case got.Path != want.Path:
		return fmt.Errorf("path %q, want %q", got.Path, want.Path)
	case got.Query != want.Query:
		return fmt.Errorf("query %q, want %q", got.Query, want.Query)
	}
	for name, value := range want.Header {
		if all := got.Header.Values(name); strings.Join(all, "|") != value {
			return fmt.Errorf("header %s is %q, want %q", name, all, value)
		}
	}
	if want.Form == nil {
		if got.Body != want.Body {
			return fmt.Errorf("body %q, want %q", got.Body, want.Body)
		}
		return nil
	}
	form, err := url.ParseQuery(got.Body)
	if err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	if form.Encode() != want.Form.Encode() {
		return fmt.Errorf("form %q, want %q", form.Encode(), want.Form.Encode())
	}
	return nil
}

// isTokenForm checks what every manual says: POST, the form's content type, and
// nothing that belongs to a browser.
func isTokenForm(got Recorded, path string) error {
	return Request{
		Path: path, Query: got.Query, Body: got.Body,
		Header: map[string]string{"Content-Type": formType, "Origin": "", "Cookie": "", "Referer": ""},
	}.check(got)
}

// parameters reads parameters of which none may be repeated and none unknown.
func parameters(raw string, allowed ...string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fmt.Errorf("read parameters: %w", err)
	}
	for name, v := range values {
		if len(v) != 1 {
			return nil, fmt.Errorf("parameter %s is sent %d times", name, len(v))
		}
		if !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+name+" ") {
			return nil, fmt.Errorf("parameter %s is not in the manual", name)
		}
	}
	return values, nil
}

// fault is an error answer of RFC 6749 section 5.2.
func fault(status int, code, description string) Answer {
	return Answer{
		Status: status,
		Header: map[string]string{"Content-Type": "application/json", "Cache-Control": "no-store"},
		Body:   fmt.Sprintf(`{"error":%s,"error_description":%s}`, quote(code), quote(description)),
	}
}

// notOnPage is what a gateway answers to a path that its manual does not have:
// looking for a discovery document is no fault of the client.
func notOnPage(got Recorded) (Answer, bool) {
	if got.Method != http.MethodGet {
		return Answer{}, false
	}
	return Answer{Status: http.StatusNotFound, Header: map[string]string{"Content-Type": "text/html"}, Body: "<html><title>404 Not Found</title></html>"}, true
}
