package ui

import "time"

// The bounds of what can be chosen; zero stands for never where it is offered.
const (
	defaultClipboard              = 30 * time.Second
	leastClipboard, mostClipboard = 10 * time.Second, 5 * time.Minute
	leastLock, mostLock           = time.Minute, 24 * time.Hour
	defaultLock                   = 15 * time.Minute
	mostLeeway                    = time.Minute
	leastScale, mostScale         = 0.5, 4
)

// The languages that can be chosen, beside those of Languages.
const languageSystem = "system"

// Choices are what a person has set on the settings card. No secret is among
// them.
type Choices struct {
	// Language is "system" or the tag of a language that the program speaks.
	// It is read at the start.
	Language string
	// Scale is the factor of all sizes, 0 for the system's. It is read at the
	// start.
	Scale float64
	// ClipboardFor is how long a copied secret stays on the clipboard, 0 for
	// as long as nobody takes it away.
	ClipboardFor time.Duration
	// LockAfter is how long nobody may touch the window before it locks, 0 for
	// never.
	LockAfter time.Duration
	// Leeway is how far a token's times may be off before Inspect objects.
	Leeway time.Duration
	// NoProxy leaves the proxy of the environment alone where a profile names
	// none. It is read at the start.
	NoProxy bool
	// ExpiryNotice tells the desktop when a watched token ends.
	ExpiryNotice bool
	// Tray puts an icon into the system tray, where there is one. StayInTray
	// keeps the program running there when its window is closed.
	Tray, StayInTray bool
	// HideValues shows dots in place of values.
	HideValues bool
}

// DefaultChoices are those of the first start.
func DefaultChoices() Choices {
	return Choices{Language: languageSystem, ClipboardFor: defaultClipboard, LockAfter: defaultLock}
}

// Sound is c with the default in place of everything that makes no sense: the
// preferences are a plain file that anybody can write.
func (c Choices) Sound() Choices {
	standard := DefaultChoices()
	if !speaks(c.Language) {
		c.Language = standard.Language
	}
	if !(c.Scale >= leastScale && c.Scale <= mostScale) {
		c.Scale = standard.Scale
	}
	if c.ClipboardFor != 0 && (c.ClipboardFor < leastClipboard || c.ClipboardFor > mostClipboard) {
		c.ClipboardFor = standard.ClipboardFor
	}
	if c.LockAfter != 0 && (c.LockAfter < leastLock || c.LockAfter > mostLock) {
		c.LockAfter = standard.LockAfter
	}
	if c.Leeway < 0 || c.Leeway > mostLeeway {
		c.Leeway = standard.Leeway
	}
	return c
}

// alter changes one of the choices and remembers them all.
func (w *Window) alter(change func(*Choices)) {
	c := w.choices()
	change(&c)
	w.p.Settings.SetChoices(c.Sound())
	w.stopIdle() // the limit may be another
	w.watchIdle()
}

// choices are the choices of now.
func (w *Window) choices() Choices { return w.p.Settings.Choices().Sound() }
