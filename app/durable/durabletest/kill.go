package durabletest

import (
	"bufio"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Kill starts a program that says "before n" and "after n+1" round each of its
// steps, and kills it somewhere in one of the first, whatever the machine's
// speed: the step before the fatal one tells how long one takes. It gives the
// last numbers that were said, 0 when none was.
func Kill(t *testing.T, c *exec.Cmd, random *rand.Rand) (before, after int) {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	fatal, seen, length, began := 2+random.IntN(3), 0, time.Duration(0), time.Now()
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
			kill := time.AfterFunc(time.Duration(random.Float64()*float64(length)), func() { _ = c.Process.Kill() })
			t.Cleanup(func() { kill.Stop() })
		}
	}
	_ = c.Wait() // "signal: killed"
	return before, after
}
