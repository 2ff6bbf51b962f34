package profile

import (
	"path/filepath"
	"strings"
	"testing"

	"realmscope/app/durable/durabletest"
)

func TestFullDisk(t *testing.T) {
	s := open(t, durabletest.SmallDisk(t))
	save(t, s, named("a"))
	before := readText(t, s.Path())
	wantCause(t, s.Put(t.Context(), named(strings.Repeat("x", 70_000))), CauseDiskFull)
	if got := readText(t, s.Path()); got != before {
		t.Error("the file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, ".profiles*")); len(left) != 0 {
		t.Errorf("temporary files are left on the full disk: %v", left)
	}
	wantNames(t, open(t, s.dir), "a")
}

func TestReadOnlyDisk(t *testing.T) {
	dir := durabletest.SmallDisk(t)
	s := open(t, dir)
	save(t, s, named("a"))
	durabletest.ReadOnly(t, dir)
	wantCause(t, s.Put(t.Context(), named("b")), CauseReadOnly)
	wantNames(t, s, "a")
	again := open(t, dir, "profiles.readonly")
	wantNames(t, again, "a")
	wantCause(t, again.Put(t.Context(), named("b")), CauseReadOnly)
}
