package vault

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"realmscope/app/durable/durabletest"
)

// hits counts patterns in all memory of a process that can be read.
func hits(t *testing.T, pid int, patterns map[string][]byte) map[string]int {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Skipf("SKIP: another process cannot be looked into here: %v", err)
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Skipf("SKIP: another process cannot be looked into here: %v", err)
	}
	defer func() { _ = mem.Close() }()
	found := map[string]int{}
	for line := range strings.Lines(string(maps)) {
		span, rest, _ := strings.Cut(line, " ")
		from, to, _ := strings.Cut(span, "-")
		begin, err1 := strconv.ParseUint(from, 16, 63)
		end, err2 := strconv.ParseUint(to, 16, 63)
		if err := errors.Join(err1, err2); err != nil || !strings.HasPrefix(rest, "rw") || end-begin > 1<<30 {
			continue
		}
		page := make([]byte, end-begin)
		if n, err := mem.ReadAt(page, int64(begin)); err == nil || n > 0 && errors.Is(err, io.EOF) {
			for name, p := range patterns {
				found[name] += bytes.Count(page[:n], p)
			}
		}
	}
	return found
}

// What is left in memory after a lock. The figure is honest: it is not zero for
// all, and docs/threat-model.md says so.
func TestMemoryAfterLock(t *testing.T) {
	r := newShelfRig(t)
	s := r.open(t)
	patterns := map[string][]byte{}
	for i := range 20 {
		text := fmt.Sprintf("canary-%d-%s-%s", i, NewID(), NewID())
		mustPut(t, s, fmt.Sprint(i), text)
		patterns["secret "+strconv.Itoa(i)] = []byte(text)
		patterns["base64 "+strconv.Itoa(i)] = []byte(base64.StdEncoding.EncodeToString([]byte(text)))
	}
	mustSetMode(t, s, ModeKeyring)
	patterns["key"] = []byte(s.key.identity.String())
	patterns["raw key"] = reflect.ValueOf(s.key.identity).Elem().FieldByName("secretKey").Bytes()
	c := command(t, "remember", r.dir, r.shelf)
	in, err1 := c.StdinPipe()
	out, err2 := c.StdoutPipe()
	if err := errors.Join(err1, err2, c.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	lines := bufio.NewScanner(out)
	wantLine(t, lines, "open")
	before := sum(hits(t, c.Process.Pid, patterns))
	if _, err := io.WriteString(in, "\n"); err != nil {
		t.Fatal(err)
	}
	wantLine(t, lines, "locked")
	found := hits(t, c.Process.Pid, patterns)
	after := sum(found)
	t.Logf("before the lock %d copies, after it %d: %v", before, after, found)
	if before < 20 {
		t.Errorf("before the lock %d copies were found, want at least the 20 secrets: the scan sees nothing", before)
	}
	if after > 0 {
		t.Errorf("after the lock %d copies are left, want none", after)
	}
	durabletest.Figure(t, "copies of 20 secrets and the key in memory after a lock, of so many before it", before, after)
}

func sum(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

func wantLine(t *testing.T, lines *bufio.Scanner, want string) {
	t.Helper()
	if !lines.Scan() || lines.Text() != want {
		t.Fatalf("the child said %q, want %q", lines.Text(), want)
	}
}
