package session

import "time"

// How long the timer waits at most. Timers stand still while the machine
// sleeps and do not see the clock being set, so something that counts down is
// looked at every second: it is right again at once after either.
const (
	longestWaitCounting = time.Second
	longestWaitExpired  = 30 * time.Second
)

// pause is the least time between two rounds of updates. Many sessions whose
// seconds turn at different moments are updated together.
const pause = 200 * time.Millisecond

// ticker is the one timer behind all countdowns.
type ticker struct {
	timer *time.Timer
	last  time.Time // when states were last published by the timer
}

func (t *ticker) stop() {
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
}

// arm sets the timer to the next moment at which a shown text changes, or
// stops it when nothing counts.
func (s *Sessions) arm() {
	s.tick.stop()
	if s.closed {
		return
	}
	var next time.Time
	longest := longestWaitExpired
	for _, l := range s.lives {
		next = earlier(next, l.next)
		if l.state.Clocks.counting() || l.state.Answers.counting() || l.state.Fresh.On {
			longest = longestWaitCounting
		}
	}
	if next.IsZero() {
		return
	}
	now := wall()
	wait := min(next.Sub(now), longest)
	if since := now.Sub(s.tick.last); since >= 0 && since < pause {
		wait = max(wait, pause-since)
	}
	s.tick.timer = time.AfterFunc(max(wait, time.Millisecond), func() { s.params.Post(s.onTick) })
}

// onTick publishes the states that show something else now, and sets the timer
// again. A round that was posted before the timer was stopped does no harm.
func (s *Sessions) onTick() {
	if s.closed || s.root.Err() != nil {
		return
	}
	now := wall()
	var due []*live
	for _, l := range s.lives {
		if l.due(now) {
			l.recount(now)
			due = append(due, l)
		}
	}
	if len(due) > 0 {
		s.tick.last = now
	}
	for _, l := range due {
		if s.lives[l.key] == l { // a subscriber may have forgotten it
			s.announce(l.state)
		}
	}
	s.renewDue(now)
	s.arm()
}

// due tells whether the state shows the wrong time: its next change has come,
// or the clock was set back.
func (l *live) due(now time.Time) bool {
	return !l.next.IsZero() && (!now.Before(l.next) || now.Before(l.state.At))
}

// counting tells whether a life counts down.
func (c Clocks) counting() bool {
	for _, k := range []Clock{c.Access, c.Refresh, c.Session} {
		if k.Phase == PhaseLive || k.Phase == PhaseSoon {
			return true
		}
	}
	return false
}

// earlier is the earlier of two moments, of which zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
