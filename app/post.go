package app

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
)

// poster brings work back to the UI goroutine. After close it drops what
// comes: once the event loop has ended, Fyne would run it on the caller's
// goroutine.
type poster struct{ closed atomic.Bool }

// post runs f on the UI goroutine, later and in order. It is called from
// background goroutines only.
func (p *poster) post(f func()) {
	if p.closed.Load() {
		return
	}
	fyne.Do(func() {
		if !p.closed.Load() {
			f()
		}
	})
}

// close drops everything from now on.
func (p *poster) close() { p.closed.Store(true) }
