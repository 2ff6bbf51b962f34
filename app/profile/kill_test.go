package profile

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
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
	kills := killsWanted(t)
	for range kills {
		before, after := killOne(t, dir, r)
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
}

// killsWanted is 100, or what the environment asks for.
func killsWanted(t *testing.T) int {
	t.Helper()
	text := os.Getenv("REALMSCOPE_KILLS")
	if text == "" {
		return 100
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killOne starts a saving program, kills it, and gives the last numbers that
// it said before and after a save, 0 when it said none.
func killOne(t *testing.T, dir string, r *rand.Rand) (before, after int) {
	t.Helper()
	c := command(t, "loop", dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	// The kill comes somewhere in one of the first saves, whatever the machine's
	// speed: the save before it says how long one takes.
	fatal, seen, length, began := 2+r.IntN(3), 0, time.Duration(0), time.Now()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, number, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatalf("the child said %q", lines.Text())
		}
		if word == "after" {
			after, length = n, time.Since(began)
			continue
		}
		before, began = n, time.Now()
		if seen++; seen == fatal {
			kill := time.AfterFunc(time.Duration(r.Float64()*float64(length)), func() { _ = c.Process.Kill() })
			t.Cleanup(func() { kill.Stop() })
		}
	}
	_ = c.Wait() // "signal: killed"
	return before, after
}
