package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/tokenclient/kctest"
)

// named finds the saved profile whose name ends so.
func (p *program) named(end string) profile.Profile {
	p.t.Helper()
	i := slices.IndexFunc(p.shelf.list, func(q profile.Profile) bool { return q.Name == "Demo: "+end })
	if i < 0 {
		p.t.Fatalf("no demo profile %q", end)
	}
	return p.shelf.list[i].Clone()
}

func TestADemoProfileKeepsWhatTheUserChanged(t *testing.T) {
	dir := t.TempDir()
	var want, gone profile.Profile
	t.Run("first run", func(t *testing.T) {
		p := newProgram(t, dir, realClient())
		p.press("Try the demo realm")
		p.see("Demo: alice and bob")
		want, gone = p.named("alice and bob"), p.named("browser login")
		want.Name, want.Group, want.Scope = "Demo: mine", "Team", "openid"
		want.Expectations = []profile.Expectation{{Kind: profile.ExpectRole, Name: "shop-admin"}, {Kind: profile.ExpectLifeAtMost, Value: "5m"}}
		want.Extra = []profile.Extra{{Name: "tenant", Value: "a"}}
		want.Login.ACRValues = "1"
		if err := p.shelf.store.Put(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if err := p.shelf.store.Delete(t.Context(), gone.ID); err != nil {
			t.Fatal(err)
		}
	})
	p := newProgram(t, dir, realClient())
	p.demo.Resume()
	p.shelf.queue.wait()
	p.drain()
	got := p.named("mine")
	want.Realm = got.Realm // the port may be another one
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("after a restart (-got +want):\n%s", diff)
	}
	if _, there := p.shelf.Find(gone.ID); there {
		t.Error("a deleted demo profile came back with the restart")
	}
	p.see("Demo: mine")
	p.press("Get token")
	p.see("preferred_username\talice")
	p.demo.Start(func(string, error) {})
	p.shelf.queue.wait()
	p.drain()
	if _, there := p.shelf.Find(gone.ID); !there {
		t.Error("the demo realm that was asked for has not all of its profiles")
	}
}

func TestTheRarerWaysOfTheDemoRealm(t *testing.T) {
	for name, want := range map[string]string{
		"signed by key":    "client_id\tdemo-signed",
		"signed by secret": "client_id\tdemo-shared",
		"bound by DPoP":    "preferred_username\talice",
		"asked by CIBA":    "preferred_username\talice",
	} {
		t.Run(name, func(t *testing.T) {
			p := atDemo(t, name)
			p.press("Get token")
			p.see(want)
		})
	}
}

func TestPushedLoginAtTheDemoRealm(t *testing.T) {
	p := atDemo(t, "pushed by PAR")
	addresses := make(chan string, 1)
	p.browser = func(address string) { addresses <- address }
	p.press("Get token")
	p.see("Waiting for you in the browser")
	address := <-addresses
	if !strings.Contains(address, "request_uri=") || strings.Contains(address, "scope=") || strings.Contains(address, "state=") {
		t.Errorf("the browser opens %q", address)
	}
	browser := kctest.NewBrowser(t)
	end := browser.Send(browser.Open(address), "username", "alice", "password", "demo-pass-alice", "action", "login")
	if end.Status != http.StatusOK || !strings.Contains(end.Body, "go back to Realmscope") {
		t.Errorf("the browser ends with %d %s", end.Status, end.Body)
	}
	p.see("preferred_username\talice")
}
