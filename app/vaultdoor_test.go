package app

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"fyne.io/fyne/v2"

	"realmscope/app/durable/durabletest"
	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
	"realmscope/ui"
	"realmscope/ui/look"
)

// task runs a task of the vault and waits for its answer.
func (p *program) task(t ui.VaultTask) (a ui.VaultAnswer) {
	p.t.Helper()
	done := false
	p.door.Do(t, func(answer ui.VaultAnswer) { a, done = answer, true })
	p.until("answer to "+string(t.Op), func() bool { return done })
	return a
}

// must runs a task that has to succeed.
func (p *program) must(t ui.VaultTask) ui.VaultAnswer {
	p.t.Helper()
	a := p.task(t)
	if a.Failure != nil || a.Cancelled {
		p.t.Fatalf("%s: %+v", t.Op, a.Failure)
	}
	return a
}

// demoStays starts the demo realm and keeps its first profile logged in.
func (p *program) demoStays() {
	p.t.Helper()
	p.press("Try the demo realm")
	p.see("Demo: alice and bob")
	first := p.shelf.All()[0]
	first.KeepLoggedIn = true
	saved := false
	p.shelf.Save(first, ui.ProfileSecrets{}, func(_ profile.Profile, err error) { saved = err == nil })
	p.until("saved profile", func() bool { return saved })
}

func demoKey(p *program) session.Key {
	return session.Key{ProfileID: p.shelf.All()[0].ID, Account: "alice"}
}

func TestVaultIsSessionOnlyUntilChosenAndThenStays(t *testing.T) {
	for _, mode := range []vault.Mode{vault.ModeKeyring, vault.ModeSession} {
		t.Run(string(mode), func(t *testing.T) {
			dir, ring := t.TempDir(), keychaintest.NewRing()
			t.Run("first run", func(t *testing.T) {
				p := newProgramWith(t, dir, realClient(), ring)
				p.see("kept for this session only")
				if p.door.Status().Chosen || ring.Calls() != 0 {
					t.Errorf("status %+v after %d calls of the keyring", p.door.Status(), ring.Calls())
				}
				p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: string(mode)})
			})
			p := newProgramWith(t, dir, realClient(), ring)
			p.until("open vault", func() bool { return !p.door.Status().Opening })
			if s := p.door.Status(); s.Mode != string(mode) || !s.Chosen || s.Locked {
				t.Errorf("after a restart: %+v", s)
			}
		})
	}
}

func TestSessionIsThereAfterARestart(t *testing.T) {
	dir, ring := t.TempDir(), keychaintest.NewRing()
	t.Run("first run", func(t *testing.T) {
		p := newProgramWith(t, dir, realClient(), ring)
		p.demoStays()
		p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: "keyring"})
		p.see("vault: keyring")
		p.press("Get token")
		p.see("preferred_username\talice")
		p.press("Refresh")
		p.until("rotation", func() bool { s := p.sessions.State(demoKey(p)); return s.Busy == "" && s.Tokens.Generation == 2 })
	})
	p := newProgramWith(t, dir, realClient(), ring)
	p.until("rested session", func() bool { return p.sessions.State(demoKey(p)).Tokens != nil })
	s := p.sessions.State(demoKey(p))
	if !s.CanRefresh() || s.Clocks.Refresh.Phase != session.PhaseLive || s.Clocks.Access.Phase != session.PhaseNone {
		t.Fatalf("after a restart: %+v", s.Clocks)
	}
	// The demo realm has forgotten its sessions: what rests must go, too.
	p.demo.Resume()
	p.shelf.queue.wait()
	p.press("Refresh")
	p.until("refusal", func() bool { s := p.sessions.State(demoKey(p)); return s.Busy == "" && s.Failure != nil })
	p.shelf.queue.wait()
	if n := p.resting(); n != 0 {
		t.Errorf("%d refresh tokens rest after the realm's refusal, want 0", n)
	}
}

// resting is how many refresh tokens the vault holds.
func (p *program) resting() int {
	p.t.Helper()
	entries, err := p.vault.List(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return len(slices.DeleteFunc(entries, func(e vault.Entry) bool { return e.Kind != vault.KindRefreshToken }))
}

func TestLockAndUnlockWithTheKeyring(t *testing.T) {
	p := newProgram(t, t.TempDir(), realClient())
	p.demoStays()
	p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: "keyring"})
	p.press("Get token")
	p.see("preferred_username\talice")
	p.press("Lock")
	p.see("The vault is locked", "Unlock with the keyring")
	p.until("locked vault", func() bool { return p.door.Status().Locked && p.window.Canvas().Focused() != nil })
	if _, err := p.vault.List(t.Context()); err == nil || strings.Contains(p.shown(), "alice") {
		t.Errorf("the vault lists with %v, the window shows\n%s", err, p.shown())
	}
	p.pressSoon("Unlock with the keyring")
	p.see("Demo: alice and bob", "vault: keyring")
	p.until("session", func() bool { return p.sessions.State(demoKey(p)).CanRefresh() })
	p.press("Refresh")
	p.see("preferred_username\talice")
}

func TestLostKeyIsAskedAboutAndNothingIsWrittenOver(t *testing.T) {
	dir, ring := t.TempDir(), keychaintest.NewRing()
	t.Run("first run", func(t *testing.T) {
		p := newProgramWith(t, dir, realClient(), ring)
		p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: "keyring"})
	})
	ring.Clear()
	before, err := os.ReadFile(filepath.Join(dir, "vault.age"))
	if err != nil {
		t.Fatal(err)
	}
	p := newProgramWith(t, dir, realClient(), ring)
	p.see("The key of this vault is not here", "vault: locked", "Try the demo realm")
	p.press("Try the demo realm") // it needs no vault
	p.see("Demo: alice and bob")
	p.press("Try again")
	p.until("answer", func() bool { return !strings.Contains(p.shown(), "Waiting for your keyring") })
	p.see("The key of this vault is not here")
	if after, err := os.ReadFile(filepath.Join(dir, "vault.age")); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file changed: %v", err)
	}
	p.press("Start a new vault…")
	p.press("Start a new one")
	p.see("kept for this session only", "The old files are in")
	found := 0
	_ = filepath.WalkDir(dir, func(name string, _ fs.DirEntry, _ error) error {
		if data, err := os.ReadFile(name); err == nil && bytes.Equal(data, before) {
			found++
		}
		return nil
	})
	if found == 0 {
		t.Error("the old file is gone")
	}
}

// pressSoon presses a button as soon as it can be pressed.
func (p *program) pressSoon(text string) {
	p.t.Helper()
	p.until("button "+text, func() bool {
		ready := false
		p.walk(func(o fyne.CanvasObject) {
			if b, ok := o.(*look.Button); ok && b.Text() == text && !b.Disabled() {
				ready = true
			}
		})
		return ready
	})
	p.press(text)
}

// canaries are twelve secrets of twelve kinds.
type canaries map[string]string

// leaks looks for all of them in seven encodings.
func (c canaries) leaks(where string, data []byte) []string {
	var found []string
	for name, secret := range c {
		for i, form := range encodings(secret) {
			if bytes.Contains(data, form) {
				found = append(found, where+": "+name+" in encoding "+string(rune('0'+i)))
			}
		}
	}
	return found
}

// encodings are a secret in clear, base64, base64url, hex, UTF-16, percent
// signs and backwards.
func encodings(secret string) [][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(secret)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	back := []byte(secret)
	slices.Reverse(back)
	return [][]byte{
		[]byte(secret), []byte(base64.RawStdEncoding.EncodeToString([]byte(secret))), []byte(base64.RawURLEncoding.EncodeToString([]byte(secret))),
		[]byte(hex.EncodeToString([]byte(secret))), wide, []byte(url.QueryEscape(secret + " %")[:len(url.QueryEscape(secret))]), back,
	}
}

func TestJourneyLeavesNoSecretOutsideTheVault(t *testing.T) {
	dir := t.TempDir()
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	p := newProgram(t, dir, newWatched())
	c := p.journey()
	found := append(c.leaks("log", logged.Bytes()), p.traces(dir, c)...)
	files := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(name)
		found = append(found, c.leaks(name, data)...)
		return err
	})
	for _, name := range []string{"/proc/self/cmdline", "/proc/self/environ"} {
		data, _ := os.ReadFile(name)
		found = append(found, c.leaks(name, data)...)
	}
	found = append(found, c.leaks("environment", []byte(strings.Join(os.Environ(), "\n")))...)
	if err != nil || len(found) > 0 || files < 4 || len(c) != 12 {
		t.Errorf("%d canaries in %d files: %q, %v", len(c), files, found, err)
	}
	durabletest.Figure(t, "hits of 12 secrets in 7 encodings in files, packs, logs, pages, copied texts, crash reports, arguments, environment", len(c)*7*files, len(found))
	// The search itself finds what is there.
	for i, form := range encodings("a canary?") {
		if got := (canaries{"x": "a canary?"}).leaks("", append([]byte("..."), form...)); len(got) == 0 {
			t.Errorf("encoding %d is not found", i)
		}
	}
}

// journey goes through all that the vault does and gives the secrets used.
func (p *program) journey() canaries {
	p.t.Helper()
	c := canaries{"passphrase": "canary-passphrase-one", "next": "canary-passphrase-two"}
	p.demoStays()
	for _, name := range []string{"client secret", "password", "proxy password", "parameter", "client key"} {
		c[name] = "canary/" + name + "?&=é"
	}
	q := p.shelf.All()[0].WithoutSecrets()
	q.ID, q.Name, q.Extra = "", "with secrets", []profile.Extra{{Name: "tenant"}}
	q.Connection.Proxy = "http://127.0.0.1:9"
	saved := false
	secret := tokenclient.NewSecret
	p.shelf.Save(q, ui.ProfileSecrets{
		ClientSecret: secret(c["client secret"]), ProxyPassword: secret(c["proxy password"]), ClientKey: secret(c["client key"]),
		Passwords: map[string]session.Secret{"alice": secret(c["password"])}, Extra: map[string]session.Secret{"tenant": secret(c["parameter"])},
	}, func(_ profile.Profile, err error) {
		saved = err == nil
	})
	p.until("saved secrets", func() bool { return saved })
	p.must(ui.VaultTask{Op: ui.VaultChoose, Mode: "passphrase", Passphrase: secret(c["passphrase"])})
	p.press("Get token")
	p.see("preferred_username\talice")
	set := p.sessions.State(demoKey(p)).Tokens.Set
	c["access token"], c["refresh token"], c["id token"] = set.AccessToken.Reveal(), set.RefreshToken.Reveal(), set.IDToken.Reveal()
	c["recovery key"] = p.must(ui.VaultTask{Op: ui.VaultRecovery, Passphrase: secret(c["passphrase"])}).Text.Reveal()
	p.must(ui.VaultTask{Op: ui.VaultPassphrase, Passphrase: secret(c["passphrase"]), Next: secret(c["next"])})
	p.must(ui.VaultTask{Op: ui.VaultRekey, Passphrase: secret(c["next"])})
	if a := p.task(ui.VaultTask{Op: ui.VaultRekey, Passphrase: secret(c["passphrase"])}); a.Failure == nil || a.Failure.Reason != "wrong_passphrase" {
		p.t.Errorf("a wrong passphrase gave %+v", a.Failure)
	}
	p.press("Lock")
	p.until("locked vault", func() bool { return p.door.Status().Locked && p.window.Canvas().Focused() != nil })
	p.until("passphrase's field", func() bool { return p.window.Canvas().Focused() != nil })
	p.fill("Passphrase", c["next"])
	p.pressSoon("Unlock")
	p.see("Demo: alice and bob")
	p.until("session", func() bool { return p.sessions.State(demoKey(p)).CanRefresh() })
	p.press("Refresh")
	p.see("preferred_username\talice")
	p.until("rest", func() bool { return p.sessions.State(demoKey(p)).Busy == "" })
	p.shelf.queue.wait()
	c["rotated token"] = p.sessions.State(demoKey(p)).Tokens.Set.RefreshToken.Reveal()
	p.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	delete(c, "next")
	c["next passphrase"] = "canary-passphrase-two"
	return c
}
