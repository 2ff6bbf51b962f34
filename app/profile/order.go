package profile

import (
	"context"
	"slices"
)

// Place moves a profile to stand before another, or to the end for an empty id.
// When either has gone meanwhile, nothing moves. Errors are as for Put.
func (s *Store) Place(ctx context.Context, id, before string) error {
	return s.edit(ctx, func(d document) (document, error) { return d.placed(id, before), nil })
}

func (d document) placed(id, before string) document {
	at := d.index(id)
	if at < 0 || id == before || (before != "" && d.index(before) < 0) {
		return d
	}
	e := d.entries[at]
	d.entries = slices.Delete(slices.Clone(d.entries), at, at+1)
	to := len(d.entries)
	if before != "" {
		to = d.index(before)
	}
	d.entries = slices.Insert(d.entries, to, e)
	return d
}

// PutAll saves several profiles in one step, all or none, as Put does each.
func (s *Store) PutAll(ctx context.Context, list []Profile) error {
	own := make([]Profile, len(list))
	for i, p := range list {
		if !validID(p.ID) {
			return ErrID
		}
		own[i] = p.Clone()
	}
	return s.edit(ctx, func(d document) (document, error) {
		var err error
		for _, p := range own {
			if d, err = d.with(p); err != nil {
				return d, err
			}
		}
		return d, nil
	})
}
