package session

import (
	"testing"
	"time"
)

func TestSecondsOfAllCountdownsTurnTogether(t *testing.T) {
	for name, after := range map[string]time.Duration{
		"on the second": 0, "a moment later": time.Millisecond, "at its end": 999 * time.Millisecond,
	} {
		t.Run(name, func(t *testing.T) {
			tokens := newTokens(answer(set{expires: 5 * time.Minute}), nil, 1)
			tokens.Set.ReceivedAt = noon.Add(after)
			c, next := ComputeClocks(tokens, nil, noon.Add(after))
			if want := noon.Add(5 * time.Minute); !c.Access.End.Equal(want) {
				t.Errorf("ends at %v, want %v", c.Access.End, want)
			}
			if want := 5 * time.Minute; c.Access.Left != want {
				t.Errorf("%v left at first, want %v", c.Access.Left, want)
			}
			if want := noon.Add(time.Second); !next.Equal(want) {
				t.Errorf("changes next at %v, want %v", next, want)
			}
		})
	}
}
