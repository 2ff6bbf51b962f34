package session

import (
	"context"

	"realmscope/app/profile"
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
	return s.ProbeBy(profile.Profile{}, Typed{}, pasted, done)
}

// ProbeBy is Probe over the connection of a profile, without its client
// certificate: the address may be anybody's.
func (s *Sessions) ProbeBy(p profile.Profile, t Typed, pasted string, done func(ProbeAnswer)) (cancel func()) {
	if s.closed {
		return func() {}
	}
	ctx, end := context.WithCancel(labelled(s.root, Key{ProfileID: p.ID}))
	over := false
	j := job{op: OpFetch, profile: p.Clone(), typed: t}
	start(ctx, s,
		func(ctx context.Context) ProbeAnswer {
			client, err := s.worker.probeClient(ctx, j)
			if err != nil {
				return ProbeAnswer{Failure: explain("", err, nil)}
			}
			found, err := client.Probe(ctx, pasted)
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

// probeClient is the connection of a profile without a certificate, and without
// a proxy's password that nobody has.
func (w worker) probeClient(ctx context.Context, j job) (Requester, error) {
	j.profile.Client = profile.Client{}
	v, needs, err := w.reach(ctx, j)
	if len(needs) > 0 {
		j.profile.Connection.ProxyUser = ""
		v, _, err = w.reach(ctx, j)
	}
	return v.client, err
}
