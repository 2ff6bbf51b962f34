package realkeycloak_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient/realkeycloak"
)

// TestTranscriptsHoldNoSecret reads every kept file for what must be masked,
// and for flows that nobody runs any more.
func TestTranscriptsHoldNoSecret(t *testing.T) {
	secrets := []string{"eyJ", oddSecret, visibleSecret, "secret-secret", "-password\n", "127.0.0.1:1", "127.0.0.1:3", "127.0.0.1:4"}
	for _, user := range []string{"alice", "bob"} {
		secrets = append(secrets, password(t, user).Password.Reveal())
	}
	for _, id := range []string{realkeycloak.SwapClient, realkeycloak.UMAClient, realkeycloak.CIBAClient} {
		secrets = append(secrets, auth(t, id, "").Secret.Reveal())
	}
	var names []string
	for _, r := range suiteRows() {
		names = append(names, fileName(r)+".txt")
	}
	files := 0
	err := fs.WalkDir(os.DirFS("testdata"), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		if strings.HasPrefix(path, "transcripts/") && !slices.Contains(names, entry.Name()) {
			t.Errorf("%s belongs to no row", path)
		}
		text, err := fs.ReadFile(os.DirFS("testdata"), path)
		for _, secret := range secrets {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		return err
	})
	if err != nil || files < 2*len(names) {
		t.Errorf("%d files for %d rows on two servers: %v", files, len(names), err)
	}
}
