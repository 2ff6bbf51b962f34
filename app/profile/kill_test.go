package profile

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"realmscope/app/durable/durabletest"
)

// saveForEver counts up in a profile's name and says so before and after each
// save, until it is killed.
func saveForEver(ctx context.Context, s *Store) error {
	p := s.Profiles()[0]
	n, err := strconv.Atoi(p.Name)
	for ; err == nil; n++ {
		p.Name = strconv.Itoa(n + 1)
		fmt.Println("before", n)
		if err = s.Put(ctx, p); err == nil {
			fmt.Println("after", n+1)
		}
	}
	return err
}

// A program that is killed while it saves leaves what was there before or what
// it wrote, whole; the next start finds nothing to say and no rubbish.
func TestKilledSaves(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 20 {
		save(t, s, named(strconv.Itoa(i)))
	}
	r := rand.New(rand.NewPCG(1, 2))
	saves, rubbish, last := 0, 0, 0
	kills := durabletest.Scale(t, 100, 1000)
	for range kills {
		before, after := durabletest.Kill(t, command(t, "loop", dir), r)
		left, _ := filepath.Glob(filepath.Join(dir, ".profiles*"))
		rubbish += len(left)
		d, _, err := readFile(s.Path())
		if err != nil || len(d.entries) != 20 {
			t.Fatalf("after a kill: %d profiles, %v, want 20", len(d.entries), err)
		}
		n, err := strconv.Atoi(d.entries[0].profile.Name)
		if err != nil || n < max(after, last) || n > max(before+1, last) {
			t.Fatalf("the file holds %d, %v, want %d to %d", n, err, max(after, last), before+1)
		}
		saves += n - last
		last = n
		open(t, dir)
		if left, _ := filepath.Glob(filepath.Join(dir, ".profiles*")); len(left) != 0 {
			t.Fatalf("a start left temporary files: %v", left)
		}
	}
	t.Logf("%d kills, %d saves, %d temporary files left behind and removed", kills, saves, rubbish)
	if saves < kills {
		t.Errorf("%d saves in %d kills: the kills do not meet the saves", saves, kills)
	}
	durabletest.Figure(t, "kill -9 during a save of the profiles that lost one", kills, 0)
}
