package vault

import (
	"bytes"
	"testing"

	"realmscope/tokenclient"
)

// The bytes of a secret must not outlive its record.
func TestSessionOverwritesSecrets(t *testing.T) {
	for name, end := range map[string]func(*testing.T, Vault) error{
		"replaced": func(t *testing.T, v Vault) error {
			return v.Put(t.Context(), "a", Record{Secret: tokenclient.NewSecret("new")})
		},
		"deleted": func(t *testing.T, v Vault) error { return v.Delete(t.Context(), "a") },
		"closed":  func(_ *testing.T, v Vault) error { return v.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			v := &sessionVault{records: map[string]sealed{}}
			if err := v.Put(t.Context(), "a", Record{Secret: tokenclient.NewSecret("old")}); err != nil {
				t.Fatal(err)
			}
			held := v.records["a"].text
			if string(held) != "old" {
				t.Fatalf("held %d bytes, want the secret", len(held))
			}
			if err := end(t, v); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(held, make([]byte, 3)) {
				t.Error("the old bytes are still there, want zeros")
			}
		})
	}
}
