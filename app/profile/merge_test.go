package profile

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMergeKeepsTheChangesOfBoth(t *testing.T) {
	base := shop()
	for name, tt := range map[string]struct {
		mine, theirs func(*Profile)
		want         func(*Profile)
		both         []string
	}{
		"theirs alone":    {func(*Profile) {}, func(p *Profile) { p.Scope = "x" }, func(p *Profile) { p.Scope = "x" }, nil},
		"mine alone":      {func(p *Profile) { p.Scope = "x" }, func(*Profile) {}, func(p *Profile) { p.Scope = "x" }, nil},
		"different ones":  {func(p *Profile) { p.Name = "a" }, func(p *Profile) { p.Realm.Name = "b" }, func(p *Profile) { p.Name, p.Realm.Name = "a", "b" }, nil},
		"the same change": {func(p *Profile) { p.Name = "a" }, func(p *Profile) { p.Name = "a" }, func(p *Profile) { p.Name = "a" }, nil},
		"two changes":     {func(p *Profile) { p.Realm.Base = "a" }, func(p *Profile) { p.Realm.Base = "b" }, func(p *Profile) { p.Realm.Base = "a" }, []string{"realm.base"}},
		"lists":           {func(p *Profile) { p.Accounts = nil }, func(p *Profile) { p.Accounts = p.Accounts[:1] }, func(p *Profile) { p.Accounts = nil }, []string{"accounts"}},
		"a list emptied":  {func(*Profile) {}, func(p *Profile) { p.Accounts = nil }, func(p *Profile) { p.Accounts = nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			mine, theirs, want := base.Clone(), base.Clone(), base.Clone()
			tt.mine(&mine)
			tt.theirs(&theirs)
			tt.want(&want)
			got, both := Merge(mine, base, theirs)
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("merged differs (-got +want):\n%s", diff)
			}
			if !slices.Equal(both, tt.both) {
				t.Errorf("both changed %q, want %q", both, tt.both)
			}
		})
	}
}

// TestTwoInstancesMergeTheSameProfile edits one profile in two stores that have
// not seen each other's change.
func TestTwoInstancesMergeTheSameProfile(t *testing.T) {
	dir := t.TempDir()
	one := open(t, dir)
	save(t, one, named("a"))
	two := open(t, dir)
	p, q := one.Profiles()[0], two.Profiles()[0]
	p.Scope, p.Name = "openid", "one"
	q.Realm.Name, q.Name = "other", "two"
	save(t, one, p)
	save(t, two, q)
	got := open(t, dir).Profiles()[0]
	if got.Scope != "openid" || got.Realm.Name != "other" || got.Name != "two" {
		t.Errorf("file holds %+v", got)
	}
	wantNotices(t, two.Notices(), noticeBoth)
	wantNotices(t, one.Notices())
}

func TestPlaceMovesWithinTheList(t *testing.T) {
	s := open(t, t.TempDir())
	var ids []string
	for _, name := range []string{"a", "b", "c"} {
		p := named(name)
		save(t, s, p)
		ids = append(ids, p.ID)
	}
	for name, tt := range map[string]struct{ id, before, want string }{
		"up": {ids[2], ids[1], "acb"}, "to the end": {ids[0], "", "bca"}, "before itself": {ids[1], ids[1], "abc"},
		"one that is gone": {"x", ids[0], "abc"}, "before one that is gone": {ids[0], "x", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			fresh := open(t, s.dir)
			before := fresh.doc
			if err := fresh.Place(t.Context(), tt.id, tt.before); err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, p := range open(t, s.dir).Profiles() {
				got.WriteString(p.Name)
			}
			if got.String() != tt.want {
				t.Errorf("order is %s, want %s", got.String(), tt.want)
			}
			if err := fresh.edit(t.Context(), func(document) (document, error) { return before, nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestPutAllIsAllOrNothing(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.PutAll(t.Context(), []Profile{named("a"), {Name: "no id"}}); err == nil || len(s.Profiles()) != 0 {
		t.Errorf("PutAll = %v with %d profiles", err, len(s.Profiles()))
	}
	many := make([]Profile, maxProfiles+1)
	for i := range many {
		many[i] = Profile{ID: NewID()}
	}
	if err := s.PutAll(t.Context(), many); err == nil || len(s.Profiles()) != 0 {
		t.Errorf("PutAll of too many = %v with %d profiles", err, len(s.Profiles()))
	}
	if err := s.PutAll(t.Context(), []Profile{named("a"), named("b")}); err != nil || len(open(t, s.dir).Profiles()) != 2 {
		t.Errorf("PutAll = %v with %v", err, s.Profiles())
	}
}

func TestDuplicateSharesNothing(t *testing.T) {
	p := shop()
	d := p.Duplicate()
	if d.ID == p.ID || len(d.SecretIDs()) > 0 || d.Name != p.Name || reflect.ValueOf(d.Accounts).Pointer() == reflect.ValueOf(p.Accounts).Pointer() {
		t.Errorf("duplicate is %+v", d)
	}
}

// TestChangesFromOutsideAreSeen has another instance, an editor that writes in
// two steps, a sync tool that breaks the file, and one that removes it.
func TestChangesFromOutsideAreSeen(t *testing.T) {
	dir := t.TempDir()
	other := open(t, dir)
	save(t, other, named("a"))
	s := open(t, dir)
	good, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		seen := 0
		w := watcher{store: s, seen: s.stat()}
		look := func(times int) {
			for range times {
				if w.look() {
					seen++
				}
			}
		}
		look(3)
		save(t, s, named("own"))
		look(3)
		if seen != 0 {
			t.Errorf("own saves were seen %d times", seen)
		}
		save(t, other, named("b"))
		look(2)
		if seen != 1 || len(s.Profiles()) != 3 {
			t.Fatalf("seen %d times, profiles %v", seen, s.Profiles())
		}
		for i, text := range []string{string(good[:20]), string(good)} { // an editor between two looks
			rewrite(t, s.Path(), text, i)
			look(1)
		}
		look(1)
		wantNotices(t, s.Notices())
		if seen != 2 || len(s.Profiles()) != 1 {
			t.Errorf("after the editor: seen %d times, profiles %v", seen, s.Profiles())
		}
		rewrite(t, s.Path(), "<<<<<<< mine", 7)
		look(4)
		wantNotices(t, s.Notices(), noticeOutside)
		if err := os.Remove(s.Path()); err != nil {
			t.Fatal(err)
		}
		look(4)
		wantNotices(t, s.Notices(), noticeOutside)
		if seen != 4 || len(s.Profiles()) != 1 {
			t.Errorf("after the damage: seen %d times, profiles %v", seen, s.Profiles())
		}
	})
}

// rewrite writes in place, as bad editors do, with a time of its own.
func rewrite(t *testing.T, path, text string, n int) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(time.Duration(n+1) * time.Hour)
	if err := os.Chtimes(filepath.Clean(path), at, at); err != nil {
		t.Fatal(err)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	s := open(t, t.TempDir())
	save(t, s, named("a"))
	other := open(t, s.dir)
	p := other.Profiles()[0]
	p.Name = "renamed"
	synctest.Test(t, func(t *testing.T) {
		told := make(chan struct{}, 1)
		go s.Watch(t.Context(), WatchEvery, func() { told <- struct{}{} })
		synctest.Wait()
		save(t, other, p)
		start := time.Now()
		<-told
		if took := time.Since(start); took > 2*time.Second || s.Profiles()[0].Name != "renamed" {
			t.Errorf("seen after %v: %v", took, s.Profiles())
		}
	})
}

func TestSearchFindsWhatMatchFinds(t *testing.T) {
	list := []Profile{named("Peñarol"), named("Straße"), named("plain")}
	list[2].Group = "Équipe Ⅷ"
	s := NewSearch(list)
	for _, filter := range []string{"", "penarol", "STRASSE bob", "equipe viii", "sso.dev", "nothing", "shop-web plain", "ñ"} {
		var want []int
		for i, p := range list {
			if Match(p, filter) {
				want = append(want, i)
			}
		}
		if got := s.Find(filter); !slices.Equal(got, want) {
			t.Errorf("Find(%q) = %v, want %v", filter, got, want)
		}
	}
	if got := s.Find("equipe viii"); !slices.Equal(got, []int{2}) {
		t.Errorf("group is found at %v", got)
	}
}
