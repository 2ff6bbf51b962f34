package ui

import (
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

// TestPictures draws the screens into the folder $UI_OUT, to be looked at: those
// that have $UI_ONLY in their names, in the language of $UI_LOCALE, at the size
// $UI_SIZE such as 800x600, in all themes or $UI_THEME.
func TestPictures(t *testing.T) {
	dir := os.Getenv("UI_OUT")
	if dir == "" {
		t.Skip("UI_OUT is not set")
	}
	if locale := os.Getenv("UI_LOCALE"); locale != "" {
		speak(locale)
		defer speak("en_US.UTF-8")
	}
	var size fyne.Size
	if _, err := fmt.Sscanf(os.Getenv("UI_SIZE"), "%fx%f", &size.Width, &size.Height); err != nil {
		size = fyne.Size{}
	}
	for _, theme := range []look.Mode{look.ModeLight, look.ModeDark, look.ModeContrast} {
		if only := os.Getenv("UI_THEME"); only != "" && only != string(theme) {
			continue
		}
		onScreens(t, plainCast, theme, func(s *stage) {
			if !size.IsZero() {
				s.win.Resize(size)
				s.settle()
			}
			s.win.Content().Refresh()
			out, err := os.Create(filepath.Join(dir, filepath.Base(s.t.Name())+"-"+string(theme)+".png"))
			if err != nil {
				s.t.Fatal(err)
			}
			defer func() { _ = out.Close() }()
			if err := png.Encode(out, s.win.Canvas().Capture()); err != nil {
				s.t.Fatal(err)
			}
		})
	}
}

// live fetches a token and lets 28 seconds go by.
func live(s *stage) {
	s.press(T("action.get"))
	s.pass(28 * time.Second)
}

func scenes() map[string]func(s *stage) {
	all := formScenes()
	maps.Copy(all, pageScenes())
	maps.Copy(all, detailScenes())
	maps.Copy(all, waitingScenes())
	maps.Copy(all, inspectScenes())
	maps.Copy(all, expectScenes())
	return all
}

func formScenes() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"back": func(s *stage) {
			live(s)
			s.tab(tabResponse)
			for range 8 {
				s.pass(30 * time.Second)
				s.win.Canvas().Capture()
			}
			s.tab(tabAccess)
		},
		"form": func(s *stage) { s.newProfile() },
		"problems": func(s *stage) {
			s.newProfile()
			s.form.query.SetChecked(true)
			s.form.base.entry.SetText("http://far.example")
			s.press(T("form.save"))
		},
		"trial": func(s *stage) {
			s.server.trial.steps = trialSteps()
			s.edit()
			s.press(T("form.test"))
			s.pass(10 * time.Second)
		},
		"trial-real": func(s *stage) {
			s.server.trial.steps = realSteps(tokenclient.Disproven, "refused")
			s.edit()
			for _, text := range []string{"form.test", "form.test_password", "form.test_password"} {
				s.press(T(text))
				s.pass(10 * time.Second)
			}
		},
		"form-small": func(s *stage) {
			s.edit()
			s.win.Resize(fyne.NewSize(800, 600))
		},
		"keys":    func(s *stage) { s.showKeys() },
		"confirm": func(s *stage) { s.remove() },
	}
}

// detailScenes show what stands whole below the table, and how a look-up ends.
func detailScenes() map[string]func(s *stage) {
	selected := func(s *stage, name string) {
		live(s)
		table := s.page.tokens.panes[tabAccess].table
		s.win.Canvas().Focus(table.FocusTarget())
		for i, r := range table.Rows() {
			if r.Name == name {
				table.Select(i)
			}
		}
	}
	return map[string]func(s *stage){
		"detail":      func(s *stage) { selected(s, "resource_access") },
		"detail-time": func(s *stage) { selected(s, "exp") },
		"detail-small": func(s *stage) {
			s.win.Resize(fyne.NewSize(800, 600))
			selected(s, "realm_access")
		},
		"probe-failed": func(s *stage) {
			s.newProfile()
			s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/dmeo")
		},
		"probe-found": func(s *stage) {
			s.server.probe = func(string) (tokenclient.ProbeResult, error) {
				r := found()
				r.Discovery.ServerAtLeast = "26.1"
				r.Discovery.GrantTypes = []string{"password", "client_credentials", "authorization_code", "refresh_token"}
				r.Discovery.Endpoints.Token = "https://other.example/token"
				r.Discovery.Notes = []string{"endpoint.other_origin", "issuer.differs"}
				return r, nil
			}
			s.newProfile()
			s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/shop")
		},
		"refresh-failed": func(s *stage) {
			live(s)
			s.server.fail(&tokenclient.Error{Kind: tokenclient.KindConnect})
			s.press(T("action.refresh"))
		},
	}
}

func pageScenes() map[string]func(s *stage) {
	return map[string]func(s *stage){
		"welcome": func(*stage) {},
		"empty":   func(*stage) {},
		"live":    live,
		"soon": func(s *stage) {
			live(s)
			s.pass(4*time.Minute + 11*time.Second)
		},
		"expired": func(s *stage) {
			live(s)
			for range 36 {
				s.pass(30 * time.Second)
				s.win.Canvas().Capture()
			}
		},
		"error": func(s *stage) {
			live(s)
			s.server.fail(refused())
			s.press(T("action.get"))
			s.press(T("action.get"))
			s.press(T("error.details_show"))
		},
		"error-small": func(s *stage) {
			s.server.fail(refused())
			s.press(T("action.get"))
			s.win.Resize(fyne.NewSize(800, 600))
		},
		"prompt": func(s *stage) {
			p := shop()
			p.ID, p.Name, p.Accounts = "00000000000000c3", "sbc lab", []profile.Account{{Username: "maria"}}
			s.saved.put(p)
			s.list.list.Select(p.ID)
			s.press(T("action.get"))
		},
		"small": func(s *stage) {
			live(s)
			s.win.Resize(fyne.NewSize(800, 600))
		},
		"notice": func(s *stage) {
			live(s)
			s.notices.add("The profile file was damaged. It was set aside as profiles.json.damaged-1 and yesterday's copy was loaded.")
		},
		"response": func(s *stage) {
			live(s)
			s.tab(tabResponse)
		},
	}
}
