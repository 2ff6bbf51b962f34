package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// leastGarbage is how far the heap grows between two collections, in per cent of
// what is in use. A window allocates little from then on, so that memory is
// worth more to the machine than the rare collection costs.
const leastGarbage = 30

// slimEvery is how often memory that is not in use is looked for, muchIdle how
// much of it is given back.
const (
	slimEvery = 20 * time.Second
	muchIdle  = 6 << 20
)

// slim collects what the start left behind, gives that memory back to the system
// and lets the heap grow less than percent from then on; it looks again as long
// as ctx is alive, since the runtime itself keeps for hours what one large
// answer took. It does not wait.
func slim(ctx context.Context, percent int) {
	if percent < 0 { // GOGC=off: somebody is measuring
		return
	}
	debug.SetGCPercent(min(percent, leastGarbage))
	go func() {
		debug.FreeOSMemory()
		again := time.NewTicker(slimEvery)
		defer again.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-again.C:
				if idleMemory() > muchIdle {
					debug.FreeOSMemory()
				}
			}
		}
	}()
}

// idleMemory is what the heap holds and does not use, garbage included.
func idleMemory() int64 {
	sample := []metrics.Sample{
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(sample)
	free, objects, live := sample[0].Value.Uint64(), sample[1].Value.Uint64(), sample[2].Value.Uint64()
	return int64(free) + int64(objects) - int64(live) //nolint:gosec // far below 2^63
}
