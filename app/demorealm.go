package app

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"realmscope/app/demo"
	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// demoTemplate marks the profiles of the built-in demo realm.
const demoTemplate = "demo"

// demoRealm starts the built-in demo realm and keeps its profiles in step with
// the port that it got. Its server belongs to the shelf's queue.
type demoRealm struct {
	shelf  *shelf
	server *demo.Server
}

// Start starts the demo realm if it does not run yet, saves its profiles and
// calls done on the UI goroutine with the first one's id. Profiles that were
// deleted are there again.
func (d *demoRealm) Start(done func(selectID string, err error)) { d.run(true, done) }

// Resume starts the demo realm again when a former run saved its profiles, so
// that they work without a click. What was deleted stays deleted.
func (d *demoRealm) Resume() {
	if slices.ContainsFunc(d.shelf.list, func(p profile.Profile) bool { return p.Template == demoTemplate }) {
		d.run(false, func(string, error) {})
	}
}

func (d *demoRealm) run(all bool, done func(selectID string, err error)) {
	d.shelf.queue.add(func() {
		id, err := d.start(d.shelf.ctx, all)
		d.shelf.publish(func() { done(id, err) })
	})
}

// start runs in the background. all brings back profiles that are not saved.
func (d *demoRealm) start(ctx context.Context, all bool) (firstID string, err error) {
	saved := d.shelf.store.Profiles()
	if d.server == nil {
		if d.server, err = demo.Start(ctx, demo.Options{Addr: savedAddr(saved)}); err != nil {
			// Another program may hold the port of the last run.
			d.server, err = demo.Start(ctx, demo.Options{})
		}
		if err != nil {
			return "", err
		}
	}
	for _, p := range demo.Profiles(d.server.URL()) {
		if firstID == "" {
			firstID = p.ID
		}
		known := demo.Secrets(p)
		i := slices.IndexFunc(saved, func(old profile.Profile) bool { return old.ID == p.ID })
		if i < 0 && !all {
			continue
		}
		if i >= 0 {
			p = moved(saved[i], p.Realm)
		}
		if err := d.put(ctx, p, known); err != nil {
			return "", err
		}
	}
	return firstID, nil
}

// put saves one profile and what it needs to know, as far as the user has not
// replaced it.
func (d *demoRealm) put(ctx context.Context, p profile.Profile, known demo.Credentials) error {
	typed := ui.ProfileSecrets{ClientSecret: known.ClientSecret, ClientKey: known.ClientKey, Passwords: known.Passwords}
	p, err := keepSecrets(ctx, d.shelf.vault, p, typed)
	if err != nil && !errors.Is(err, vault.ErrLocked) { // a locked vault has them already, or asks
		return err
	}
	return d.shelf.store.Put(ctx, p)
}

// close stops the server; it is called after the queue has run empty.
func (d *demoRealm) close() error {
	if d.server == nil {
		return nil
	}
	return d.server.Close()
}

// savedAddr is the address at which the demo realm was last, "" if none.
func savedAddr(saved []profile.Profile) string {
	for _, p := range saved {
		if p.Template != demoTemplate {
			continue
		}
		if u, err := url.Parse(p.Realm.Base); err == nil { // demo.Start refuses other hosts
			return u.Host
		}
	}
	return ""
}

// moved is a saved demo profile, all that the user changed in it included, at
// the address where the realm is now.
func moved(p profile.Profile, to tokenclient.Realm) profile.Profile {
	if p.Realm != to {
		p.Realm, p.TokenEndpoint, p.Origins = to, "", nil
	}
	return p
}
