package vault

import (
	"runtime"
	"runtime/debug"
)

// fillCap bounds what is allocated for one size of objects.
const fillCap = 8 << 20

// Scrub overwrites what was dropped since a Lock by those who held copies of
// secrets. It takes some tenths of a second and is safe at any time.
func Scrub() { scrub() }

// scrub has the memory of dropped values overwritten as far as Go lets it. The
// collector frees values and leaves their bytes; pages that are wholly free go
// back to the system, which empties them. What shares a page with values in
// use is overwritten by filling every free place with zeros.
func scrub() {
	for range 2 { // the second frees what finalizers and weak pointers held
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	free := int(min(m.HeapInuse-m.HeapAlloc, fillCap))
	for _, class := range m.BySize { // the sizes of Go's small objects
		if class.Size > 0 {
			fill(int(class.Size), max(free, 64<<10))
		}
	}
	debug.FreeOSMemory()
}

// fill allocates, and drops, objects of one size without pointers.
func fill(size, total int) {
	zeros := make([][]byte, 0, total/size+1)
	for range total/size + 1 {
		zeros = append(zeros, make([]byte, size))
	}
	runtime.KeepAlive(zeros)
}
