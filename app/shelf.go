package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
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

// Subscribe calls f after every change.
func (s *shelf) Subscribe(f func()) (cancel func()) {
	id := s.next
	s.next++
	s.subs[id] = f
	return func() { delete(s.subs, id) }
}

// Save keeps the typed secrets first and the profile that names them second: a
// crash between the two leaves a secret that nothing names, never a profile
// that names a secret of somebody else.
func (s *shelf) Save(p profile.Profile, typed ui.ProfileSecrets, done func(profile.Profile, error)) {
	p = p.Clone()
	if p.ID == "" {
		p.ID = profile.NewID()
	}
	s.queue.add(func() {
		p, err := keepSecrets(s.ctx, s.vault, p, typed)
		if err == nil {
			err = s.store.Put(s.ctx, p)
		}
		s.publish(func() { done(p, err) })
	})
}

// Delete removes a profile, then its secrets.
func (s *shelf) Delete(id string, done func(error)) {
	s.queue.add(func() {
		var secrets []string
		for _, p := range s.store.Profiles() {
			if p.ID == id {
				secrets = p.SecretIDs()
			}
		}
		err := s.store.Delete(s.ctx, id)
		if err == nil {
			for _, secret := range secrets {
				err = errors.Join(err, s.vault.Delete(s.ctx, secret))
			}
		}
		s.publish(func() { done(err) })
	})
}

// remember notes in a profile where a session kept a secret that the user
// typed.
func (s *shelf) remember(profileID, account string, kind vault.Kind, secretID string) {
	s.queue.add(func() {
		list := s.store.Profiles()
		i := slices.IndexFunc(list, func(p profile.Profile) bool { return p.ID == profileID })
		if i < 0 {
			return
		}
		if p := withSecret(list[i].Clone(), account, kind, secretID); s.store.Put(s.ctx, p) == nil {
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
func (s *shelf) background(job func()) { go job() }

// watch hears of changes that other programs make, until the program ends.
func (s *shelf) watch(tell func([]profile.Notice)) {
	go s.store.Watch(s.ctx, profile.WatchEvery, func() {
		found := s.store.Notices()
		s.publish(func() { tell(found) })
	})
}

// withSecret returns the profile with the id of a kept secret in its place.
func withSecret(p profile.Profile, account string, kind vault.Kind, secretID string) profile.Profile {
	if kind == vault.KindClientSecret {
		p.Client.SecretID = secretID
		return p
	}
	for i := range p.Accounts {
		if p.Accounts[i].Username == account {
			p.Accounts[i].PasswordID = secretID
			return p
		}
	}
	p.Accounts = append(p.Accounts, profile.Account{Username: account, PasswordID: secretID})
	return p
}

// keepSecrets puts typed secrets into the vault, bound to the profile's origin
// and client, and returns the profile with their ids.
func keepSecrets(ctx context.Context, v vault.Vault, p profile.Profile, typed ui.ProfileSecrets) (profile.Profile, error) {
	if typed.ClientSecret.Empty() && len(typed.Passwords) == 0 {
		return p, nil
	}
	origin, err := tokenclient.Origin(p.Endpoint())
	if err != nil {
		return p, err
	}
	put := func(id *string, kind vault.Kind, secret session.Secret) error {
		if secret.Empty() {
			return nil
		}
		if *id == "" {
			*id = vault.NewID()
		}
		owner := vault.Owner{Origin: origin, ClientID: p.Client.ID}
		return v.Put(ctx, *id, vault.Record{Kind: kind, Owner: owner, Secret: secret})
	}
	if err := put(&p.Client.SecretID, vault.KindClientSecret, typed.ClientSecret); err != nil {
		return p, err
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		if err := put(&a.PasswordID, vault.KindPassword, typed.Passwords[a.Username]); err != nil {
			return p, err
		}
	}
	return p, nil
}
