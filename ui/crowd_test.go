package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// picture is a picture's share of a second at the 60 that a screen shows: what is
// slower than it is felt. The benchmarks print how many frames a thing takes.
const picture = time.Second / 60

// crowd are many profiles of several groups and environments; each third has
// accounts, the rest are services.
func crowd(n int) []profile.Profile {
	environments := profile.Environments()
	out := make([]profile.Profile, n)
	for i := range out {
		p := bank()
		if i%3 == 0 {
			p = shop()
		}
		p.ID, p.Name = fmt.Sprintf("%016x", i+1), fmt.Sprintf("shop %d of région %d", i, i%17)
		p.Environment, p.Client.Auth = environments[i%len(environments)], "none"
		p.Realm.Name, p.Group = fmt.Sprintf("realm-%d", i%400), []string{"", "", "north", "south"}[i%4]
		out[i] = p
	}
	return out
}

// inFrames reports the time of one round in milliseconds and in frames.
func inFrames(b *testing.B) {
	b.Helper()
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(each.Microseconds())/1000, "ms/op")
	b.ReportMetric(float64(each)/float64(picture), "frames/op")
}

// BenchmarkFilterKey is a keystroke in the filter of the list over 10,000
// profiles: a word typed letter by letter and deleted again.
func BenchmarkFilterKey(b *testing.B) {
	s := newStage(b, crowd(10_000)...)
	word := "shop 99 reg"
	texts := make([]string, 0, 2*len(word))
	for i := range word {
		texts = append(texts, word[:i+1])
	}
	for i := len(word) - 1; i > 0; i-- {
		texts = append(texts, word[:i])
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.list.filter.SetText(texts[i%len(texts)])
	}
	inFrames(b)
}

// BenchmarkFilterFirstLetter is the costliest keystroke: the first letter and
// its deletion, which all 10,000 profiles have.
func BenchmarkFilterFirstLetter(b *testing.B) {
	s := newStage(b, crowd(10_000)...)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.list.filter.SetText([]string{"s", "", "9", ""}[i%4])
	}
	inFrames(b)
}

// BenchmarkFilterBare is the baseline of both: the letters looked for in the
// names alone.
func BenchmarkFilterBare(b *testing.B) {
	all := crowd(10_000)
	hits := 0
	for b.Loop() {
		for i := range all {
			if strings.Contains(all[i].Name, "op 99") {
				hits++
			}
		}
	}
	if hits == 0 {
		b.Fatal("nothing found")
	}
	inFrames(b)
}

// liveStates are states of live sessions, one for each target.
func liveStates(s *stage) []session.State {
	st := stateOf(s, bigToken(), 30*time.Minute)
	var out []session.State
	for _, t := range s.targets() {
		st.Key, st.Profile = t.Key(), t.Profile
		out = append(out, st)
	}
	return out
}

// tickAll is one second of all sessions: each state published with less left.
func tickAll(states []session.State, second int, publish ...func(session.State)) {
	for i := range states {
		c := &states[i].Clocks.Access
		c.Left = time.Duration(1+(second+i)%3000) * time.Second
		c.Part = float64(c.Left) / float64(time.Hour)
		states[i].At = states[i].At.Add(time.Second)
		for _, f := range publish {
			f(states[i])
		}
	}
}

// BenchmarkBoardSecond is one second of 200 countdowns on the board, and beside
// it of one text that is set.
func BenchmarkBoardSecond(b *testing.B) {
	b.Run("one text", func(b *testing.B) {
		s := newStage(b)
		text := look.NewText(look.Clock, "")
		s.win.SetContent(text)
		for i := 0; b.Loop(); i++ {
			text.SetText(countdown(time.Duration(1+i%3000) * time.Second))
		}
		inFrames(b)
	})
	for _, n := range []int{20, 200} {
		b.Run(fmt.Sprint(n, " sessions"), func(b *testing.B) {
			s := newStage(b, services(n)...)
			s.goTo(placeBoard)
			board, ok := s.places.current().(*boardPlace)
			if !ok {
				b.Fatalf("%T is in sight", s.places.current())
			}
			states := liveStates(s)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				tickAll(states, i, s.onState, board.update)
			}
			inFrames(b)
		})
	}
}

// services are profiles without people.
func services(n int) []profile.Profile {
	out := crowd(n)
	for i := range out {
		out[i].Grant, out[i].Accounts = profile.GrantClientCredentials, nil
	}
	return out
}

// BenchmarkListSecond is one second of 200 countdowns while the realms' page
// is in sight, among 10,000 profiles.
func BenchmarkListSecond(b *testing.B) {
	s := newStage(b, services(10_000)...)
	states := liveStates(s)[:200]
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tickAll(states, i, s.onState)
	}
	inFrames(b)
}

// BenchmarkBoardRow is one row of 200 set to another state.
func BenchmarkBoardRow(b *testing.B) {
	s := newStage(b, services(200)...)
	s.goTo(placeBoard)
	board, ok := s.places.current().(*boardPlace)
	if !ok {
		b.Fatalf("%T is in sight", s.places.current())
	}
	states := liveStates(s)[3:4]
	for i := 0; b.Loop(); i++ {
		tickAll(states, i, board.update)
	}
	inFrames(b)
}
