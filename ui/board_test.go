package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// crew are three profiles: two people of one, a service, a production service.
func crew() []profile.Profile {
	a := shop()
	b, c := shop(), shop()
	for i, p := range []*profile.Profile{&b, &c} {
		p.ID, p.Name = []string{"p2", "p3"}[i], []string{"batch", "live batch"}[i]
		p.Grant, p.Accounts, p.Client.Auth = profile.GrantClientCredentials, nil, tokenclient.AuthNone
	}
	b.Environment, c.Environment = profile.Test, profile.Production
	return []profile.Profile{a, b, c}
}

// board is the open board's table.
func (s *stage) board() *look.Board {
	s.t.Helper()
	s.key(ctrl(boardKey(s.Window)))
	b, ok := s.places.current().(*boardPlace)
	if !ok {
		s.t.Fatalf("the board is not in sight but %T", s.places.current())
	}
	return b.table
}

// boardKey is the digit that leads to the board.
func boardKey(w *Window) fyne.KeyName {
	for i, e := range w.places.list {
		if e.key == placeBoard {
			return []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}[i]
		}
	}
	return ""
}

// types presses keys on the board's rows.
func (s *stage) types(b *look.Board, keys ...fyne.KeyName) {
	for _, k := range keys {
		b.FocusTarget().TypedKey(&fyne.KeyEvent{Name: k})
		s.settle()
	}
}

func TestTheBoardShowsEverySession(t *testing.T) {
	onStage(t, func(s *stage) {
		s.board()
		s.wantShown("DEVELOPMENT\t", "TEST\t", "PRODUCTION\t", "\talice\t", "\tbob\t", "batch\tservice account", "0 live")
		s.press("Get all")
		s.wantShown("batch\tservice account\tTEST\t5:00", "live batch\tservice account\tPRODUCTION\t5:00", "2 live", "asks for a password")
		s.pass(10 * time.Second)
		s.wantShown("batch\tservice account\tTEST\t4:50")
		s.press("Refresh all")
		s.wantShown("batch\tservice account\tTEST\t5:00")
	}, crew()...)
}

func TestTheBoardIsUsedByKeyboard(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		b := s.board()
		if got := s.win.Canvas().Focused(); got != b.FocusTarget() {
			t.Fatalf("the focus is on %T", got)
		}
		s.types(b, fyne.KeyHome)
		s.key(ctrl(fyne.KeyReturn))
		s.wantShown("\talice\tDEVELOPMENT\t5:00")
		s.key(ctrlShift(fyne.KeyC))
		if !strings.HasPrefix(s.clipboard(), "eyJ") {
			t.Errorf("the clipboard holds %q", s.clipboard())
		}
		s.types(b, fyne.KeySpace)
		s.wantShown("☑")
		s.types(b, fyne.KeySpace)
		s.wantNotShown("☑")
		s.types(b, fyne.KeyDown, fyne.KeyReturn)
		s.wantShown("as bob", "No token yet")
		s.board()
		if got := b.Rows()[b.Selected()].Who; got != "bob" {
			t.Errorf("the board comes back to %q", got)
		}
	}, crew()...)
}

// click taps a word in the row of a person on the board.
func (s *stage) click(b *look.Board, who, word string) {
	s.t.Helper()
	var rows, words []fyne.Position
	var find func(o fyne.CanvasObject, at fyne.Position)
	find = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		middle := at.AddXY(o.Size().Width/2, o.Size().Height/2)
		switch o := o.(type) {
		case *look.Text:
			if o.Text() == who {
				rows = append(rows, middle)
			} else if o.Text() == word {
				words = append(words, middle)
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				find(child, at.Add(child.Position()))
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				find(child, at.Add(child.Position()))
			}
		}
	}
	find(b, s.app.Driver().AbsolutePositionForObject(b))
	for _, row := range rows {
		for _, at := range words {
			if dy := at.Y - row.Y; dy > -8 && dy < 8 {
				test.TapCanvas(s.win.Canvas(), at)
				s.settle()
				return
			}
		}
	}
	s.t.Fatalf("no %q beside %q in sight: %s", word, who, s.shown())
}

func TestTheButtonsOfARowAreClicked(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		b := s.board()
		s.click(b, "bob", "Get")
		s.wantShown("\tbob\tDEVELOPMENT\t5:00")
		s.wantNotShown("\talice\tDEVELOPMENT\t5:00")
		if got := b.Rows()[b.Selected()].Who; got != "bob" {
			t.Errorf("the click selects %q", got)
		}
		s.pass(10 * time.Second)
		s.wantShown("\tbob\tDEVELOPMENT\t4:50")
		s.click(b, "bob", "Refresh")
		s.wantShown("\tbob\tDEVELOPMENT\t5:00")
		if n := len(s.server.asked); n == 0 || s.server.asked[n-1].Grant.GrantType() != "refresh_token" {
			t.Errorf("Refresh asks for %+v", s.server.asked)
		}
		s.click(b, "bob", "Copy")
		if !strings.HasPrefix(s.clipboard(), "eyJ") {
			t.Errorf("the clipboard holds %q", s.clipboard())
		}
		s.wantShown("copied the access token of claroshop dev (bob)")
		s.click(b, "bob", "☐")
		s.wantShown("☑")
		asked := len(s.server.asked)
		s.click(b, "alice", "Refresh") // she has nothing to refresh
		s.click(b, "alice", "Copy")
		if len(s.server.asked) != asked || strings.Contains(s.shown(), "(alice)") {
			t.Error("a greyed button of a row does something")
		}
	}, crew()...)
}

func TestOneKeyGetsAllAndOneRefreshesAll(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrlShift(fyne.KeyReturn)) // from the page of the realms
		s.wantShown("batch\tservice account\tTEST\t5:00", "live batch\tservice account\tPRODUCTION\t5:00", "2 live")
		s.pass(10 * time.Second)
		s.key(ctrl(fyne.Key1))
		s.jumpBy("refresh all")
		s.wantShown("batch\tservice account\tTEST\t5:00")
	}, crew()...)
}

func TestProductionIsKeptFreshOnlyAfterAQuestion(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.board()
		s.press("Get all")
		s.types(b, fyne.KeyEnd, fyne.KeySpace)
		s.wantShown("Keep a production token fresh?")
		s.press("Leave it")
		s.wantNotShown("☑")
		s.types(b, fyne.KeySpace)
		s.press("Keep fresh")
		s.wantShown("☑")
		asked := len(s.server.asked)
		s.pass(5 * time.Minute)
		if got := len(s.server.asked) - asked; got != 1 {
			t.Errorf("%d renewals in 5 minutes, want 1", got)
		}
	}, crew()...)
}

func TestKeepingFreshSaysWhyItStopped(t *testing.T) {
	for name, tt := range map[string]struct {
		answer *tokenclient.Error
		want   string
	}{
		"the session is over": {
			&tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_grant", Description: "Session not active", Sent: true},
			"no longer kept fresh: the realm has ended the session",
		},
		"no answer": {
			&tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true},
			"no longer kept fresh: no answer came, and the refresh token may be used up",
		},
		"the client is refused": {
			&tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 401, Code: "invalid_client", Description: "Invalid client credentials", Sent: true},
			"no longer kept fresh: the realm refused the client",
		},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keepSecrets()
				s.press("Get token")
				s.press("Keep fresh")
				s.wantShown("kept fresh")
				s.pass(5 * time.Minute)
				s.wantShown("kept fresh")
				s.wantNotShown("no longer kept fresh")
				s.server.fail(tt.answer)
				s.pass(6 * time.Minute)
				s.wantShown("! " + tt.want)
				s.board()
				s.wantShown("☐ !")
			}, crew()...)
		})
	}
}

func TestTheBoardIsSorted(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.board()
		names := func() string {
			var all []string
			for _, r := range b.Rows() {
				all = append(all, r.Title+"/"+r.Who)
			}
			return strings.Join(all, " ")
		}
		place, ok := s.places.current().(*boardPlace)
		if !ok {
			t.Fatal("no board")
		}
		place.sortMenu().Items[2].Action()
		if got, want := names(), "batch/service account claroshop dev/alice claroshop dev/bob live batch/service account"; got != want {
			t.Errorf("by name: %s, want %s", got, want)
		}
		s.p.Sessions.Fetch(crew()[2], "", session.Typed{})
		s.settle()
		place.sortMenu().Items[1].Action()
		if got := b.Rows()[0].Title; got != "live batch" {
			t.Errorf("by time: %s first, want the only one with a token", got)
		}
	}, crew()...)
}

func TestAFormIsNotLostToTheBoard(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyE))
		s.form.name.entry.SetText("changed")
		b := s.board()
		s.types(b, fyne.KeyEnd)
		if s.form == nil || s.form.name.entry.Text != "changed" {
			t.Error("what was typed is lost")
		}
		s.wantShown("changed")
	}, crew()...)
}
