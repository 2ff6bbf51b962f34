package vault

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// Vaults of every released schema open, and keep what this release does not
// know through a save.
func TestReleasedSchemasOpen(t *testing.T) {
	schemas, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, folder := range schemas {
		if !folder.IsDir() {
			continue
		}
		opened++
		t.Run(folder.Name(), func(t *testing.T) {
			from := "testdata/" + folder.Name() + "/"
			r := newRig(t)
			k, err := parseKey("0123abcd", readText(t, from+"identity.txt"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.Mkdir(r.dir, 0o700), r.ring.Set(itemName(k.id), k.identity.String())); err != nil {
				t.Fatal(err)
			}
			writeText(t, r.dir+"/vault.age", readText(t, from+"vault.age"))
			s := r.open(t)
			wantSecret(t, s, "aa", "kept since schema 1")
			wantSecret(t, s, "bb", "päss\x00word")
			entries, err := s.List(t.Context())
			if err != nil || len(entries) != 2 || entries[0].Meta != `{"user":"alice"}` || entries[0].Kind != KindRefreshToken {
				t.Errorf("List = %+v, %v", entries, err)
			}
			mustPut(t, s, "cc", "three")
			text, err := unseal([]byte(readText(t, s.Path())), s.key)
			if err != nil || !strings.Contains(string(text), `"later":{"kept":[1,2.50]}`) {
				t.Errorf("a save lost what is not known: %v", err)
			}
		})
	}
	if opened == 0 {
		t.Error("there is no schema to test")
	}
}
