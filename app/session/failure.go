package session

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// lineLimit is how many characters of a server's words stand in Failure.Line.
const lineLimit = 300

// failed is what a job came to that met an error.
func failed(ctx context.Context, j job, r tokenclient.TokenRequest, err error) outcome {
	if ctx.Err() != nil {
		return outcome{}
	}
	o := outcome{failure: explain(j.op, err, secretsOf(r, j))}
	var e *tokenclient.Error
	if !errors.As(err, &e) || e.Kind == tokenclient.KindAddress {
		return o
	}
	if e.Kind == tokenclient.KindCanceled {
		return outcome{}
	}
	if e.Kind == tokenclient.KindLogin && !e.Sent || e.Reason == "callback" || e.Reason == "approval" { // no answer ended it
		return o
	}
	o.exchange = exchangeOf(j.op, e.Status, e.Elapsed, e.ReceivedAt, e.ServerDate)
	o.refused = refusesCredentials(j, e)
	if j.op == OpRefresh && resultUnknown(e) {
		o.failure.Advice = advice(adviceRefreshUnknown, nil)
	}
	return o
}

// refusesCredentials tells whether an answer means that password or client
// secret are wrong: repeating it may lock the account.
func refusesCredentials(j job, e *tokenclient.Error) bool {
	switch e.Code {
	case "invalid_client", "unauthorized_client":
		return j.op != OpExchange || e.Status == http.StatusUnauthorized // an exchange also says so of audiences
	case "invalid_grant":
		return j.op == OpFetch && j.profile.Grant == profile.GrantPassword
	}
	return false
}

// resultUnknown tells whether a server may have done what it was asked without
// our hearing of it: with rotation the refresh token is used up then.
func resultUnknown(e *tokenclient.Error) bool {
	switch e.Kind {
	case tokenclient.KindTimeout, tokenclient.KindConnect:
		return e.Sent
	case tokenclient.KindStatus, tokenclient.KindHTML:
		return e.Status == http.StatusBadGateway || e.Status == http.StatusGatewayTimeout
	}
	return false
}

// ExplainAnswer explains an OAuth error that somebody else was answered with:
// error and error_description (RFC 6749 section 5.2). What was asked, and of
// whom, is not known.
func ExplainAnswer(code, description string) *Failure {
	return explain("", &tokenclient.Error{Kind: tokenclient.KindOAuth, Code: code, Description: description}, nil)
}

// explain turns an error into what the window shows. Servers may repeat what
// they were sent, so secrets are cut out of all texts.
func explain(op Op, err error, secrets *strings.Replacer) *Failure {
	f := &Failure{Op: op, At: wall()}
	var own *ownError
	var e *tokenclient.Error
	switch {
	case errors.As(err, &own):
		f.Advice, f.Line = advice(own.id, own.args), own.line
	case errors.As(err, &e):
		f.Advice = tokenclient.Advise(err)
		f.Line, f.Details, f.Code = lineOf(e), detailsOf(e), e.Code
	default:
		f.Advice = tokenclient.Advise(err)
	}
	if secrets != nil {
		f.Line, f.Details = secrets.Replace(f.Line), secrets.Replace(f.Details)
		f.Advice.Args = maps.Clone(f.Advice.Args)
		for k, v := range f.Advice.Args {
			f.Advice.Args[k] = secrets.Replace(v)
		}
	}
	f.Line = inspect.Clip(f.Line, lineLimit)
	return f
}

// lineOf is status and code, then the server's own words: "401 invalid_grant ·
// Invalid user credentials". Without an error code the kind stands there.
func lineOf(e *tokenclient.Error) string {
	head := cmp.Or(e.Code, strings.TrimSpace(string(e.Kind)+" "+e.Reason))
	if e.Status != 0 {
		head = strconv.Itoa(e.Status) + " " + head
	}
	if words := cmp.Or(e.Description, e.Title, e.Location); words != "" {
		return head + " · " + words
	}
	return head
}

// detailsOf lists what is known of an answer and the answer itself. It is for
// people who compare it with a server's log, so it is not translated.
func detailsOf(e *tokenclient.Error) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, inspect.Visible(value))
		}
	}
	line("endpoint", e.Endpoint)
	if e.Status != 0 {
		line("status", strings.TrimSpace(strconv.Itoa(e.Status)+" "+http.StatusText(e.Status)))
	}
	line("kind", strings.TrimSpace(string(e.Kind)+" "+e.Reason))
	line("error", e.Code)
	line("error_description", e.Description)
	line("title", e.Title)
	line("location", e.Location)
	if e.RetryAfter > 0 {
		line("retry after", e.RetryAfter.String())
	}
	if e.Elapsed > 0 {
		line("took", e.Elapsed.Round(time.Millisecond).String())
	}
	if !e.ServerDate.IsZero() {
		line("date", e.ServerDate.UTC().Format(http.TimeFormat))
	}
	if e.Body != "" {
		b.WriteString("\n")
		for row := range strings.Lines(e.Body) {
			b.WriteString(inspect.Visible(strings.TrimRight(row, "\r\n")) + "\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// secretsOf makes a replacer that masks what a job may have sent, in the
// spellings in which servers echo it.
func secretsOf(r tokenclient.TokenRequest, j job) *strings.Replacer {
	all := []Secret{r.Auth.Secret, j.typed.Password, j.typed.ClientSecret, j.typed.OTP, j.typed.ProxyPassword, j.typed.Assertion, j.way.proxy}
	if j.old != nil {
		all = append(all, j.old.Set.AccessToken, j.old.Set.RefreshToken)
	}
	for _, x := range j.profile.Extra {
		for _, p := range r.Extra {
			if x.SecretID != "" && p.Name == x.Name {
				all = append(all, p.Value)
			}
		}
	}
	switch g := r.Grant.(type) {
	case tokenclient.Password:
		all = append(all, g.Password)
	case tokenclient.Refresh:
		all = append(all, g.Token)
	}
	all = append(all, j.errand.secrets()...)
	var pairs []string
	for _, s := range all {
		if s.Empty() {
			continue
		}
		text := s.Reveal()
		basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(r.Auth.ClientID) + ":" + url.QueryEscape(text)))
		for _, spelling := range []string{basic, text, url.QueryEscape(text), url.PathEscape(text), inspect.Visible(text)} {
			pairs = append(pairs, spelling, s.String())
		}
	}
	return strings.NewReplacer(pairs...)
}
