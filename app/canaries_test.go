package app

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2/storage"

	"realmscope/app/session"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// watched is a client whose exchanges the program's activity hears of.
type watched struct {
	session.Requester
	hear *atomic.Pointer[session.Activity]
}

func newWatched() watched {
	w := watched{hear: &atomic.Pointer[session.Activity]{}}
	w.Requester = session.Network(tokenclient.New(tokenclient.Options{Observe: func(o tokenclient.Observation) {
		if a := w.hear.Load(); a != nil {
			a.Observe(o)
		}
	}}))
	return w
}

// traces leaves everything behind that is meant to be given to others: packs,
// a debug log, texts for tickets and terminals, and reports of crashes. It
// tells what secrets are found in texts; files lie in dir afterwards.
func (p *program) traces(dir string, c canaries) (found []string) {
	p.t.Helper()
	var ids []string
	for _, q := range p.shelf.All() {
		ids = append(ids, q.ID)
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, word := range map[string]string{"pack.json": "", "pack.age": c["next passphrase"]} {
		out := ui.Outgoing{IDs: ids, Passphrase: tokenclient.NewSecret(word), To: storage.NewFileURI(file(name))}
		p.written(file(name), func(done func(error)) { porter{p.shelf}.Write(out, done) })
	}
	all := p.activity.All()
	if len(all) < 2 {
		p.t.Fatalf("%d exchanges were heard of, want a fetch and a refresh at least", len(all))
	}
	p.written(file("debug.log"), func(done func(error)) {
		logbook{p.shelf, settings{p.app.Preferences()}, "passphrase"}.Save(storage.NewFileURI(file("debug.log")), all, done)
	})
	for _, x := range all {
		found = append(found, c.leaks("copied as curl", []byte(x.Curl()))...)
		found = append(found, c.leaks("copied for a ticket", []byte(x.Report(nil)))...)
	}
	for _, place := range []string{"Go to Inspect", "Go to Compare", "Go to the board", "Go to the activity", "Go to the realms"} {
		p.choose("View", place)
		p.drain()
		found = append(found, c.leaks(place, []byte(p.shown()))...)
	}
	reports := crashes{dir}
	for name, secret := range c {
		for how, crash := range crashers() {
			_ = reports.guard(func() { crash(secret) })
			found = append(found, c.leaks("report of a crash by "+how+" with "+name, []byte(readStart(file(crashReport))))...)
		}
	}
	return found
}

// written runs what writes a file, and wants it to be there.
func (p *program) written(name string, write func(done func(error))) {
	p.t.Helper()
	ended, wrong := false, error(nil)
	write(func(err error) { ended, wrong = true, err })
	p.until("written "+filepath.Base(name), func() bool { return ended })
	if info, err := os.Stat(name); wrong != nil || err != nil || info.Size() == 0 {
		p.t.Errorf("%s: %v, %v", filepath.Base(name), wrong, err)
	}
}

// The window is there, and shows its profiles, while the vault waits for a
// keyring that does not answer.
func TestTheWindowDoesNotWaitForTheVault(t *testing.T) {
	dir, ring := t.TempDir(), keychaintest.NewRing()
	t.Run("first run", func(t *testing.T) {
		p := newProgramWith(t, dir, realClient(), ring)
		p.demoStays()
		p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: "keyring"})
	})
	gate, asked := make(chan struct{}), make(chan struct{}, 100)
	ring.Fail = func(string, string) error {
		asked <- struct{}{}
		<-gate
		return nil
	}
	p := newProgramWith(t, dir, realClient(), ring)
	<-asked
	p.see("Demo: alice and bob", "Get token")
	if strings.Contains(p.shown(), "vault: keyring") {
		t.Error("the vault is open although the keyring has not answered")
	}
	close(gate)
	p.until("the end of the start", func() bool { return !p.door.Status().Opening })
}
