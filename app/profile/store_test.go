package profile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"realmscope/app/durable"
)

// open opens a store and checks the codes of its notices, in order.
func open(t *testing.T, dir string, codes ...string) *Store {
	t.Helper()
	s, notices, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	wantNotices(t, notices, codes...)
	return s
}

func wantNotices(t *testing.T, notices []Notice, want ...string) {
	t.Helper()
	var got []string
	for _, n := range notices {
		got = append(got, n.Code)
		if !slices.Contains(NoticeCodes(), n.Code) {
			t.Errorf("NoticeCodes() lacks %q", n.Code)
		}
		for name, v := range n.Args {
			if v == "" {
				t.Errorf("notice %s has an empty %s", n.Code, name)
			}
		}
	}
	if diff := cmp.Diff(got, want, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("notices differ (-got +want):\n%s\n%v", diff, notices)
	}
}

func save(t *testing.T, s *Store, p Profile) {
	t.Helper()
	if err := s.Put(t.Context(), p); err != nil {
		t.Fatalf("Put(%s) = %v", p.Name, err)
	}
}

func named(name string) Profile {
	p := shop()
	p.ID, p.Name = NewID(), name
	return p
}

func names(s *Store) []string {
	got := []string{}
	for _, p := range s.Profiles() {
		got = append(got, p.Name)
	}
	return got
}

func wantNames(t *testing.T, s *Store, want ...string) {
	t.Helper()
	if diff := cmp.Diff(names(s), want, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("names differ (-got +want):\n%s", diff)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), durable.FilePerm); err != nil {
		t.Fatal(err)
	}
}

func TestStoreKeepsProfilesInOrder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder with ñ 'quotes' 😀")
	s := open(t, dir)
	wantNames(t, s)
	a, b, c := named("a"), named("b"), named("c")
	for _, p := range []Profile{a, b, c} {
		save(t, s, p)
	}
	b.Name = "b2"
	save(t, s, b)
	if err := s.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), NewID()); err != nil {
		t.Errorf("Delete of an absent profile = %v, want no error", err)
	}
	wantNames(t, s, "b2", "c")
	again := open(t, dir)
	if diff := cmp.Diff(again.Profiles(), []Profile{b, c}); diff != "" {
		t.Errorf("profiles differ after a new start (-got +want):\n%s", diff)
	}
	if text := readText(t, s.Path()); !strings.Contains(text, "\n  \"profiles\": [\n    {\n") {
		t.Errorf("the file is not indented:\n%s", text)
	}
}

func TestStoreSharesNothingWithItsCallers(t *testing.T) {
	s := open(t, t.TempDir())
	p := named("a")
	save(t, s, p)
	p.Accounts[0].Username = "mallory"
	s.Profiles()[0].Accounts[0].Username = "mallory"
	if got := s.Profiles()[0].Accounts[0].Username; got != "alice" {
		t.Errorf("account = %q, want alice", got)
	}
}

func TestFirstStartLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "profiles.json.lock" {
			t.Errorf("a start without profiles left %s", e.Name())
		}
	}
}

func TestOpenNeedsAFolder(t *testing.T) {
	if _, _, err := Open(""); err == nil {
		t.Error("Open of no folder gave no error")
	}
}

func TestPutRefuses(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.Put(t.Context(), Profile{ID: "../../x"}); !errors.Is(err, ErrID) {
		t.Errorf("Put with a wrong id = %v, want %v", err, ErrID)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, named("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("Put when cancelled = %v, want %v", err, context.Canceled)
	}
	huge := named(strings.Repeat("x", maxFile))
	wantCause(t, s.Put(t.Context(), huge), CauseTooLarge)
	wantNames(t, s)
	if _, err := os.Stat(s.Path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused Put wrote the file: %v", err)
	}
}

func wantCause(t *testing.T, err error, want Cause) {
	t.Helper()
	var got *SaveError
	if !errors.As(err, &got) || got.Cause != want {
		t.Fatalf("error = %v, want a SaveError with cause %s", err, want)
	}
	if !slices.Contains(Causes(), got.Cause) || got.Path == "" || !strings.Contains(err.Error(), string(want)) {
		t.Errorf("error %q lacks its path or cause", err)
	}
}

func TestStoreHoldsAThousandProfiles(t *testing.T) {
	s := open(t, t.TempDir())
	d := s.doc
	for i := range maxProfiles {
		var err error
		if d, err = d.with(Profile{ID: NewID(), Name: strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	data, err := d.encode()
	if err != nil {
		t.Fatal(err)
	}
	write(t, s.Path(), string(data))
	s = open(t, s.dir)
	wantCause(t, s.Put(t.Context(), named("one too many")), CauseTooLarge)
	first := s.Profiles()[0]
	first.Name = "changed"
	save(t, s, first)
	if got := len(s.Profiles()); got != maxProfiles {
		t.Errorf("profiles = %d, want %d", got, maxProfiles)
	}
}

func TestNewerFilesAreReadOnly(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"understood":     {strings.Replace(schema1, `"schema": 1`, `"schema": 2`, 1), []string{"Peñarol"}},
		"not understood": {`{"schema":99,"profiles":{"by_id":{}}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, fileName), tt.text)
			s := open(t, dir, "profiles.newer")
			wantNames(t, s, tt.want...)
			wantCause(t, s.Put(t.Context(), named("a")), CauseNewer)
			wantCause(t, s.Delete(t.Context(), "0123456789abcdef"), CauseNewer)
			if got := readText(t, s.Path()); got != tt.text {
				t.Errorf("the newer file was changed to %s", got)
			}
		})
	}
}

func TestTwoStoresKeepEachOthersChanges(t *testing.T) {
	dir := t.TempDir()
	one, two := open(t, dir), open(t, dir)
	a, b := named("a"), named("b")
	save(t, one, a)
	save(t, two, b)
	wantNames(t, two, "a", "b")
	a.Name = "a2"
	save(t, one, a)
	wantNames(t, one, "a2", "b")
	if err := two.Delete(t.Context(), b.ID); err != nil {
		t.Fatal(err)
	}
	wantNames(t, two, "a2")
	wantNames(t, open(t, dir), "a2")
}

func TestStoreIsSafeForConcurrentUse(t *testing.T) {
	dir := t.TempDir()
	stores := []*Store{open(t, dir), open(t, dir)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s := stores[i%2]
			for j := range 5 {
				if err := s.Put(t.Context(), named(strconv.Itoa(i*10+j))); err != nil {
					t.Errorf("Put = %v", err)
				}
				s.Profiles()
				s.Notices()
			}
		})
	}
	wg.Wait()
	if got := len(open(t, dir).Profiles()); got != 40 {
		t.Errorf("profiles = %d, want 40", got)
	}
}

func TestFileHoldsNoFieldForASecret(t *testing.T) {
	s := open(t, t.TempDir())
	save(t, s, shop())
	var all any
	text := []byte(readText(t, s.Path()))
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`"secret":`, `"password":`, `"client_secret":`, `"token":`, "[hidden]"} {
		if bytes.Contains(text, []byte(word)) {
			t.Errorf("the file holds a member %s", word)
		}
	}
}
