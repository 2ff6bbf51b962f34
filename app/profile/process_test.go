package profile

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// childEnv makes the test binary act as another instance of the program:
// "edit|folder|name" or "loop|folder|number".
const childEnv = "REALMSCOPE_PROFILE_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) == "" {
		os.Exit(m.Run())
	}
	if err := child(context.Background(), os.Getenv(childEnv), os.Getenv(childEnv+"_DIR")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child runs the work of another instance.
func child(ctx context.Context, work, dir string) error {
	s, notices, err := Open(dir)
	if err != nil {
		return err
	}
	if len(notices) > 0 {
		return fmt.Errorf("notices at the start: %v", notices)
	}
	if work == "loop" {
		return saveForEver(ctx, s)
	}
	return hundredAndHundred(ctx, s, work)
}

// command starts the test binary as another instance.
func command(t *testing.T, work, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^$")
	c.Env = append(os.Environ(), childEnv+"="+work, childEnv+"_DIR="+dir)
	return c
}

// hundredAndHundred adds 100 profiles and edits each once.
func hundredAndHundred(ctx context.Context, s *Store, prefix string) error {
	var mine []Profile
	for i := range 100 {
		p := Profile{ID: NewID(), Name: prefix + strconv.Itoa(i)}
		if err := s.Put(ctx, p); err != nil {
			return err
		}
		mine = append(mine, p)
	}
	for _, p := range mine {
		p.Scope = "edited"
		if err := s.Put(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func TestTwoProgramsLoseNoEdit(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var running []*exec.Cmd
	for _, name := range []string{"one ", "two "} {
		c := command(t, name, dir)
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	for range 50 { // a reader meanwhile never finds half a file
		if _, _, err := readFile(s.Path()); err != nil && !missing(err) {
			t.Errorf("read during the saves: %v", err)
		}
		time.Sleep(time.Millisecond)
	}
	for _, c := range running {
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v", c.Args, err)
		}
	}
	got := map[string]string{}
	for _, p := range open(t, dir).Profiles() {
		got[p.Name] = p.Scope
	}
	for _, name := range []string{"one ", "two "} {
		for i := range 100 {
			if scope := got[name+strconv.Itoa(i)]; scope != "edited" {
				t.Errorf("%s%d has the scope %q, want edited", name, i, scope)
			}
		}
	}
	if len(got) != 200 {
		t.Errorf("profiles = %d, want 200", len(got))
	}
}
