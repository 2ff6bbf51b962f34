package session

import (
	"context"
	"time"
)

// WaitKind is what an operation waits for.
type WaitKind string

// The kinds.
const (
	// WaitBrowser is a login in this machine's browser, which is opened at once.
	WaitBrowser WaitKind = "browser"
	// WaitDevice is a code that the user types on a page, on any device.
	WaitDevice WaitKind = "device"
	// WaitApproval is the agreement of a person on a device of their own.
	WaitApproval WaitKind = "approval"
)

// Waiting is what an operation waits for. It is immutable.
type Waiting struct {
	Kind WaitKind
	// URL is the address to open. It holds a secret of this one login.
	URL Secret
	// UserCode is what to type at VerificationURI; VerificationURIComplete, if
	// there is one, has the code in it. For WaitDevice only. They are the
	// server's texts.
	UserCode, VerificationURI, VerificationURIComplete string
	// Account is the person who was asked, and Message what both devices show.
	// For WaitApproval only, which has no URL.
	Account, Message string
	// Deadline is when the operation gives up, zero when nobody said.
	Deadline time.Time
	// Opened says that the browser has taken the address, OpenFailed that it
	// may not have: no program was found, or it failed or said nothing. Neither
	// is set while it is being opened.
	Opened, OpenFailed bool
}

// waiter tells the running operation how to say that it waits. It may be called
// in the background.
func (s *Sessions) waiter(l *live, generation int) func(Waiting) {
	return func(w Waiting) {
		s.params.Post(func() {
			if s.closed || l.generation != generation {
				return
			}
			l.state.Waiting = &w
			s.publish(l)
			if w.Kind == WaitBrowser {
				s.open(l)
			}
		})
	}
}

// OpenAgain gives the address that a session waits for to the browser, once
// more if it was opened before. It does nothing while the session waits for nothing.
func (s *Sessions) OpenAgain(k Key) {
	l, ok := s.lives[k]
	if s.closed || !ok || l.state.Waiting == nil || l.state.Waiting.URL.Empty() {
		return
	}
	s.open(l)
}

// open gives the address to the browser in the background; it ends with the
// operation.
func (s *Sessions) open(l *live) {
	if s.params.OpenURL == nil {
		s.opened(l, false)
		return
	}
	generation := l.generation
	address, allowHTTP := l.state.Waiting.URL.Reveal(), l.state.Profile.AllowHTTP
	start(l.ctx, s,
		func(ctx context.Context) bool { return s.params.OpenURL(ctx, address, allowHTTP) == nil },
		func(*Failure) bool { return false },
		func(done bool) {
			if l.generation == generation {
				s.opened(l, done)
			}
		})
}

// opened notes whether the browser has taken the address.
func (s *Sessions) opened(l *live, done bool) {
	if l.state.Waiting == nil {
		return
	}
	w := *l.state.Waiting
	w.Opened, w.OpenFailed = done, !done
	l.state.Waiting = &w
	s.publish(l)
}
