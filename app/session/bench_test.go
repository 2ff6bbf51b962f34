package session

import (
	"fmt"
	"testing"
	"time"

	"realmscope/app/vault"
)

func BenchmarkComputeClocks(b *testing.B) {
	tokens, previous := chain(step{exp: 30 * time.Minute}, step{at: 5 * time.Minute, exp: 30 * time.Minute})
	now := noon.Add(6 * time.Minute)
	b.ReportAllocs()
	for b.Loop() {
		if c, _ := ComputeClocks(tokens, previous, now); c.Session.Phase != PhaseLive {
			b.Fatal(c.Session.Phase)
		}
	}
}

// BenchmarkTick is one second of 200 live countdowns, at most five rounds of
// the timer. 3 % of a processor are 30 ms.
func BenchmarkTick(b *testing.B) {
	s := New(Params{Base: b.Context(), Post: func(func()) {}, Client: &fakeClient{}, Vault: vault.NewSession()})
	defer s.Close()
	published := 0
	s.Subscribe(func(State) { published++ })
	for i := range 200 {
		l := s.session(Key{ProfileID: fmt.Sprint("p", i)})
		l.state.Tokens = newTokens(answer(set{expires: time.Hour}), nil, 1)
		l.recount(wall())
	}
	b.ReportAllocs()
	for b.Loop() {
		for range 5 {
			s.onTick()
		}
		for _, l := range s.lives {
			l.next = l.state.At // as if a second had gone by
		}
	}
	if published < 200 {
		b.Fatalf("%d states published", published)
	}
}
