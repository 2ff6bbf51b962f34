package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

// bigToken is an access token of more than 4 KiB.
func bigToken() string {
	roles := make([]string, 160)
	for i := range roles {
		roles[i] = fmt.Sprintf("%q", fmt.Sprintf("role-%04d", i))
	}
	return jwt(`{"alg":"RS256"}`, fmt.Sprintf(
		`{"exp":%d,"preferred_username":"alice","realm_access":{"roles":[%s]},"note":%q}`,
		time.Now().Add(5*time.Minute).Unix(), strings.Join(roles, ","), strings.Repeat("n", 1200)))
}

// stateOf is a session's state with such a token, left of its life.
func stateOf(s *stage, token string, left time.Duration) session.State {
	now := time.Now().Round(0)
	return session.State{
		Key: s.key0(), Profile: shop(), At: now,
		Tokens: &session.Tokens{Set: goodAnswer("alice", left), Access: inspect.Decode(token), Owner: "alice"},
		Clocks: session.Clocks{Access: session.Clock{
			Phase: session.PhaseLive, Left: left, End: now.Add(left), Whole: 5 * time.Minute, Part: 0.5,
		}},
	}
}

// key0 is the key of the shown session; stage.key presses shortcuts.
func (s *stage) key0() session.Key { return s.Window.key() }

// BenchmarkAnswer is the time from the arrival of a token of 4 KiB to its
// claims in the window.
func BenchmarkAnswer(b *testing.B) {
	s := newStage(b, shop())
	token := bigToken()
	if len(token) < 4096 {
		b.Fatalf("the token has %d bytes only", len(token))
	}
	for b.Loop() {
		s.page.tokens.reset()
		s.onState(stateOf(s, token, 4*time.Minute))
	}
}

// BenchmarkSecond is one second of a countdown.
func BenchmarkSecond(b *testing.B) {
	s := newStage(b, shop())
	st := stateOf(s, bigToken(), 4*time.Minute)
	left := 0
	for b.Loop() {
		left++
		st.Clocks.Access.Left = time.Duration(left%3000) * time.Second
		st.At = st.At.Add(time.Second)
		s.onState(st)
	}
}
