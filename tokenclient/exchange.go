package tokenclient

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// exchange is one request and its whole answer.
type exchange struct {
	target     *url.URL
	status     int
	header     http.Header
	body       string
	receivedAt time.Time
	elapsed    time.Duration
	sent       bool
	operation  Operation
	mask       masker
}

// perform runs a request and reads its answer up to limit bytes after
// decompression.
func (c *Client) perform(parent context.Context, req *http.Request, limit int64, secrets []Secret) (exchange, *Error) {
	whole := c.opts.Timeout
	if whole <= 0 {
		whole = wholeLimit
	}
	ctx, cancel := context.WithTimeout(parent, whole)
	defer cancel()
	x := exchange{target: req.URL, mask: newMasker(append(c.connection.secrets(), secrets...))}
	_, reports := c.transport.(*http.Transport)
	watch := &watcher{watched: reports}
	req = req.WithContext(watch.context(ctx))
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json")
	}
	req.Header.Set("User-Agent", c.userAgent())

	start := time.Now()
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		e := watch.failure(parent, ctx.Err() != nil, err)
		return x, x.fill(e, start)
	}
	defer func() { _ = resp.Body.Close() }() // only read from
	x.status, x.header, x.sent = resp.StatusCode, resp.Header, true
	x.body, err = c.bodies.read(resp.Body, limit+1)
	x.receivedAt, x.elapsed = time.Now().Round(0), time.Since(start)
	if err == nil && x.body == "" {
		// A server that hears of a cancel ends its answer; that may still arrive.
		err = context.Cause(parent)
	}
	if err != nil {
		watch.answered = true
		e := watch.failure(parent, ctx.Err() != nil, err)
		x.fillAnswer(e)
		return x, x.fill(e, start)
	}
	if int64(len(x.body)) > limit {
		return x, x.fail(KindTooLarge)
	}
	return x, nil
}

// fill completes an error of a request without a whole answer.
func (x exchange) fill(e *Error, start time.Time) *Error {
	e.Endpoint, e.Elapsed = x.endpoint(), time.Since(start)
	return e
}

// fail makes the error of an answer.
func (x exchange) fail(k Kind) *Error {
	e := &Error{Kind: k, Endpoint: x.endpoint(), Operation: x.operation, Sent: x.sent, Elapsed: x.elapsed, ReceivedAt: x.receivedAt}
	x.fillAnswer(e)
	return e
}

func (x exchange) fillAnswer(e *Error) {
	e.Status = x.status
	e.ServerDate = x.serverDate()
	e.RetryAfter = x.retryAfter()
	body, _ := decodeText(x.body)
	// Masked before it is cut: half a token is no longer seen as one.
	e.Body = multiLine(x.mask.document(body), maxBody)
}

// serverDate is the Date header, zero when absent or unreadable. The name of
// the day is not checked: banfico's manual shows a wrong one.
func (x exchange) serverDate() time.Time {
	t, err := http.ParseTime(x.header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// retryAfter reads seconds or a date (RFC 9110 section 10.2.3). A date counts
// from the server's own clock. More than a day is taken for a day.
func (x exchange) retryAfter() time.Duration {
	const most = 24 * time.Hour
	text := strings.TrimSpace(x.header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, most)
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	from := x.serverDate()
	if from.IsZero() {
		from = x.receivedAt
	}
	return max(0, min(until.Sub(from), most))
}

// location is where a redirect points, absolute, without query, fragment and
// user information.
func (x exchange) location() *url.URL {
	base, err := url.Parse(x.endpoint())
	if err != nil {
		return nil
	}
	to := x.header.Get("Location")
	if to == "" {
		return nil
	}
	u, err := base.Parse(to)
	if err != nil {
		return nil
	}
	return u
}

// endpoint is what was asked, without query.
func (x exchange) endpoint() string {
	if x.target == nil {
		return ""
	}
	return bareURL(x.target)
}

// bareURL is a URL fit for errors.
func bareURL(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath, Opaque: ""}
	return bare.String()
}

func (c *Client) userAgent() string {
	if c.opts.UserAgent == "" {
		return "Realmscope"
	}
	return c.opts.UserAgent
}
