package app

import (
	"context"
	"errors"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// porter brings profiles in and out for the window, in the background.
type porter struct{ shelf *shelf }

var _ ui.Porter = porter{}

// Read reads files or a text, and marks what is saved already.
func (p porter) Read(from ui.PortSource, passphrase tokenclient.Secret, done func(porting.Batch, error)) {
	saved := p.shelf.All()
	p.shelf.background(func() {
		b, err := readSource(from, passphrase)
		b.Compare(saved)
		p.shelf.post(func() { done(b, err) })
	})
}

func readSource(from ui.PortSource, passphrase tokenclient.Secret) (porting.Batch, error) {
	files := []porting.File{{Data: []byte(from.Text)}}
	if len(from.URIs) > 0 {
		var err error
		if files, err = readFiles(from.URIs); err != nil {
			return porting.Batch{}, err
		}
	}
	if len(files) == 1 && !passphrase.Empty() {
		return porting.Unseal(files[0].Data, passphrase)
	}
	return porting.ReadTogether(files)
}

// Keep saves chosen profiles with their agreed secrets, all or none.
func (p porter) Keep(chosen []ui.Chosen, done func(kept []profile.Profile, err error)) {
	s := p.shelf
	s.queue.add(func() {
		var kept []profile.Profile
		var put []string
		var err error
		for _, c := range chosen {
			q := c.Profile.WithoutSecrets()
			q.ID = profile.NewID()
			if c.Secrets && err == nil {
				var ids []string
				ids, err = attach(s.ctx, s.vault, &q, c.Proposal.Releasable(q))
				put = append(put, ids...)
			}
			kept = append(kept, q)
		}
		if err == nil {
			err = s.store.PutAll(s.ctx, kept)
		}
		if err != nil {
			for _, id := range put { // nothing names them
				_ = s.vault.Delete(s.ctx, id)
			}
		}
		s.publish(func() { done(kept, saveError(err)) })
	})
}

// attach keeps secrets in the vault under ids of their own and names them in q.
func attach(ctx context.Context, v vault.Vault, q *profile.Profile, secrets []porting.Secret) (ids []string, err error) {
	for _, place := range places(q) {
		for _, secret := range secrets {
			if secret.Kind != place.secret || secret.Name != place.name {
				continue
			}
			owner, err := session.OwnerOf(*q, place.kind)
			if err != nil {
				return ids, err
			}
			id := vault.NewID()
			if err := v.Put(ctx, id, vault.Record{Kind: place.kind, Owner: owner, Secret: secret.Value}); err != nil {
				return ids, err
			}
			ids = append(ids, id)
			*place.id = id
		}
	}
	return ids, nil
}

// Write saves a pack of profiles to a file.
func (p porter) Write(out ui.Outgoing, done func(error)) {
	s := p.shelf
	s.queue.add(func() { // the end of the program waits for it
		data, err := p.pack(out)
		if err == nil {
			err = writeTo(out.To, data)
		}
		s.post(func() { done(saveError(err)) })
	})
}

// Pack gives the text of a pack without secrets.
func (p porter) Pack(ids []string, done func(text string, err error)) {
	p.shelf.background(func() {
		data, err := p.pack(ui.Outgoing{IDs: ids})
		p.shelf.post(func() { done(string(data), err) })
	})
}

func (p porter) pack(out ui.Outgoing) ([]byte, error) {
	byID := map[string]profile.Profile{}
	for _, q := range p.shelf.store.Profiles() {
		byID[q.ID] = q
	}
	var items []porting.Item
	for _, id := range out.IDs {
		q, ok := byID[id]
		if !ok {
			continue
		}
		item := porting.Item{Profile: q}
		if !out.Passphrase.Empty() {
			var err error
			if item.Secrets, err = secretsOf(p.shelf.ctx, p.shelf.vault, q); err != nil {
				return nil, err
			}
		}
		items = append(items, item)
	}
	if out.Passphrase.Empty() {
		return porting.Pack(items)
	}
	return porting.Seal(items, out.Passphrase)
}

// secretsOf reads what the vault holds for a profile. What it does not hold, or
// holds for another server, stays out.
func secretsOf(ctx context.Context, v vault.Vault, q profile.Profile) ([]porting.Secret, error) {
	var out []porting.Secret
	for _, place := range places(&q) {
		if *place.id == "" {
			continue
		}
		owner, err := session.OwnerOf(q, place.kind)
		if err != nil {
			continue
		}
		value, err := v.Get(ctx, *place.id, owner)
		switch {
		case errors.Is(err, vault.ErrNotFound) || errors.Is(err, vault.ErrOtherOwner):
			continue
		case err != nil:
			return nil, err
		}
		out = append(out, porting.Secret{Kind: place.secret, Name: place.name, Origin: owner.Origin, ClientID: q.Client.ID, Value: value})
	}
	return out, nil
}

// place is where a profile names a secret that can be carried elsewhere. A key
// that tokens are bound to is not: it is made anew.
type place struct {
	kind   vault.Kind
	secret porting.SecretKind
	name   string
	id     *string
}

func places(q *profile.Profile) []place {
	list := []place{
		{vault.KindClientSecret, porting.ClientSecret, "", &q.Client.SecretID},
		{vault.KindClientKey, porting.ClientKey, "", &q.Client.KeyID},
		{vault.KindClientCertificate, porting.ClientCertificate, "", &q.Client.CertificateID},
		{vault.KindProxyPassword, porting.ProxyPassword, "", &q.Connection.ProxyPasswordID},
	}
	for i := range q.Accounts {
		list = append(list, place{vault.KindPassword, porting.Password, q.Accounts[i].Username, &q.Accounts[i].PasswordID})
	}
	for i := range q.Extra {
		list = append(list, place{vault.KindParameter, porting.Parameter, q.Extra[i].Name, &q.Extra[i].SecretID})
	}
	return list
}

// Place moves a profile before another, or to the end.
func (p porter) Place(id, before string, done func(error)) {
	s := p.shelf
	s.queue.add(func() {
		err := s.store.Place(s.ctx, id, before)
		s.publish(func() { done(err) })
	})
}

// Duplicate saves a copy under a name, with copies of the secrets that the vault
// releases: no two profiles share one.
func (p porter) Duplicate(id, name string, done func(profile.Profile, error)) {
	s := p.shelf
	s.queue.add(func() {
		q, err := duplicate(s.ctx, s.store, s.vault, id, name)
		s.publish(func() { done(q, saveError(err)) })
	})
}

func duplicate(ctx context.Context, store *profile.Store, v vault.Vault, id, name string) (profile.Profile, error) {
	for _, q := range store.Profiles() {
		if q.ID != id {
			continue
		}
		secrets, err := secretsOf(ctx, v, q)
		if err != nil {
			return q, err
		}
		q = q.Duplicate()
		q.Name = name
		ids, err := attach(ctx, v, &q, secrets)
		if err == nil {
			err = store.Put(ctx, q)
		}
		if err != nil {
			for _, id := range ids {
				_ = v.Delete(ctx, id)
			}
		}
		return q, err
	}
	return profile.Profile{}, errGone
}

var errGone = errors.New("profile is gone")
