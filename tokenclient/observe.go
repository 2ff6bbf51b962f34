package tokenclient

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// send runs one exchange, and shows it to whoever looks on.
func (c *Client) send(ctx context.Context, req *http.Request, limit int64, secrets []Secret) (exchange, *Error) {
	x, e := c.perform(ctx, req, limit, secrets)
	if c.opts.Observe != nil {
		c.opts.Observe(c.observed(ctx, req, x, e, secrets))
	}
	return x, e
}

// observed describes an exchange without its secrets.
func (c *Client) observed(ctx context.Context, req *http.Request, x exchange, e *Error, secrets []Secret) Observation {
	sent, inQuery := sentParams(req)
	m := x.observer(append(c.connection.secrets(), secrets...), req, sent)
	label, _ := ctx.Value(labelKey{}).(string)
	purpose, _ := ctx.Value(purposeKey{}).(Purpose)
	o := Observation{
		Label: label, Purpose: purpose, Method: req.Method, URL: oneLine(m.text(bareURL(req.URL)), maxDescription), InQuery: inQuery,
		Sent: m.request(req.Header), Headers: m.answer(x.header), Status: x.status,
		Elapsed: x.elapsed, ReceivedAt: x.receivedAt, Size: len(x.body),
	}
	for _, p := range sent {
		if p.Name == "grant_type" {
			o.Purpose, o.Grant = PurposeToken, oneLine(p.Value.Reveal(), maxCode)
		}
		o.Params = append(o.Params, m.param(p))
	}
	x.mask = m
	if len(x.body) > 0 {
		body, _ := decodeText(x.body)
		o.Body = multiLine(m.document(body), maxObserved)
	}
	if e == nil {
		e = x.outcome(req)
	}
	if e == nil {
		return o
	}
	o.Elapsed = cmp.Or(o.Elapsed, e.Elapsed)
	if o.ReceivedAt.IsZero() {
		o.ReceivedAt = time.Now().Round(0)
	}
	bare := *e
	bare.Body = ""
	bare.Err = nil // a cause of the network may quote what it was given
	bare.Grant, bare.Operation = o.Grant, Operation("")
	o.Code, o.Err = bare.Code, &bare
	return o
}

// outcome is why an answer is none that was asked for, nil for a good one.
func (x exchange) outcome(req *http.Request) *Error {
	if e := x.detour(); e != nil {
		if req.Header.Get("Accept") == "text/html" && e.Kind == KindRedirect {
			return nil // a login page answers so
		}
		return e
	}
	text := strings.TrimSpace(x.body)
	page := len(text) > 0 && text[0] == '<' && req.Header.Get("Accept") == "application/json"
	if x.status >= http.StatusBadRequest || page {
		return x.refused()
	}
	if o, ok := x.object(); ok && o.last("error") != nil && o.last("access_token") == nil {
		if code, description := bestText(o, false); code+description != "" {
			return x.refusal(o, true)
		}
	}
	return nil
}

// sentParams are the parameters of a request: its form, else its query.
func sentParams(req *http.Request) (params []Param, inQuery bool) {
	text := req.URL.RawQuery
	inQuery = text != ""
	if req.GetBody != nil && req.Header.Get("Content-Type") == formType {
		if body, err := req.GetBody(); err == nil {
			form, err := io.ReadAll(body)
			_ = body.Close() // it lies in memory
			if err == nil && len(form) > 0 {
				text, inQuery = strings.TrimPrefix(text+"&"+string(form), "&"), false
			}
		}
	}
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			params = append(params, Param{unescaped(name), NewSecret(unescaped(value))})
		}
	}
	return params, inQuery
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
