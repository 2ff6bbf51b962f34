package vault_test

import (
	"path/filepath"
	"testing"

	"realmscope/app/vault"
	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/app/vault/vaulttest"
	"realmscope/tokenclient"
)

// openStore opens an empty vault of a mode.
func openStore(t *testing.T, m vault.Mode, ring keychain.Keyring) vault.Vault {
	t.Helper()
	s, notices, err := vault.Open(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "realmscope"), Keyring: ring})
	if err != nil || len(notices) > 0 {
		t.Fatalf("Open = %v, %v", notices, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	vault.ShortWork(s)
	if err := s.SetMode(t.Context(), m, tokenclient.NewSecret("open sesame")); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStoreKeepsTheContract(t *testing.T) {
	none := func() keychain.Keyring {
		r := keychaintest.NewRing()
		r.Fail = func(string, string) error { return keychain.ErrNoService }
		return r
	}
	for name, open := range map[string]func(*testing.T) vault.Vault{
		"session":                    func(t *testing.T) vault.Vault { return openStore(t, vault.ModeSession, none()) },
		"keyring":                    func(t *testing.T) vault.Vault { return openStore(t, vault.ModeKeyring, keychaintest.NewRing()) },
		"passphrase in the keyring":  func(t *testing.T) vault.Vault { return openStore(t, vault.ModePassphrase, keychaintest.NewRing()) },
		"passphrase without keyring": func(t *testing.T) vault.Vault { return openStore(t, vault.ModePassphrase, none()) },
	} {
		t.Run(name, func(t *testing.T) { vaulttest.Contract(t, open) })
	}
}
