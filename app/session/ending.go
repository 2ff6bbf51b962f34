package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"realmscope/app/vault"
)

// ending is a session that was ended while the vault could not be read: what
// rests of it goes as soon as the vault is open, and does not come back.
type ending struct {
	key Key
	// all stands for every account of the profile.
	all bool
	at  time.Time
}

// covers tells whether a record rested before the end.
func (e ending) covers(key Key, changed time.Time) bool {
	return e.key.ProfileID == key.ProfileID && (e.all || e.key.Account == key.Account) && !changed.After(e.at)
}

// owe notes an end for the moment when the vault is open. It tells whether the
// vault is closed now, so that nothing can be removed.
func (s *Sessions) owe(key Key, all bool) bool {
	if st := s.params.Vault.Status(); !st.Locked && !st.Opening {
		return false
	}
	s.owed = slices.DeleteFunc(slices.Clone(s.owed), func(e ending) bool { return e.key == key && e.all == all })
	s.owed = append(s.owed, ending{key, all, wall()})
	return true
}

// drop removes records of a key, or owes that to the vault if it was locked
// meanwhile; done is called when they are gone.
func (s *Sessions) drop(key Key, ids []string, done func()) {
	if len(ids) == 0 {
		return
	}
	s.later(
		func(ctx context.Context) error {
			for _, id := range ids {
				if err := s.params.Vault.Delete(ctx, id); err != nil {
					return err
				}
			}
			return nil
		},
		func(err error) {
			switch {
			case err == nil:
				done()
			case errors.Is(err, vault.ErrLocked):
				s.owed = append(s.owed, ending{key: key, at: wall()})
			}
		})
}

// settle pays what was owed to the vault: the records of ended sessions go, and
// tokens that came while it was locked are put to rest.
func (s *Sessions) settle(w wakening) {
	if !w.read {
		return
	}
	s.owed = slices.DeleteFunc(s.owed, func(e ending) bool { return slices.Contains(w.owed, e) })
	for _, o := range w.over {
		s.drop(o.key, []string{o.id}, func() {})
	}
	for _, l := range s.ordered() {
		if l.unkept && l.state.Tokens != nil && l.state.Profile.KeepLoggedIn && !l.state.Tokens.Set.RefreshToken.Empty() {
			if f := l.state.Failure; f != nil && f.Advice.ID == adviceNotKept {
				l.state.Failure = nil
				s.publish(l)
			}
			s.store(l)
		}
	}
}

// quiet is a Requester whose connections remember what went through them.
type quiet interface{ Quieten() }

// quieten has the network forget what it holds of requests that are over.
func (s *Sessions) quieten() {
	if q, ok := s.params.Client.(quiet); ok && s.params.Later != nil {
		s.params.Later(q.Quieten)
	}
}
