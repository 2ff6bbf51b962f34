package vault

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
)

// A window can have the vault before it is open: what it asks for waits, and
// the disk is not touched meanwhile.
func TestCallsWaitForTheStart(t *testing.T) {
	r := newRig(t)
	r.made(t, ModeKeyring)
	synctest.Test(t, func(t *testing.T) {
		ring := keychaintest.NewRing()
		for name, text := range r.ring.Items() {
			if err := ring.Set(name, text); err != nil {
				t.Fatal(err)
			}
		}
		s := New(Options{Dir: r.dir, Keyring: ring})
		wantStatus(t, s, Status{Mode: ModeSession, Opening: true})
		got := make(chan error, 1)
		go func() {
			_, err := s.Get(t.Context(), "a", testOwner())
			got <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Put(ctx, "c", secretRecord("three")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Put before the start = %v, want it to wait", err)
		}
		if _, err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := <-got; err != nil {
			t.Errorf("Get from before the start = %v", err)
		}
		wantStatus(t, s, Status{Mode: ModeKeyring, Chosen: true, Place: PlaceKeyring})
	})
	unstarted := New(Options{Dir: r.dir, Keyring: r.ring})
	if err := unstarted.Close(); err != nil {
		t.Errorf("Close before the start = %v", err)
	}
}

func TestOpenNeedsAFolder(t *testing.T) {
	if _, _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("Open without a folder worked")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Open(ctx, Options{Dir: t.TempDir(), Keyring: keychaintest.NewRing()}); !errors.Is(err, context.Canceled) {
		t.Errorf("Open with a cancelled context = %v, want %v", err, context.Canceled)
	}
}

// encodings are the forms that a secret could be found in on the disk.
func encodings(text string) map[string][]byte {
	reversed := []byte(text)
	slices.Reverse(reversed)
	return map[string][]byte{
		"clear": []byte(text), "base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))),
		"base64url": []byte(base64.RawURLEncoding.EncodeToString([]byte(text))), "hex": []byte(hex.EncodeToString([]byte(text))),
		"UTF-16": utf16Of([]byte(text))[2:], "URL": []byte(url.QueryEscape(text)), "reversed": reversed,
	}
}

// No file of the vault holds a secret, or the key, in any of seven forms.
func TestNoFileHoldsASecret(t *testing.T) {
	for name, noRing := range map[string]bool{"keyring": false, "no keyring": true} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			if noRing {
				r.ring.Fail = func(string, string) error { return keychain.ErrNoService }
			}
			s := r.made(t, ModePassphrase)
			canaries := []string{"open sesame"}
			for range 12 {
				canary := "canary " + NewID()
				canaries = append(canaries, canary)
				mustPut(t, s, NewID(), canary)
			}
			if err := s.Rotate(t.Context(), word("open sesame")); err != nil {
				t.Fatal(err)
			}
			mustPut(t, s, "more", "other")
			canaries = append(canaries, s.key.identity.String())
			checked := 0
			for _, path := range names(t, r.dir) {
				data, err := os.ReadFile(path)
				if err != nil {
					continue // a folder
				}
				checked++
				for _, canary := range canaries {
					for form, pattern := range encodings(canary) {
						if bytes.Contains(data, pattern) {
							t.Errorf("%s holds a secret in %s", path, form)
						}
					}
				}
			}
			if checked < 5 {
				t.Errorf("looked at %d files, want at least the vault, two backups, the lock and vault.json", checked)
			}
			for name, text := range r.ring.Items() {
				if strings.Contains(text, s.key.identity.String()) {
					t.Errorf("%s holds the key without the passphrase", name)
				}
			}
		})
	}
}

// A deleted secret leaves the file and its copy with the next save.
func TestDeletedSecretLeavesTheFile(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	mustPut(t, s, "c", "canary")
	if err := s.Delete(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{s.Path(), s.bakPath()} {
		plain, err := unseal([]byte(readText(t, path)), s.key)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(plain, []byte(base64.StdEncoding.EncodeToString([]byte("canary")))) {
			t.Errorf("%s still holds the deleted secret", path)
		}
	}
}

// Daily backups stay for a week of days with changes, whatever the clock does.
func TestDailyBackups(t *testing.T) {
	r := newRig(t)
	made := r.made(t, ModeKeyring)
	key, data := made.key, readText(t, made.Path())
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ring := keychaintest.NewRing()
		if err := errors.Join(ring.Set(itemName(key.id), key.identity.String()), os.WriteFile(dir+"/vault.age", []byte(data), 0o600)); err != nil {
			t.Fatal(err)
		}
		s, _, err := Open(t.Context(), Options{Dir: dir, Keyring: ring})
		if err != nil {
			t.Fatal(err)
		}
		for day := range 30 {
			mustPut(t, s, "a", "first of "+NewID())
			mustPut(t, s, "b", "second")
			if got, want := len(s.daily().Names()), min(day+1, 7); got != want {
				t.Errorf("after %d days: %d backups, want %d", day+1, got, want)
			}
			time.Sleep(24 * time.Hour)
		}
		wantCodes(t, s)
		if about := s.About(); len(about.Backups) != 8 || about.Records != 2 || about.Saved.IsZero() {
			t.Errorf("About = %+v, want 2 records and %d backups", about, 8)
		}
	})
}
