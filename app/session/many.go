package session

import (
	"slices"

	"realmscope/app/profile"
)

// together is how many requests of a batch run at once: enough to be quick,
// too few to look like an attack.
const together = 4

// Target is one session of a profile.
type Target struct {
	Profile profile.Profile
	Account string
}

// Key is the target's session.
func (t Target) Key() Key { return KeyOf(t.Profile, t.Account, Typed{}) }

// Batch is how far FetchAll or RefreshAll has come.
type Batch struct {
	// Op is OpFetch or OpRefresh, "" when none runs.
	Op Op
	// Done of All sessions have their answer, good or bad.
	Done, All int
}

// batch is what is left of one.
type batch struct {
	Batch
	waiting []Target
	running map[Key]bool
}

// Alone tells whether the grant gets a token without a person: such a session
// can be fetched with many others at once.
func Alone(p profile.Profile) bool {
	return p.Grant == profile.GrantPassword || p.Grant == profile.GrantClientCredentials
}

// FetchAll gets new tokens for all targets that need no person, four at a time.
// Sessions that already run something are left alone. A running batch ends
// where it stands; its requests under way go on.
func (s *Sessions) FetchAll(targets []Target) {
	s.many(OpFetch, targets, func(t Target) bool { return Alone(t.Profile) && s.State(t.Key()).Busy == "" })
}

// RefreshAll refreshes all targets that can be refreshed, four at a time and
// each at most once at a time.
func (s *Sessions) RefreshAll(targets []Target) {
	s.many(OpRefresh, targets, func(t Target) bool { return s.State(t.Key()).CanRefresh() })
}

// Batch is the running batch.
func (s *Sessions) Batch() Batch { return s.batch.Batch }

// CancelAll ends the batch and every request of it.
func (s *Sessions) CancelAll() {
	running := s.batch.running
	s.batch = batch{}
	for k := range running {
		s.Cancel(k)
	}
}

func (s *Sessions) many(op Op, targets []Target, can func(Target) bool) {
	if s.closed {
		return
	}
	waiting := slices.DeleteFunc(slices.Clone(targets), func(t Target) bool { return !can(t) })
	s.batch = batch{Batch: Batch{Op: op, All: len(waiting)}, waiting: waiting, running: map[Key]bool{}}
	s.pump()
}

// pump starts what may start, and forgets a batch that is done.
func (s *Sessions) pump() {
	for len(s.batch.running) < together && len(s.batch.waiting) > 0 {
		t := s.batch.waiting[0]
		s.batch.waiting = s.batch.waiting[1:]
		s.batch.running[t.Key()] = true
		if s.batch.Op == OpFetch {
			s.Fetch(t.Profile, t.Account, Typed{})
		} else {
			s.Refresh(t.Profile, t.Account)
		}
		if s.State(t.Key()).Busy == "" { // it could not begin
			s.inBatch(t.Key())
		}
	}
	if len(s.batch.running) == 0 && len(s.batch.waiting) == 0 {
		s.batch = batch{}
	}
}

// inBatch counts a session that has come to rest.
func (s *Sessions) inBatch(k Key) {
	if s.batch.running[k] {
		delete(s.batch.running, k)
		s.batch.Done++
	}
}
