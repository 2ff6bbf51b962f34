package realkeycloak

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// makeZip writes an archive with one file of mode 0755.
func makeZip(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dist.zip")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	writer := zip.NewWriter(file)
	header := &zip.FileHeader{Name: name}
	header.SetMode(0o755)
	entry, err := writer.CreateHeader(header)
	if err == nil {
		_, err = entry.Write([]byte("#!/bin/sh\n"))
	}
	if err == nil {
		err = writer.Close()
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestUnpackDropsTheFirstFolderAndKeepsTheExecutableBit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tree")
	if err := unpack(makeZip(t, "keycloak-1.2.3/bin/kc.sh"), dir); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "bin", "kc.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("mode of kc.sh = %o, want 700", got)
	}
}

func TestUnpackRefusesToLeaveItsFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tree")
	if err := unpack(makeZip(t, "keycloak/../../escaped"), dir); err == nil {
		t.Error("unpack of a name with .. gave no error")
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "escaped")); err == nil {
		t.Error("unpack wrote outside its folder")
	}
}

func TestLayOutSharesCodeAndOwnsData(t *testing.T) {
	shared := t.TempDir()
	for _, name := range []string{"bin/kc.sh", "conf/keycloak.conf", "lib/a.jar", "providers/README", "themes/README", "version.txt"} {
		path := filepath.Join(shared, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	home := filepath.Join(t.TempDir(), "home")
	if err := (&tree{dir: shared}).layOut(home, realmJSON); err != nil {
		t.Fatal(err)
	}
	for name, wantLink := range map[string]bool{"bin": false, "conf": false, "data": false, "lib": true, "themes": true} {
		info, err := os.Lstat(filepath.Join(home, name))
		if err != nil {
			t.Fatal(err)
		}
		if link := info.Mode()&os.ModeSymlink != 0; link != wantLink {
			t.Errorf("%s is a link: %t, want %t", name, link, wantLink)
		}
	}
	got, err := os.ReadFile(filepath.Join(home, "data", "import", "scope-it-realm.json"))
	if err != nil || string(got) != string(realmJSON) {
		t.Errorf("the realm to import is %d bytes (%v), want the embedded %d", len(got), err, len(realmJSON))
	}
}

func TestATreeThatServedIsNotFetchedAgain(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("PATH", t.TempDir()) // no Maven: a fetch would fail
	o := Options{Release: Releases()[0], Path: "/auth"}
	if _, err := prepareIn(t.Context(), cache, o); err == nil {
		t.Fatal("prepare of an empty cache gave no error without Maven")
	}
	dir := filepath.Join(cache, "keycloak-"+release+"-auth")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (&tree{dir: dir}).markBuilt(); err != nil {
		t.Fatal(err)
	}
	got, err := prepareIn(t.Context(), cache, o)
	if err != nil {
		t.Fatalf("prepare of a marked tree: %v", err)
	}
	defer got.release()
	if !strings.HasPrefix(got.dir, cache) || got.dir != dir {
		t.Errorf("prepared %s, want %s", got.dir, dir)
	}
}
