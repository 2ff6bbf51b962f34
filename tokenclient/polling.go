package tokenclient

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// The pauses between two questions for tokens that a person has to agree to.
const (
	// defaultInterval counts when the server names none (RFC 8628 section 3.2,
	// CIBA Core 1.0 section 7.3).
	defaultInterval = 5 * time.Second
	// slowDown is added for good on slow_down (RFC 8628 section 3.5).
	slowDown = 5 * time.Second
	// longestBackOff is where doubling ends while there is no connection.
	longestBackOff = time.Minute
	// longestRetryAfter is the longest Retry-After that is waited for; a longer
	// one ends the flow with the server's own words.
	longestRetryAfter = 5 * time.Minute
	// longestApproval ends a flow for which the server named no end.
	longestApproval = time.Hour
)

// DeviceProgress tells how the wait for a person goes who agrees elsewhere: in
// a browser (RFC 8628) or on the phone (CIBA).
type DeviceProgress struct {
	// Polls is how often the server was asked so far.
	Polls int
	// Interval is the pause that the server demands, slow_down included.
	Interval time.Duration
	// NextPoll is when it will be asked again; zero when the request expires
	// before.
	NextPoll time.Time
	// ExpiresAt is when the request ends by this machine's clock.
	ExpiresAt time.Time
	// Err is what delays the next question, an *Error: slow_down, a server
	// that is overloaded, no connection. Nil while the person is just awaited.
	Err error
}

// polling asks a token endpoint until a person has agreed or refused. Device
// authorization and CIBA share its rules: CIBA Core 1.0 section 11 takes the
// codes of RFC 8628 section 3.5.
type polling struct {
	client   *Client
	request  TokenRequest
	progress func(DeviceProgress)
	deadline time.Time // by the wall clock: a suspended machine's counts too

	interval time.Duration
	backOff  time.Duration // grows while there is no connection
	pause    time.Duration // before the next question
	polls    int
	trouble  *Error
}

// await polls with r from receivedAt on, when the flow was begun.
func (c *Client) await(ctx context.Context, r TokenRequest, begun approval, progress func(DeviceProgress)) (TokenSet, error) {
	p := polling{client: c, request: r, progress: progress, deadline: begun.end(), interval: begun.pause()}
	p.pause, p.backOff = p.interval, p.interval
	for {
		if e := p.rest(ctx); e != nil {
			return TokenSet{}, e
		}
		set, err := c.Token(ctx, p.request)
		if err == nil {
			return set, nil
		}
		p.polls++
		if e := asError(err); ctx.Err() != nil || !p.goOn(e) {
			return TokenSet{}, e
		}
	}
}

// goOn sets the next pause after an answer without tokens; false says that the
// answer is the end.
func (p *polling) goOn(e *Error) bool {
	code := ""
	if e.Kind == KindOAuth {
		code = fold(e.Code)
	}
	switch {
	case code == "authorization_pending":
		p.backOff, p.trouble = p.interval, nil
	case code == "slow_down":
		p.interval += slowDown
		p.backOff, p.trouble = p.interval, e
	case e.passes():
		p.backOff, p.trouble = max(p.interval, min(2*p.backOff, longestBackOff)), e
	default:
		return false
	}
	p.pause = max(p.backOff, e.RetryAfter)
	return e.RetryAfter <= longestRetryAfter
}

// passes tells trouble on the way, after which RFC 8628 section 3.5 lets a
// client ask again, more slowly.
func (e *Error) passes() bool {
	switch e.Kind {
	case KindTimeout, KindName, KindConnect:
		return true
	}
	switch e.Status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// rest waits for the pause, the end of the request or the end of ctx.
func (p *polling) rest(ctx context.Context) *Error {
	now := time.Now()
	next := now.Add(p.pause)
	left := p.deadline.Sub(now.Round(0))
	expires := left <= p.pause
	p.report(next, expires)
	timer := time.NewTimer(min(p.pause, max(left, 0)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return p.end(canceledKind(ctx), "", ctx.Err())
	case <-timer.C:
	}
	if expires || !time.Now().Round(0).Before(p.deadline) {
		var last error
		if p.trouble != nil {
			last = p.trouble
		}
		return p.end(KindTimeout, "approval", last)
	}
	return nil
}

func canceledKind(ctx context.Context) Kind {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return KindTimeout
	}
	return KindCanceled
}

func (p *polling) report(next time.Time, expires bool) {
	if p.progress == nil {
		return
	}
	d := DeviceProgress{Polls: p.polls, Interval: p.interval, NextPoll: next.Round(0), ExpiresAt: p.deadline}
	if expires {
		d.NextPoll = time.Time{}
	}
	if p.trouble != nil {
		d.Err = p.trouble
	}
	p.progress(d)
}

// end is an error between two requests.
func (p *polling) end(k Kind, reason string, cause error) *Error {
	e := &Error{Kind: k, Reason: reason, Err: cause}
	if u, err := url.Parse(p.request.Endpoint); err == nil {
		e.Endpoint = bareURL(u)
	}
	return e
}
