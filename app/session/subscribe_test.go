package session

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestSubscribersMayCancelInside(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		var got []string
		var cancels [3]func()
		for i := range cancels {
			cancels[i] = o.s.Subscribe(func(State) {
				got = append(got, fmt.Sprint(i))
				if i == 1 {
					cancels[1]() // itself
					cancels[2]() // one that would come next
				}
			})
		}
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if want := []string{"0", "1", "0"}; !slices.Equal(got, want) {
			t.Errorf("calls %v, want %v", got, want)
		}
		cancels[1]()
	})
}

func TestNobodyGetsAnOlderStateAfterANewerOne(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(time.Minute, answer(set{}), nil)
		o.s.Subscribe(func(st State) {
			if st.Busy != "" {
				o.s.Cancel(st.Key)
			}
		})
		var seen []Op
		o.s.Subscribe(func(st State) { seen = append(seen, st.Busy) })
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if want := []Op{OpFetch, ""}; !slices.Equal(seen, want) {
			t.Errorf("the later subscriber saw %q, want %q", seen, want)
		}
	})
}

func TestForgettingInsideASubscriber(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		for i := range 10 {
			p := shop()
			p.ID = fmt.Sprint("p", i)
			o.s.Fetch(p, "alice", typed)
			o.settle()
		}
		o.pass(500 * time.Millisecond)
		forgotten := map[string]bool{}
		o.s.Subscribe(func(st State) {
			if forgotten[st.Key.ProfileID] && st.Tokens != nil {
				t.Errorf("%s was published after it was forgotten", st.Key.ProfileID)
			}
			for i := range 10 {
				if id := fmt.Sprint("p", i); id != st.Key.ProfileID && !forgotten[id] {
					forgotten[id] = true
					o.s.Forget(id)
				}
			}
		})
		o.pass(5 * time.Second)
		if len(forgotten) < 9 {
			t.Errorf("%d forgotten, want 9 or more", len(forgotten))
		}
	})
}
