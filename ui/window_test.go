package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// rows are the titles in the list, headings with a colon.
func (s *stage) rows() string {
	var titles []string
	for _, it := range s.list.list.Items() {
		if it.Heading != "" {
			titles = append(titles, it.Heading+":")
		} else {
			titles = append(titles, it.Title)
		}
	}
	return strings.Join(titles, " ")
}

func TestListGroupsByEnvironmentAndFilters(t *testing.T) {
	onStage(t, func(s *stage) {
		if got, want := s.rows(), "DEVELOPMENT: claroshop dev TEST: banfico sandbox"; got != want {
			t.Fatalf("list is %q, want %q", got, want)
		}
		s.key(ctrl(fyne.KeyF))
		s.enter(s.list.filter, "BANF")
		if got, want := s.rows(), "TEST: banfico sandbox"; got != want {
			t.Errorf("filtered list is %q, want %q", got, want)
		}
		s.wantShown("client credentials grant")
		if s.win.Canvas().Focused() != s.page.actions.get {
			t.Error("after Enter the focus is not on Get token")
		}
		s.list.filter.SetText("zzz")
		s.wantShown("No realm matches the filter.")
		s.win.Canvas().Focus(s.list.filter)
		s.pressEscape()
		if s.list.filter.Text != "" || !strings.Contains(s.rows(), "claroshop") {
			t.Error("Escape did not clear the filter")
		}
		s.key(ctrl(fyne.KeyF))
		if s.win.Canvas().Focused() != s.list.filter {
			t.Error("Ctrl+F does not lead to the filter")
		}
	}, shop(), bank())
}

// TestNoKeyMeansAProfileThatTheFilterHoldsBack: the token of the wrong realm is
// what people fear most.
func TestNoKeyMeansAProfileThatTheFilterHoldsBack(t *testing.T) {
	for name, press := range map[string]func(*stage){
		"down and enter": func(s *stage) {
			s.list.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		},
		"the key for a token": func(s *stage) { s.key(ctrl(fyne.KeyReturn)) },
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keepSecrets()
				s.key(ctrl(fyne.KeyF))
				test.Type(s.list.filter, "banf")
				if s.selected != shop().ID {
					t.Errorf("typing alone selects %q", s.selected)
				}
				press(s)
				s.settle()
				if got := s.selected; got != bank().ID {
					t.Errorf("selected is %q, want the profile in sight", got)
				}
				if s.p.Sessions.State(session.Key{ProfileID: bank().ID}).Tokens == nil {
					t.Error("the profile in sight has no token")
				}
				if s.p.Sessions.State(session.Key{ProfileID: shop().ID, Account: "alice"}).Tokens != nil {
					t.Error("the profile out of sight has one")
				}
			}, shop(), bank())
		})
	}
	t.Run("one in sight stays", func(t *testing.T) {
		onStage(t, func(s *stage) {
			s.list.filter.SetText("a") // both have it
			s.selectProfile(bank().ID)
			s.list.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			if s.selected != bank().ID {
				t.Errorf("Down selects %q", s.selected)
			}
		}, shop(), bank())
	})
}

func TestListShowsWhatIsLeft(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		row := func() look.ListItem {
			items := s.list.list.Items()
			return items[slices.IndexFunc(items, func(i look.ListItem) bool { return i.ID == shop().ID })]
		}
		for _, step := range []struct {
			do   func()
			want string
			tone look.Tone
		}{
			{func() {}, "–", look.TonePlain},
			{func() { s.press("Get token") }, "5:00", look.ToneGood},
			{func() { s.pass(4*time.Minute + 39*time.Second) }, "0:21", look.ToneCaution},
			{func() { s.pass(22 * time.Second) }, "expired", look.ToneBad},
		} {
			step.do()
			if got := row(); got.Trailing != step.want || got.Tone != step.tone || got.Second != "alice · password" {
				t.Errorf("row is %+v, want %s in %s", got, step.want, step.tone)
			}
		}
	}, shop())
}

func TestTabKeyGoesInReadingOrder(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.win.Canvas().Unfocus()
		var order []string
		for range 14 {
			s.win.Canvas().FocusNext()
			switch f := s.win.Canvas().Focused().(type) {
			case *look.Button:
				order = append(order, f.Text())
			case *look.MenuButton:
				order = append(order, f.Text())
			case *entry:
				order = append(order, f.PlaceHolder)
			}
		}
		at := -1
		for _, want := range []string{"Filter realms…", "+ New", "as alice", "Edit", "Get token", "Refresh", "Copy token"} {
			i := slices.Index(order, want)
			if i <= at {
				t.Errorf("%q comes at %d, not after %d, in %v", want, i, at, order)
			}
			at = max(at, i)
		}
	}, shop())
}

func TestEveryMenuActionIsHarmlessWithoutAProfile(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, m := range s.win.MainMenu().Items {
			for _, item := range m.Items {
				if item.Action != nil && !item.IsQuit {
					item.Action()
					s.settle()
					s.closeModal()
					if s.form != nil {
						s.form.close()
					}
				}
			}
		}
		s.key(ctrl(fyne.Key1))
		s.wantShown("Welcome to Realmscope")
	})
}

func TestShortcutsAreUniqueAndListed(t *testing.T) {
	onStage(t, func(s *stage) {
		seen := map[string]string{}
		s.showKeys()
		for _, m := range s.win.MainMenu().Items {
			for _, item := range m.Items {
				if item.Shortcut == nil {
					continue
				}
				name := item.Shortcut.ShortcutName()
				if other, ok := seen[name]; ok {
					t.Errorf("%s is the key of %q and %q", name, other, item.Label)
				}
				seen[name] = item.Label
				s.wantShown(keyText(item.Shortcut))
			}
		}
		s.key(ctrl(fyne.KeyN))
		if s.form != nil {
			t.Error("a key worked behind the open card")
		}
		s.pressEscape()
		s.wantNotShown(T("keys.escape_what"))
		s.showAbout()
		s.wantShown("Version 1.2.3")
		s.key(ctrl(fyne.KeyPeriod))
		s.wantNotShown("Version 1.2.3")
	}, shop())
}

func TestThemeIsChosenAndRemembered(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, mode := range []string{"dark", "light", "system"} {
			s.setTheme(mode)
			if s.settings.theme != mode {
				t.Errorf("theme %q is remembered, want %q", s.settings.theme, mode)
			}
			for _, item := range s.viewMenu().Items {
				if item.Checked != (item.Label == T("theme."+mode)) {
					t.Errorf("in %s the menu marks %q: %v", mode, item.Label, item.Checked)
				}
			}
		}
	})
}

func TestSizeIsRememberedWithinReason(t *testing.T) {
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(1000, 700))
		s.onClose()
		if got := s.settings.size; got != fyne.NewSize(1000, 700) {
			t.Errorf("size %v is remembered", got)
		}
		for _, odd := range []fyne.Size{{}, {Width: 10, Height: 10}, {Width: 1e9, Height: 700}} {
			s.settings.size = odd
			if got := startSize(s.p.Settings); got != fyne.NewSize(startWidth, startHeight) {
				t.Errorf("starts with %v after %v", got, odd)
			}
		}
	})
}

func TestWindowFitsASmallScreen(t *testing.T) {
	long := shop()
	long.Name = strings.Repeat("long name ", 20)
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.server.fail(refused())
		s.press("Get token")
		s.notices.add(strings.Repeat("a notice that is long ", 10))
		for _, state := range []func(){func() {}, s.edit} {
			state()
			s.win.Resize(fyne.NewSize(800, 600))
			if least := s.win.Content().MinSize(); least.Width > 800 || least.Height > 600 {
				t.Errorf("window needs %v", least)
			}
			for _, scroll := range []fyne.CanvasObject{s.page.scroll.Content} {
				if w := scroll.MinSize().Width; w > 800-narrowList {
					t.Errorf("page needs a width of %v", w)
				}
			}
		}
		if w := s.form.scroll.Content.MinSize().Width; w > 800-narrowList {
			t.Errorf("form needs a width of %v", w)
		}
	}, long)
}

func TestNoticesStayUntilPutAway(t *testing.T) {
	onStage(t, func(s *stage) {
		s.notices = newNoticeBar(s.Window, []Notice{{
			Code: "profiles.damaged", Args: map[string]string{"Path": "/p", "Kept": "/p\u202e.bad", "Reason": "syntax"},
		}})
		s.win.SetContent(s.notices.root)
		s.wantShown(`set aside as /p\u202e.bad`, "it is not JSON")
		s.press("Dismiss")
		s.wantNotShown("set aside")
	})
}

func TestTitleNamesNobody(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		if got := s.win.Title(); got != "Realmscope" {
			t.Errorf("title is %q", got)
		}
	}, shop())
}

func TestFieldsTakeNoMoreThanTheirShare(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		s.app.Clipboard().SetContent(strings.Repeat("ñ", maxInput))
		e := s.form.name.entry
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
		test.Type(e, "xyz")
		if n := len(e.Text); n > maxInput || n < maxInput-1 || !strings.HasSuffix(e.Text, "ñ") {
			t.Errorf("field holds %d bytes, want at most %d, whole letters", n, maxInput)
		}
	})
}

func TestServiceAccountNeedsNoAccount(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Get token")
		s.wantShown("Client secret")
		s.wantNotShown("User name", "One-time code", "as someone")
		s.enter(s.page.prompt.secret.entry, "money")
		s.wantShown("preferred_username\tservice-account-outbound01")
		if got := reveal(s.server.asked[0]); got != "money" {
			t.Errorf("client secret sent is %q", got)
		}
	}, func() profile.Profile { b := bank(); b.Client.SecretID = ""; return b }())
}
