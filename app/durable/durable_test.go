package durable_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"realmscope/app/durable"
)

func TestWriteReplacesTheWholeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b ñ")
	for _, text := range []string{strings.Repeat("long ", 1000), "short", ""} {
		if err := durable.System().Write(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		got, err := durable.Read(path, 10_000)
		if err != nil || string(got) != text {
			t.Errorf("Read = %d bytes, %v, want %d", len(got), err, len(text))
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v, want one file", entries, err)
	}
}

func TestReadTakesRegularFilesOfALimit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		path  string
		limit int64
		want  error
	}{
		"as long as the limit": {path, 100, nil},
		"longer":               {path, 99, durable.ErrTooLarge},
		"a folder":             {dir, 100, durable.ErrNotFile},
		"absent":               {path + "x", 100, fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := durable.Read(tt.path, tt.limit)
			if !errors.Is(err, tt.want) || err == nil && !bytes.Equal(data, make([]byte, 100)) {
				t.Errorf("Read = %d bytes, %v, want %v", len(data), err, tt.want)
			}
		})
	}
}

func TestLockLetsOneThroughAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	one, two := durable.NewLock(path), durable.NewLock(path) // as in two programs
	inside, most, turns := 0, 0, 0
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				release, err := []*durable.Lock{one, two}[i%2].Take(t.Context(), time.Minute)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				inside++
				most, turns = max(most, inside), turns+1
				mu.Unlock()
				runtime.Gosched()
				mu.Lock()
				inside--
				mu.Unlock()
				release()
			}
		})
	}
	wg.Wait()
	if most != 1 || turns != 40 {
		t.Errorf("%d turns, up to %d at a time, want 40, one at a time", turns, most)
	}
}

func TestLockThatIsHeld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := durable.NewLock(path).Take(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]*durable.Lock{"by another program": durable.NewLock(path)} {
		if _, err := l.Take(t.Context(), 5*time.Millisecond); !errors.Is(err, durable.ErrBusy) {
			t.Errorf("%s: Take = %v, want %v", name, err, durable.ErrBusy)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.Take(ctx, time.Minute); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Take = %v, want %v", name, err, context.Canceled)
		}
	}
	release()
	again, err := durable.NewLock(path).Take(t.Context(), time.Minute)
	if err != nil {
		t.Fatalf("Take of a lock that was given back = %v", err)
	}
	again()
	if _, err := durable.NewLock(filepath.Join(path, "below")).Take(t.Context(), time.Minute); err == nil || errors.Is(err, durable.ErrBusy) {
		t.Errorf("Take below a file = %v, want the system's error at once", err)
	}
}

func TestResolveFollowsLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIP: links need a right there")
	}
	dir := t.TempDir()
	private, public := filepath.Join(dir, "private"), filepath.Join(dir, "public")
	err := errors.Join(os.Mkdir(private, 0o700), os.Mkdir(public, 0o700), os.Chmod(public, 0o777),
		os.Symlink("private/x", filepath.Join(dir, "relative")), os.Symlink(filepath.Join(dir, "relative"), filepath.Join(dir, "twice")),
		os.Symlink(filepath.Join(public, "x"), filepath.Join(dir, "open")))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		want string
		err  error
	}{
		"plain":    {filepath.Join(dir, "plain"), nil},
		"relative": {filepath.Join(private, "x"), nil},
		"twice":    {filepath.Join(private, "x"), nil},
		"open":     {filepath.Join(public, "x"), durable.ErrLink},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := durable.Resolve(filepath.Join(dir, name)); got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Resolve = %s, %v, want %s, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestLeftOverKnowsItsOwn(t *testing.T) {
	for name, want := range map[string]bool{
		".vault.age123": true, ".vault.age": false, "vault.age123": false, ".vault.age.bak1": false, ".other.age1": false, "": false,
	} {
		if got := durable.LeftOver(name, "vault.age"); got != want {
			t.Errorf("LeftOver(%q) = %t, want %t", name, got, want)
		}
	}
}
