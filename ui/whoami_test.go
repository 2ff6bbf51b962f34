package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
	"realmscope/tokenclient"
)

// alicesInfo is what the realm says of alice's token.
const alicesInfo = `{"sub":"7b0c1f5e-52d4-4d0a-9a53-0f2c7a6f9d11","preferred_username":"alice","email":"alice@shop.example"}`

func TestWhoAmIFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.who = alicesInfo
		s.key(ctrl(fyne.KeyI)) // nothing to ask with
		s.press("Get token")
		s.key(ctrlShift(fyne.Key5))
		s.wantShown("Press Who am I to ask the realm")
		s.key(ctrlShift(fyne.Key1))
		s.press("Who am I")
		s.wantShown("email\talice@shop.example", "What the realm said at", "200 in 12 ms")
		s.wantNotShown("Press Who am I", "somebody else")
		s.page.tokens.who.claims.table.Select(0)
		s.key(ctrlShift(fyne.KeyV))
		if got := s.clipboard(); got != "alice" {
			t.Errorf("copied %q, want the first claim", got)
		}
		s.selectAccount("bob")
		s.press("Get token")
		s.wantNotShown("alice@shop.example")
		s.key(ctrlShift(fyne.Key1))
		s.selectAccount("alice")
		s.wantShown("realm_access") // turning back does not turn the tab
		s.wantNotShown("alice@shop.example")
		s.server.who = `{"sub":"someone"}`
		s.key(ctrl(fyne.KeyI))
		s.wantShown("this is about somebody else than the token")
	}, shop())
}

func TestWhoAmIThatCannotBeRead(t *testing.T) {
	at := time.Now()
	for name, tt := range map[string]struct {
		u    *session.UserInfo
		want string
	}{
		"encrypted": {&session.UserInfo{Form: tokenclient.UserInfoEncrypted, At: at}, T("who.encrypted")},
		"empty":     {&session.UserInfo{Form: tokenclient.UserInfoJSON, At: at}, T("who.unreadable")},
		"not asked": {nil, T("who.none")},
	} {
		t.Run(name, func(t *testing.T) {
			if got := whoText(tt.u, 0, at); got != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
		})
	}
	signed := whoChips(&session.UserInfo{Form: tokenclient.UserInfoSigned, Notes: []string{"sub.missing"}})
	if len(signed) != 2 || signed[0].text != T("finding.unchecked") {
		t.Errorf("chips of a signed answer: %+v", signed)
	}
}

func TestWhoAmIRefusedShowsTheCard(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.server.whoFails = &tokenclient.Error{Kind: tokenclient.KindConnect, Operation: tokenclient.OperationUserInfo}
		s.press("Who am I")
		s.wantShown("does not accept the connection", "preferred_username\talice")
		s.server.whoFails, s.server.who = nil, alicesInfo
		if retry := s.adviceAction("retry", s.state()); retry != nil {
			retry()
		}
		s.settle()
		s.wantShown("alice@shop.example")
		if len(s.server.asked) != 1 {
			t.Errorf("%d token requests, want one: the retry is of the question", len(s.server.asked))
		}
	}, shop())
}

func TestLogOutFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.key(ctrl(fyne.KeyL))
		if s.server.outs != 0 {
			t.Fatal("logged out without a session")
		}
		s.press("Get token")
		s.key(ctrl(fyne.KeyL))
		s.wantShown("logged out at", "No token yet")
		s.wantNotShown("preferred_username", "200 in")
		if !s.page.actions.who.Disabled() || !s.page.actions.out.Disabled() || s.server.outs != 1 {
			t.Error("there is still something to log out of")
		}
		s.press("Get token")
		s.wantNotShown("logged out at")
		s.server.outFails = &tokenclient.Error{Kind: tokenclient.KindConnect, Operation: tokenclient.OperationLogout}
		s.press("Log out")
		s.wantShown("preferred_username\talice")
		s.server.outFails = nil
		s.adviceAction("retry", s.state())()
		s.settle()
		s.wantShown("logged out at")
	}, shop())
}

func TestActionsWrapWhereTheWindowIsNarrow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		wide := s.page.actions.root.Size().Height
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		a := s.page.actions
		right := func(o fyne.CanvasObject) float32 {
			return s.app.Driver().AbsolutePositionForObject(o).X + o.Size().Width
		}
		if got := right(a.out); got > leastWidth {
			t.Errorf("Log out ends at %.0f, outside of the window", got)
		}
		s.server.slow(time.Minute)
		s.press("Refresh")
		if a.cancel.Visible() && s.app.Driver().AbsolutePositionForObject(a.who).Y <= s.app.Driver().AbsolutePositionForObject(a.cancel).Y {
			t.Error("Cancel and Who am I lie on each other")
		}
		s.press("Cancel")
		if right(a.copy) > s.app.Driver().AbsolutePositionForObject(a.who).X && a.root.Size().Height <= wide {
			t.Error("the buttons lie on each other")
		}
	}, shop())
}
