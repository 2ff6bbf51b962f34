package vault

import (
	"context"
	"slices"
)

// Owe notes ids of records that a locked vault is to lose once it is open, so
// that they are not forgotten with the program. An id says nothing of its
// secret. Errors are as for Put.
func (s *Store) Owe(ctx context.Context, ids ...string) error {
	return s.owing(ctx, func(r *registry) {
		for _, id := range ids {
			if !slices.Contains(r.Owed, id) {
				r.Owed = append(r.Owed, id)
			}
		}
	})
}

// Owed are the ids that were noted and not paid yet.
func (s *Store) Owed() []string { return s.readRegistry().Owed }

// Paid forgets ids that were noted: their records are deleted, or something
// names them again.
func (s *Store) Paid(ctx context.Context, ids ...string) error {
	return s.owing(ctx, func(r *registry) {
		r.Owed = slices.DeleteFunc(r.Owed, func(id string) bool { return slices.Contains(ids, id) })
	})
}

// owing changes what is noted.
func (s *Store) owing(ctx context.Context, change func(*registry)) error {
	return s.run(ctx, func(ctx context.Context) error {
		return s.underLock(ctx, func() error { return s.updateRegistry(change) })
	})
}
