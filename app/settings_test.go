package app

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"realmscope/ui"
)

func TestChoicesAreRemembered(t *testing.T) {
	prefs := test.NewTempApp(t).Preferences()
	if got, want := (settings{prefs}).Choices(), ui.DefaultChoices(); got != want {
		t.Errorf("at first the choices are %+v, want %+v", got, want)
	}
	want := ui.Choices{
		Language: "es", Scale: 1.5, ClipboardFor: time.Minute, Leeway: 10 * time.Second,
		NoProxy: true, ExpiryNotice: true, Tray: true, StayInTray: true, HideValues: true,
	}
	settings{prefs}.SetChoices(want)
	if got := (settings{prefs}).Choices(); got != want {
		t.Errorf("choices are %+v, want %+v", got, want)
	}
}

func TestNonsenseInThePreferencesIsNotTaken(t *testing.T) {
	prefs := test.NewTempApp(t).Preferences()
	prefs.SetString(prefLanguage, "xx")
	prefs.SetFloat(prefScale, -3)
	prefs.SetInt(prefClipboard, 1<<40)
	prefs.SetInt(prefLock, -1)
	prefs.SetInt(prefLeeway, 1<<40)
	if got, want := (settings{prefs}).Choices(), ui.DefaultChoices(); got != want {
		t.Errorf("choices are %+v, want %+v", got, want)
	}
}

func TestTheScaleOfTheUserGoesFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		set    string
		factor float64
		want   string
	}{
		"chosen":            {"", 1.5, "1.5"},
		"the system's":      {"", 0, ""},
		"set by hand":       {"2", 1.5, "2"},
		"no trailing zeros": {"", 2, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(scaleVariable, tt.set)
			useScale(tt.factor)
			if got := os.Getenv(scaleVariable); got != tt.want {
				t.Errorf("%s is %q, want %q", scaleVariable, got, tt.want)
			}
		})
	}
}
