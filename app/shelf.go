package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/ui"
)

// shelf is the saved profiles as the window sees them. Its fields belong to
// the UI goroutine; the store and the vault are used in the background only.
type shelf struct {
	ctx   context.Context //nolint:containedctx // the program's life
	post  func(func())
	store *profile.Store
	vault vault.Vault
	queue queue
	// guard runs what happens in the background and keeps a report of its
	// panic; nil runs it bare.
	guard func(func())
	// owed are secrets that a locked vault still holds although nothing names
	// them; only jobs of the queue touch it. A vault with debts keeps them, too.
	owed []string

	list []profile.Profile
	subs map[int]func()
	next int
}

var _ ui.Profiles = (*shelf)(nil)

func newShelf(ctx context.Context, post func(func()), store *profile.Store, v vault.Vault) *shelf {
	return &shelf{ctx: ctx, post: post, store: store, vault: v, list: store.Profiles(), subs: map[int]func(){}}
}

// All returns copies in the order of the list.
func (s *shelf) All() []profile.Profile {
	out := make([]profile.Profile, len(s.list))
	for i, p := range s.list {
		out[i] = p.Clone()
	}
	return out
}

// Find returns a copy of one profile.
func (s *shelf) Find(id string) (profile.Profile, bool) {
	i := slices.IndexFunc(s.list, func(p profile.Profile) bool { return p.ID == id })
	if i < 0 {
		return profile.Profile{}, false
	}
	return s.list[i].Clone(), true
}

// Subscribe calls f after every change.
func (s *shelf) Subscribe(f func()) (cancel func()) {
	id := s.next
	s.next++
	s.subs[id] = f
	return func() { delete(s.subs, id) }
}

// Save keeps the typed secrets first and the profile that names them second: a
// crash between the two leaves a secret that nothing names, never a profile
// that names a secret of somebody else. What the profile named before and names
// no more leaves the vault last.
func (s *shelf) Save(p profile.Profile, typed ui.ProfileSecrets, done func(profile.Profile, error)) {
	p = p.Clone()
	if p.ID == "" {
		p.ID = profile.NewID()
	}
	s.queue.add(func() {
		p, err := keepSecrets(s.ctx, s.vault, p, typed)
		old := s.secretsOf(p.ID)
		if err == nil {
			err = s.store.Put(s.ctx, p)
		}
		if err == nil {
			_ = s.drop(old, p.SecretIDs()) // a leftover is no reason to call the save failed
		}
		s.publish(func() { done(p, saveError(err)) })
	})
}

// Delete removes a profile, then its secrets.
func (s *shelf) Delete(id string, done func(error)) {
	s.queue.add(func() {
		secrets := s.secretsOf(id)
		err := s.store.Delete(s.ctx, id)
		if err == nil {
			err = s.drop(secrets, nil)
		}
		s.publish(func() { done(saveError(err)) })
	})
}

// secretsOf lists what a saved profile names in the vault.
func (s *shelf) secretsOf(id string) []string {
	for _, p := range s.store.Profiles() {
		if p.ID == id {
			return p.SecretIDs()
		}
	}
	return nil
}

// debts is a vault that remembers over a restart what it is to lose.
type debts interface {
	Owe(ctx context.Context, ids ...string) error
	Owed() []string
	Paid(ctx context.Context, ids ...string) error
}

// drop deletes secrets but those that are still named. Those of a locked vault
// go when it is open.
func (s *shelf) drop(secrets, named []string) error {
	var err error
	before := len(s.owed)
	for _, secret := range secrets {
		if slices.Contains(named, secret) {
			continue
		}
		if wrong := s.vault.Delete(s.ctx, secret); errors.Is(wrong, vault.ErrLocked) {
			s.owed = append(s.owed, secret)
		} else {
			err = errors.Join(err, wrong)
		}
	}
	if d, ok := s.vault.(debts); ok && len(s.owed) > before {
		_ = d.Owe(s.ctx, s.owed[before:]...) // else it is owed until the program ends
	}
	return err
}

// settle deletes what is owed, now that the vault is open.
func (s *shelf) settle() {
	s.queue.add(func() {
		owed := s.owed
		d, keeps := s.vault.(debts)
		if keeps {
			owed = append(owed, d.Owed()...)
		}
		if len(owed) == 0 {
			return
		}
		s.owed = nil
		slices.Sort(owed)
		owed = slices.Compact(owed)
		// What fails now is encrypted and named by nothing.
		if err := s.drop(owed, s.named()); err == nil && len(s.owed) == 0 && keeps {
			_ = d.Paid(s.ctx, owed...)
		}
	})
}

// named are the secrets that profiles name.
func (s *shelf) named() []string {
	var all []string
	for _, p := range s.store.Profiles() {
		all = append(all, p.SecretIDs()...)
	}
	return all
}

// remember notes in a profile where a session kept a secret that the user
// typed.
func (s *shelf) remember(profileID, account string, kind vault.Kind, secretID string) {
	s.change(profileID, func(p profile.Profile) profile.Profile { return withSecret(p, account, kind, secretID) })
}

// agree notes in a profile that its user agreed to another origin.
func (s *shelf) agree(profileID, origin string) {
	s.change(profileID, func(p profile.Profile) profile.Profile {
		if !slices.Contains(p.Origins, origin) {
			p.Origins = append(p.Origins, origin)
		}
		return p
	})
}

// change edits a saved profile, if it is still there.
func (s *shelf) change(profileID string, edit func(profile.Profile) profile.Profile) {
	s.queue.add(func() {
		list := s.store.Profiles()
		i := slices.IndexFunc(list, func(p profile.Profile) bool { return p.ID == profileID })
		if i < 0 {
			return
		}
		if s.store.Put(s.ctx, edit(list[i].Clone())) == nil {
			s.publish(func() {})
		}
	})
}

// publish reads the list anew, hands it to the UI goroutine and runs done
// there.
func (s *shelf) publish(done func()) {
	list := s.store.Profiles()
	s.post(func() {
		s.list = list
		for _, id := range slices.Sorted(maps.Keys(s.subs)) {
			if f, ok := s.subs[id]; ok {
				f()
			}
		}
		done()
	})
}

// background runs what is no save beside the queue: reading a file or hardening a
// passphrase takes a second, and no save has to wait for it.
func (s *shelf) background(job func()) { go guarded(s.guard, job) }

// watch hears of changes that other programs make, until the program ends.
func (s *shelf) watch(tell func([]profile.Notice)) {
	seen := func() {
		found := s.store.Notices()
		s.publish(func() { tell(found) })
	}
	go guarded(s.guard, func() { s.store.Watch(s.ctx, profile.WatchEvery, seen) })
}
