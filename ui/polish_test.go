package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"realmscope/app/session"
	"realmscope/tokenclient"
	"realmscope/ui/look"
)

func TestEscapeClosesFromAnywhere(t *testing.T) {
	focus := map[string]func(s *stage) fyne.Focusable{
		"a button":      func(s *stage) fyne.Focusable { return s.page.actions.get },
		"a menu button": func(s *stage) fyne.Focusable { return s.page.head.account },
		"the tabs":      func(s *stage) fyne.Focusable { return s.page.tokens.tabs.FocusTarget() },
		"the list":      func(s *stage) fyne.Focusable { return s.list.list.FocusTarget() },
		"the filter":    func(s *stage) fyne.Focusable { return s.list.filter },
	}
	for name, of := range focus {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.keepSecrets()
				s.press("Get token")
				s.server.fail(&tokenclient.Error{Kind: tokenclient.KindConnect})
				s.press("Refresh")
				s.win.Canvas().Focus(of(s))
				s.pressEscape()
				if s.state().Failure != nil {
					t.Error("Escape did not close the failure")
				}
				s.edit()
				for _, f := range []fyne.Focusable{s.form.query, s.form.env.pick, s.form.save} {
					s.win.Canvas().Focus(f)
					s.pressEscape()
					if s.form != nil {
						t.Fatalf("Escape in %T did not close the form", f)
					}
					s.edit()
				}
			}, shop())
		})
	}
}

func TestFocusComesBackWhenSomethingCloses(t *testing.T) {
	onStage(t, func(s *stage) {
		c := s.win.Canvas()
		for name, open := range map[string]func(){
			"form":   func() { s.key(ctrl(fyne.KeyE)) },
			"keys":   s.showKeys,
			"delete": s.remove,
		} {
			c.Focus(s.page.actions.get)
			open()
			if c.Focused() == fyne.Focusable(s.page.actions.get) {
				t.Errorf("%s: nothing in it has the focus", name)
			}
			s.pressEscape()
			if c.Focused() != fyne.Focusable(s.page.actions.get) {
				t.Errorf("%s: %T has the focus afterwards", name, c.Focused())
			}
		}
		c.Focus(s.page.actions.get)
		s.key(ctrl(fyne.KeyReturn)) // asks for the password
		if c.Focused() != fyne.Focusable(s.page.prompt.password.entry) {
			t.Fatal("the password field has not got the focus")
		}
		s.pressEscape()
		if c.Focused() != fyne.Focusable(s.page.actions.get) {
			t.Errorf("prompt: %T has the focus afterwards", c.Focused())
		}
	}, shop())
}

func TestFocusNeverStaysOnWhatIsGone(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.server.slow(10 * time.Second)
		s.press("Get token")
		s.win.Canvas().Focus(s.page.actions.cancel)
		s.pass(11 * time.Second)
		if s.win.Canvas().Focused() != fyne.Focusable(s.page.actions.get) {
			t.Errorf("%T has the focus after the answer, want Get token", s.win.Canvas().Focused())
		}
		s.server.fail(refused())
		s.press("Get token")
		s.win.Canvas().Focus(s.page.failure.more)
		s.pressEscape()
		if s.win.Canvas().Focused() != fyne.Focusable(s.page.actions.get) {
			t.Errorf("%T has the focus after the failure, want Get token", s.win.Canvas().Focused())
		}
	}, shop())
}

func TestListSaysThatItIsEmpty(t *testing.T) {
	onStage(t, func(s *stage) {
		s.wantShown("No realms yet")
		s.saved.put(shop())
		s.wantNotShown("No realms yet")
		s.list.filter.SetText("zzz")
		s.wantShown("No realm matches the filter.")
	})
}

func TestWordsOfANewerReleaseHideNothing(t *testing.T) {
	p := bank()
	p.Environment, p.Grant = "sandbox", "device"
	onStage(t, func(s *stage) {
		if got, want := s.rows(), "DEVELOPMENT: claroshop dev OTHER: banfico sandbox"; got != want {
			t.Errorf("list is %q, want %q", got, want)
		}
		s.list.list.Select(p.ID)
		s.wantShown("SANDBOX", "device · client outbound01")
		s.edit()
		if got := s.form.collect(); got.Environment != p.Environment || got.Grant != p.Grant {
			t.Errorf("the form makes %q and %q of them", got.Environment, got.Grant)
		}
		s.pressEscape()
		if s.form != nil {
			t.Error("an untouched form asks before it closes")
		}
	}, shop(), p)
}

func TestSoonHasASignBesideItsColour(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantNotShown("! until")
		s.pass(4*time.Minute + 30*time.Second)
		s.wantShown("! until")
		for _, it := range s.list.list.Items() {
			if it.ID == shop().ID && it.Sign != look.SignLook {
				t.Errorf("row has the sign %q, want !", it.Sign)
			}
		}
	}, shop())
}

func TestSessionClockTellsBothFacts(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.wantShown("not told\n · since 00:00")
		card := s.page.clocks.session
		card.root.Resize(fyne.NewSize(500, 82))
		seen := map[*look.Text]bool{}
		walk(card.root, func(o fyne.CanvasObject) {
			if t, ok := o.(*look.Text); ok {
				seen[t] = true
			}
		})
		if !seen[card.detail] || seen[card.short] || card.detail.Text() != "the server did not say" {
			t.Error("with room the sentence is not whole")
		}
	}, shop())
}

func TestSmallClockDifferencesAreNoise(t *testing.T) {
	for skew, want := range map[time.Duration]string{
		time.Second: "", -1900 * time.Millisecond: "", 2 * time.Second: "server clock 2 s ahead", -3 * time.Second: "server clock 3 s behind",
	} {
		if got := skewText(&session.Exchange{SkewKnown: true, Skew: skew}); got != want {
			t.Errorf("%v is shown as %q, want %q", skew, got, want)
		}
	}
}

func TestLookUpEndsWithASignAndWhatToDo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.newProfile()
		s.enter(s.form.probe.paste, "https://sso.dev.example/auth/realms/dmeo")
		s.wantShown("✗ There is no server named", "You: ")
		s.server.probe = func(string) (tokenclient.ProbeResult, error) {
			r := found()
			r.Discovery.ServerAtLeast = "26.1"
			return r, nil
		}
		s.enter(s.form.probe.paste, "")
		s.wantShown("✓ Found the realm shop", "answers like Keycloak 26.1 or newer")
		s.wantNotShown("✗", "You: ")
		s.server.probe = func(string) (tokenclient.ProbeResult, error) {
			r := found()
			r.Discovery.Discovered, r.Discovery.GrantTypes = false, nil
			return r, nil
		}
		s.enter(s.form.probe.paste, "")
		s.wantShown("! The server answers")
		s.wantNotShown("the server offers")
	})
}

func TestTokensStayBelowAFailure(t *testing.T) {
	onStage(t, func(s *stage) {
		s.keepSecrets()
		s.press("Get token")
		s.server.fail(refused())
		s.press("Get token")
		s.win.Canvas().Focus(s.page.tokens.tabs.FocusTarget())
		s.typeKey(fyne.KeyRight)
		s.wantShown("did not accept", "Signed with a secret of the realm (HMAC)")
		if s.page.scroll.Offset.Y+s.page.scroll.Size().Height < s.page.tokens.root.Position().Y {
			t.Error("the focused tabs are out of sight")
		}
	}, shop())
}

func TestTopBarLeadsWhereItSays(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Jump to… Ctrl+K")
		if len(s.jumpList().Items()) == 0 {
			t.Error("the palette offers nothing")
		}
		s.pressEscape()
		s.press("Settings")
		s.wantShown("Clear copied secrets after")
		s.press("Keys")
		scroll := s.modal.scroll
		for _, step := range []struct {
			key  fyne.KeyName
			down bool
		}{{fyne.KeyDown, true}, {fyne.KeyUp, false}, {fyne.KeyPageDown, true}, {fyne.KeyPageUp, false}, {fyne.KeyEnd, true}, {fyne.KeyHome, false}} {
			s.typeKey(step.key)
			if got := scroll.Offset.Y > 0; got != step.down {
				t.Errorf("%s scrolled to %v", step.key, scroll.Offset.Y)
			}
		}
		s.typeKey(fyne.KeyF5)
	}, shop())
}

func TestMenuAndTopBarShareNoWord(t *testing.T) {
	onStage(t, func(s *stage) {
		bar := map[string]bool{}
		walk(s.bar.root, func(o fyne.CanvasObject) {
			if b, ok := o.(*look.Button); ok {
				bar[b.Text()] = true
			}
		})
		for _, m := range s.win.MainMenu().Items {
			if bar[m.Label] {
				t.Errorf("%q stands in both bars", m.Label)
			}
		}
		if len(bar) != 4 {
			t.Errorf("top bar has %v", bar)
		}
	}, shop())
}

func TestLongChipsGoOnBelow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.NewTheme(look.ModeLight))
	short, long := look.NewFinding(look.ToneGood, "short"), look.NewFinding(look.ToneCaution, strings.Repeat("long words ", 12))
	row := newFlow(8, short, long)
	w := test.NewTempWindow(t, container.NewVBox(row))
	w.SetPadded(false)
	for _, width := range []float32{1200, 300} {
		w.Resize(fyne.NewSize(width, 300))
		row.Refresh()
		if got := long.Size().Width; got > width {
			t.Errorf("chip is %v wide in a window of %v", got, width)
		}
		if tall := long.Size().Height > 40; tall != (width < 1000) {
			t.Errorf("chip is %v high in a window of %v", long.Size().Height, width)
		}
	}
}

func TestUnknownWordIsOfferedOnce(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.NewTheme(look.ModeLight))
	c := &choice{pick: look.NewSelect(nil)}
	c.add("known", "Known")
	for _, word := range []string{"", "known", "new\u202eword", "new\u202eword"} {
		c.offer(word)
	}
	if got := c.value(); got != "new\u202eword" || len(c.words) != 2 {
		t.Errorf("value is %q of %q", got, c.words)
	}
	if got := c.pick.Selected; strings.Contains(got, "\u202e") {
		t.Errorf("shown as %q", got)
	}
}
