package session

import (
	"context"
	"fmt"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func TestAFreshSessionIsRenewedBeforeItsEnd(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			return answer(set{}), nil
		}
		o.fetched(shop())
		o.s.KeepFresh(alice, true)
		o.pass(239 * time.Second)
		if n := len(o.client.requests()); n != 1 {
			t.Fatalf("%d requests after 239 s of 300, want the fetch alone", n)
		}
		o.pass(20 * time.Minute)
		// Each set is renewed 60 s before the end of its 300 s.
		if n := len(o.client.requests()); n < 5 || n > 7 {
			t.Errorf("%d requests in 21 min, want one each 4 min", n)
		}
		o.s.KeepFresh(alice, false)
		before := len(o.client.requests())
		o.pass(10 * time.Minute)
		if n := len(o.client.requests()); n != before {
			t.Errorf("%d requests after it was switched off", n-before)
		}
	})
}

func TestKeepingFreshStops(t *testing.T) {
	status := &tokenclient.Error{Kind: tokenclient.KindStatus, Status: 503, Sent: true}
	for name, tt := range map[string]struct {
		err  error
		want Fresh
		sent int
	}{
		"when the session is over":              {refused("invalid_grant", "Session not active"), Fresh{Stop: StopEnded}, 1},
		"when the client is refused":            {refused("invalid_client", "Invalid client credentials"), Fresh{Stop: StopRefused}, 1},
		"when the token may have been used":     {&tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true}, Fresh{Stop: StopUnsure}, 1},
		"not when the server is only busy, yet": {status, Fresh{On: true}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.fetched(shop())
				o.s.KeepFresh(alice, true)
				o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
					return tokenclient.TokenSet{}, tt.err
				}
				o.pass(240*time.Second + 80*time.Second) // 10, 20 and 40 s between the tries
				got := o.state(alice).Fresh
				got.Failed, got.Next = 0, time.Time{}
				if sent := len(o.client.requests()) - 1; got != tt.want || sent != tt.sent {
					t.Errorf("fresh %+v after %d requests, want %+v after %d", got, sent, tt.want, tt.sent)
				}
			})
		})
	}
}

func TestOnlyWhatNeedsNobodyIsKeptFresh(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, answer(set{refresh: "-"}), nil)
		o.fetched(shop())
		o.s.KeepFresh(alice, true)
		if o.state(alice).Fresh.On {
			t.Error("a password would be sent again and again")
		}
		service := shop()
		service.ID, service.Grant = "p2", profile.GrantClientCredentials
		o.s.Fetch(service, "", typed)
		o.settle()
		k := Key{ProfileID: "p2"}
		o.s.KeepFresh(k, true)
		if !o.state(k).Fresh.On {
			t.Error("a client's own token can be had anew")
		}
		o.s.KeepFresh(Key{ProfileID: "unheard-of"}, true)
	})
}

// many are targets of one client each.
func many(n int) []Target {
	var all []Target
	for i := range n {
		p := shop()
		p.ID = fmt.Sprint("m", i)
		p.Client.Auth = tokenclient.AuthNone
		p.Grant = profile.GrantClientCredentials
		all = append(all, Target{Profile: p})
	}
	return all
}

func TestABatchRunsFourAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(time.Second, answer(set{}), nil)
		all := many(10)
		login := shop()
		login.ID, login.Grant = "login", profile.GrantAuthorizationCode
		o.s.FetchAll(append(all, Target{Profile: login}))
		for _, want := range []Batch{{OpFetch, 0, 10}, {OpFetch, 4, 10}, {OpFetch, 8, 10}, {}} {
			o.settle()
			if got := o.s.Batch(); got != want {
				t.Errorf("batch %+v, want %+v", got, want)
			}
			o.pass(time.Second)
		}
		if n := len(o.client.requests()); n != 10 {
			t.Errorf("%d requests, want one for each that needs no person", n)
		}
		o.s.RefreshAll(all)
		o.settle()
		o.s.Cancel(all[0].Key())
		o.s.Forget("m1")
		o.settle()
		if got, want := o.s.Batch(), (Batch{OpRefresh, 2, 10}); got != want {
			t.Errorf("batch %+v, want %+v", got, want)
		}
		o.s.CancelAll()
		o.pass(10 * time.Second)
		if n := len(o.client.requests()); n != 16 {
			t.Errorf("%d requests after the cancel, want 10 and the 6 that had begun", n)
		}
	})
}

func TestABatchOfNothingEndsAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.RefreshAll(many(3))
		if got := o.s.Batch(); got != (Batch{}) {
			t.Errorf("batch %+v of sessions that cannot be refreshed", got)
		}
	})
}
