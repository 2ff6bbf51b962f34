package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient"
)

func TestWrongPasswordIsExplained(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.fail(refused())
		s.press("Get token")
		s.wantShown("did not accept", "1. ", "You: ", "401 invalid_grant · Invalid user credentials", "401 in 121 ms")
		s.wantNotShown("failure in a row", `"error_description"`)
		s.press("Get token")
		s.wantShown("! second failure in a row: another one may lock the account")
		s.press("Get token")
		s.wantShown("! 3 failures in a row")

		s.press("Details ▸")
		s.wantShown(`{"error":"invalid_grant"`)
		s.press("Details ▾")
		s.wantNotShown(`{"error":"invalid_grant"`)

		s.server.answer = nil
		s.press("Get token")
		s.wantShown("preferred_username\talice")
		s.wantNotShown("did not accept", "in a row")
	}, shop())
}

func TestTicketHoldsNoSecretAndNoUser(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.fail(refused())
		s.press("Get token")
		for name, copyIt := range map[string]func(){
			"by the button": func() { s.press("Copy for a ticket") },
			"by the key":    func() { s.key(ctrlShift(fyne.KeyT)) },
		} {
			s.app.Clipboard().SetContent("")
			copyIt()
			got := s.clipboard()
			for _, want := range []string{"Profile: claroshop dev", "Server: sso.dev.example", "Realm: shop", "Client: shop-web", "401 invalid_grant", "2000-01-01 00:00:0"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s: ticket lacks %q:\n%s", name, want, got)
				}
			}
			for _, bad := range []string{"alice", "wonder"} {
				if strings.Contains(got, bad) {
					t.Errorf("%s: ticket holds %q:\n%s", name, bad, got)
				}
			}
		}
	}, shop())
}

func TestFailureKeepsTheTokensThatAreThere(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.server.fail(&tokenclient.Error{Kind: tokenclient.KindConnect})
		s.press("Refresh")
		s.wantShown("preferred_username\talice", "5:00")
		if s.state().Failure == nil || !s.page.failure.root.Visible() {
			t.Error("the failure is not shown")
		}
		s.pressEscape()
		if s.page.failure.root.Visible() {
			t.Error("Escape did not put the failure away")
		}
		s.wantShown("preferred_username\talice")
	}, shop())
}

func TestFailureStaysWithItsSession(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.fail(refused())
		s.press("Get token")
		s.list.list.Select(bank().ID)
		s.wantNotShown("did not accept", "401")
		s.list.list.Select(shop().ID)
		s.wantShown("did not accept", "401")
	}, shop(), bank())
}

func TestAdviceOpensWhatItNames(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.fail(refused())
		s.press("Get token")
		f := s.state()
		for id, check := range map[string]func() bool{
			"type_password":   func() bool { return s.win.Canvas().Focused() == s.page.prompt.password.entry },
			"edit":            func() bool { return s.form != nil },
			"edit_address":    func() bool { return s.win.Canvas().Focused() == s.form.base.entry },
			"use_query":       func() bool { return s.form.query.Checked() },
			"use_body":        func() bool { return !s.form.query.Checked() },
			"use_auth_prefix": func() bool { return s.form.base.entry.Text == "https://sso.dev.example/auth/auth" },
		} {
			do := s.adviceAction(id, f)
			if do == nil {
				t.Errorf("the window cannot do %s", id)
				continue
			}
			do()
			if !check() {
				t.Errorf("%s did not open what it names", id)
			}
			if s.form != nil {
				s.form.close()
			}
			s.page.prompt.dismiss()
		}
		if s.adviceAction("fly", f) != nil {
			t.Error("an unknown action has a button")
		}
	}, shop())
}

func TestHostileAnswerIsShownAsPlainText(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		e := refused()
		e.Code, e.Description = "in\u202evalid", strings.Repeat("\x1b[31mred ", 2000)
		e.Body = strings.Repeat("<b>\u202e\x00</b>\n", 5000) + strings.Repeat("y", 50000)
		s.server.fail(e)
		start := time.Now()
		s.press("Get token")
		s.press("Details ▸")
		s.wantNotShown("\u202e", "\x1b", "\x00")
		if n := len(s.page.failure.grid.Text()); n > 8*maxDetails {
			t.Errorf("details show %d bytes", n)
		}
		if time.Since(start) != 0 {
			t.Error("time went by while a failure was shown")
		}
	}, shop())
}

func TestLateAnswerOfACancelledRequestIsDropped(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.answer = func(_ context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			time.Sleep(5 * time.Second) // does not heed its context
			return goodAnswer(owner(r), time.Minute), nil
		}
		s.press("Get token")
		s.press("Cancel")
		s.pass(10 * time.Second)
		s.wantShown("No token yet")
		s.wantNotShown("preferred_username")
	}, shop())
}

func TestHintsWarnOfWhatAProfileDoes(t *testing.T) {
	p := shop()
	p.ParamsIn, p.Realm.Base, p.AllowHTTP = tokenclient.ParamsInQuery, "http://far.example", true
	onStage(t, func(s *stage) {
		s.wantShown("! parameters in the address", "! plain HTTP")
		s.saved.put(shop())
		s.wantNotShown("! parameters in the address", "! plain HTTP")
	}, p)
}

func TestClockDifferenceIsShown(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.answer = func(_ context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			set := goodAnswer(owner(r), 5*time.Minute)
			set.ServerDate = set.ServerDate.Add(-2 * time.Minute)
			return set, nil
		}
		s.press("Get token")
		s.wantShown("server clock 2 min behind", "! the server's clock differs by 2 min")
	}, shop())
}
