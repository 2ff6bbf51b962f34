package vault

import (
	"path/filepath"
	"strings"
	"testing"

	"realmscope/app/durable/durabletest"
)

func TestFullDisk(t *testing.T) {
	r := newRig(t)
	r.dir = durabletest.SmallDisk(t)
	s := r.made(t, ModeKeyring)
	before := readText(t, s.Path())
	wantReason(t, s.Put(t.Context(), "c", secretRecord(strings.Repeat("x", 70_000))), ReasonDiskFull)
	if readText(t, s.Path()) != before {
		t.Error("the file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, ".vault*")); len(left) != 0 {
		t.Errorf("temporary files are left on the full disk: %v", left)
	}
	wantSecret(t, r.open(t), "a", "one")
}

func TestReadOnlyDisk(t *testing.T) {
	r := newRig(t)
	r.dir = durabletest.SmallDisk(t)
	s := r.made(t, ModeKeyring)
	durabletest.ReadOnly(t, r.dir)
	again := r.open(t)
	for _, v := range []*Store{s, again} {
		wantReason(t, v.Put(t.Context(), "c", secretRecord("three")), ReasonReadOnly)
		wantReason(t, v.Rotate(t.Context(), word("")), ReasonReadOnly)
		wantSecret(t, v, "a", "one")
	}
}
