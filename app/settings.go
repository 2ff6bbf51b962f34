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
	prefLock   = "lock.after"
)

// settings remember the window's trifles in Fyne's preferences.
type settings struct{ prefs fyne.Preferences }

var _ ui.Settings = settings{}

// Theme is "system", "light" or "dark".
func (s settings) Theme() string { return s.prefs.StringWithFallback(prefTheme, "system") }

// SetTheme remembers the theme.
func (s settings) SetTheme(name string) { s.prefs.SetString(prefTheme, name) }

// LockAfter is how long the window may lie idle before it locks. What no choice
// of the window gives is taken for its first one: a plain file is no way to
// switch the lock off by accident.
func (s settings) LockAfter() time.Duration {
	return ui.SettledLock(s.prefs.FloatWithFallback(prefLock, -1))
}

// SetLockAfter remembers it.
func (s settings) SetLockAfter(d time.Duration) { s.prefs.SetFloat(prefLock, d.Seconds()) }

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
