package tokenclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestAHundredLoginsAtOnceDoNotMix: each gets its own tokens; the answer of one
// at the port of another is refused.
func TestAHundredLoginsAtOnceDoNotMix(t *testing.T) {
	a := &authorizer{}
	goroutines := runtime.NumGoroutine()
	logins := make([]*PendingLogin, 100)
	for i := range logins {
		logins[i] = a.start(t, found(), Login{Scope: "openid"})
	}
	var all sync.WaitGroup
	for i, p := range logins {
		answer := a.agree(t, p, fmt.Sprintf("code-%d", i))
		if i+1 < len(logins) {
			if got := back(t, logins[i+1].RedirectURI(), answer); got != http.StatusForbidden {
				t.Errorf("login %d: its answer at another port got %d, want 403", i, got)
			}
		}
		all.Go(func() {
			set, err := p.Wait(t.Context())
			if err != nil || set.AccessToken.Reveal() != "access-of-"+p.state.Reveal() {
				t.Errorf("login %d got %v, %v", i, set.AccessToken.Reveal(), err)
			}
		})
		all.Go(func() { _ = back(t, p.RedirectURI(), answer) })
		if i%10 == 9 {
			all.Wait() // ports of logins that ended are not asked
		}
	}
	all.Wait()
	for _, p := range logins {
		<-p.Gone()
	}
	settle(t, goroutines)
}

// settle waits until no more goroutines run than before.
func settle(t *testing.T, before int) {
	t.Helper()
	for range 3000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%d goroutines were there before, %d are now:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}

func TestAHundredLoginsLeaveNothing(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *authorizer, *PendingLogin){
		"tokens": func(t *testing.T, a *authorizer, p *PendingLogin) {
			_ = back(t, p.RedirectURI(), a.agree(t, p, loginCode))
			if _, err := p.Wait(t.Context()); err != nil {
				t.Error(err)
			}
		},
		"a refusal": func(t *testing.T, _ *authorizer, p *PendingLogin) {
			_ = back(t, p.RedirectURI(), url.Values{"error": {"access_denied"}, "state": {p.state.Reveal()}, "iss": {issuer}})
			if _, err := p.Wait(t.Context()); Advise(err).ID != "login_refused" {
				t.Error(err)
			}
		},
		"cancel": func(t *testing.T, _ *authorizer, p *PendingLogin) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Millisecond, cancel)
			start := time.Now()
			if _, err := p.Wait(ctx); asError(err).Kind != KindCanceled || time.Since(start) > hang {
				t.Errorf("%v after %v", err, time.Since(start))
			}
		},
		"close": func(t *testing.T, _ *authorizer, p *PendingLogin) {
			time.AfterFunc(time.Millisecond, p.Close)
			if _, err := p.Wait(t.Context()); asError(err).Kind != KindCanceled {
				t.Error(err)
			}
		},
		"no wait": func(_ *testing.T, _ *authorizer, p *PendingLogin) { p.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			a, before := &authorizer{}, runtime.NumGoroutine()
			sockets := openSockets(t)
			for range 100 {
				p := a.start(t, found(), Login{Scope: "openid"})
				end(t, a, p)
				select {
				case <-p.Gone():
				case <-time.After(time.Minute):
					t.Fatal("the port is still open after the end")
				}
			}
			settle(t, before)
			if got := openSockets(t); got > sockets {
				t.Errorf("%d sockets are open, %d were before", got, sockets)
			}
		})
	}
}

func TestTokenRequestsOfACodeNameNoSecrets(t *testing.T) {
	r := TokenRequest{Grant: AuthorizationCode{Code: NewSecret(canary), Verifier: NewSecret("v")}}
	if !slices.Contains(r.secrets(), NewSecret(canary)) || !slices.Contains(r.secrets(), NewSecret("v")) {
		t.Error("code and verifier are no secrets of the request")
	}
}

// openSockets counts this process's sockets, on systems that tell.
func openSockets(t *testing.T) int {
	t.Helper()
	files, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "socket:") {
			count++
		}
	}
	return count
}
