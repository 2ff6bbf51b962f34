// Package ui is the window: panes that render state and turn clicks into
// intents. It runs on the UI goroutine, asks nothing of the network, the disk
// or the keyring by itself, and shows text from servers and tokens as plain
// text.
package ui

import (
	"io"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
)

// Params are what the window needs of the program; none may be missing.
type Params struct {
	// Bare is the window that Open opened; nil to open one.
	Bare fyne.Window
	// App is the running Fyne application.
	App fyne.App
	// Sessions are the live sessions.
	Sessions *session.Sessions
	// Profiles are the saved profiles.
	Profiles Profiles
	// Porter brings profiles in and out.
	Porter Porter
	// StartDemo starts the built-in demo realm, saves its profiles and calls
	// done on the UI goroutine with the profile to select.
	StartDemo func(done func(selectID string, err error))
	// Vault is where secrets rest.
	Vault Vault
	// Notices are sentences' keys with arguments that the program has to say
	// at start, such as a damaged profile file that was set aside.
	Notices []Notice
	// After calls f once on the UI goroutine when d has passed, unless cancel is
	// called first. Without it nothing waits: a pasted address is looked up by
	// Enter or its button only.
	After func(d time.Duration, f func()) (cancel func())
	// OpenFile opens a file that the user names. It is called in the background.
	OpenFile func(name string) (io.ReadCloser, error)
	// Activity is what was asked of servers.
	Activity *session.Activity
	// Logbook writes it to a file; nil where none can be written.
	Logbook Logbook
	// Crash is the report on the last run's crash, empty for none. CrashSeen is
	// called once it has been put away.
	Crash     string
	CrashSeen func()
	// Settings remember the window size and theme.
	Settings Settings
	// Version is shown in About.
	Version string
}

// Logbook writes debug logs that can be sent to someone else: without secrets
// and names of people.
type Logbook interface {
	// Save writes the exchanges, the newest of which comes first, to a file that
	// only this user can read. done is called on the UI goroutine.
	Save(to fyne.URI, exchanges []session.Observed, done func(error))
}

// Notice is a translated sentence: "notice.{Code}" filled with Args.
type Notice struct {
	Code string
	Args map[string]string
}

// Profiles are the saved profiles as the window sees them: reading is instant,
// writing happens in the background.
type Profiles interface {
	// All returns copies in the order of the list.
	All() []profile.Profile
	// Find returns a copy of one profile, and whether there is one of that id.
	Find(id string) (profile.Profile, bool)
	// Save stores a profile and the secrets typed for it. done is called on
	// the UI goroutine with what was stored, or with the reason why the file
	// still holds what it held before.
	Save(p profile.Profile, typed ProfileSecrets, done func(profile.Profile, error))
	// Delete removes a profile and its secrets.
	Delete(id string, done func(error))
	// Subscribe calls f after every change until cancel is called.
	Subscribe(f func()) (cancel func())
}

// ProfileSecrets are the secrets typed in the profile form. An empty one
// leaves what the vault holds.
type ProfileSecrets struct {
	ClientSecret session.Secret
	// ClientKey is PEM or JWK, ClientCertificate PEM with its key.
	ClientKey, ClientCertificate session.Secret
	ProxyPassword                session.Secret
	// Passwords are by user name, Extra by the parameter's name.
	Passwords, Extra map[string]session.Secret
}

// Settings are the trifles that the program remembers in Fyne's preferences.
type Settings interface {
	// Theme is "system", "light", "dark" or "contrast".
	Theme() string
	SetTheme(name string)
	// WindowSize is the last size, zero at first.
	WindowSize() fyne.Size
	SetWindowSize(s fyne.Size)
	// Choices are those of the settings card, the default ones at first.
	Choices() Choices
	SetChoices(c Choices)
}
