package session

import "time"

// How long the timer waits at most. Timers stand still while the machine
// sleeps and do not see the clock being set, so something that counts down is
// looked at every second: it is right again at once after either.
const (
	longestWaitCounting = time.Second
	longestWaitExpired  = 30 * time.Second
)

// How long what is due may wait for what is due after it: a text that counts,
// and the end of a life. The seconds of many sessions turn at different moments,
// and each round of updates draws the whole window anew: all together make one
// round a second, at the last of their moments. A session alone is never late.
const (
	gatherTexts = time.Second
	gatherEnds  = 200 * time.Millisecond
)

// ticker is the one timer behind all countdowns.
type ticker struct {
	timer *time.Timer
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
	var texts, ends gathering
	longest := longestWaitExpired
	for _, l := range s.lives {
		texts, ends = append(texts, l.next), append(ends, l.ends())
		if l.state.Clocks.counting() || l.state.Answers.counting() || l.state.Fresh.On {
			longest = longestWaitCounting
		}
	}
	next := earlier(texts.last(gatherTexts), ends.last(gatherEnds))
	if next.IsZero() {
		return
	}
	wait := min(next.Sub(wall()), longest)
	s.tick.timer = time.AfterFunc(max(wait, time.Millisecond), func() { s.params.Post(s.onTick) })
}

// gathering are moments of which zero means never.
type gathering []time.Time

// last is the last of the moments that come less than within after the first.
func (g gathering) last(within time.Duration) time.Time {
	var first time.Time
	for _, at := range g {
		first = earlier(first, at)
	}
	last := first
	for _, at := range g {
		if at.After(last) && at.Sub(first) < within {
			last = at
		}
	}
	return last
}

// ends is when the next of the session's lives ends, zero for never.
func (l *live) ends() time.Time {
	var end time.Time
	for _, k := range []Clock{l.state.Clocks.Access, l.state.Clocks.Refresh, l.state.Clocks.Session} {
		if k.Phase == PhaseLive || k.Phase == PhaseSoon {
			end = earlier(end, k.End)
		}
	}
	return end
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
