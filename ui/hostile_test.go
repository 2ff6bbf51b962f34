package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// hostileTexts are names that break what trusts them, and the one that begins
// with something of each.
func hostileTexts() map[string]string {
	all := map[string]string{
		"long":    strings.Repeat("W", 10_000),
		"words":   strings.Repeat("many words ", 900),
		"control": "\u202eevil\u2066\x00\x1b[31m\r\nline\u2028two\ttab\u200b\ufeff",
		"rtl":     strings.Repeat("שלום عليكم ", 40),
		"emoji":   strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈", 300),
		"marks":   "Z" + strings.Repeat("\u0351\u036b\u0343", 2000) + "algo",
	}
	mixed := ""
	for _, name := range []string{"control", "rtl", "emoji", "marks", "long"} {
		mixed += string([]rune(all[name])[:20])
	}
	all["mixed"] = mixed + all["long"]
	return all
}

// hostileCast has a text wherever a profile has a name.
func hostileCast(text string) cast {
	return func() []profile.Profile {
		a, b := shop(), bank()
		for _, p := range []*profile.Profile{&a, &b} {
			p.Name, p.Group, p.Client.ID, p.Realm.Name = text, text, text, text
			p.Scope = text
			for i := range p.Accounts {
				p.Accounts[i].Username = text + string(rune('a'+i))
			}
		}
		return []profile.Profile{a, b}
	}
}

// frameSizes are the smallest window, a small screen, a usual one and a 4K screen.
func frameSizes() []fyne.Size {
	return []fyne.Size{{Width: leastWidth, Height: leastHeight}, {Width: 800, Height: 600}, {Width: 1280, Height: 800}, {Width: 3840, Height: 2160}}
}

// wantSound checks the layout of what is in sight at sizes, and that the window
// keeps the size that it was given.
func (s *stage) wantSound(sizes ...fyne.Size) {
	s.t.Helper()
	for _, size := range sizes {
		s.win.Resize(size)
		s.settle()
		s.wantTidy(fmt.Sprint(size))
		if got := s.win.Canvas().Size(); got != size {
			s.t.Errorf("the window of %v became %v", size, got)
		}
		if least := s.win.Content().MinSize(); least.Width > leastWidth || least.Height > leastHeight {
			s.t.Errorf("%v: the window cannot be smaller than %v", size, least)
		}
		if s.t.Failed() {
			return
		}
	}
}

// wantTidy checks that nothing lies over something else, leaves its place or is
// cut without a way to read it.
func (s *stage) wantTidy(when string) {
	s.t.Helper()
	s.frames()
	for _, fault := range faultsOf(s.layers()...) {
		s.t.Errorf("%s: %s", when, fault)
	}
	for _, text := range s.unreadable() {
		s.t.Errorf("%s: nothing shows the whole of %q", when, short(text))
	}
}

// everything tells whether the long form of the checks is asked for: every kind
// of name in both languages. The short form takes the one with all of them.
func everything() bool { return os.Getenv("REALMSCOPE_ALL_NAMES") != "" }

// TestScreensInEnglish compares every screen with its master, looks at its
// layout and its colours in the light theme, and walks it by the Tab key.
func TestScreensInEnglish(t *testing.T) {
	local := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = local })
	seen := map[placeKey]bool{}
	onScreens(t, plainCast, look.ModeLight, func(s *stage) {
		seen[s.places.now] = true
		s.wantMaster(filepath.Base(s.t.Name())+".txt", s.written())
		s.wantTidy("as it came")
		s.wantReadable()
		s.wantSound(frameSizes()...)
		s.win.Resize(fyne.NewSize(startWidth, startHeight))
		s.wantTabs()
	})
	onStage(t, func(s *stage) {
		for _, e := range s.places.list {
			if !seen[e.key] && len(seen) > 1 {
				t.Errorf("no screen shows the place %s", e.key)
			}
		}
	}, shop())
}

// TestScreensInSpanish looks at every screen in the longer language and the dark
// theme.
func TestScreensInSpanish(t *testing.T) {
	speak("es_ES.UTF-8")
	t.Cleanup(func() { speak("en_US.UTF-8") })
	onScreens(t, plainCast, look.ModeDark, func(s *stage) {
		s.wantTidy("as it came")
		s.wantReadable()
		s.wantSound(frameSizes()...)
	})
}

// TestScreensWithHostileNames looks at every screen with names that nobody
// should have, in high contrast.
func TestScreensWithHostileNames(t *testing.T) {
	for name, text := range hostileTexts() {
		if name == "mixed" || everything() {
			t.Run(name, func(t *testing.T) {
				onScreens(t, hostileCast(text), look.ModeContrast, func(s *stage) {
					s.wantTidy("as it came")
					s.wantReadable()
					s.wantSound(frameSizes()...)
				})
			})
		}
	}
}
