package session

import (
	"cmp"
	"context"
	"errors"

	"realmscope/app/vault"
)

// kept is a secret that the vault has taken. fresh says that its id is new and
// that no profile names it yet.
type kept struct {
	kind  vault.Kind
	id    string
	name  string // of a parameter
	fresh bool
}

// keptAll is what became of all secrets of one operation.
type keptAll struct {
	kept []kept
	err  error
}

// keep puts typed secrets into the vault in the background and tells the
// program their ids. It goes on when the session moves on, but what a
// forgotten session kept is deleted again.
func (s *Sessions) keep(l *live, items []keeping) {
	if s.params.Keep == nil {
		return
	}
	generation := l.generation
	start(s.root, s,
		func(ctx context.Context) keptAll { return s.worker.keep(ctx, items) },
		func(*Failure) keptAll { return keptAll{err: errCrashed} },
		func(a keptAll) {
			if s.lives[l.key] != l {
				s.unkeep(a.kept)
				return
			}
			for _, k := range a.kept {
				s.params.Keep(l.key.ProfileID, cmp.Or(k.name, l.key.Account), k.kind, k.id)
			}
			if a.err != nil && s.lives[l.key] == l && l.generation == generation {
				l.state.Failure = explain(OpFetch, &ownError{id: adviceNotKept, err: a.err}, nil)
				s.publish(l)
			}
		})
}

var errCrashed = errors.New("keeping a secret crashed")

// unkeep deletes secrets that nothing will ever name.
func (s *Sessions) unkeep(all []kept) {
	start(s.root, s,
		func(ctx context.Context) error {
			var err error
			for _, k := range all {
				if k.fresh {
					err = errors.Join(err, s.worker.vault.Delete(ctx, k.id))
				}
			}
			return err
		},
		func(*Failure) error { return errCrashed },
		func(error) {})
}

// keep stores the secrets one by one and stops at the first error. It
// overwrites only a record that this client at this origin may read: an
// imported profile could name a record of somebody else.
func (w worker) keep(ctx context.Context, items []keeping) (a keptAll) {
	for _, item := range items {
		k := kept{kind: item.kind, id: item.id, name: item.name}
		if _, err := w.vault.Get(ctx, item.id, item.owner); item.id == "" || err != nil {
			k.id, k.fresh = vault.NewID(), true
		}
		a.err = w.vault.Put(ctx, k.id, vault.Record{Kind: item.kind, Owner: item.owner, Secret: item.secret})
		if a.err != nil {
			return a
		}
		a.kept = append(a.kept, k)
	}
	return a
}
