package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"realmscope/app/profile"
)

// trayApp is an application on a desktop with a system tray.
type trayApp struct {
	fyne.App
	menus []*fyne.Menu
	quits int
}

var _ desktop.App = (*trayApp)(nil)

func (a *trayApp) SetSystemTrayMenu(m *fyne.Menu)  { a.menus = append(a.menus, m) }
func (a *trayApp) SetSystemTrayIcon(fyne.Resource) {}
func (a *trayApp) SetSystemTrayWindow(fyne.Window) {}
func (a *trayApp) Quit()                           { a.quits++ }

// menu is what the tray shows now.
func (a *trayApp) menu() string {
	if len(a.menus) == 0 {
		return ""
	}
	var labels []string
	for _, i := range a.menus[len(a.menus)-1].Items {
		label := i.Label
		if i.Disabled {
			label = "(" + label + ")"
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, "\n")
}

// choose does what an item of the tray says.
func (a *trayApp) choose(t *testing.T, label string) {
	t.Helper()
	for _, i := range a.menus[len(a.menus)-1].Items {
		if i.Label == label && i.Action != nil {
			i.Action()
			return
		}
	}
	t.Fatalf("no item %q in\n%s", label, a.menu())
}

// withTray puts the stage on a desktop with a tray.
func (s *stage) withTray() *trayApp {
	a := &trayApp{App: s.app}
	s.Window.p.App = a
	return a
}

func TestTheTrayTellsTheNextEnd(t *testing.T) {
	service := bank()
	onStage(t, func(s *stage) {
		a := s.withTray()
		s.keepSecrets()
		s.openSettings()
		s.tapBox("Icon in the system tray")
		s.pressEscape()
		if got := a.menu(); !strings.HasPrefix(got, "(No live token)\n(Copy its access token)\n") {
			t.Fatalf("the tray shows\n%s", got)
		}
		s.press("Get token")
		if got := a.menu(); !strings.HasPrefix(got, "(claroshop dev: until 00:05:00)\nCopy its access token\n") {
			t.Errorf("the tray shows\n%s", got)
		}
		s.pass(time.Minute)
		s.list.list.Select(service.ID)
		s.press("Get token") // ends later
		if got := a.menu(); !strings.HasPrefix(got, "(claroshop dev: until 00:05:00)") {
			t.Errorf("the tray shows\n%s", got)
		}
		made := len(a.menus)
		s.pass(time.Minute)
		if len(a.menus) != made {
			t.Errorf("the menu was made anew %d times while nothing changed", len(a.menus)-made)
		}
		a.choose(t, "Copy its access token")
		if got := s.clipboard(); !strings.HasPrefix(got, "eyJ") || s.p.Sessions.State(s.tray.next).Tokens.Set.AccessToken.Reveal() != got {
			t.Errorf("copied %.20q", got)
		}
		s.pass(3 * time.Minute)
		if got := a.menu(); !strings.HasPrefix(got, "(banfico sandbox: until 00:06:00)") {
			t.Errorf("after the first end the tray shows\n%s", got)
		}
		s.pass(time.Minute)
		if got := a.menu(); !strings.HasPrefix(got, "(No live token)") {
			t.Errorf("after the last end the tray shows\n%s", got)
		}
	}, shop(), service)
}

func TestTheTrayNamesNobody(t *testing.T) {
	p := shop()
	p.Accounts = []profile.Account{{Username: "carola", PasswordID: "pw-alice"}}
	onStage(t, func(s *stage) {
		a := s.withTray()
		s.alter(func(c *Choices) { c.Tray = true })
		s.startTray()
		s.keepSecrets()
		s.press("Get token")
		if got := a.menu(); strings.Contains(got, "carola") || strings.Contains(got, "eyJ") {
			t.Errorf("the tray shows\n%s", got)
		}
	}, p)
}

func TestClosingGoesToTheTrayOnlyIfThatWasChosen(t *testing.T) {
	for name, tt := range map[string]struct {
		choices Choices
		quits   int
	}{
		"no tray":          {Choices{StayInTray: true}, 1},
		"tray":             {Choices{Tray: true}, 1},
		"stay in the tray": {Choices{Tray: true, StayInTray: true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				a := s.withTray()
				s.alter(func(c *Choices) { *c = tt.choices })
				s.startTray()
				s.win.Resize(fyne.NewSize(1000, 700))
				s.onClose()
				if a.quits != tt.quits {
					t.Errorf("the program ended %d times, want %d", a.quits, tt.quits)
				}
				if s.settings.size != fyne.NewSize(1000, 700) {
					t.Errorf("size %v is remembered", s.settings.size)
				}
				if tt.quits == 0 {
					a.choose(t, "Show window")
					a.choose(t, "Quit")
					if a.quits != 1 {
						t.Error("the tray does not end the program")
					}
				}
			}, shop())
		})
	}
}

func TestWithoutATrayNothingBreaks(t *testing.T) {
	onStage(t, func(s *stage) {
		s.alter(func(c *Choices) { c.Tray, c.StayInTray = true, true })
		s.startTray()
		s.keepSecrets()
		s.press("Get token")
		if s.tray != nil {
			t.Error("there is a tray where there is none")
		}
		s.onClose()
	}, shop())
}
