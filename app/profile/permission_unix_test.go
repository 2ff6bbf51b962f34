//go:build !windows

package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"realmscope/app/durable"
)

// wantPerm checks the permissions of every file and folder of a store.
func wantPerm(t *testing.T, s *Store) {
	t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(durable.FilePerm)
		if e.IsDir() {
			want = durable.FolderPerm
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has %04o, want %04o", path, got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPermissionsWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0o000, 0o022, 0o077} {
		t.Run(fmt.Sprintf("%04o", mask), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a", "b")
			before := syscall.Umask(mask)
			t.Cleanup(func() { syscall.Umask(before) })
			s := open(t, dir)
			save(t, s, named("a"))
			save(t, s, named("b"))
			if len(s.daily().Names()) != 1 {
				t.Fatalf("backups = %v, want one", s.daily().Names())
			}
			wantPerm(t, s)
		})
	}
}

func TestTooOpenFilesAreTightened(t *testing.T) {
	s := saved(t, "a", "b")
	for path, perm := range map[string]fs.FileMode{s.Path(): 0o644, s.bakPath(): 0o660, s.dir: 0o777, s.backupDir(): 0o755} {
		if err := os.Chmod(path, perm); err != nil {
			t.Fatal(err)
		}
	}
	_, notices, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	wantNotices(t, notices, "profiles.permissions", "profiles.permissions", "profiles.permissions")
	var got []string
	for _, n := range notices {
		got = append(got, filepath.Base(n.Args["Path"])+" "+n.Args["Before"]+" "+n.Args["After"])
	}
	want := "realmscope 0777 0700, profiles.json 0644 0600, profiles.json.bak 0660 0600"
	if strings.Join(got, ", ") != want {
		t.Errorf("tightened %q, want %q", got, want)
	}
	wantPerm(t, s)
}

func TestStickyFolderStaysOpen(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o777 {
		t.Errorf("a folder like /tmp has now %v, %v, want it as it was", info.Mode(), err)
	}
}

func TestSymbolicLinkIsFollowedAndKept(t *testing.T) {
	for name, link := range map[string]string{"relative": "../dotfiles/rs.json", "absolute": ""} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			dir, target := filepath.Join(top, "config"), filepath.Join(top, "dotfiles", "rs.json")
			if link == "" {
				link = target
			}
			err := errors.Join(os.Mkdir(dir, durable.FolderPerm), os.Mkdir(filepath.Dir(target), 0o755),
				os.Symlink(link, filepath.Join(dir, fileName)))
			if err != nil {
				t.Fatal(err)
			}
			s := open(t, dir) // the link points to nothing yet
			save(t, s, named("a"))
			save(t, s, named("b"))
			write(t, filepath.Join(top, "dotfiles", ".rs.json99"), "left over")
			wantNames(t, open(t, dir), "a", "b")
			if info, err := os.Lstat(s.Path()); err != nil || info.Mode()&fs.ModeSymlink == 0 {
				t.Errorf("the link was replaced: %v, %v", info.Mode(), err)
			}
			if !strings.Contains(readText(t, target), `"name": "b"`) {
				t.Error("the link's target was not written")
			}
			if _, err := os.Stat(filepath.Join(top, "dotfiles", ".rs.json99")); err == nil {
				t.Error("the left-over file beside the target is still there")
			}
			write(t, target, "{")
			wantNames(t, open(t, dir, "profiles.damaged", "profiles.restored"), "a", "b")
			if kept, _ := filepath.Glob(target + ".damaged-*"); len(kept) != 1 {
				t.Errorf("set aside beside the target: %v, want one", kept)
			}
		})
	}
}

func TestLinkIntoAnOpenFolderIsRefused(t *testing.T) {
	top := t.TempDir()
	dir, public := filepath.Join(top, "config"), filepath.Join(top, "public")
	target := filepath.Join(public, fileName)
	err := errors.Join(os.Mkdir(dir, durable.FolderPerm), os.Mkdir(public, durable.FolderPerm), os.Chmod(public, 0o777),
		os.Symlink(target, filepath.Join(dir, fileName)))
	if err != nil {
		t.Fatal(err)
	}
	write(t, target, schema1)
	s := open(t, dir, "profiles.link")
	wantNames(t, s)
	wantCause(t, s.Put(t.Context(), named("a")), CauseLink)
	if got := readText(t, target); got != schema1 {
		t.Error("the file behind the link was changed")
	}
}

func TestPipeInPlaceOfTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, fileName), durable.FilePerm); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	s := open(t, dir, "profiles.unreadable") // and does not wait for a writer
	wantCause(t, s.Put(t.Context(), named("a")), CauseNotFile)
}

func TestLinkThatGoesInCircles(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(fileName, filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, "profiles.unreadable")
	wantCause(t, s.Put(t.Context(), named("a")), CauseOther)
}

func TestForbiddenFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("SKIP: root may write everywhere")
	}
	s := saved(t, "a")
	if err := os.Chmod(s.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(s.dir, durable.FolderPerm) })
	wantCause(t, s.Put(t.Context(), named("b")), CausePermission)
	wantNames(t, open(t, s.dir, "profiles.readonly"), "a")
}

func TestUnreadableFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("SKIP: root may read everything")
	}
	s := saved(t, "a")
	if err := os.Chmod(s.Path(), 0); err != nil {
		t.Fatal(err)
	}
	again := open(t, s.dir, "profiles.unreadable")
	wantNames(t, again)
	wantCause(t, again.Put(t.Context(), named("b")), CausePermission)
	if err := os.Chmod(s.Path(), durable.FilePerm); err != nil {
		t.Fatal(err)
	}
	wantNames(t, open(t, s.dir), "a")
}
