package session

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"realmscope/tokenclient"
)

// unruly is a server with rotation: it fails three times in ten, is slow, and
// sometimes answers although the request was cancelled.
type unruly struct {
	rand   *rand.Rand
	serial int
}

func (u *unruly) answer(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	fails, deaf, wait := u.rand.IntN(10) < 3, u.rand.IntN(10) == 0, time.Duration(u.rand.IntN(3000))*time.Millisecond
	u.serial++
	serial := fmt.Sprint("r", u.serial)
	if deaf {
		ctx = context.WithoutCancel(ctx)
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	}
	if !fails {
		return answer(set{access: "a" + serial, refresh: serial}), nil
	}
	switch u.rand.IntN(4) {
	case 0:
		panic(serial)
	case 1:
		return tokenclient.TokenSet{}, refused("invalid_grant", "x")
	case 2:
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true}
	}
	return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindStatus, Status: 503}
}

// consistent tells what is wrong with a state that follows before.
func consistent(before, now State) string {
	for wrong, is := range map[string]bool{
		"busy without since or since without busy": (now.Busy == "") != now.BusySince.IsZero(),
		"busy and a failure or needs":              now.Busy != "" && (now.Failure != nil || now.Needs != nil),
		"a failure and needs":                      now.Failure != nil && now.Needs != nil,
		"tokens got lost":                          before.Tokens != nil && now.Tokens == nil,
		"clocks of another time":                   now.Clocks.Access.Phase == "" || now.At.Before(before.At),
	} {
		if is {
			return wrong
		}
	}
	if now.Tokens == nil {
		return ""
	}
	if now.Tokens.Set.AccessToken.Reveal() != "a"+now.Tokens.Set.RefreshToken.Reveal() {
		return "tokens of two answers are mixed"
	}
	if before.Tokens != nil && before.Tokens != now.Tokens && now.Tokens.Generation != before.Tokens.Generation+1 {
		return "a generation was left out"
	}
	return ""
}

func TestChaos(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				r := rand.New(rand.NewPCG(seed, 1))
				u := &unruly{rand: rand.New(rand.NewPCG(seed, 2))}
				turn := make(chan struct{}, 1) // one request draws at a time
				o.client.reply = func(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
					turn <- struct{}{}
					defer func() { <-turn }()
					return u.answer(ctx, r)
				}
				var last State
				o.s.Subscribe(func(st State) {
					if wrong := consistent(last, st); wrong != "" {
						t.Errorf("%s:\n%+v\nafter\n%+v", wrong, st, last)
					}
					last = st
				})
				got := 0
				for range 1000 {
					before := o.state(alice)
					switch n := r.IntN(10); {
					case n < 4:
						o.s.Fetch(shop(), "alice", typed)
					case n < 8:
						o.s.Refresh(shop(), "alice")
					default:
						o.s.Cancel(alice)
					}
					o.pass(time.Duration(r.IntN(4000)) * time.Millisecond)
					if now := o.state(alice); now.Tokens != before.Tokens {
						got++
					}
				}
				o.pass(time.Hour)
				if st := o.state(alice); st.Busy != "" {
					t.Errorf("still %s after an hour", st.Busy)
				}
				if got < 100 || got > 900 {
					t.Errorf("%d of 1,000 cycles brought tokens: the chaos is none", got)
				}
			})
		})
	}
}
