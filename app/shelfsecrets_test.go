package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
	"realmscope/ui"
)

// robot is a profile with a place for every kind of secret.
func robot() profile.Profile {
	return profile.Profile{
		ID: "00000000000000aa", Name: "robot", Environment: profile.Test, Grant: profile.GrantPassword,
		Realm:      tokenclient.Realm{Base: "https://sso.test", Name: "shop"},
		Client:     profile.Client{ID: "web", Auth: tokenclient.AuthPrivateKeyJWT},
		Accounts:   []profile.Account{{Username: "alice"}},
		Extra:      []profile.Extra{{Name: "k"}, {Name: "plain", Value: "1"}},
		Connection: profile.Connection{Proxy: "http://Proxy.test:3128", ProxyUser: "me"},
	}
}

// allTyped is one secret of every kind.
func allTyped() ui.ProfileSecrets {
	s := tokenclient.NewSecret
	return ui.ProfileSecrets{
		ClientSecret: s("1"), ClientKey: s("2"), ClientCertificate: s("3"), ProxyPassword: s("4"),
		Passwords: map[string]tokenclient.Secret{"alice": s("5")}, Extra: map[string]tokenclient.Secret{"k": s("6")},
	}
}

func TestEverySecretIsBoundToItsOwner(t *testing.T) {
	v := vault.NewSession()
	before := robot()
	p, err := keepSecrets(t.Context(), v, before, allTyped())
	if err != nil {
		t.Fatal(err)
	}
	realm := vault.Owner{Origin: "https://sso.test", ClientID: "web"}
	proxy := vault.Owner{Origin: "http://proxy.test:3128", ClientID: "me"}
	for id, want := range map[string]struct {
		owner vault.Owner
		text  string
	}{
		p.Client.SecretID: {realm, "1"}, p.Client.KeyID: {realm, "2"}, p.Client.CertificateID: {realm, "3"},
		p.Connection.ProxyPasswordID: {proxy, "4"}, p.Accounts[0].PasswordID: {realm, "5"}, p.Extra[0].SecretID: {realm, "6"},
	} {
		if got, err := v.Get(t.Context(), id, want.owner); err != nil || got.Reveal() != want.text {
			t.Errorf("secret %s is %q, %v", want.text, got.Reveal(), err)
		}
		other := realm
		if want.owner == realm {
			other = proxy
		}
		if _, err := v.Get(t.Context(), id, other); !errors.Is(err, vault.ErrOtherOwner) {
			t.Errorf("secret %s for another owner: %v", want.text, err)
		}
	}
	if len(p.SecretIDs()) != 6 || p.Extra[1].SecretID != "" || len(before.SecretIDs()) != 0 {
		t.Errorf("ids %v, before %v", p.SecretIDs(), before.SecretIDs())
	}
}

func TestKeptSecretsFindTheirPlace(t *testing.T) {
	for kind, place := range map[vault.Kind]func(p profile.Profile) string{
		vault.KindClientSecret:      func(p profile.Profile) string { return p.Client.SecretID },
		vault.KindClientKey:         func(p profile.Profile) string { return p.Client.KeyID },
		vault.KindClientCertificate: func(p profile.Profile) string { return p.Client.CertificateID },
		vault.KindDPoPKey:           func(p profile.Profile) string { return p.Client.DPoPKeyID },
		vault.KindProxyPassword:     func(p profile.Profile) string { return p.Connection.ProxyPasswordID },
		vault.KindPassword:          func(p profile.Profile) string { return p.Accounts[0].PasswordID },
		vault.KindParameter:         func(p profile.Profile) string { return p.Extra[0].SecretID },
	} {
		account := "alice"
		if kind == vault.KindParameter {
			account = "k"
		}
		got := withSecret(robot(), account, kind, "id1")
		if place(got) != "id1" || !slices.Equal(got.SecretIDs(), []string{"id1"}) {
			t.Errorf("%s went to %v", kind, got.SecretIDs())
		}
	}
}

func TestSecretsLeaveTheVaultWithTheirProfile(t *testing.T) {
	store, _, err := profile.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	v := vault.NewSession()
	s := newShelf(t.Context(), func(f func()) { f() }, store, v)
	var saved profile.Profile
	s.Save(robot(), allTyped(), func(p profile.Profile, e error) { saved, err = p, e })
	s.queue.wait()
	if err != nil || len(saved.SecretIDs()) != 6 {
		t.Fatalf("saved %v, %v", saved.SecretIDs(), err)
	}
	owner := vault.Owner{Origin: "https://sso.test", ClientID: "web"}
	key, secret := saved.Client.KeyID, saved.Client.SecretID
	saved.Client.KeyID = "" // removed in the form
	s.Save(saved, ui.ProfileSecrets{}, func(_ profile.Profile, e error) { err = e })
	s.queue.wait()
	if _, gone := v.Get(t.Context(), key, owner); err != nil || !errors.Is(gone, vault.ErrNotFound) {
		t.Errorf("a removed key is still there: %v, saved %v", gone, err)
	}
	if _, err := v.Get(t.Context(), secret, owner); err != nil {
		t.Errorf("a kept secret is gone: %v", err)
	}
	s.agree(saved.ID, "https://mtls.test")
	s.agree(saved.ID, "https://mtls.test")
	s.queue.wait()
	if got := store.Profiles()[0].Origins; !slices.Equal(got, []string{"https://mtls.test"}) {
		t.Errorf("agreed origins %q", got)
	}
	s.Delete(saved.ID, func(e error) { err = e })
	s.queue.wait()
	for _, id := range saved.SecretIDs() {
		for _, o := range []vault.Owner{owner, {Origin: "http://proxy.test:3128", ClientID: "me"}} {
			if _, gone := v.Get(t.Context(), id, o); !errors.Is(gone, vault.ErrNotFound) {
				t.Errorf("secret %s is still there: %v", id, gone)
			}
		}
	}
	if err != nil {
		t.Errorf("delete: %v", err)
	}
}

// shut is a vault that is locked until it is opened.
type shut struct {
	vault.Vault
	locked bool
}

func (v *shut) Delete(ctx context.Context, id string) error {
	if v.locked {
		return vault.ErrLocked
	}
	return v.Vault.Delete(ctx, id)
}

func TestSecretsOfAProfileDeletedWhileLockedGoWhenTheVaultOpens(t *testing.T) {
	store, _, err := profile.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	v := &shut{Vault: vault.NewSession()}
	s := newShelf(t.Context(), func(f func()) { f() }, store, v)
	var saved profile.Profile
	s.Save(robot(), allTyped(), func(p profile.Profile, e error) { saved, err = p, e })
	s.queue.wait()
	v.locked = true
	s.Delete(saved.ID, func(e error) { err = errors.Join(err, e) })
	s.queue.wait()
	if err != nil || len(store.Profiles()) != 0 {
		t.Fatalf("deleting while locked: %v, %d profiles", err, len(store.Profiles()))
	}
	s.settle() // somebody tells of a vault that is locked again
	s.queue.wait()
	if n := entries(t, v); n != 6 {
		t.Errorf("%d secrets in the locked vault, want 6", n)
	}
	v.locked = false
	s.settle()
	s.queue.wait()
	if n := entries(t, v); n != 0 {
		t.Errorf("%d secrets are left, want none", n)
	}
}

// The same over a restart: a vault that stayed locked until the program ended
// loses them when it is opened at last, but for what is named again.
func TestSecretsOfAProfileDeletedWhileLockedGoAfterARestart(t *testing.T) {
	dir, ring := t.TempDir(), keychaintest.NewRing()
	start := func() (*shelf, *vault.Store) {
		v, _, err := vault.Open(t.Context(), vault.Options{Dir: dir, Keyring: ring})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = v.Close() })
		store, _, err := profile.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		return newShelf(t.Context(), func(f func()) { f() }, store, v), v
	}
	s, v := start()
	var saved profile.Profile
	var err error
	s.Save(robot(), allTyped(), func(p profile.Profile, e error) { saved, err = p, e })
	s.queue.wait()
	if err = errors.Join(err, v.SetMode(t.Context(), vault.ModeKeyring, tokenclient.Secret{}), v.Close()); err != nil {
		t.Fatal(err)
	}

	ring.Fail = func(string, string) error { return keychain.ErrLocked }
	s, v = start()
	s.Delete(saved.ID, func(e error) { err = e })
	s.queue.wait()
	if got := v.Owed(); err != nil || len(got) != 6 {
		t.Fatalf("the locked vault owes %d secrets, want 6: %v", len(got), err)
	}
	_ = v.Close()

	ring.Fail = nil
	s, v = start()
	again := robot()
	again.Client.SecretID = saved.Client.SecretID // another window saved it meanwhile
	s.Save(again, ui.ProfileSecrets{}, func(_ profile.Profile, e error) { err = e })
	s.settle()
	s.queue.wait()
	if n, owed := entries(t, v), v.Owed(); err != nil || n != 1 || len(owed) != 0 {
		t.Errorf("%d secrets are left, want the one that is named; %d are owed: %v", n, len(owed), err)
	}
}

func entries(t *testing.T, v vault.Vault) int {
	t.Helper()
	all, err := v.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestOnlyOrdinaryFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	if _, err := openFile(dir); !errors.Is(err, errNotFile) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := openFile("/dev/zero"); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a device: %v", err)
	}
	if _, err := openFile(dir + "/none"); err == nil {
		t.Error("a missing file was opened")
	}
}
