package profile

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"realmscope/app/durable/durabletest"
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
	return addAndEdit(ctx, s, work, os.Getenv(childEnv+"_EACH"))
}

// command starts the test binary as another instance.
func command(t *testing.T, work, dir string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^$")
	c.Env = append(append(os.Environ(), childEnv+"="+work, childEnv+"_DIR="+dir), env...)
	return c
}

// addAndEdit adds profiles and edits each once.
func addAndEdit(ctx context.Context, s *Store, prefix, each string) error {
	n, err := strconv.Atoi(each)
	if err != nil {
		return err
	}
	var mine []Profile
	for i := range n {
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
	each := durabletest.Scale(t, 100, 250)
	var running []*exec.Cmd
	for _, name := range []string{"one ", "two "} {
		c := command(t, name, dir, childEnv+"_EACH="+strconv.Itoa(each))
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
	got, edits := map[string]string{}, 0
	for _, p := range open(t, dir).Profiles() {
		got[p.Name] = p.Scope
	}
	for _, name := range []string{"one ", "two "} {
		for i := range each {
			scope, added := got[name+strconv.Itoa(i)]
			if scope != "edited" {
				t.Errorf("%s%d has the scope %q, want edited", name, i, scope)
				continue
			}
			if added {
				edits += 2
			}
		}
	}
	if len(got) != 2*each {
		t.Errorf("profiles = %d, want %d", len(got), 2*each)
	}
	durabletest.Figure(t, "edits of profiles by two programs at the same time that were lost", 4*each, 4*each-edits)
}
