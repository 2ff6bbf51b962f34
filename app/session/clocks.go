package session

import (
	"time"
)

// life is how long something lives. Without a fixed phase it has an end; with
// one, end is when it was revoked.
type life struct {
	phase Phase
	end   time.Time
	whole time.Duration // 0 when unknown
}

// farAway keeps sums of durations from overflowing: what is longer than two
// hundred years counts as that long, and what ended before does not change.
const farAway = 200 * 365 * 24 * time.Hour

// ComputeClocks is the pure function behind State.Clocks: the lives of t at
// now. previous is the set before t in the same session; nil for none, and for
// the tokens of a State, which know their past themselves. next is when a shown text changes next, zero for never: what is left counts in
// seconds, from an hour on in whole minutes (rounded down); what is past in
// seconds, minutes, then hours.
func ComputeClocks(t *Tokens, previous *Tokens, now time.Time) (c Clocks, next time.Time) {
	none := Clock{Phase: PhaseNone}
	if t == nil {
		return Clocks{none, none, none}, time.Time{}
	}
	now = now.Round(0)
	var nexts [3]time.Time
	c.Access, nexts[0] = accessLife(t).at(now)
	c.Refresh, nexts[1] = refreshLife(t).at(now)
	c.Session, nexts[2] = sessionLife(t, previous).at(now)
	if c.Session.Phase != PhaseNone {
		c.Session.Since = since(t, previous)
	}
	return c, earlier(earlier(nexts[0], nexts[1]), nexts[2])
}

// at is a life as seen at now, and when its text changes next.
func (l life) at(now time.Time) (Clock, time.Time) {
	if l.phase != "" {
		return Clock{Phase: l.phase, End: l.end}, time.Time{}
	}
	c := Clock{Phase: PhaseExpired, End: l.end, Whole: l.whole}
	left := min(l.end.Sub(now), farAway)
	switch {
	case left < -farAway:
		return c, time.Time{}
	case left <= 0:
		return c, l.end.Add(pastStep(-left))
	}
	c.Left = ceilSecond(left)
	if l.whole > 0 {
		c.Part = min(1, float64(c.Left)/float64(l.whole))
	}
	soon := l.soon()
	if left <= soon {
		c.Phase = PhaseSoon
		return c, l.end.Add(-nextLeft(c.Left))
	}
	c.Phase = PhaseLive
	return c, earlier(l.end.Add(-nextLeft(c.Left)), l.end.Add(-soon))
}

// soon is how long before its end a life is PhaseSoon: the last fifth or 30 s,
// whichever is longer. Of a minute or less 30 s would be half or more of the
// whole, so there it is the last fifth alone. Of unknown lives it is 30 s.
func (l life) soon() time.Duration {
	const least = 30 * time.Second
	if l.whole > 0 && l.whole <= 2*least {
		return l.whole / 5
	}
	return max(l.whole/5, least)
}

// nextLeft is the next smaller duration with another text.
func nextLeft(left time.Duration) time.Duration {
	if left < time.Hour {
		return left - time.Second
	}
	return left.Truncate(time.Minute) - time.Second
}

// pastStep is the next longer duration with another text.
func pastStep(ago time.Duration) time.Duration {
	step := time.Hour
	switch {
	case ago < time.Minute:
		step = time.Second
	case ago < time.Hour:
		step = time.Minute
	}
	return ago.Truncate(step) + step
}

func ceilSecond(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}
