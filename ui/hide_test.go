package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// canaries are what must not be read while values are hidden: names, ids and
// claims' values of the scripted server's tokens.
func canaries() []string {
	return []string{
		"alice", "bob", "7b0c1f5e", "shop-admin", "offline_access", "manage-account",
		"WDJB-MJHT", "wonder", "eyJ", "Invalid user credentials",
	}
}

// menuTexts are the labels of everything that the menus offer.
func menuTexts(menus ...*fyne.Menu) string {
	var texts []string
	for _, m := range menus {
		for _, i := range m.Items {
			texts = append(texts, i.Label)
			if i.ChildMenu != nil {
				texts = append(texts, menuTexts(i.ChildMenu))
			}
		}
	}
	return strings.Join(texts, "\n")
}

// wantHidden fails for every canary in sight, in the title or in a menu.
func (s *stage) wantHidden(where string) {
	s.t.Helper()
	all := s.shown() + "\n" + s.win.Title() + "\n" + menuTexts(s.win.MainMenu().Items...) + "\n" + menuTexts(s.page.head.menu())
	s.walk(func(o fyne.CanvasObject) {
		if e, ok := o.(*entry); ok && !e.Password {
			all += "\n" + e.Text
		}
	})
	for _, secret := range canaries() {
		if strings.Contains(all, secret) {
			s.t.Errorf("%s: %q is in sight:\n%s", where, secret, all)
		}
	}
}

// hiddenScenes lead to every view that shows a value.
func hiddenScenes() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"the page before a token": func(*stage) {},
		"the access token":        func(s *stage) { s.press("Get token") },
		"a claim":                 func(s *stage) { s.press("Get token"); s.page.tokens.shownClaims().table.Select(0) },
		"the refresh token":       func(s *stage) { s.press("Get token"); s.tab(tabRefresh) },
		"the answer":              func(s *stage) { s.press("Get token"); s.tab(tabResponse); s.page.tokens.shownClaims().table.Select(0) },
		"who am I": func(s *stage) {
			s.server.who = `{"sub":"7b0c1f5e","preferred_username":"alice","email":"alice@example.org"}`
			s.press("Get token")
			s.key(ctrl(fyne.KeyI))
		},
		"a copy":       func(s *stage) { s.press("Get token"); s.key(ctrlShift(fyne.KeyC)) },
		"the board":    func(s *stage) { s.press("Get token"); s.board() },
		"the palette":  func(s *stage) { s.openPalette() },
		"the form":     func(s *stage) { s.key(ctrl(fyne.KeyE)) },
		"a password":   func(s *stage) { s.list.list.Select("open"); s.press("Get token") },
		"a device":     func(s *stage) { s.list.list.Select("device"); s.press("Get token") },
		"the settings": func(s *stage) { s.key(ctrl(fyne.KeyComma)) },
		"an error": func(s *stage) {
			s.server.fail(refused())
			s.press("Get token")
			s.press("Details ▸")
		},
	}
}

// hideStage shows realms of which each way to a token shows something else.
func hideStage(t *testing.T, play func(s *stage)) {
	t.Helper()
	open, device := shop(), shop()
	open.ID, open.Name, open.Accounts = "open", "no password kept", []profile.Account{{Username: "alice"}}
	device.ID, device.Name, device.Grant, device.Accounts = "device", "tv", profile.GrantDevice, nil
	onStage(t, func(s *stage) { s.keepSecrets(); play(s) }, shop(), open, device)
}

func TestNoValueIsInSightWhileValuesAreHidden(t *testing.T) {
	for name, show := range hiddenScenes() {
		t.Run(name, func(t *testing.T) {
			hideStage(t, func(s *stage) {
				s.key(ctrlShift(fyne.KeyH))
				show(s)
				s.wantHidden("shown while hidden")
			})
			if name == "the palette" || name == "the settings" {
				return // a card over the window, which the key does not reach
			}
			hideStage(t, func(s *stage) {
				show(s)
				s.key(ctrlShift(fyne.KeyH))
				s.wantHidden("hidden while shown")
				s.pass(3 * time.Second)
				s.wantHidden("three seconds later")
				before := s.shown()
				s.key(ctrlShift(fyne.KeyH))
				if strings.Contains(before, dots) && s.shown() == before {
					t.Error("nothing came back")
				}
				if strings.Contains(s.shown(), dots) {
					t.Errorf("dots stay:\n%s", s.shown())
				}
			})
		})
	}
}

func TestHidingIsRemembered(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Hide values")
		if !s.settings.Choices().HideValues {
			t.Error("it is not remembered")
		}
		other := New(s.Window.p)
		if !other.hidden {
			t.Error("a new window starts with its values in sight")
		}
		s.press("Show values")
		if s.settings.Choices().HideValues || s.hidden {
			t.Error("the values stay hidden")
		}
	}, shop())
}

func TestOneValueIsRevealedForAWhile(t *testing.T) {
	hideStage(t, func(s *stage) {
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyH))
		claims := s.page.tokens.shownClaims()
		for i, r := range claims.rows {
			if r.Name == "preferred_username" {
				claims.table.Select(i)
			}
		}
		s.wantNotShown("alice")
		s.win.Canvas().Focus(claims.reveal)
		claims.reveal.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		s.settle()
		s.wantShown("preferred_username\talice")
		s.wantNotShown("7b0c1f5e", "as alice")
		if got := strings.Join(claims.view.Lines(), "\n"); got != "alice" {
			t.Errorf("the strip says %q", got)
		}
		if s.win.Canvas().Focused() != fyne.Focusable(claims.reveal) {
			t.Errorf("the focus went to %T", s.win.Canvas().Focused())
		}
		s.pass(19 * time.Second)
		s.wantShown("preferred_username\talice")
		s.pass(time.Second)
		s.wantNotShown("alice")

		s.press("Reveal for 20 s")
		s.wantShown("preferred_username\talice")
		s.press("Hide again")
		s.wantNotShown("alice")
	})
}

func TestADeviceCodeIsRevealed(t *testing.T) {
	hideStage(t, func(s *stage) {
		s.key(ctrlShift(fyne.KeyH))
		s.list.list.Select("device")
		s.press("Get token")
		if len(s.page.waiting.picture.Objects) > 0 {
			t.Error("the picture of the code is in sight")
		}
		s.press("Reveal for 20 s")
		s.wantShown("WDJB-MJHT")
		if len(s.page.waiting.picture.Objects) == 0 {
			t.Error("the picture of the code is not revealed")
		}
		s.pass(20 * time.Second)
		s.wantNotShown("WDJB-MJHT")
	})
}

func TestCopyingWorksWhileValuesAreHidden(t *testing.T) {
	hideStage(t, func(s *stage) {
		s.press("Get token")
		s.key(ctrlShift(fyne.KeyH))
		claims := s.page.tokens.shownClaims()
		for i, r := range claims.rows {
			if r.Name == "preferred_username" {
				claims.copyRow(i)
			}
		}
		if got := s.clipboard(); !strings.HasPrefix(got, "preferred_username\talice\t") {
			t.Errorf("copied %q", got)
		}
	})
}

func TestDotsTellNothingOfTheLength(t *testing.T) {
	w := &Window{hidden: true}
	if a, b := w.masked("x"), w.masked(strings.Repeat("x", 500)); a != b || a == "x" {
		t.Errorf("masked gives %q and %q", a, b)
	}
	if got := w.masked(""); got != "" {
		t.Errorf("nothing is masked as %q", got)
	}
}

func TestTheHiddenFailureKeepsItsAdvice(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.key(ctrlShift(fyne.KeyH))
		s.server.fail(&tokenclient.Error{Kind: tokenclient.KindConnect})
		s.press("Get token")
		s.wantShown("sso.dev.example")
		var button *look.Button
		s.walk(func(o fyne.CanvasObject) {
			if b, ok := o.(*look.Button); ok && b.Text() == "Try again" {
				button = b
			}
		})
		if button == nil {
			t.Fatalf("no way on in\n%s", s.shown())
		}
		test.Tap(button)
	}, shop())
}
