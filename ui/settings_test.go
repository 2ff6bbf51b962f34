package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/ui/look"
)

// choices are all choices of the open card, from top to bottom.
func (s *stage) picks() []*look.Select {
	var found []*look.Select
	s.walk(func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Select); ok {
			found = append(found, c)
		}
	})
	return found
}

// tap ticks the box of that text.
func (s *stage) tapBox(text string) {
	s.t.Helper()
	var found *look.Check
	s.walk(func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok && c.Text() == text {
			found = c
		}
	})
	if found == nil {
		s.t.Fatalf("no box %q in\n%s", text, s.shown())
	}
	test.Tap(found)
	s.settle()
}

func TestEverySettingIsChosenAndRemembered(t *testing.T) {
	onStage(t, func(s *stage) {
		s.press("Settings")
		picks := s.picks()
		for i, text := range []string{"High contrast", "Español", "150 %", "1 min", "Never", "30 s", "None"} {
			picks[i].SetSelected(text)
		}
		s.tapBox("Desktop notice when a watched token ends")
		s.tapBox("Hide values (for a shared screen)")
		want := Choices{
			Language: "es", Scale: 1.5, ClipboardFor: time.Minute, LockAfter: 0, Leeway: 30 * time.Second,
			NoProxy: true, ExpiryNotice: true, HideValues: true,
		}
		if got := s.settings.Choices(); got != want {
			t.Errorf("choices are %+v, want %+v", got, want)
		}
		if s.settings.theme != "contrast" {
			t.Errorf("theme is %q", s.settings.theme)
		}
		if !s.hidden {
			t.Error("the values are still in sight")
		}
		s.pressEscape()
		s.key(ctrl(fyne.KeyComma))
		for i, text := range []string{"High contrast", "Español", "150 %", "1 min", "Never", "30 s", "None"} {
			if got := s.picks()[i].Selected; got != text {
				t.Errorf("choice %d shows %q, want %q", i, got, text)
			}
		}
		s.wantShown("There is no system tray here.")
	}, shop())
}

func TestAnOddChoiceIsOfferedToo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.alter(func(c *Choices) { c.ClipboardFor = 45 * time.Second })
		s.openSettings()
		if got := s.picks()[3].Selected; got != "45 s" {
			t.Errorf("the time on the clipboard is shown as %q", got)
		}
	}, shop())
}

func TestSettingsAreReachedByTheTabKey(t *testing.T) {
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		s.key(ctrl(fyne.KeyComma))
		if got := s.win.Canvas().Focused(); got != fyne.Focusable(s.picks()[0]) {
			t.Fatalf("the focus is on %T", got)
		}
		seen := map[fyne.Focusable]bool{}
		for range 20 {
			f := s.win.Canvas().Focused()
			seen[f] = true
			o := f.(fyne.CanvasObject)
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			if at.Y < 0 || at.Y+o.Size().Height > leastHeight {
				t.Errorf("%T with the focus is out of sight at %v", f, at)
			}
			s.win.Canvas().FocusNext()
		}
		for _, p := range s.picks() {
			if !seen[p] {
				t.Errorf("the Tab key does not reach %q", p.Selected)
			}
		}
	}, shop())
}

func TestChoicesThatMakeNoSenseAreNotTaken(t *testing.T) {
	standard := DefaultChoices()
	for name, c := range map[string]Choices{
		"a language that nobody speaks": {Language: "xx"},
		"no language":                   {},
		"a huge scale":                  {Language: "system", Scale: 1e9},
		"a scale below zero":            {Language: "system", Scale: -1},
		"a second on the clipboard":     {Language: "system", ClipboardFor: time.Second},
		"a year on the clipboard":       {Language: "system", ClipboardFor: 365 * 24 * time.Hour},
		"a negative time":               {Language: "system", ClipboardFor: -time.Minute, LockAfter: -1, Leeway: -1},
		"a leeway of a day":             {Language: "system", Leeway: 24 * time.Hour},
		"a lock after a second":         {Language: "system", LockAfter: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.Sound()
			if got.Language != standard.Language || got.Scale != 0 || got.Leeway != 0 {
				t.Errorf("got %+v", got)
			}
			if got.ClipboardFor != 0 && got.ClipboardFor != standard.ClipboardFor {
				t.Errorf("time on the clipboard is %v", got.ClipboardFor)
			}
			if got.LockAfter != 0 && got.LockAfter != standard.LockAfter {
				t.Errorf("lock after %v", got.LockAfter)
			}
			if got.Sound() != got {
				t.Error("what is sound changes once more")
			}
		})
	}
	if got := standard.Sound(); got != standard {
		t.Errorf("the default is made %+v", got)
	}
}

func TestTheLanguageIsChosenWhateverTheSystemSpeaks(t *testing.T) {
	defer func() {
		if err := UseLanguage(languageSystem); err != nil {
			t.Error(err)
		}
		speak("en_US.UTF-8")
	}()
	for _, tt := range []struct{ system, chosen, want string }{
		{"en_US.UTF-8", "es", "Obtener token"},
		{"es_MX.UTF-8", "en", "Get token"},
		{"fr_FR.UTF-8", "es", "Obtener token"},
		{"fr_FR.UTF-8", "system", "Get token"},
		{"C", "es", "Obtener token"},
		{"es_MX.UTF-8", "system", "Obtener token"},
		{"en_US.UTF-8", "system", "Get token"},
	} {
		speak(tt.system)
		if err := UseLanguage(tt.chosen); err != nil {
			t.Fatal(err)
		}
		if got := T("action.get"); got != tt.want {
			t.Errorf("system %s, chosen %s: the button says %q, want %q", tt.system, tt.chosen, got, tt.want)
		}
		if got := T("status.ms", args{"MS": 83}); got != "83 ms" {
			t.Errorf("system %s, chosen %s: a filled text is %q", tt.system, tt.chosen, got)
		}
	}
	if err := UseLanguage("xx"); err == nil {
		t.Error("a language that nobody speaks is taken")
	}
}
