package ui

import "time"

// usualLock is after how long an idle window locks when nothing else was
// chosen.
const usualLock = 15 * time.Minute

// lockLimits are the choices, the last one is never.
func lockLimits() []time.Duration {
	return []time.Duration{
		time.Minute, 5 * time.Minute, usualLock, 30 * time.Minute, time.Hour, 4 * time.Hour, 0,
	}
}

// SettledLock is the time after which an idle window locks, of what was kept in
// the preferences: kept seconds, negative when nothing was.
func SettledLock(kept float64) time.Duration {
	for _, d := range lockLimits() {
		if d.Seconds() == kept {
			return d
		}
	}
	return usualLock
}

// touched notes a key or a move of the mouse in the window. A window that was
// idle for too long locks first: while the machine slept no timer ran.
func (w *Window) touched() {
	now := time.Now().Round(0)
	if limit := w.choices().LockAfter; limit > 0 && !w.input.IsZero() && now.Sub(w.input) >= limit {
		w.Lock()
	}
	w.input = now
	w.watchIdle()
}

// watchIdle looks again when the window may have been idle for long enough.
func (w *Window) watchIdle() {
	limit := w.choices().LockAfter
	if w.idle != nil || limit <= 0 || w.p.After == nil {
		return
	}
	left := limit - time.Now().Round(0).Sub(w.input)
	w.idle = w.p.After(max(left, time.Second), func() {
		w.idle = nil
		if limit := w.choices().LockAfter; limit > 0 && time.Now().Round(0).Sub(w.input) >= limit {
			w.Lock()
			return
		}
		w.watchIdle()
	})
}

// stopIdle ends the wait.
func (w *Window) stopIdle() {
	if w.idle != nil {
		w.idle()
		w.idle = nil
	}
}
