package app

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// crashCanary is what no report may hold; crashChild tells the test binary to
// crash, in a folder.
const (
	crashCanary = "canary-7d41"
	crashChild  = "REALMSCOPE_TEST_CRASH"
)

// hider is a type whose value tells a secret.
type hider struct{ secret string }

func (h hider) Error() string { return h.secret }

// crashers panic with a secret in many shapes.
func crashers() map[string]func(secret string) {
	return map[string]func(string){
		"a text":   func(s string) { panic(s) },
		"an error": func(s string) { panic(fmt.Errorf("refused %s", s)) },
		"lines": func(s string) {
			panic("x\n" + s + "\nmain." + s + "(...)\n\t/a/" + s + ".go:1\ngoroutine 1 [" + s + "]:\n")
		},
		"a value":      func(s string) { panic(hider{s}) },
		"a map":        func(s string) { panic(map[string]string{s: s}) },
		"a nil map":    func(s string) { noMap()[s] = s },
		"an index":     func(s string) { _ = []string{s}[len(s)] },
		"a conversion": func(s string) { var v any = s; _ = v.(hider) },
		"runtime's":    func(s string) { panic("runtime error: " + s) },
		"an argument":  func(s string) { deeper(s, hider{s}) },
	}
}

func noMap() map[string]string { return nil }

//go:noinline
func deeper(s string, h hider) { panic(errors.Join(h, errors.New(s))) }

func TestReportsOfPanicsHoldNoSecret(t *testing.T) {
	for name, crash := range crashers() {
		t.Run(name, func(t *testing.T) {
			c := crashes{t.TempDir()}
			for i := range 20 {
				if err := c.guard(func() { crash(fmt.Sprint(crashCanary, i)) }); !errors.Is(err, errCrashed) {
					t.Fatalf("guard gave %v", err)
				}
				report := readStart(filepath.Join(c.dir, crashReport))
				if strings.Contains(report, crashCanary) || !strings.Contains(report, "crash_test.go:") || !strings.Contains(report, "panic: ") {
					t.Fatalf("the report is\n%s", report)
				}
			}
			wantPrivate(t, filepath.Join(c.dir, crashReport))
		})
	}
}

func wantPrivate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("%s has the mode %o", filepath.Base(path), got)
	}
}

func TestACrashOfTheProgramIsOfferedAtTheNextStart(t *testing.T) {
	for name := range crashers() {
		t.Run(name, func(t *testing.T) {
			c := crashes{t.TempDir()}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheChildCrashes$")
			child.Env = append(os.Environ(), crashChild+"="+c.dir, crashChild+"_HOW="+name, "GOTRACEBACK=all")
			if out, err := child.CombinedOutput(); err == nil {
				t.Fatalf("the child did not crash: %s", out)
			}
			wantPrivate(t, filepath.Join(c.dir, crashOutput))
			last, err := c.listen()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(last, crashCanary) || !strings.Contains(last, "crash_test.go:") || !strings.Contains(last, "TestTheChildCrashes") {
				t.Errorf("the report is\n%s", last)
			}
			if raw := readStart(filepath.Join(c.dir, crashOutput)); raw != "" {
				t.Errorf("what the runtime wrote is still there: %s", raw)
			}
			wantPrivate(t, filepath.Join(c.dir, crashReport))
			if again, err := c.listen(); again != last || err != nil {
				t.Errorf("a report that was not seen is offered as %q, %v", again, err)
			}
			c.seen()
			if again, err := c.listen(); again != "" || err != nil {
				t.Errorf("a report that was seen is offered again: %q, %v", again, err)
			}
		})
	}
}

// TestTheChildCrashes is the program that crashes for the test above.
func TestTheChildCrashes(t *testing.T) {
	dir := os.Getenv(crashChild)
	if dir == "" {
		t.Skip("it is run by another test")
	}
	if _, err := (crashes{dir}).listen(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { // nobody recovers here
		defer close(ended)
		crashers()[os.Getenv(crashChild+"_HOW")](crashCanary)
	}()
	<-ended
}

func TestAJobThatPanicsLeavesAReportAndTheQueueRunning(t *testing.T) {
	c := crashes{t.TempDir()}
	var q queue
	q.guard = func(job func()) { _ = c.guard(job) }
	ran := false
	q.add(func() { panic(crashCanary) })
	q.add(func() { ran = true })
	q.wait()
	report := readStart(filepath.Join(c.dir, crashReport))
	if !ran || report == "" || strings.Contains(report, crashCanary) {
		t.Errorf("the next job ran: %v; the report is\n%s", ran, report)
	}
}
