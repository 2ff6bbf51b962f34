package tokenclient

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const formType = "application/x-www-form-urlencoded"

// build makes the request of a grant. It is always a POST with the form's
// content type, even with an empty body: Keycloak 17 to 19 answer 500 without.
func (r TokenRequest) build(ctx context.Context) (*http.Request, *Error) {
	u, e := r.url()
	if e != nil {
		return nil, e
	}
	params, e := r.params()
	if e != nil {
		e.Endpoint = bareURL(u)
		return nil, e
	}
	var body io.Reader = http.NoBody
	if r.ParamsIn == ParamsInQuery {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+encode(params), "&")
	} else {
		body = strings.NewReader(encode(params))
	}
	// The address is read once: u takes the place of an empty one.
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "", body)
	if err != nil {
		return nil, addressError("syntax")
	}
	u.Host = strings.TrimSuffix(u.Host, ":") // a port that is left open
	req.URL, req.Host = u, u.Host
	req.Header.Set("Content-Type", formType)
	req.Header.Set("Cache-Control", "no-store")
	if value := r.Auth.authorization(); value != "" {
		req.Header.Set("Authorization", value)
	}
	return req, nil
}

// url checks the endpoint as strictly as Origin.
func (r TokenRequest) url() (*url.URL, *Error) {
	u, err := url.Parse(r.Endpoint)
	if err != nil {
		return nil, addressError("syntax")
	}
	if _, e := originOf(u); e != nil {
		return nil, e
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// params are all parameters in order, no name twice but those that the grant's
// own standard repeats.
func (r TokenRequest) params() ([]Param, *Error) {
	switch {
	case r.Grant == nil:
		return nil, &Error{Kind: KindRequest, Reason: "grant"}
	case r.Auth.ClientID == "" && r.Auth.Method != AuthBearer:
		return nil, &Error{Kind: KindRequest, Reason: "client_id"}
	}
	params := present(Param{"grant_type", NewSecret(r.Grant.GrantType())})
	client, e := r.Auth.params(r.Endpoint, time.Now())
	if e != nil {
		return nil, e
	}
	params = append(params, client...)
	params = append(params, r.Grant.params()...)
	if r.Scope != "" {
		params = append(params, Param{"scope", NewSecret(r.Scope)})
	}
	params = append(params, r.Extra...)
	repeats, _ := r.Grant.(interface{ mayRepeat(name string) bool })
	for i, p := range params {
		if repeats != nil && repeats.mayRepeat(p.Name) {
			continue
		}
		if slices.ContainsFunc(params[:i], func(q Param) bool { return q.Name == p.Name }) {
			return nil, &Error{Kind: KindRequest, Reason: "duplicate"}
		}
	}
	return params, nil
}

// secrets are what must not come back in an error's text.
func (r TokenRequest) secrets() []Secret {
	all := []Secret{r.Auth.Secret}
	if _, credentials, ok := strings.Cut(r.Auth.authorization(), " "); ok {
		all = append(all, NewSecret(credentials))
	}
	switch g := r.Grant.(type) {
	case Password:
		all = append(all, g.Password, g.OTP)
	case Refresh:
		all = append(all, g.Token)
	case AuthorizationCode:
		all = append(all, g.Code, g.Verifier)
	case interface{ secrets() []Secret }:
		all = append(all, g.secrets()...)
	}
	for _, p := range r.Extra {
		if isSecretName(p.Name) {
			all = append(all, p.Value)
		}
	}
	return all
}

// encode writes parameters in their order, as url.Values.Encode would not.
func encode(params []Param) string {
	var b strings.Builder
	length := 0
	for _, p := range params {
		length += len(p.Name) + p.Value.Len() + 2
	}
	b.Grow(length)
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value.Reveal()))
	}
	return b.String()
}
