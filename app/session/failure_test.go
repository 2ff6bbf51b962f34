package session

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func TestFailureLine(t *testing.T) {
	for want, e := range map[string]*tokenclient.Error{
		"401 invalid_grant · Invalid user credentials": {Kind: tokenclient.KindOAuth, Status: 401, Code: "invalid_grant", Description: "Invalid user credentials"},
		"404 Realm does not exist":                     {Kind: tokenclient.KindOAuth, Status: 404, Code: "Realm does not exist"},
		"503 status":                                   {Kind: tokenclient.KindStatus, Status: 503},
		"200 html · Log in to the network":             {Kind: tokenclient.KindHTML, Status: 200, Title: "Log in to the network"},
		"302 redirect · https://x.test/":               {Kind: tokenclient.KindRedirect, Status: 302, Location: "https://x.test/"},
		"tls expired":                                  {Kind: tokenclient.KindTLS, Reason: "expired"},
		"timeout":                                      {Kind: tokenclient.KindTimeout},
		`400 invalid_request · a\u202eb\n\u001b[31m`:   {Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_request", Description: "a\u202eb\n\x1b[31m"},
	} {
		if got := explain(OpFetch, e, nil).Line; got != want {
			t.Errorf("line of %s %d %q: got %q, want %q", e.Kind, e.Status, e.Description, got, want)
		}
	}
	long := &tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: strings.Repeat("x", 100_000)}
	if got := len([]rune(explain(OpFetch, long, nil).Line)); got != lineLimit {
		t.Errorf("a huge code gives a line of %d characters, want %d", got, lineLimit)
	}
}

func TestFailureDetails(t *testing.T) {
	e := &tokenclient.Error{
		Kind: tokenclient.KindOAuth, Endpoint: "https://sso.test/token", Status: 429, Code: "slow\ndown", Description: "wait",
		Title: "T", Location: "https://x.test/", RetryAfter: 30 * time.Second, Elapsed: 1234567 * time.Microsecond,
		ServerDate: noon, Body: "{\n \"error\": \"\x1b[31m\"\r\n}\n",
	}
	want := strings.Join([]string{
		"endpoint: https://sso.test/token", "status: 429 Too Many Requests", "kind: oauth", `error: slow\ndown`, "error_description: wait",
		"title: T", "location: https://x.test/", "retry after: 30s", "took: 1.235s", "date: Sun, 22 Nov 2026 12:00:00 GMT",
		"", "{", ` "error": "\u001b[31m"`, "}",
	}, "\n")
	if got := explain(OpFetch, e, nil).Details; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := explain(OpFetch, &tokenclient.Error{Kind: tokenclient.KindName}, nil).Details; got != "kind: name" {
		t.Errorf("without an answer: %q", got)
	}
}

func TestFailuresCountRefusedCredentials(t *testing.T) {
	type try struct {
		op   Op
		err  error
		want int
	}
	grant, client := refused("invalid_grant", "Invalid user credentials"), refused("unauthorized_client", "Invalid client secret")
	for name, tries := range map[string][]try{
		"passwords in a row":            {{OpFetch, grant, 1}, {OpFetch, grant, 2}, {OpFetch, grant, 3}},
		"secrets count too":             {{OpFetch, client, 1}, {OpFetch, refused("invalid_client", "x"), 2}, {OpRefresh, client, 3}},
		"success begins anew":           {{OpFetch, grant, 1}, {OpFetch, nil, 0}, {OpFetch, grant, 1}},
		"a refresh is a success":        {{OpFetch, grant, 1}, {OpRefresh, nil, 0}},
		"a dead session is no password": {{OpRefresh, grant, 0}},
		"other failures keep the count": {{OpFetch, grant, 1}, {OpFetch, &tokenclient.Error{Kind: tokenclient.KindTimeout}, 1}, {OpFetch, grant, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.fetched(shop())
				for i, try := range tries {
					o.client.reply = after(0, answer(set{}), try.err)
					if try.op == OpFetch {
						o.s.Fetch(shop(), "alice", typed)
					} else {
						o.s.Refresh(shop(), "alice")
					}
					o.settle()
					o.s.Dismiss(alice)
					if got := o.state(alice).Failures; got != try.want {
						t.Errorf("after try %d: %d failures, want %d", i+1, got, try.want)
					}
				}
			})
		})
	}
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		p.Grant = profile.GrantClientCredentials
		o.client.reply = after(0, tokenclient.TokenSet{}, grant)
		o.s.Fetch(p, "", typed)
		o.settle()
		if got := o.state(Key{ProfileID: "p1"}).Failures; got != 0 {
			t.Errorf("invalid_grant of client credentials counts %d, want 0", got)
		}
	})
}

func TestDismissAndNextOperationClearAFailure(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, tokenclient.TokenSet{}, refused("invalid_grant", "x"))
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if o.state(alice).Failure == nil {
			t.Fatal("no failure to dismiss")
		}
		o.s.Dismiss(alice)
		if o.state(alice).Failure != nil {
			t.Error("failure after Dismiss")
		}
		published := len(o.states)
		o.s.Dismiss(alice)
		o.s.Dismiss(Key{ProfileID: "nobody"})
		if len(o.states) != published {
			t.Error("dismissing nothing published something")
		}
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		o.client.reply = after(time.Second, answer(set{}), nil)
		o.s.Fetch(shop(), "alice", typed)
		if o.state(alice).Failure != nil {
			t.Error("the old failure is shown while the next fetch runs")
		}
	})
}

func TestNoAnswerIsAnExchangeWithoutStatus(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindConnect, Elapsed: time.Second})
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if x := o.state(alice).Last; x == nil || x.Status != 0 || x.Elapsed != time.Second || x.SkewKnown || !x.At.Equal(wall()) {
			t.Errorf("last exchange %+v, want status 0 after 1 s without skew", x)
		}
	})
}

func TestPanicsBecomeFailures(t *testing.T) {
	const runs = 50
	inBubble(t, func(t *testing.T, o *owner) {
		for i := range runs {
			o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
				panic(fmt.Errorf("quoting secret-canary in run %d", i))
			}
			o.s.Fetch(shop(), "alice", typed)
			o.settle()
			st := o.state(alice)
			if st.Busy != "" || st.Failure == nil || st.Failure.Advice.ID != "internal" || st.Failure.Op != OpFetch {
				t.Fatalf("run %d: %+v, want the failure internal", i, st.Failure)
			}
			if d := st.Failure.Details; strings.Contains(d, "canary") || !strings.Contains(d, "TestPanicsBecomeFailures") {
				t.Fatalf("details must name the place and quote nothing:\n%s", d)
			}
			o.client.reply = nil
			o.fetched(shop())
		}
	})
}
