package profile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/durable"
	"realmscope/app/durable/durabletest"
)

func systemErrors() map[error]Cause {
	return map[error]Cause{
		syscall.ENOSPC: CauseDiskFull, syscall.EDQUOT: CauseDiskFull, syscall.EROFS: CauseReadOnly,
		syscall.EACCES: CausePermission, syscall.EPERM: CausePermission, syscall.EIO: CauseOther,
	}
}

func TestFailedSaveLeavesTheFile(t *testing.T) {
	steps := append(durabletest.Steps(), "short write", "rename, and clean up")
	for _, step := range steps {
		for e, cause := range systemErrors() {
			t.Run(fmt.Sprint(step, " ", cause, " ", e), func(t *testing.T) {
				s := saved(t, "a")
				before := readText(t, s.Path())
				s.disk = durabletest.Failing(fileName, step, &fs.PathError{Op: "write", Path: s.Path(), Err: e})
				err := s.Put(t.Context(), named("b"))
				want := cause
				if step == "short write" { // the system gave no error
					want = CauseOther
					if !errors.Is(err, io.ErrShortWrite) {
						t.Errorf("error = %v, want %v", err, io.ErrShortWrite)
					}
				}
				wantCause(t, err, want)
				if got := readText(t, s.Path()); got != before {
					t.Errorf("the file was changed to %s", got)
				}
				wantNames(t, s, "a")
				left, _ := filepath.Glob(filepath.Join(s.dir, ".profiles*"))
				if len(left) != 0 {
					t.Errorf("temporary files are left: %v", left)
				}
				s.disk = durable.System()
				save(t, s, named("b"))
				wantNames(t, open(t, s.dir), "a", "b")
			})
		}
	}
}

func TestFolderThatCannotBeSyncedLeavesAWholeFile(t *testing.T) {
	for e, cause := range systemErrors() {
		t.Run(e.Error(), func(t *testing.T) {
			s := saved(t, "a")
			s.disk = durabletest.Failing(fileName, durabletest.SyncFolder, e)
			wantCause(t, s.Put(t.Context(), named("b")), cause)
			wantNames(t, s, "a")
			wantNames(t, open(t, s.dir), "a", "b")
		})
	}
}

func TestDamageOnAFailingDiskShowsTheBackup(t *testing.T) {
	s := saved(t, "a", "b")
	write(t, s.Path(), "{")
	again, notices, err := openOn(s.dir, durabletest.Failing(fileName, "write", syscall.ENOSPC))
	if err != nil {
		t.Fatal(err)
	}
	wantNotices(t, notices, "profiles.damaged", "profiles.restored", "profiles.readonly")
	wantNames(t, again, "a", "b")
	if got := readText(t, asideOf(t, s)); got != "{" {
		t.Errorf("set aside = %q, want {", got)
	}
	wantNames(t, open(t, s.dir, "profiles.missing"), "a", "b")
}

func TestFolderThatCannotBeMade(t *testing.T) {
	inTheWay := filepath.Join(t.TempDir(), "file")
	write(t, inTheWay, "mine")
	for name, dir := range map[string]string{"below a file": filepath.Join(inTheWay, "x"), "a file": inTheWay} {
		t.Run(name, func(t *testing.T) {
			s, notices, err := Open(dir)
			if err != nil || len(notices) == 0 {
				t.Fatalf("Open = %v, %v, want a store and a notice", notices, err)
			}
			wantCause(t, s.Put(t.Context(), named("a")), CauseOther)
			if got := readText(t, inTheWay); got != "mine" {
				t.Errorf("the file in the way was changed to %q", got)
			}
		})
	}
}

func TestSaveErrorKeepsContextErrors(t *testing.T) {
	for _, want := range []error{nil, context.Canceled, context.DeadlineExceeded} {
		if got := saveError("x", want); got != want { //nolint:errorlint // the very same is meant
			t.Errorf("saveError(%v) = %v", want, got)
		}
	}
	first := saveError("a", syscall.EROFS)
	if diff := cmp.Diff(saveError("b", first).Error(), first.Error()); diff != "" {
		t.Errorf("wrapped twice (-got +want):\n%s", diff)
	}
}
