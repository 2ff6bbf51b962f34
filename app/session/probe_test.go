package session

import (
	"context"
	"testing"
	"time"

	"realmscope/tokenclient"
)

func TestProbe(t *testing.T) {
	found := tokenclient.ProbeResult{Tried: []string{"https://sso.test/realms/shop"}}
	for name, tt := range map[string]struct {
		probe  func(context.Context, string) (tokenclient.ProbeResult, error)
		advice string // "*" for any
	}{
		"finds": {func(context.Context, string) (tokenclient.ProbeResult, error) { return found, nil }, ""},
		"fails": {func(context.Context, string) (tokenclient.ProbeResult, error) {
			return found, &tokenclient.Error{Kind: tokenclient.KindName}
		}, "*"},
		"panics": {func(context.Context, string) (tokenclient.ProbeResult, error) { panic("pasted-canary") }, "internal"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.probe = tt.probe
				var got []ProbeAnswer
				o.s.Probe("sso.test", func(a ProbeAnswer) { got = append(got, a) })
				o.settle()
				if len(got) != 1 {
					t.Fatalf("%d answers, want 1", len(got))
				}
				switch f := got[0].Failure; {
				case tt.advice == "" && (f != nil || len(got[0].Found.Tried) != 1):
					t.Errorf("got %+v, want what was found", got[0])
				case tt.advice == "*" && (f == nil || f.Advice.ID == "" || len(got[0].Found.Tried) != 0),
					tt.advice == "internal" && (f == nil || f.Advice.ID != "internal"):
					t.Errorf("got %+v, want the failure %q", f, tt.advice)
				}
			})
		})
	}
}

func TestProbeCancelled(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		ended := false
		o.client.probe = func(ctx context.Context, _ string) (tokenclient.ProbeResult, error) {
			<-ctx.Done()
			ended = true
			return tokenclient.ProbeResult{}, ctx.Err()
		}
		cancel := o.s.Probe("sso.test", func(ProbeAnswer) { t.Error("a cancelled probe answered") })
		o.pass(time.Second)
		cancel()
		cancel()
		o.settle()
		if !ended {
			t.Error("the request still runs")
		}
	})
}
