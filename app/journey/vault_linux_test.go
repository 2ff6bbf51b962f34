package journey

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"realmscope/app/vault/keychain/keychaintest"
)

// keyringService is the name that the program's items stand under.
const keyringService = "app.realmscope"

// vaultTrip is a person who uses the vault of the built program, by keyboard.
type vaultTrip struct {
	t       *testing.T
	bus     *keychaintest.Bus
	realm   *watchedRealm
	desktop *Desktop
	path    string
	config  string
	program *Program
}

// newVaultTrip builds the program for a desktop with a real keyring, or skips
// the test where one of its parts cannot be had.
func newVaultTrip(t *testing.T) *vaultTrip {
	t.Helper()
	v := &vaultTrip{t: t, bus: keychaintest.NewBus(t)}
	v.bus.StartGnomeKeyring(t)
	v.desktop = newDesktop(t)
	v.desktop.Bus = v.bus.Address
	v.path = filepath.Join(v.desktop.Dir, "realmscope")
	if err := Build(t.Context(), "../..", v.path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	v.realm = newWatchedRealm(t)
	v.config = v.realm.config(t)
	return v
}

// start starts the program and waits for words.
func (v *vaultTrip) start(words string) {
	v.t.Helper()
	p, err := v.desktop.Start(v.t.Context(), v.path, "--config", v.config)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = p.Kill() })
	v.program = p
	v.sees(words)
}

// quit ends the program as a desktop's logout does.
func (v *vaultTrip) quit() {
	v.t.Helper()
	if err := v.program.Quit(30 * time.Second); err != nil {
		v.t.Fatalf("ending the program: %v", err)
	}
	if said := complaints(v.program.Output()); said != "" {
		v.t.Errorf("the program printed: %s", said)
	}
}

func (v *vaultTrip) sees(words string) {
	v.t.Helper()
	if _, err := v.desktop.See(v.t.Context(), glance, words); err != nil {
		v.t.Fatalf("%v; the program said: %s", err, v.program.Output())
	}
}

func (v *vaultTrip) keys(keys ...string) {
	v.t.Helper()
	if err := v.desktop.Key(v.t.Context(), keys...); err != nil {
		v.t.Fatal(err)
	}
}

func (v *vaultTrip) types(text string) {
	v.t.Helper()
	if err := v.desktop.Type(v.t.Context(), text); err != nil {
		v.t.Fatal(err)
	}
}

// command jumps to a command of the menu by a few letters.
func (v *vaultTrip) command(letters, sees string) {
	v.t.Helper()
	v.keys("ctrl+k")
	v.types(letters)
	v.keys("Return")
	v.sees(sees)
}

// firstSecrets fetches a token with typed secrets that are to be kept, and
// answers the question where they shall rest with the first that is offered:
// the keyring.
func (v *vaultTrip) firstSecrets() {
	v.t.Helper()
	v.keys("ctrl+Return")
	v.sees("Client secret")
	v.types(typedSecret)
	v.keys("Tab")
	v.types(typedPassword)
	v.keys("Tab", "Tab", "space", "Tab", "Return") // over the code to the box, then the button
	v.sees("Where shall secrets rest")
	v.keys("Return")
	v.sees("vault: keyring")
	v.sees("preferred_username")
}

// file is what the vault's file holds.
func (v *vaultTrip) file() []byte {
	v.t.Helper()
	data, err := os.ReadFile(filepath.Join(v.config, "vault.age"))
	if err != nil {
		v.t.Fatal(err)
	}
	return data
}

// key is the one key in the keyring.
func (v *vaultTrip) key() string {
	v.t.Helper()
	all := v.bus.Items(v.t, keyringService)
	if len(all) != 1 {
		v.t.Fatalf("%d items in the keyring, want one", len(all))
	}
	for _, text := range all {
		return text
	}
	return ""
}

// mode takes another answer to the question where secrets shall rest.
func (v *vaultTrip) mode(steps ...string) {
	v.t.Helper()
	v.command("vault", "About this vault")
	v.keys("Tab", "Tab", "Return") // Lock now, Change where secrets rest
	v.sees("Where shall secrets rest")
	v.keys(steps...)
}

// TestVaultOnARealKeyring goes through the modes of the vault in the built
// program, with GNOME Keyring on a bus of its own.
func TestVaultOnARealKeyring(t *testing.T) {
	v := newVaultTrip(t)
	v.start("kept for this session only")
	v.firstSecrets()
	v.quit()

	// The secrets are there after a restart: nothing is asked.
	v.start("vault: keyring")
	v.keys("ctrl+Return")
	v.sees("preferred_username")
	before := len(v.realm.handedOut())
	v.quit()

	// The keyring is emptied: the file stays as it was, and the recovery key
	// opens it, into a new key of the keyring.
	recovery, file := v.key(), v.file()
	v.bus.Empty(t, keyringService)
	v.start("The key of this vault is not here")
	if !bytes.Equal(v.file(), file) {
		t.Error("the vault was changed although its key is not there")
	}
	v.command("vault", "About this vault")
	v.keys("Tab", "Return")
	v.sees("Type the recovery key")
	v.types(recovery)
	v.keys("Return")
	v.sees("vault: keyring")
	if v.key() == recovery {
		t.Error("the key is the old one")
	}
	v.keys("ctrl+Return")
	v.sees("preferred_username")
	if len(v.realm.handedOut()) <= before {
		t.Error("no token came with the secrets of the recovered vault")
	}
	v.passphrase()
	v.sessionOnly()
}

// passphrase puts the vault under a passphrase and opens it after a restart.
func (v *vaultTrip) passphrase() {
	v.t.Helper()
	v.mode("Tab", "Return")
	v.sees("Secrets under a passphrase")
	v.types(typedPassphrase)
	v.keys("Tab")
	v.types(typedPassphrase)
	v.keys("Return")
	v.sees("vault: passphrase")
	v.quit()
	v.start("Enter the passphrase")
	v.types("not the one")
	v.keys("Return")
	v.sees("The passphrase is wrong")
	v.types(typedPassphrase)
	v.keys("Return")
	v.sees("vault: passphrase")
	v.keys("ctrl+Return")
	v.sees("preferred_username")
}

// sessionOnly removes the vault: neither a file nor a key is left, and the next
// start asks for the secrets.
func (v *vaultTrip) sessionOnly() {
	v.t.Helper()
	v.mode("Tab", "Tab", "Return")
	v.sees("Keep secrets for this session only")
	v.keys("Tab", "Return")
	v.sees("kept for this session only")
	if _, err := os.Stat(filepath.Join(v.config, "vault.age")); !os.IsNotExist(err) {
		v.t.Errorf("the vault's file is still there: %v", err)
	}
	if items := v.bus.Items(v.t, keyringService); len(items) != 0 {
		v.t.Errorf("%d items are left in the keyring", len(items))
	}
	v.quit()
	v.start("kept for this session only")
	v.keys("ctrl+Return")
	v.sees("Client secret")
	v.quit()
}
