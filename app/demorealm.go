package app

import (
	"context"
	"errors"
	"net/url"

	"realmscope/app/demo"
	"realmscope/app/profile"
	"realmscope/app/vault"
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
// calls done on the UI goroutine with the first one's id.
func (d *demoRealm) Start(done func(selectID string, err error)) {
	d.shelf.queue.add(func() {
		id, err := d.start(d.shelf.ctx)
		d.shelf.publish(func() { done(id, err) })
	})
}

// Resume starts the demo realm again when a former run saved its profiles, so
// that they work without a click.
func (d *demoRealm) Resume() {
	for _, p := range d.shelf.list {
		if p.Template == demoTemplate {
			d.Start(func(string, error) {})
			return
		}
	}
}

// start runs in the background.
func (d *demoRealm) start(ctx context.Context) (firstID string, err error) {
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
		p = withSavedLook(p, saved)
		known := demo.Secrets(p)
		typed := ui.ProfileSecrets{ClientSecret: known.ClientSecret, Passwords: known.Passwords}
		p, err := keepSecrets(ctx, d.shelf.vault, p, typed)
		if err != nil && !errors.Is(err, vault.ErrLocked) { // a locked vault has them already, or asks
			return "", err
		}
		if err := d.shelf.store.Put(ctx, p); err != nil {
			return "", err
		}
	}
	return firstID, nil
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

// withSavedLook keeps what the user changed in a demo profile: its name,
// environment and wish to stay logged in.
func withSavedLook(p profile.Profile, saved []profile.Profile) profile.Profile {
	for _, old := range saved {
		if old.ID == p.ID {
			p.Name, p.Environment = old.Name, old.Environment
			p.Client.SecretID, p.KeepLoggedIn = old.Client.SecretID, old.KeepLoggedIn
		}
	}
	return p
}
