package profile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/durable"
	"realmscope/app/durable/durabletest"
)

// saved makes a folder whose store holds the given names.
func saved(t *testing.T, want ...string) *Store {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "realmscope"))
	for _, n := range want {
		save(t, s, named(n))
	}
	return s
}

// asideOf finds the one file that was set aside.
func asideOf(t *testing.T, s *Store) string {
	t.Helper()
	found, err := filepath.Glob(s.Path() + ".damaged-*")
	if err != nil || len(found) != 1 {
		t.Fatalf("files set aside = %v, %v, want one", found, err)
	}
	return found[0]
}

func utf16Text(order binary.AppendByteOrder, text string) string {
	b := order.AppendUint16(nil, 0xfeff)
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestDamagedFileIsSetAsideAndRestored(t *testing.T) {
	for name, spoil := range map[string]func(text string) string{
		"empty":            func(string) string { return "" },
		"zero bytes":       func(s string) string { return strings.Repeat("\x00", len(s)) },
		"truncated":        func(s string) string { return s[:len(s)-3] },
		"merge marks":      func(s string) string { return strings.Replace(s, "{\n", "{\n<<<<<<< HEAD\n", 1) },
		"a web page":       func(string) string { return "<html></html>" },
		"wrong type":       func(s string) string { return strings.Replace(s, `"a"`, `1`, 1) },
		"too large":        func(s string) string { return s + strings.Repeat(" ", maxFile) },
		"half of a UTF-16": func(s string) string { return utf16Text(binary.LittleEndian, s)[:333] },
		"mark and damage":  func(s string) string { return "\xef\xbb\xbf" + s[:40] },
	} {
		t.Run(name, func(t *testing.T) {
			s := saved(t, "a", "b")
			bad := spoil(readText(t, s.Path()))
			write(t, s.Path(), bad)
			again := open(t, s.dir, "profiles.damaged", "profiles.restored")
			wantNames(t, again, "a", "b")
			if got := readText(t, asideOf(t, s)); got != bad {
				t.Errorf("the file set aside was changed: %d bytes, want %d", len(got), len(bad))
			}
			wantNames(t, open(t, s.dir), "a", "b")
		})
	}
}

func TestByteOrderMarksLoseNothing(t *testing.T) {
	for name, encode := range map[string]func(string) string{
		"UTF-8":                func(s string) string { return "\xef\xbb\xbf" + s },
		"UTF-16 little endian": func(s string) string { return utf16Text(binary.LittleEndian, s) },
		"UTF-16 big endian":    func(s string) string { return utf16Text(binary.BigEndian, s) },
	} {
		t.Run(name, func(t *testing.T) {
			s := saved(t, "a", "b")
			bad := encode(strings.Replace(readText(t, s.Path()), `"b"`, `"edited ñ😀"`, 1))
			write(t, s.Path(), bad)
			wantNames(t, open(t, s.dir, "profiles.recoded"), "a", "edited ñ😀")
			if got := readText(t, asideOf(t, s)); got != bad {
				t.Error("the file set aside was changed")
			}
			wantNames(t, open(t, s.dir), "a", "edited ñ😀")
		})
	}
}

func TestFolderInPlaceOfTheFile(t *testing.T) {
	s := saved(t, "a")
	if err := errors.Join(os.Remove(s.Path()), os.MkdirAll(filepath.Join(s.Path(), "inner"), durable.FolderPerm)); err != nil {
		t.Fatal(err)
	}
	wantNames(t, open(t, s.dir, "profiles.damaged", "profiles.restored"), "a")
	if _, err := os.Stat(filepath.Join(asideOf(t, s), "inner")); err != nil {
		t.Errorf("the folder was not kept: %v", err)
	}
}

func TestWithoutBackupTheDamageIsKeptAndSaid(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, fileName), "{")
	write(t, filepath.Join(dir, fileName+".bak"), "{")
	s := open(t, dir, "profiles.damaged", "profiles.empty")
	wantNames(t, s)
	if got := readText(t, asideOf(t, s)); got != "{" {
		t.Errorf("set aside = %q, want {", got)
	}
	save(t, s, named("a"))
	wantNames(t, open(t, dir), "a")
}

func TestDamageInOneMomentGetsNamesOfItsOwn(t *testing.T) {
	s := saved(t, "a")
	for range 3 {
		write(t, s.Path(), "{")
		open(t, s.dir, "profiles.damaged", "profiles.restored")
	}
	found, _ := filepath.Glob(s.Path() + ".damaged-*")
	if len(found) != 3 {
		t.Errorf("files set aside = %v, want 3", found)
	}
}

func TestMissingFileComesBackFromItsBackup(t *testing.T) {
	s := saved(t, "a", "b")
	if err := os.Remove(s.Path()); err != nil {
		t.Fatal(err)
	}
	wantNames(t, open(t, s.dir, "profiles.missing"), "a", "b")
	wantNames(t, open(t, s.dir), "a", "b")
}

func TestDamageWhileOpen(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*Store) error
		want  []string
	}{
		"damaged":               {func(s *Store) error { return os.WriteFile(s.Path(), []byte("{"), durable.FilePerm) }, []string{"profiles.damaged", "profiles.restored"}},
		"gone":                  {func(s *Store) error { return os.Remove(s.Path()) }, []string{"profiles.missing"}},
		"gone with all backups": {func(s *Store) error { return errors.Join(os.RemoveAll(s.dir)) }, []string{"profiles.kept"}},
		"damaged without backup": {func(s *Store) error {
			return errors.Join(os.RemoveAll(s.dir), os.Mkdir(s.dir, durable.FolderPerm), os.WriteFile(s.Path(), nil, durable.FilePerm))
		}, []string{"profiles.damaged", "profiles.kept"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := saved(t, "a", "b")
			if err := tt.spoil(s); err != nil {
				t.Fatal(err)
			}
			save(t, s, named("c"))
			wantNotices(t, s.Notices(), tt.want...)
			wantNames(t, s, "a", "b", "c")
			wantNames(t, open(t, s.dir), "a", "b", "c")
		})
	}
}

// mutate spoils a text in one of many ways.
func mutate(r *rand.Rand, text []byte) []byte {
	b := bytes.Clone(text)
	at := r.IntN(len(b))
	end := min(len(b), at+1+r.IntN(64))
	switch r.IntN(8) {
	case 0:
		return b[:at]
	case 1:
		b[at] ^= 1 << r.IntN(8)
	case 2:
		clear(b[at:end])
	case 3:
		return append(b[:at], b[end:]...)
	case 4:
		return append(b, b[at:]...)
	case 5:
		return bytes.Replace(b, []byte("\n"), []byte("\n<<<<<<< ours\n"), 1+r.IntN(3))
	case 6:
		for i := range b[at:end] {
			b[at+i] = byte(r.IntN(256))
		}
	case 7:
		b[at] = `{}[]":,0n`[r.IntN(9)]
	}
	return b
}

// Of 300 spoiled files none is overwritten and none empties the list: either
// the content still makes sense and is shown, or it is set aside, untouched,
// and the last good copy shown.
func TestManySpoiledFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	s := saved(t, "a", "b", "c")
	good, first := []byte(readText(t, s.Path())), s.Profiles()
	aside := 0
	for i := range durabletest.Scale(t, 300, 1000) {
		dir := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := os.Mkdir(dir, durable.FolderPerm); err != nil {
			t.Fatal(err)
		}
		path, bad := filepath.Join(dir, fileName), mutate(r, good)
		write(t, path, string(bad))
		write(t, path+".bak", string(good))
		s, notices, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := filepath.Glob(path + ".damaged-*")
		switch {
		case len(kept) == 1:
			aside++
			if readText(t, kept[0]) != string(bad) || len(notices) == 0 {
				t.Errorf("file %d was changed or nothing was said: %v", i, notices)
			}
			if diff := cmp.Diff(s.Profiles(), first); diff != "" {
				t.Errorf("file %d: profiles differ (-got +want):\n%s", i, diff)
			}
		case readText(t, path) != string(bad):
			t.Errorf("file %d was overwritten: %q", i, bad)
		default: // the change still makes sense
			if want, err := readDocument(bad); !errors.Is(err, errNewer) && len(s.Profiles()) != len(want.entries) {
				t.Errorf("file %d: %d profiles, want %d", i, len(s.Profiles()), len(want.entries))
			}
		}
	}
	if aside < 150 {
		t.Errorf("only %d of 300 files were set aside: the spoiling is too mild", aside)
	}
}
