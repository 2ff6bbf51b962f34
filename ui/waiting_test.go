package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// site is a profile with the login in the browser.
func site() profile.Profile {
	p := shop()
	p.ID, p.Name, p.Grant, p.Accounts = "00000000000000c3", "shop by browser", profile.GrantAuthorizationCode, nil
	return p
}

// focused is the text of the button with the focus.
func (s *stage) focused() string {
	b, ok := s.win.Canvas().Focused().(*look.Button)
	if !ok {
		return ""
	}
	return b.Text()
}

func TestBrowserLoginFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyReturn))
		until := time.Now().Add(3 * time.Minute).Format("15:04")
		s.wantShown("Waiting for you in the browser · until "+until, "Log in on the page of sso.dev.example", "Copy link")
		s.wantNotShown("No token yet", "asking sso", "No browser seems", "state=s3")
		if got := s.focused(); got != "Open the browser again" || s.server.opened != 1 {
			t.Errorf("%q has the focus, %d pages opened", got, s.server.opened)
		}
		s.pass(5 * time.Second)
		s.wantNotShown("asking sso")
		s.press("Open the browser again")
		if s.server.opened != 2 || s.focused() != "Open the browser again" {
			t.Errorf("%d pages opened, focus on %q", s.server.opened, s.focused())
		}
		s.press("Copy link")
		if got := s.clipboard(); got != s.server.login.URL() {
			t.Errorf("copied %q", got)
		}
		s.wantShown("copied the link of this login")
		s.win.Canvas().Focus(s.page.waiting.buttons.Objects[1].(fyne.Focusable))
		s.server.login.came <- nil
		s.settle()
		s.wantShown("preferred_username\talice", "browser login")
		s.wantNotShown("Waiting for you")
		if s.focused() != "Get token" {
			t.Errorf("%T has the focus after the login", s.win.Canvas().Focused())
		}
		s.press("Refresh")
		s.wantShown("200 in")
	}, site())
}

func TestEscapeGivesABrowserLoginUp(t *testing.T) {
	for name, cancel := range map[string]func(s *stage){
		"Escape":         (*stage).pressEscape,
		"Ctrl+.":         func(s *stage) { s.key(ctrl(fyne.KeyPeriod)) },
		"the button":     func(s *stage) { s.press("Cancel") },
		"Escape, unseen": func(s *stage) { s.win.Canvas().Unfocus(); s.pressEscape() },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.press("Get token")
				s.wantShown("Waiting for you")
				cancel(s)
				s.wantShown("No token yet")
				s.wantNotShown("Waiting for you", "Copy link")
				s.copyLink()
				if s.clipboard() != "" {
					t.Error("the link of a login that is over was copied")
				}
			}, site())
		})
	}
}

func TestBrowserThatDoesNotOpen(t *testing.T) {
	onStage(t, func(s *stage) {
		s.server.opens = errors.New("no browser")
		s.press("Get token")
		s.wantShown("No browser seems to have opened", "Open the browser again")
		if s.focused() != "Copy link" {
			t.Errorf("focus on %q, want Copy link", s.focused())
		}
		s.server.opens = nil
		s.press("Open the browser again")
		s.wantNotShown("No browser seems to have opened")
		s.wantShown("Waiting for you")
		s.server.login.came <- &tokenclient.Error{Kind: tokenclient.KindLogin, Reason: "no_answer"}
		s.settle()
		s.wantShown(T("advice.login_no_answer.title"))
		s.wantNotShown("Waiting for you", "no answer after")
	}, site())
}

// tv is a profile with the login on another device.
func tv() profile.Profile {
	p := site()
	p.ID, p.Name, p.Grant = "00000000000000d4", "shop by code", profile.GrantDevice
	return p
}

func TestDeviceLoginFromTheWindow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyReturn))
		until := time.Now().Add(10 * time.Minute).Format("15:04")
		s.wantShown("Waiting for you to type the code · until "+until, "WDJB-MJHT", "https://sso.dev.example/device",
			"Open the page of sso.dev.example", "give it to nobody")
		s.wantNotShown("in the browser ·", "asking sso", "No token yet")
		if s.focused() != "Open the page" || s.server.opened != 0 {
			t.Errorf("focus on %q, %d pages opened by themselves", s.focused(), s.server.opened)
		}
		s.press("Copy code")
		if got := s.clipboard(); got != "WDJB-MJHT" {
			t.Errorf("copied %q", got)
		}
		s.press("Copy link")
		if got := s.clipboard(); got != "https://sso.dev.example/device?user_code=WDJB-MJHT" {
			t.Errorf("copied %q", got)
		}
		s.wantShown("it works once, on any device")
		s.server.opens = errors.New("no browser")
		s.press("Open the page")
		s.wantShown("Open the page on any device, or copy the link")
		if s.focused() != "Copy link" || s.server.opened != 1 {
			t.Errorf("focus on %q, %d opened", s.focused(), s.server.opened)
		}
		s.server.login.came <- nil
		s.settle()
		s.wantShown("preferred_username\talice", "device login")
		s.wantNotShown("WDJB-MJHT")
		s.press("Get token")
		s.wantShown("WDJB-MJHT")
		s.pressEscape()
		s.wantNotShown("WDJB-MJHT")
		s.copyCode()
		if s.clipboard() == "WDJB-MJHT" {
			t.Error("the code of a login that is over was copied")
		}
	}, tv())
}

// TestTheWholeAddressIsShownBeforeItIsOpened: what a server wants opened may
// lead elsewhere than the page that it names.
func TestTheWholeAddressIsShownBeforeItIsOpened(t *testing.T) {
	for complete, want := range map[string]string{
		"": "https://sso.dev.example/device",
		"https://sso.dev.example/device?user_code=WDJB-MJHT":     "https://sso.dev.example/device",
		"https://sso.dev.example/device?user_code=WDJB-MJHT&a=b": "https://sso.dev.example/device?user_code=WDJB-MJHT&a=b",
		"https://evil.example/?next=sso.dev.example":             "https://evil.example/?next=sso.dev.example",
	} {
		onStage(t, func(s *stage) {
			s.server.complete = &complete
			s.press("Get token")
			if got := s.page.waiting.page.Text(); got != want {
				t.Errorf("%q shows %q, want %q", complete, got, want)
			}
		}, tv())
	}
}

func TestWaitingStaysWithItsProfile(t *testing.T) {
	onStage(t, func(s *stage) {
		s.selectProfile(site().ID)
		s.press("Get token")
		s.win.Canvas().Focus(s.list.list.FocusTarget())
		s.selectProfile(shop().ID)
		s.wantNotShown("Waiting for you")
		s.selectProfile(site().ID)
		s.wantShown("Waiting for you")
		if s.win.Canvas().Focused() != s.list.list.FocusTarget() {
			t.Errorf("%T took the focus from the list", s.win.Canvas().Focused())
		}
	}, shop(), site())
}

func TestAccountsOfABrowserLoginAreProposals(t *testing.T) {
	p := site()
	p.Accounts = []profile.Account{{Username: "bob"}, {Username: "Alice"}}
	onStage(t, func(s *stage) {
		s.wantShown("as bob", "bob · browser login")
		s.press("Get token")
		s.server.login.came <- nil
		s.settle()
		s.wantShown("logged in as alice, not as bob")
		s.press("Copy token")
		s.copy("access")
		s.wantShown("copied the access token of shop by browser (alice)")
		s.selectAccount("Alice")
		s.wantNotShown("logged in as")
		s.press("Get token")
		s.server.login.came <- nil
		s.settle()
		s.wantNotShown("logged in as")
		s.selectAccount("")
		s.wantNotShown("Who should the token be for?")
	}, p)
}

func TestFormOfABrowserLogin(t *testing.T) {
	p := site()
	p.Accounts = []profile.Account{{Username: "bob"}}
	onStage(t, func(s *stage) {
		s.edit()
		s.wantShown("Accounts")
		s.wantNotShown("Passwords")
		if row := s.form.accounts.rows[0]; row.password.Visible() || !row.username.Visible() {
			t.Error("the form asks for a password that no login uses")
		}
		s.form.grant.set("password")
		s.wantShown("Passwords")
		s.form.accounts.rows[0].password.SetText("canary")
		s.form.grant.set("authorization_code")
		s.wantNotShown("Passwords")
		s.press("Save")
		s.pass(2 * time.Second)
		if len(s.saved.typed.Passwords) != 0 || len(s.saved.all[0].Accounts) != 1 || s.saved.all[0].Grant != profile.GrantAuthorizationCode {
			t.Errorf("saved %+v with %d passwords", s.saved.all[0], len(s.saved.typed.Passwords))
		}
	}, p)
}

func TestLoginPageSpeaksTheLanguageOfTheWindow(t *testing.T) {
	defer speak("en_US.UTF-8")
	for locale, want := range map[string]string{"es_MX.UTF-8": "es", "en_US.UTF-8": "en"} {
		speak(locale)
		p := LoginPage()
		if p.Language != want || p.Title != "Realmscope" || !strings.Contains(p.Done+p.Failed, "Realmscope") || p.Done == p.Failed {
			t.Errorf("with %s: %+v", locale, p)
		}
	}
}

// waitingScenes are the cards of what a session waits for.
func waitingScenes() map[string]func(s *stage) {
	at := func(p profile.Profile) func(s *stage) {
		return func(s *stage) {
			s.saved.put(p)
			s.selectProfile(p.ID)
			s.press(T("action.get"))
		}
	}
	return map[string]func(s *stage){
		"waiting-browser": at(site()),
		"waiting-device":  at(tv()),
		"waiting-device-narrow": func(s *stage) {
			s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
			at(tv())(s)
		},
		"waiting-who":    func(s *stage) { s.server.who = alicesInfo; live(s); s.press(T("action.whoami")) },
		"waiting-narrow": func(s *stage) { live(s); s.win.Resize(fyne.NewSize(leastWidth, leastHeight)) },
		"waiting-failed": func(s *stage) { s.server.opens = errors.New("no browser"); at(site())(s) },
	}
}
