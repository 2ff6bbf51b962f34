package session

import (
	"context"

	"realmscope/tokenclient"
)

// ProbeAnswer is what a probe found, or why it did not.
type ProbeAnswer struct {
	Found   tokenclient.ProbeResult
	Failure *Failure
}

// Probe looks at a pasted address in the background and calls done once on the
// owner's goroutine, unless cancel is called first.
func (s *Sessions) Probe(pasted string, done func(ProbeAnswer)) (cancel func()) {
	if s.closed {
		return func() {}
	}
	ctx, end := context.WithCancel(s.root)
	over := false
	start(ctx, s,
		func(ctx context.Context) ProbeAnswer {
			found, err := s.worker.client.Probe(ctx, pasted)
			if err != nil {
				return ProbeAnswer{Failure: explain("", err, nil)}
			}
			return ProbeAnswer{Found: found}
		},
		func(f *Failure) ProbeAnswer { return ProbeAnswer{Failure: f} },
		func(a ProbeAnswer) {
			end()
			if !over {
				over = true
				done(a)
			}
		})
	return func() {
		over = true
		end()
	}
}
