package tokenclient

import (
	"context"
	"time"
)

// reloadPause is the least time between two reloads for keys that are unknown,
// however many tokens with them are pasted (OpenID Connect Core section 10.1.1).
const reloadPause = time.Minute

// KeyCache keeps one realm's keys and reads them anew when a token names one
// that it does not know: keys are rotated. It is safe for concurrent use.
type KeyCache struct {
	client   *Client
	endpoint string

	turn     chan struct{} // held while set and reloaded are used
	set      KeySet
	loaded   bool
	reloaded time.Time
}

// KeyCache makes an empty cache of the keys at an endpoint (jwks_uri). Nothing
// is asked yet.
func (c *Client) KeyCache(endpoint string) *KeyCache {
	return &KeyCache{client: c, endpoint: endpoint, turn: make(chan struct{}, 1)}
}

// Find gives the set and the keys with an id, none for a key that the server
// does not publish (any more). It asks the server at the first call and, at
// most once a minute, for an unknown id; the id itself is only compared. The
// error is an *Error.
func (k *KeyCache) Find(ctx context.Context, id string) (KeySet, []PublishedKey, error) {
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return KeySet{}, nil, (&watcher{watched: true}).failure(ctx, false, ctx.Err())
	}
	defer func() { <-k.turn }()
	fresh := !k.loaded
	if fresh {
		if err := k.load(ctx); err != nil {
			return KeySet{}, nil, err
		}
	}
	found := k.set.Find(id)
	if len(found) > 0 || id == "" || fresh || !k.reloaded.IsZero() && time.Since(k.reloaded) < reloadPause {
		return k.set, found, nil
	}
	k.reloaded = time.Now()
	if err := k.load(ctx); err != nil {
		return k.set, nil, err
	}
	return k.set, k.set.Find(id), nil
}

func (k *KeyCache) load(ctx context.Context) error {
	set, err := k.client.JWKS(ctx, k.endpoint)
	if err != nil {
		return err
	}
	k.set, k.loaded = set, true
	return nil
}
