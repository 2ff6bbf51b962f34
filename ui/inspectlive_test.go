package ui

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
)

func TestTimesAreToldAsTheyPass(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(accessOf("alice", 10*time.Second))
		s.wantShown("in force, ends in 10 s", "exp\tin 10 s")
		s.pass(3 * time.Second)
		s.wantShown("in force, ends in 7 s", "exp\tin 7 s")
		s.pass(8 * time.Second)
		s.wantShown("expired", "✗")
		p := s.inspector()
		s.key(ctrl(fyne.Key1))
		if p.tick != nil {
			t.Error("the page counts on out of sight")
		}
		s.pass(time.Minute)
		s.inspector()
		s.wantShown("exp\t1 min ago")
	}, shop())
}

func TestTheLeewayIsChosenAndShown(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(accessOf("alice", -20*time.Second))
		s.wantShown("leeway 0 s", "✗", "expired 20 s ago")
		items := s.inspector().checks.leewayMenu().Items
		if len(items) != 4 || !items[0].Checked {
			t.Fatalf("the menu is %+v", items)
		}
		items[3].Action()
		s.wantShown("leeway 60 s", "in force")
	}, shop())
}

func TestClaimsAreFilteredAndCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(strangeToken())
		p := s.inspector()
		p.tabs.filter.SetText("OUTBOUND")
		s.wantShown("azp\toutbound01", "clientId")
		s.wantNotShown("exp\t")
		p.tabs.filter.SetText("nothing has this")
		s.wantShown("No name and no value holds nothing has this.")
		p.tabs.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.wantShown("exp\t")
		p.tabs.filter.SetText("sub")
		p.tabs.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if s.win.Canvas().Focused() != p.tabs.claims.table.FocusTarget() {
			t.Fatal("Down does not lead to the table")
		}
		p.tabs.claims.table.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		s.wantShown("Copy path")
		s.key(ctrlShift(fyne.KeyV))
		if got := s.clipboard(); got != "b7639928-1b6b-48ba-9a2f-b2b709265d84" {
			t.Errorf("copied %q", got)
		}
		s.wantStatus("copied the exact value of sub")
		s.press("Copy path")
		if got := s.clipboard(); got != "$.sub" {
			t.Errorf("copied %q", got)
		}
		s.pressEscape()
		s.wantNotShown("Copy path")
	}, shop())
}

func TestExactPartsAreCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		token := jwt(`{ "alg":"RS256" }`, `{"exp":1.50e3, "sub":"a"}`)
		s.onPastedText("x " + token + " y")
		want := map[string]string{
			"Token": token, "Header as JSON": `{ "alg":"RS256" }`, "Claims as JSON": `{"exp":1.50e3, "sub":"a"}`,
			"Header as sent": "eyAiYWxnIjoiUlMyNTYiIH0", "Signature as sent": "c2lnbmF0dXJl",
		}
		for _, item := range s.inspector().copyItems() {
			text, ok := want[item.Label]
			if !ok {
				continue
			}
			delete(want, item.Label)
			item.Action()
			if got := s.clipboard(); got != text {
				t.Errorf("%s is %q, want %q", item.Label, got, text)
			}
		}
		if len(want) > 0 {
			t.Errorf("not offered: %v", want)
		}
	}, shop())
}

func TestRightsStandInOneTable(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(accessOf("alice", time.Minute))
		p := s.inspector()
		p.tabs.bar.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		p.tabs.bar.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		s.wantShown("realm role\tshop-admin", "client role\tmanage-account\taccount", "scope\temail", "audience\taccount")
		p.tabs.filter.SetText("superuser")
		s.wantShown("Why the role superuser of the realm may be missing", "1. The user lacks the role", "Full scope allowed")
		p.tabs.filter.SetText("view")
		s.wantShown("client role\tview-profile")
		s.wantNotShown("shop-admin")
		p.tabs.rights.table.Select(0)
		s.key(ctrlShift(fyne.KeyV))
		if got := s.clipboard(); got != "view-profile" {
			t.Errorf("copied %q", got)
		}
		s.onPastedText(jwt(`{"alg":"RS256"}`, `{"typ":"Bearer","sub":"a"}`))
		s.wantShown("The token grants no role, scope or group.")
	}, shop())
}

func TestFindingsSayWhy(t *testing.T) {
	onStage(t, func(s *stage) {
		s.onPastedText(strangeToken())
		p := s.inspector()
		p.tabs.bar.Select(tokenFindings)
		s.wantShown("Programs disagree about which one counts.", "Name the pages that need it.")
		p.tabs.bar.Select(tokenJSON)
		s.wantShown(`{"alg":"RS256","typ" : "JWT"`)
	}, shop())
}

func TestANarrowWindowShowsTheWholePage(t *testing.T) {
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		s.onPastedText("a " + strangeToken() + " b " + accessOf("alice", time.Minute))
		p := s.inspector()
		if got := p.root.MinSize().Width; got > leastWidth {
			t.Errorf("the page needs a width of %v", got)
		}
		s.wantShown("1  Access token", "Give a key…")
	}, shop())
}

// benchInspector is the page on a stage of its own.
func benchInspector(b *testing.B) (*stage, *inspectPlace) {
	b.Helper()
	s := newStage(b, shop())
	s.goTo(placeInspect)
	p, ok := s.places.current().(*inspectPlace)
	if !ok {
		b.Fatal("no page")
	}
	return s, p
}

// arrive waits for what was posted and runs it.
func (s *stage) arrive() {
	for {
		s.mu.Lock()
		now := s.queue
		s.queue = nil
		s.mu.Unlock()
		for _, f := range now {
			f()
		}
		if len(now) > 0 {
			return
		}
		runtime.Gosched()
	}
}

// BenchmarkPaste is the time from a paste to its picture, beside that of one
// that holds no token: most of it is the drawing of the window in software.
func BenchmarkPaste(b *testing.B) {
	for _, bench := range []struct{ name, text string }{
		{"nothing", "no token"}, {"8 KiB", longToken(8 << 10)}, {"1 MiB", longToken(1 << 20)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s, p := benchInspector(b)
			for b.Loop() {
				p.take(bench.text, "")
				s.arrive()
				s.win.Canvas().Capture()
			}
		})
	}
}

// BenchmarkShow is the part of it that holds the UI goroutine, without the
// drawing.
func BenchmarkShow(b *testing.B) {
	for _, bench := range []struct{ name, text string }{
		{"300 bytes", accessOf("alice", time.Minute)},
		{"8 KiB", longToken(8 << 10)},
		{"1 MiB", longToken(1 << 20)},
		{"20,000 roles", rolesToken(20_000)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			_, p := benchInspector(b)
			answer := session.PasteAnswer{Paste: inspect.Find([]byte(bench.text))}
			for b.Loop() {
				p.found(answer, true)
			}
		})
	}
}

// BenchmarkScrollRoles is one row further in a table of roles.
func BenchmarkScrollRoles(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, p := benchInspector(b)
			p.take(rolesToken(n), "")
			s.arrive()
			p.tabs.bar.Select(tokenRights)
			s.win.Canvas().Capture()
			list := p.tabs.rights.table.FocusTarget()
			for i := 1; b.Loop(); i++ {
				if i%n == 0 {
					list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
				}
				list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			}
		})
	}
}
