package durable

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockPoll = time.Millisecond
	// courtesy is how long a program leaves the lock free between two of its
	// own turns: another that waits looks several times in it.
	courtesy = 3 * lockPoll
)

// ErrBusy says that another program holds the lock for too long.
var ErrBusy = errors.New("another program is saving")

// Lock is the kernel's lock on a file of its own beside the data; it is gone
// with its holder, however that ends. It serves one goroutine at a time, the
// others of the program wait with the other programs.
type Lock struct {
	path string
	turn chan struct{}

	mu       sync.Mutex
	released time.Time
}

// NewLock names the lock file; nothing is touched yet.
func NewLock(path string) *Lock { return &Lock{path: path, turn: make(chan struct{}, 1)} }

// Path is the lock file.
func (l *Lock) Path() string { return l.path }

// Take waits for the lock at most for wait. The error is ErrBusy, the
// context's, or the system's. release is called once, by the holder.
func (l *Lock) Take(ctx context.Context, wait time.Duration) (release func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, wait, ErrBusy)
	defer cancel()
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	file, err := l.take(ctx)
	if err != nil {
		<-l.turn
		return nil, err
	}
	return func() {
		_ = file.Unlock() // the lock ends with the file handle in any case
		l.mu.Lock()
		l.released = time.Now()
		l.mu.Unlock()
		<-l.turn
	}, nil
}

func (l *Lock) take(ctx context.Context) (*flock.Flock, error) {
	l.mu.Lock()
	leave := min(courtesy, time.Until(l.released.Add(courtesy)))
	l.mu.Unlock()
	if err := Pause(ctx, leave); err != nil {
		return nil, err
	}
	file := flock.New(l.path, flock.SetPermissions(FilePerm))
	for {
		ok, err := file.TryLock()
		if ok || err != nil {
			return file, err
		}
		if err := Pause(ctx, lockPoll); err != nil {
			return nil, err
		}
	}
}

// Pause waits for d unless ctx ends first; the error is the context's cause.
func Pause(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
