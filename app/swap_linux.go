package app

import (
	"os"
	"strings"

	"realmscope/ui"
)

// swapOfLinux lists where the kernel writes memory to (proc(5)).
const swapOfLinux = "/proc/swaps"

// swap tells whether this machine writes memory to a disk. The key of an open
// vault lies in memory that Go and age manage, so that it cannot be kept out of
// there; the window says so.
func swap() ui.Swap {
	list, err := os.ReadFile(swapOfLinux)
	if err != nil {
		return ui.SwapUnknown
	}
	return swapIn(string(list))
}

// swapIn reads the list: a heading, then a line for each place. Compressed
// memory is no disk.
func swapIn(list string) ui.Swap {
	_, places, _ := strings.Cut(list, "\n")
	for line := range strings.Lines(places) {
		if place := strings.TrimSpace(line); place != "" && !strings.HasPrefix(place, "/dev/zram") {
			return ui.SwapDisk
		}
	}
	return ui.SwapNone
}
