package app

import (
	"fyne.io/fyne/v2"

	"realmscope/ui"
)

// The keys of Fyne's preferences. They hold trifles only; what matters lies in
// the profile file and the vault.
const (
	prefTheme  = "theme"
	prefWidth  = "window.width"
	prefHeight = "window.height"
)

// settings remember the window's trifles in Fyne's preferences.
type settings struct{ prefs fyne.Preferences }

var _ ui.Settings = settings{}

// Theme is "system", "light" or "dark".
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
