package vault

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"realmscope/tokenclient"
)

// sealed is a record in memory. Its secret can be overwritten: a string could
// not be.
type sealed struct {
	kind    Kind
	owner   Owner
	meta    string
	changed time.Time
	text    []byte
	// extra are members that this release does not know.
	extra map[string]json.RawMessage
}

func newSealed(r Record, now time.Time) sealed {
	return sealed{
		kind: r.Kind, owner: r.Owner, meta: r.Meta, changed: now.UTC().Truncate(time.Second),
		text: []byte(r.Secret.Reveal()),
	}
}

// wipe overwrites the secret.
func (s sealed) wipe() { clear(s.text) }

// wipeAll overwrites all secrets.
func wipeAll(records map[string]sealed) {
	for _, r := range records {
		r.wipe()
	}
}

// released gives a secret to its owner.
func released(records map[string]sealed, id string, owner Owner) (tokenclient.Secret, error) {
	r, ok := records[id]
	switch {
	case !ok:
		return tokenclient.Secret{}, ErrNotFound
	case r.owner != owner:
		return tokenclient.Secret{}, ErrOtherOwner
	}
	return tokenclient.NewSecret(string(r.text)), nil
}

// listed gives the records without their secrets, in the order of their ids.
func listed(records map[string]sealed) []Entry {
	entries := make([]Entry, 0, len(records))
	for _, id := range slices.Sorted(maps.Keys(records)) {
		r := records[id]
		entries = append(entries, Entry{ID: id, Kind: r.kind, Owner: r.owner, Meta: r.meta, Changed: r.changed})
	}
	return entries
}
