package session

import (
	"context"
	"encoding/json"
	"slices"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// rested is a session as it came out of the vault.
type rested struct {
	key     Key
	profile profile.Profile
	// ids are the records of the session, the newest first.
	ids    []string
	tokens *Tokens
	bond   bond
}

// wakening is what was found in the vault.
type wakening struct {
	// read says that the vault was open.
	read     bool
	sessions []rested
	// over are records of sessions that were ended by owed.
	over []recordOf
	owed []ending
}

// recordOf is a record and whose it is.
type recordOf struct {
	key Key
	id  string
}

// Restore brings back the sessions of the given profiles that rest in the
// vault, in the background. A session that has tokens or is at work stays as it
// is, and a record that belongs to another server or client, or whose profile
// no longer wishes to be kept logged in, stays where it is. While the vault is
// locked nothing comes back: call it again after Unlock.
func (s *Sessions) Restore(profiles []profile.Profile) {
	if s.closed || s.params.Later == nil {
		return
	}
	profiles, owed := slices.Clone(profiles), slices.Clone(s.owed)
	start(s.root, s,
		func(ctx context.Context) wakening { return s.worker.restore(ctx, profiles, owed) },
		func(*Failure) wakening { return wakening{} },
		func(w wakening) {
			for _, r := range w.sessions {
				s.revive(r)
			}
			s.settle(w)
		})
}

// revive takes a rested session into the live ones. One that is live already
// takes over what rests, so that its end is the end of both.
func (s *Sessions) revive(r rested) {
	if l, ok := s.lives[r.key]; ok && (l.state.Tokens != nil || l.state.Busy != "") {
		for _, id := range slices.Backward(r.ids) {
			if !slices.Contains(l.resting, id) {
				l.resting = slices.Insert(slices.Clone(l.resting), 0, id)
			}
		}
		return
	}
	l := s.session(r.key)
	l.state.Profile, l.state.Tokens, l.bond, l.resting = r.profile, r.tokens, r.bond, r.ids
	s.publish(l)
}

// restore reads what rests. Of two records of one session the newest counts.
func (w worker) restore(ctx context.Context, profiles []profile.Profile, owed []ending) (found wakening) {
	entries, err := w.vault.List(ctx)
	if err != nil {
		return found // locked, or it says itself what is wrong
	}
	found.read, found.owed = true, owed
	slices.SortStableFunc(entries, func(a, b vault.Entry) int { return b.Changed.Compare(a.Changed) })
	for _, e := range entries {
		if e.Kind != vault.KindRefreshToken {
			continue
		}
		if key, ok := keyOf(e); ok && slices.ContainsFunc(owed, func(o ending) bool { return o.covers(key, e.Changed) }) {
			found.over = append(found.over, recordOf{key, e.ID})
			continue
		}
		r, ok := w.wake(ctx, e, profiles)
		i := slices.IndexFunc(found.sessions, func(other rested) bool { return other.key == r.key })
		switch {
		case !ok:
		case i < 0:
			found.sessions = append(found.sessions, r)
		default:
			found.sessions[i].ids = append(found.sessions[i].ids, e.ID)
		}
	}
	return found
}

// keyOf is the session that a record is of.
func keyOf(e vault.Entry) (Key, bool) {
	var m memory
	err := json.Unmarshal([]byte(e.Meta), &m)
	return Key{m.Profile, m.Account}, err == nil
}

// wake makes a session of one record, if it still belongs to its profile.
func (w worker) wake(ctx context.Context, e vault.Entry, profiles []profile.Profile) (r rested, ok bool) {
	var m memory
	if json.Unmarshal([]byte(e.Meta), &m) != nil {
		return r, false
	}
	i := slices.IndexFunc(profiles, func(p profile.Profile) bool { return p.ID == m.Profile && p.KeepLoggedIn })
	if i < 0 {
		return r, false
	}
	p := profiles[i].Clone()
	b, err := bondOf(p)
	if err != nil || b.endpoint != m.Endpoint || b.owner != e.Owner {
		return r, false
	}
	if !agreedTarget(p, b, m.Target) {
		return r, false
	}
	b.target = m.Target
	if p.Client.DPoP {
		key, err := w.vault.Get(ctx, p.Client.DPoPKeyID, b.owner)
		if err != nil {
			return r, false
		}
		if b.dpop, err = tokenclient.ParseDPoPKey(key); err != nil {
			return r, false
		}
	}
	refresh, err := w.vault.Get(ctx, e.ID, b.owner)
	if err != nil || refresh.Empty() {
		return r, false
	}
	return rested{Key{m.Profile, m.Account}, p, []string{e.ID}, m.tokens(refresh), b}, true
}

// agreedTarget tells whether a token endpoint beside the profile's own is at an
// origin that its secrets may go to; none is none.
func agreedTarget(p profile.Profile, b bond, target string) bool {
	if target == "" {
		return true
	}
	origin, err := tokenclient.Origin(target)
	return err == nil && (origin == b.owner.Origin || slices.Contains(p.Origins, origin))
}

// ForgetAll cancels and removes every session, with all tokens and what was
// typed for them, and publishes their empty states. What rests in the vault
// stays there.
func (s *Sessions) ForgetAll() {
	if s.closed {
		return
	}
	s.batch = batch{}
	for _, l := range s.ordered() {
		s.remove(l)
	}
	s.quieten()
}
