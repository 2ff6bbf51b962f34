package app

import (
	"testing"

	"realmscope/ui"
)

func TestSwapIsToldFromTheKernelsList(t *testing.T) {
	const head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
	for name, tt := range map[string]struct {
		list string
		want ui.Swap
	}{
		"none":              {head, ui.SwapNone},
		"an empty list":     {"", ui.SwapNone},
		"a partition":       {head + "/dev/dm-1 partition 8388604 0 -2\n", ui.SwapDisk},
		"a file":            {head + "/swapfile file 2097148 0 -2\n", ui.SwapDisk},
		"compressed memory": {head + "/dev/zram0 partition 4194300 0 100\n", ui.SwapNone},
		"both":              {head + "/dev/zram0 partition 4194300 0 100\n/swapfile file 2097148 0 -2\n", ui.SwapDisk},
	} {
		t.Run(name, func(t *testing.T) {
			if got := swapIn(tt.list); got != tt.want {
				t.Errorf("swapIn() = %q, want %q", got, tt.want)
			}
		})
	}
	if got := swap(); got == ui.SwapUnknown {
		t.Errorf("swap() = %q on Linux", got)
	}
}
