package session

import (
	"context"
	"fmt"
	"runtime"
	"strings"
)

// start runs work in the background and brings what it returns to done on the
// owner's goroutine. It is the one place where this package starts a
// goroutine. A panic in work becomes a Failure, which crashed turns into an
// answer; after Close the answer is dropped.
func start[T any](ctx context.Context, s *Sessions, work func(context.Context) T, crashed func(*Failure) T, done func(T)) {
	go func() {
		answer := guarded(ctx, work, crashed)
		s.params.Post(func() {
			if !s.closed {
				done(answer)
			}
		})
	}()
}

// guarded runs work and turns a panic into an answer.
func guarded[T any](ctx context.Context, work func(context.Context) T, crashed func(*Failure) T) (answer T) {
	defer func() {
		if r := recover(); r != nil {
			answer = crashed(crashReport(r))
		}
	}()
	return work(ctx)
}

// crashReport explains a recovered panic. It shows the panic's type and the
// places in the program, never its text: that may quote a secret.
func crashReport(r any) *Failure {
	f := &Failure{Advice: advice(adviceInternal, nil), At: wall()}
	f.Line = fmt.Sprintf("%T", r)
	var pcs [24]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var places strings.Builder
	places.WriteString(f.Line)
	for {
		frame, more := frames.Next()
		if !strings.HasPrefix(frame.Function, "runtime.") && frame.Function != "" {
			fmt.Fprintf(&places, "\n%s:%d", frame.Function, frame.Line)
		}
		if !more {
			break
		}
	}
	f.Details = places.String()
	return f
}
