package tokenclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// judge is a token endpoint that knows by itself when it may be asked next and
// complains of every poll that comes at another moment.
type judge struct {
	t        *testing.T
	script   []string
	interval time.Duration
	next     time.Time
	troubles int // in a row, without an answer of the server's own
	polls    int
}

// RoundTrip takes one poll and plays the next word of the script.
func (j *judge) RoundTrip(r *http.Request) (*http.Response, error) {
	if now := time.Now(); !now.Equal(j.next) {
		j.t.Errorf("poll %d came %v after the moment that is allowed", j.polls, now.Sub(j.next))
	}
	word := "pending"
	if j.polls < len(j.script) {
		word = j.script[j.polls]
	}
	j.polls++
	name, after, _ := strings.Cut(word, " ")
	resp, err := answerOf(r, name, after)
	j.note(name, after)
	return resp, err
}

// note works out the next moment: by the interval, what slow_down added to it,
// Retry-After, and a pause that doubles with every trouble.
func (j *judge) note(name, after string) {
	switch name {
	case "pending":
		j.troubles = 0
	case "slow":
		j.troubles = 0
		j.interval += 5 * time.Second
	default:
		j.troubles++
	}
	pause := max(j.interval, min(j.interval<<j.troubles, time.Minute))
	if wait, err := time.ParseDuration(after); err == nil {
		pause = max(pause, wait)
	}
	j.next = time.Now().Add(pause)
}

// answerOf is one answer, with a Retry-After when after is a duration.
func answerOf(r *http.Request, name, after string) (*http.Response, error) {
	status, body := http.StatusBadRequest, ""
	switch name {
	case "pending":
		body = `{"error":"authorization_pending","error_description":"The authorization request is still pending"}`
	case "slow":
		body = `{"error":"slow_down","error_description":"Slow down"}`
	case "limited":
		status = http.StatusTooManyRequests
	case "busy":
		status, body = http.StatusServiceUnavailable, "<html><title>Busy</title>"
	case "gateway":
		status, body = http.StatusBadGateway, `{"message":"upstream"}`
	case "refused":
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	case "noname":
		return nil, &net.DNSError{IsNotFound: true}
	case "cut":
		return nil, io.ErrUnexpectedEOF
	case "stall":
		<-r.Context().Done()
		return nil, r.Context().Err()
	case "tokens":
		status, body = http.StatusOK, `{"access_token":"t","expires_in":60,"token_type":"Bearer"}`
	default: // a code
		body = fmt.Sprintf(`{"error":%q}`, name)
	}
	header := http.Header{}
	if wait, err := time.ParseDuration(after); err == nil {
		header.Set("Retry-After", fmt.Sprint(int(wait.Seconds())))
		if int(wait.Seconds())%2 == 0 {
			header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
			header.Set("Retry-After", time.Now().UTC().Add(wait).Format(http.TimeFormat))
		}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// await runs a script in a bubble from a fresh authorization on.
func (j *judge) await(ctx context.Context, life time.Duration, progress func(DeviceProgress)) *Error {
	c, r := New(Options{Transport: j}), TokenRequest{Endpoint: endpoint + "?q", Auth: ClientAuth{ClientID: "app"}}
	j.next = time.Now().Add(j.interval)
	d := DeviceAuthorization{DeviceCode: NewSecret(canary), ExpiresIn: Lifetime{true, life}, Interval: j.interval, ReceivedAt: time.Now().Round(0)}
	set, err := c.AwaitDevice(ctx, r, d, progress)
	if err == nil && set.AccessToken.Empty() {
		j.t.Error("neither tokens nor an error")
	}
	if err != nil {
		return asError(err)
	}
	return nil
}

// TestPollsAreNeverSoonerOrLaterThanAllowed is 100 different runs.
func TestPollsAreNeverSoonerOrLaterThanAllowed(t *testing.T) {
	words := []string{"pending", "pending", "pending", "slow", "pending 7s", "slow 1s", "slow 30s", "limited", "limited 90s", "busy 300s", "busy", "gateway", "refused", "noname", "cut", "stall"}
	ends := []string{"tokens", "access_denied", "expired_token", "invalid_grant"}
	seen, polls := map[string]int{}, 0
	for run := range 100 {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, uint64(run)))
			j := &judge{t: t, interval: time.Duration(1+random.IntN(10)) * time.Second}
			for range random.IntN(25) {
				j.script = append(j.script, words[random.IntN(len(words))])
			}
			end := ends[run%len(ends)]
			j.script = append(j.script, end)
			start, life := time.Now(), time.Duration(1+random.IntN(60))*time.Minute
			e := j.await(t.Context(), life, nil)
			polls += j.polls
			switch {
			case e == nil && end == "tokens", e != nil && e.Code == end:
				seen[end]++
				if j.polls != len(j.script) {
					t.Errorf("ended after %d polls, want %d", j.polls, len(j.script))
				}
			case e != nil && e.Reason == "approval":
				seen["expiry"]++
				if over := time.Since(start); over < life || over > life+time.Minute || j.next.Sub(start) < life && over != life {
					t.Errorf("expired after %v with the next poll due at %v, want %v", over, j.next.Sub(start), life)
				}
			default:
				t.Errorf("run ended with %+v, want %s or an expiry", e, end)
			}
		})
	}
	t.Logf("%d polls, ends %v", polls, seen)
	for _, end := range append(ends, "expiry") {
		if seen[end] < 5 {
			t.Errorf("only %d of 100 runs ended with %s: the scripts test too little", seen[end], end)
		}
	}
}

func TestEveryEndOfAPollIsExplained(t *testing.T) {
	for name, tt := range map[string]struct {
		script  []string
		life    time.Duration
		kind    Kind
		advice  string
		seconds int
		polls   int
	}{
		"refused":                    {[]string{"pending", "access_denied"}, time.Hour, KindOAuth, "forbidden", 10, 2},
		"expired by the server":      {[]string{"expired_token"}, time.Hour, KindOAuth, "approval_expired", 5, 1},
		"expired here":               {nil, 13 * time.Second, KindTimeout, "approval_expired", 13, 2},
		"expired during a Retry":     {[]string{"limited 120s"}, time.Minute, KindTimeout, "approval_expired", 60, 1},
		"expired before it began":    {nil, 5 * time.Second, KindTimeout, "approval_expired", 5, 0},
		"no end named":               {nil, 0, KindTimeout, "approval_expired", 3600, 719},
		"a pause beyond all measure": {[]string{"limited 301s"}, time.Hour, KindStatus, "rate_limited", 5, 1},
		"a server fault":             {[]string{"server_error"}, time.Hour, KindOAuth, "server_fault", 5, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j, start := &judge{t: t, script: tt.script, interval: 5 * time.Second}, time.Now()
				e := j.await(t.Context(), tt.life, nil)
				if e == nil || e.Kind != tt.kind || Advise(e).ID != tt.advice || e.Endpoint != endpoint {
					t.Fatalf("error %+v, want %s with advice %s", e, tt.kind, tt.advice)
				}
				if took := time.Since(start); took != time.Duration(tt.seconds)*time.Second || j.polls != tt.polls {
					t.Errorf("%d polls in %v, want %d in %d s", j.polls, took, tt.polls, tt.seconds)
				}
				noCanary(t, e)
			})
		})
	}
}

func TestCancelEndsTheWaitAtOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		script []string
		after  time.Duration
		ctx    func(context.Context, time.Duration) (context.Context, context.CancelFunc)
		kind   Kind
	}{
		"between two polls": {nil, 7 * time.Second, cancelAfter, KindCanceled},
		"during a poll":     {[]string{"stall"}, 6 * time.Second, cancelAfter, KindCanceled},
		"before the first":  {nil, 0, cancelAfter, KindCanceled},
		"by a deadline":     {nil, 7 * time.Second, context.WithTimeout, KindTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // which fails for a goroutine that is left
				ctx, cancel := tt.ctx(t.Context(), tt.after)
				defer cancel()
				j, start := &judge{t: t, script: tt.script, interval: 5 * time.Second}, time.Now()
				e := j.await(ctx, time.Hour, nil)
				if e == nil || e.Kind != tt.kind || e.Reason != "" || !errors.Is(e, ctx.Err()) || time.Since(start) != tt.after {
					t.Errorf("error %+v after %v, want %s after %v", e, time.Since(start), tt.kind, tt.after)
				}
			})
		})
	}
}

func cancelAfter(parent context.Context, after time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	if after == 0 {
		cancel()
		return ctx, cancel
	}
	time.AfterFunc(after, cancel)
	return ctx, cancel
}

func TestProgressTellsEveryPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j, start := &judge{t: t, script: []string{"pending", "slow", "refused", "pending"}, interval: 5 * time.Second}, time.Now()
		var got []string
		e := j.await(t.Context(), time.Minute, func(p DeviceProgress) {
			kind := Kind("")
			if p.Err != nil {
				kind = asError(p.Err).Kind
			}
			next := time.Duration(-1)
			if !p.NextPoll.IsZero() {
				next = p.NextPoll.Sub(start)
			}
			got = append(got, fmt.Sprint(p.Polls, p.Interval, next, p.ExpiresAt.Sub(start), " ", kind))
		})
		want := "0 5s 5s 1m0s |1 5s 10s 1m0s |2 10s 20s 1m0s oauth|3 10s 40s 1m0s connect|4 10s 50s 1m0s |5 10s -1ns 1m0s "
		if text := strings.Join(got, "|"); text != want || e == nil {
			t.Errorf("progress\n%s, want\n%s\nerror %v", text, want, e)
		}
	})
}

func TestBackchannelPollsByTheSameRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{t: t, script: []string{"pending", "slow", "stall", "pending 20s", "tokens"}, interval: 5 * time.Second, next: time.Now().Add(5 * time.Second)}
		r := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Scope: "openid"}
		b := BackchannelAuthentication{AuthReqID: NewSecret("id"), ExpiresIn: Lifetime{true, 2 * time.Minute}}
		set, err := New(Options{Transport: j}).AwaitBackchannel(t.Context(), r, b, nil)
		if err != nil || set.AccessToken.Reveal() != "t" || j.polls != 5 {
			t.Errorf("tokens %v after %d polls, error %v", set.AccessToken.Len(), j.polls, err)
		}
	})
}

func TestPollsSendTheCodeAndNoScope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		c := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			if err != nil {
				return nil, err
			}
			return answerOf(r, "tokens", "")
		})})
		r := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Scope: "openid", Grant: DeviceCode{Verifier: NewSecret("v")}, Extra: []Param{{"x", NewSecret("y")}}}
		_, err := c.AwaitDevice(t.Context(), r, DeviceAuthorization{DeviceCode: NewSecret("d")}, nil)
		const want = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=app&device_code=d&code_verifier=v&x=y"
		if err != nil || len(bodies) != 1 || bodies[0] != want {
			t.Errorf("error %v, sent %q, want %q", err, bodies, want)
		}
	})
}
