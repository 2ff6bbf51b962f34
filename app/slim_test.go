package app

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestIdleMemoryIsFoundAndGivenBack(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	debug.FreeOSMemory()
	before := idleMemory()
	large := make([]byte, 32<<20)
	for i := range large {
		large[i] = byte(i)
	}
	runtime.KeepAlive(large)
	if got := idleMemory() - before; got < 30<<20 {
		t.Errorf("32 MiB of garbage count as %d bytes more", got)
	}
	debug.FreeOSMemory()
	if got := idleMemory() - before; got > muchIdle {
		t.Errorf("%d bytes more are idle after memory was given back", got)
	}
}
