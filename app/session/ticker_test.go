package session

import (
	"fmt"
	"testing"
	"time"

	"realmscope/tokenclient"
)

// offline has an access token of d and no other end.
func offline(d time.Duration) tokenclient.TokenSet {
	s := answer(set{refresh: jwt(`{"typ":"Offline"}`), expires: d})
	s.RefreshExpiresIn = seconds(0)
	return s
}

func TestCountdownThroughALife(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, offline(10*time.Second), nil)
		o.fetched(shop())
		o.states = nil
		o.pass(12 * time.Second)
		var got []string
		for _, st := range o.states {
			got = append(got, fmt.Sprint(st.Clocks.Access.Phase, st.Clocks.Access.Left))
			if st.Clocks.Access.End.Sub(st.At) != 10*time.Second-time.Duration(len(got))*time.Second {
				t.Errorf("state %d was computed for %s", len(got), st.At)
			}
		}
		want := "[live9s live8s live7s live6s live5s live4s live3s soon2s soon1s expired0s expired0s expired0s]"
		if fmt.Sprint(got) != want {
			t.Errorf("published\n%v, want\n%s", got, want)
		}
	})
}

func TestTimerPublishesOnlyWhatChanges(t *testing.T) {
	for name, tt := range map[string]struct {
		life, wait, length time.Duration
		want               int
	}{
		"ten hours change by the minute":      {10 * time.Hour, 0, 10 * time.Minute, 10},
		"the last hour changes by the second": {time.Hour, 0, time.Minute, 60},
		"expired by the second at first":      {time.Second, time.Second, 59 * time.Second, 59},
		"then by the minute":                  {time.Second, 61 * time.Second, 50 * time.Minute, 50},
		"then by the hour":                    {time.Second, 61 * time.Minute, 10 * time.Hour, 10},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.reply = after(0, offline(tt.life), nil)
				o.fetched(shop())
				o.pass(tt.wait)
				o.states = nil
				o.pass(tt.length)
				if got := len(o.states); got != tt.want {
					t.Errorf("%d states in %s, want %d", got, tt.length, tt.want)
				}
			})
		})
	}
}

func TestTimerStopsWhenNothingCounts(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		s := offline(time.Second)
		s.AccessToken, s.ExpiresIn = tokenclient.NewSecret("opaque"), tokenclient.Lifetime{}
		o.client.reply = after(0, s, nil)
		o.fetched(shop())
		if o.s.tick.timer != nil {
			t.Error("a timer runs although no token has an end")
		}
		o.client.reply = nil
		o.fetched(shop())
		if o.s.tick.timer == nil {
			t.Error("no timer runs although a token has an end")
		}
		o.s.Forget("p1")
		if o.s.tick.timer != nil {
			t.Error("a timer runs although the session is forgotten")
		}
	})
}

func TestStateIsOfNow(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		time.Sleep(100 * time.Second) // the owner is busy and runs nothing
		if got := o.state(alice).Clocks.Access.Left; got != 200*time.Second {
			t.Errorf("%s left, want 200 s", got)
		}
	})
}

func TestSleepOfTheMachine(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, offline(24*time.Hour), nil)
		o.fetched(shop())
		l := o.s.lives[alice]
		for name, jump := range map[string]time.Duration{"eight hours of sleep": 8 * time.Hour, "an hour back": -time.Hour, "an hour on": time.Hour} {
			// Wall time cannot jump in a bubble; the token's times jump instead.
			o.states = nil
			moved := *l.state.Tokens
			moved.Set.ReceivedAt = moved.Set.ReceivedAt.Add(-jump)
			l.state.Tokens, l.state.At, l.next = &moved, l.state.At.Add(-jump), l.next.Add(-jump)
			o.pass(2 * time.Second)
			want := ceilSecond(time.Until(moved.Set.ReceivedAt.Add(24 * time.Hour)))
			if len(o.states) == 0 {
				t.Errorf("%s: nothing published within 2 s", name)
				continue
			}
			if got := o.states[len(o.states)-1].Clocks.Access.Left; got-want > 2*time.Second || want-got > 2*time.Second {
				t.Errorf("%s: %s left after 2 s, want %s", name, got, want)
			}
		}
	})
}

func TestADayOfCountingIsExact(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(0, offline(25*time.Hour), nil)
		o.fetched(shop())
		o.pass(24*time.Hour + time.Second)
		st := o.states[len(o.states)-1]
		if st.Clocks.Access.Left != time.Hour-time.Second {
			t.Errorf("%s left after a day, want 59:59", st.Clocks.Access.Left)
		}
	})
}

func TestManySessionsAreUpdatedTogether(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		const sessions = 50
		for i := range sessions {
			o.client.reply = after(0, offline(10*time.Minute), nil)
			p := shop()
			p.ID = fmt.Sprint("p", i)
			o.s.Fetch(p, "alice", typed)
			o.pass(time.Second/sessions + time.Millisecond)
		}
		o.states = nil
		o.pass(10 * time.Second)
		rounds := map[time.Time]bool{}
		for _, st := range o.states {
			rounds[st.At] = true
			if late := st.Clocks.Access.Left - st.Clocks.Access.End.Sub(st.At); late < 0 || late >= time.Second {
				t.Errorf("shown %s with %s left", st.Clocks.Access.Left, st.Clocks.Access.End.Sub(st.At))
			}
		}
		if len(rounds) > 11 || len(o.states) < 10*sessions-sessions {
			t.Errorf("%d rounds with %d states in 10 s; want at most one a second and each session each second", len(rounds), len(o.states))
		}
	})
}

// Between two rounds a text may be late, but the end of a token never is.
func TestTheEndsOfManySessionsAreShownAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		const sessions = 20
		for i := range sessions {
			o.client.reply = after(0, offline(time.Minute), nil)
			p := shop()
			p.ID = fmt.Sprint("p", i)
			o.s.Fetch(p, "alice", typed)
			o.pass(time.Second/sessions + time.Millisecond)
		}
		o.states = nil
		o.pass(2 * time.Minute)
		ended := map[Key]bool{}
		for _, st := range o.states {
			c := st.Clocks.Access
			if c.Phase != PhaseExpired || ended[st.Key] {
				continue
			}
			ended[st.Key] = true
			if late := st.At.Sub(c.End); late < 0 || late > gatherEnds {
				t.Errorf("the end of %s is shown %s late", st.Key.ProfileID, late)
			}
		}
		if len(ended) != sessions {
			t.Errorf("%d of %d ends are shown", len(ended), sessions)
		}
	})
}
