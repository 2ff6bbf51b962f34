package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
)

func TestFirstStartOffersTheDemoRealm(t *testing.T) {
	onStage(t, func(s *stage) {
		s.demo = func(done func(string, error)) {
			s.saved.put(shop())
			done(shop().ID, nil)
		}
		s.wantShown("Welcome to Realmscope", "Try the demo realm", "Add a realm", "kept for this session only")
		if s.win.Canvas().Focused() != s.welcome.demo {
			t.Errorf("at the first start %T has the focus, want the demo's button", s.win.Canvas().Focused())
		}
		s.welcome.demo.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.settle()
		s.wantShown("claroshop dev", "DEVELOPMENT", "password grant · client shop-web · sso.dev.example/auth · realm shop")
		s.wantNotShown("Welcome to Realmscope")
	})
}

func TestTokenIsFetchedWatchedRefreshedAndCopied(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.wantShown("No token yet", "as alice")
		if f := s.win.Canvas().Focused(); f != nil {
			t.Errorf("at start %T has the focus, want nothing", f)
		}
		s.press("Get token")
		s.wantShown("5:00", "until ", "of 5 min", "30 min", "alice", "shop-admin", "○ signature not checked",
			"in force until", "200 in 83 ms")
		if got := reveal(s.server.asked[0]); got != "wonder" {
			t.Errorf("password sent is %q, want the kept one", got)
		}
		s.pass(20 * time.Second)
		s.wantShown("4:40")
		s.pass(5 * time.Minute)
		s.wantShown("expired", "20 s ago")

		s.press("Refresh")
		s.wantShown("5:00")
		if n := len(s.server.asked); n != 2 {
			t.Fatalf("server was asked %d times, want 2", n)
		}
		s.key(ctrlShift(fyne.KeyC))
		want, _ := session.CopyText(session.CopyAccess, shop(), s.state().Tokens)
		if got := s.clipboard(); got != want.Reveal() || got == "" {
			t.Errorf("clipboard holds %q, want the token %q", got, want.Reveal())
		}
		s.wantShown("copied the access token of claroshop dev (alice)")
		s.key(ctrlShift(fyne.KeyB))
		if got := s.clipboard(); got != "Bearer "+want.Reveal() {
			t.Errorf("clipboard holds %q, want a Bearer value", got)
		}
	}, shop())
}

func TestNothingIsCopiedBeforeThereIsAToken(t *testing.T) {
	onStage(t, func(s *stage) {
		s.app.Clipboard().SetContent("mine")
		s.key(ctrlShift(fyne.KeyC))
		s.key(ctrl(fyne.KeyR))
		if got := s.clipboard(); got != "mine" {
			t.Errorf("clipboard holds %q, want it untouched", got)
		}
		if len(s.server.asked) > 0 {
			t.Error("Refresh without a token asked the server")
		}
	}, shop())
}

func TestSlowRequestCanBeCancelled(t *testing.T) {
	for name, cancel := range map[string]func(s *stage){
		"by the button": func(s *stage) { s.press("Cancel") },
		"by Escape":     func(s *stage) { s.pressEscape() },
		"by Escape after a tap": func(s *stage) {
			s.press("Cancel")
			s.win.Canvas().Focus(s.page.actions.get)
			s.page.actions.get.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			s.settle()
			s.wantShown("Cancel")
			s.pressEscape()
			if s.win.Canvas().Focused() != s.page.actions.get {
				s.t.Error("the focus did not come back to the button")
			}
		},
		"by the menu's period": func(s *stage) { s.key(ctrl(fyne.KeyPeriod)) },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keepSecrets()
				s.server.slow(time.Hour)
				s.key(ctrl(fyne.KeyReturn))
				s.wantShown("Cancel")
				s.wantNotShown("asking sso.dev.example")
				s.pass(400 * time.Millisecond)
				s.wantShown("asking sso.dev.example…")
				cancel(s)
				s.wantNotShown("Cancel", "asking sso.dev.example…")
				s.pass(2 * time.Hour)
				s.wantShown("No token yet")
			}, shop())
		})
	}
}

func TestSwitchingNeverShowsTokensOfAnother(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("shop-admin")
		s.list.list.Select(bank().ID)
		s.wantShown("client credentials grant", "No token yet")
		s.wantNotShown("shop-admin", "as alice", "7b0c1f5e")
		s.server.slow(10 * time.Second)
		s.press("Get token")
		s.list.list.Select(shop().ID)
		s.wantShown("shop-admin")
		s.pass(11 * time.Second)
		s.wantNotShown("service-account-outbound01")
		s.list.list.Select(bank().ID)
		s.wantShown("service-account-outbound01")
	}, shop(), bank())
}

func TestAccountsAreSessionsOfTheirOwn(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("preferred_username\talice")
		s.key(ctrl(fyne.KeyPageDown))
		s.wantShown("as bob", "No token yet")
		s.wantNotShown("preferred_username\talice")
		s.press("Get token")
		s.wantShown("preferred_username\tbob")
		if got := reveal(s.server.asked[1]); got != "builder" {
			t.Errorf("password sent for bob is %q, want his", got)
		}
		s.key(ctrl(fyne.KeyPageUp))
		s.wantShown("as alice", "preferred_username\talice")
	}, shop())
}

func TestMissingPasswordIsAskedFor(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Get token")
		s.wantShown("Password of alice", "One-time code", "Keep for this session")
		if len(s.server.asked) > 0 {
			t.Fatal("the server was asked without a password")
		}
		if s.win.Canvas().Focused() != s.page.prompt.password.entry {
			t.Error("the password field has not got the focus")
		}
		s.enter(s.page.prompt.password.entry, "wonder")
		s.wantShown("preferred_username\talice")
		s.wantNotShown("Password of alice")
		if got := reveal(s.server.asked[0]); got != "wonder" {
			t.Errorf("password sent is %q, want the typed one", got)
		}
		if s.page.prompt.password.entry.Text != "" {
			t.Error("the typed password is still in its field")
		}
	}, shop())
}

func TestSomeoneElseIsAskedForAndRemembered(t *testing.T) {
	onStage(t, func(s *stage) {
		s.selectAccount("")
		s.wantShown("Who should the token be for?", "as someone…")
		test.Type(s.page.prompt.username.entry, "carol")
		s.enter(s.page.prompt.password.entry, "singer")
		s.wantShown("as carol", "preferred_username\tcarol")
		if got := s.accounts(shop()); strings.Join(got, " ") != "alice bob carol" {
			t.Errorf("accounts to choose from are %v, want carol among them", got)
		}
	}, shop())
}

func TestTypedPasswordDoesNotFollowToAnotherProfile(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Get token")
		test.Type(s.page.prompt.password.entry, "half")
		s.list.list.Select(bank().ID)
		s.list.list.Select(shop().ID)
		if got := s.page.prompt.password.entry.Text; got != "" {
			t.Errorf("password field holds %q after switching, want nothing", got)
		}
	}, shop(), bank())
}

func TestClaimIsCopiedExactly(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		table := s.page.tokens.panes[tabAccess].table
		for i, r := range table.Rows() {
			if r.Name == "realm_access" {
				table.OnActivate(i)
			}
		}
		if got, want := s.clipboard(), `{"roles":["offline_access","shop-admin"]}`; got != want {
			t.Errorf("clipboard holds %q, want %q", got, want)
		}
	}, shop())
}

func TestEveryTabSaysWhatItShows(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.key(ctrlShift(fyne.Key2))
		s.wantShown("Signed with a secret of the realm (HMAC)")
		s.key(ctrlShift(fyne.Key3))
		s.wantShown("The answer held no ID token")
		s.key(ctrlShift(fyne.Key4))
		s.wantShown("expires_in\t300", "access_token\thidden, ")
		token, _ := session.CopyText(session.CopyAccess, shop(), s.state().Tokens)
		s.wantNotShown(token.Reveal())
	}, shop())
}

func TestHostileNamesAreShownAsPlainText(t *testing.T) {
	p := shop()
	p.Name = "evil\u202eliame\n{{.Name}}" + strings.Repeat("x", 5000)
	p.Accounts = []profile.Account{{Username: "al\u200bice\t"}}
	onStage(t, func(s *stage) {
		s.wantShown(`evil\u202eliame\n{{.Name}}`, `as al\u200bice\t`)
		s.wantNotShown("\u202e", "\u200b", strings.Repeat("x", 400))
		if w := s.win.Canvas().Size().Width; s.win.Content().MinSize().Width > w {
			t.Errorf("the window grew to %v", s.win.Content().MinSize())
		}
	}, p)
}
