package vault

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"realmscope/app/durable/durabletest"
	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
)

// childEnv makes the test binary act as another instance of the program: its
// value is the work, its further words are in childEnv_ARGS.
const childEnv = "REALMSCOPE_VAULT_CHILD"

func TestMain(m *testing.M) {
	work := os.Getenv(childEnv)
	if work == "" {
		os.Exit(m.Run())
	}
	if err := child(context.Background(), work, strings.Split(os.Getenv(childEnv+"_ARGS"), "|")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child runs the work of another instance: args begin with the vault's folder
// and that of the keyring.
func child(ctx context.Context, work string, args []string) error {
	o := Options{Dir: args[0], Keyring: keychaintest.Shelf{Dir: args[1]}}
	if args[1] == "system" {
		o.Keyring = keychain.System()
	}
	s := newStore(o)
	s.work = testWork
	if err := s.start(ctx); err != nil {
		return err
	}
	if err := s.Unlock(ctx, tokenclient.NewSecret("open sesame")); err != nil {
		return err
	}
	switch work {
	case "save":
		return saveForEver(ctx, s)
	case "rotate":
		return rotateForEver(ctx, s)
	case "edit":
		return manyEdits(ctx, s, args[2], args[3])
	case "remember":
		return rememberAndLock(ctx, s, bufio.NewReader(os.Stdin))
	}
	return errors.New("no such work")
}

// command starts the test binary as another instance.
func command(t *testing.T, work string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^$")
	c.Env = append(os.Environ(), childEnv+"="+work, childEnv+"_ARGS="+strings.Join(args, "|"))
	c.Stderr = os.Stderr
	return c
}

// shelfRig is a rig whose keyring other processes share.
type shelfRig struct{ dir, shelf string }

func newShelfRig(t *testing.T) shelfRig {
	t.Helper()
	top := t.TempDir()
	r := shelfRig{filepath.Join(top, "realmscope"), filepath.Join(top, "keyring")}
	if err := os.Mkdir(r.shelf, 0o700); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r shelfRig) open(t *testing.T) *Store {
	t.Helper()
	s := newStore(Options{Dir: r.dir, Keyring: keychaintest.Shelf{Dir: r.shelf}})
	s.work = testWork
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// manyEdits puts records and then puts each once more.
func manyEdits(ctx context.Context, s *Store, prefix, count string) error {
	n, err := strconv.Atoi(count)
	for i := 0; err == nil && i < n; i++ {
		id := prefix + strconv.Itoa(i%(n/2))
		r := Record{Kind: KindPassword, Owner: testOwner(), Secret: tokenclient.NewSecret(id + " edit " + strconv.Itoa(i/(n/2)))}
		err = s.Put(ctx, id, r)
	}
	return err
}

// Two programs that save at the same time lose nothing of each other, and a
// third that only looks sees it all.
func TestTwoProgramsLoseNoEdit(t *testing.T) {
	r := newShelfRig(t)
	mustSetMode(t, r.open(t), ModeKeyring)
	looking := r.open(t)
	each := durabletest.Scale(t, 60, 500)
	var running []*exec.Cmd
	for _, name := range []string{"one ", "two "} {
		c := command(t, "edit", r.dir, r.shelf, name, strconv.Itoa(each))
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	if each < 500 { // and a rotation under their hands
		if err := looking.Rotate(t.Context(), tokenclient.Secret{}); err != nil {
			t.Errorf("Rotate meanwhile = %v", err)
		}
	}
	for _, c := range running {
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v", c.Args, err)
		}
	}
	lost := 0
	for _, s := range []*Store{looking, r.open(t)} {
		for _, name := range []string{"one ", "two "} {
			for i := range each / 2 {
				id := name + strconv.Itoa(i)
				if got, err := s.Get(t.Context(), id, testOwner()); err != nil || got.Reveal() != id+" edit 1" {
					lost++
				}
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d edits lost", lost)
	}
	durabletest.Figure(t, "edits by two programs at the same time that were lost", 2*each, lost)
}

// A program sees what another has saved, deleted and rotated, without a save of
// its own.
func TestChangesOfAnotherWindowAreSeen(t *testing.T) {
	r := newRig(t)
	one := r.made(t, ModeKeyring)
	two := r.open(t)
	mustPut(t, two, "c", "three")
	wantSecret(t, one, "c", "three")
	if err := one.Delete(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	wantGone(t, two, "c")
	if err := two.Rotate(t.Context(), word("")); err != nil {
		t.Fatal(err)
	}
	mustPut(t, two, "d", "four")
	wantSecret(t, one, "d", "four")
	mustPut(t, one, "e", "five")
	wantSecret(t, two, "e", "five")
}

func TestPassphraseChangedInAnotherWindow(t *testing.T) {
	r := newRig(t)
	one := r.made(t, ModePassphrase)
	two := r.open(t)
	mustUnlock(t, two)
	if err := two.ChangePassphrase(t.Context(), word("open sesame"), word("new")); err != nil {
		t.Fatal(err)
	}
	if err := one.Put(t.Context(), "c", secretRecord("three")); !errors.Is(err, ErrLocked) {
		t.Fatalf("Put = %v, want %v", err, ErrLocked)
	}
	wantCodes(t, one, "vault.rekeyed")
	if err := one.Unlock(t.Context(), word("new")); err != nil {
		t.Fatal(err)
	}
	mustPut(t, one, "c", "three")
	wantSecret(t, two, "c", "three")
}

func TestVaultForgottenInAnotherWindow(t *testing.T) {
	r := newRig(t)
	one := r.made(t, ModeKeyring)
	two := r.open(t)
	if err := two.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustPut(t, one, "c", "three")
	wantCodes(t, one, "vault.gone")
	wantStatus(t, one, Status{Mode: ModeSession})
	wantSecret(t, one, "a", "one")
	wantSecret(t, one, "c", "three")
	wantStatus(t, r.open(t), Status{Mode: ModeSession})
}

// A vault file that vanishes, or is spoilt, while its key stays is written anew.
func TestVaultSpoiltWhileOpen(t *testing.T) {
	for name, spoil := range map[string]func(string) error{
		"gone":    os.Remove,
		"damaged": func(path string) error { return os.WriteFile(path, []byte("x"), 0o600) },
		"folder":  func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			if err := spoil(s.Path()); err != nil {
				t.Fatal(err)
			}
			wantSecret(t, s, "a", "one")
			mustPut(t, s, "c", "three")
			if n := s.Notices(); len(n) == 0 || n[len(n)-1].Code != "vault.kept" {
				t.Errorf("notices = %v, want vault.kept at the end", n)
			}
			again := r.open(t)
			wantSecret(t, again, "a", "one")
			wantSecret(t, again, "c", "three")
		})
	}
}

// Behind a passphrase damage shows when the vault is unlocked, and is mended
// then; a wrong passphrase before that changes nothing.
func TestDamageBehindAPassphrase(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModePassphrase)
	good := readText(t, s.Path())
	bad := good[:len(good)-10]
	writeText(t, s.Path(), bad)
	again := r.open(t)
	wantReason(t, again.Unlock(t.Context(), word("wrong")), ReasonWrongPassphrase)
	if readText(t, s.Path()) != bad {
		t.Error("a wrong passphrase changed the file")
	}
	mustUnlock(t, again)
	wantCodes(t, again, "vault.damaged", "vault.restored")
	wantSecret(t, again, "a", "one")
	if readText(t, s.Path()) != good {
		t.Error("the backup was not put in its place")
	}
}
