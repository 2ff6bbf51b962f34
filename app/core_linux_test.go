package app

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestNoImageOfTheMemoryIsLeft(t *testing.T) {
	const key = "REALMSCOPE_TEST_CORE"
	if os.Getenv(key) != "" { // the setting is for a whole process
		if err := keepMemoryIn(); err != nil {
			t.Fatal(err)
		}
		var limit syscall.Rlimit
		const prGetDumpable = 3
		dumpable, _, _ := syscall.RawSyscall(syscall.SYS_PRCTL, prGetDumpable, 0, 0)
		if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || dumpable != 0 {
			t.Errorf("limit %d, dumpable %d, error %v", limit.Cur, dumpable, err)
		}
		return
	}
	child := exec.CommandContext(t.Context(), "/bin/sh", "-c", `ulimit -c unlimited 2>/dev/null; exec "$0" -test.run='^TestNoImageOfTheMemoryIsLeft$' -test.v`, os.Args[0])
	child.Env = append(os.Environ(), key+"=1")
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v: %s", err, out)
	}
}
