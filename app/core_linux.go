package app

import (
	"errors"
	"syscall"
)

// prSetDumpable is PR_SET_DUMPABLE of prctl(2).
const prSetDumpable = 4

// keepMemoryIn leaves no image of the program's memory, with its secrets, on
// disk when it crashes, and lets no other program of the same user read it.
func keepMemoryIn() error {
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit)
	if err == nil {
		limit.Cur = 0 // the upper limit stays: programs that we start may want one
		err = syscall.Setrlimit(syscall.RLIMIT_CORE, &limit)
	}
	if _, _, number := syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0); number != 0 {
		err = errors.Join(err, number)
	}
	return err
}
