package app

import (
	"time"

	"fyne.io/fyne/v2"

	"realmscope/ui"
)

// The keys of Fyne's preferences. They hold trifles only; what matters lies in
// the profile file and the vault.
const (
	prefTheme  = "theme"
	prefWidth  = "window.width"
	prefHeight = "window.height"

	prefLanguage  = "language"
	prefScale     = "scale"
	prefClipboard = "clipboard.seconds"
	prefLock      = "lock.seconds"
	prefLeeway    = "leeway.seconds"
	prefNoProxy   = "proxy.none"
	prefNotice    = "notice.expiry"
	prefTray      = "tray"
	prefStay      = "tray.stay"
	prefHide      = "hide"
)

// settings remember the window's trifles in Fyne's preferences.
type settings struct{ prefs fyne.Preferences }

var _ ui.Settings = settings{}

// Theme is "system", "light", "dark" or "contrast".
func (s settings) Theme() string { return s.prefs.StringWithFallback(prefTheme, "system") }

// SetTheme remembers the theme.
func (s settings) SetTheme(name string) { s.prefs.SetString(prefTheme, name) }

// WindowSize is the last size, zero at first or when what was kept makes no
// sense (the preferences are a plain file).
func (s settings) WindowSize() fyne.Size {
	w, h := s.prefs.Float(prefWidth), s.prefs.Float(prefHeight)
	if !(w >= 200 && w <= 20000 && h >= 200 && h <= 20000) {
		return fyne.Size{}
	}
	return fyne.NewSize(float32(w), float32(h))
}

// SetWindowSize remembers the size.
func (s settings) SetWindowSize(size fyne.Size) {
	s.prefs.SetFloat(prefWidth, float64(size.Width))
	s.prefs.SetFloat(prefHeight, float64(size.Height))
}

// Choices are those of the settings card; what makes no sense in the file
// counts as not chosen.
func (s settings) Choices() ui.Choices {
	c := ui.DefaultChoices()
	span := func(key string, d time.Duration) time.Duration {
		return time.Duration(s.prefs.IntWithFallback(key, int(d/time.Second))) * time.Second
	}
	return ui.Choices{
		Language:     s.prefs.StringWithFallback(prefLanguage, c.Language),
		Scale:        s.prefs.Float(prefScale),
		ClipboardFor: span(prefClipboard, c.ClipboardFor),
		LockAfter:    span(prefLock, c.LockAfter),
		Leeway:       span(prefLeeway, c.Leeway),
		NoProxy:      s.prefs.Bool(prefNoProxy),
		ExpiryNotice: s.prefs.Bool(prefNotice),
		Tray:         s.prefs.Bool(prefTray),
		StayInTray:   s.prefs.Bool(prefStay),
		HideValues:   s.prefs.Bool(prefHide),
	}.Sound()
}

// SetChoices remembers the choices of the settings card.
func (s settings) SetChoices(c ui.Choices) {
	s.prefs.SetString(prefLanguage, c.Language)
	s.prefs.SetFloat(prefScale, c.Scale)
	s.prefs.SetInt(prefClipboard, int(c.ClipboardFor/time.Second))
	s.prefs.SetInt(prefLock, int(c.LockAfter/time.Second))
	s.prefs.SetInt(prefLeeway, int(c.Leeway/time.Second))
	s.prefs.SetBool(prefNoProxy, c.NoProxy)
	s.prefs.SetBool(prefNotice, c.ExpiryNotice)
	s.prefs.SetBool(prefTray, c.Tray)
	s.prefs.SetBool(prefStay, c.StayInTray)
	s.prefs.SetBool(prefHide, c.HideValues)
}
