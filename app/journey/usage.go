package journey

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// clockTick is the unit in which Linux counts the time of a process for
// programs, on every architecture (USER_HZ).
const clockTick = time.Second / 100

// Usage is what a running program has taken of the machine.
type Usage struct {
	// Resident is its memory in bytes that is in RAM, shared libraries included.
	Resident int64
	// CPU is the time of processors that it used since its start.
	CPU time.Duration
}

// Usage reads from /proc what the program has used until now.
func (p *Program) Usage() (Usage, error) {
	dir := filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return Usage{}, fmt.Errorf("read the program's time: %w", err)
	}
	// The name of the program stands in brackets and may hold blanks; behind
	// it utime and stime are fields 14 and 15 of the whole line (proc(5)).
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	var u Usage
	for _, at := range []int{14, 15} {
		if len(fields) <= at-3 {
			return Usage{}, fmt.Errorf("read the program's time: %d fields", len(fields))
		}
		ticks, err := strconv.ParseInt(string(fields[at-3]), 10, 64)
		if err != nil {
			return Usage{}, fmt.Errorf("read the program's time: %w", err)
		}
		u.CPU += time.Duration(ticks) * clockTick
	}
	pages, err := os.ReadFile(filepath.Join(dir, "statm"))
	if err != nil {
		return Usage{}, fmt.Errorf("read the program's memory: %w", err)
	}
	var all, resident int64
	if _, err := fmt.Sscan(string(pages), &all, &resident); err != nil {
		return Usage{}, fmt.Errorf("read the program's memory: %w", err)
	}
	u.Resident = resident * int64(os.Getpagesize())
	return u, nil
}
