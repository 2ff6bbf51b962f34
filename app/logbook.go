package app

import (
	"fmt"
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui"
)

// logbook writes debug logs in the background.
type logbook struct {
	shelf    *shelf
	settings settings
	vault    string
}

var _ ui.Logbook = logbook{}

// Save writes the exchanges under a head that tells versions and settings. It
// leaves out what names somebody: the profiles, the folder, the accounts.
func (l logbook) Save(to fyne.URI, exchanges []session.Observed, done func(error)) {
	s := l.shelf
	all, head := s.All(), l.head()
	s.queue.add(func() { // the end of the program waits for it
		err := writeTo(to, []byte(session.DebugLog(head, slices.Clone(exchanges), people(all, exchanges))))
		s.post(func() { done(err) })
	})
}

func (l logbook) head() []string {
	size := l.settings.WindowSize()
	count := map[profile.Grant]int{}
	for _, p := range l.shelf.All() {
		count[p.Grant]++
	}
	lines := []string{
		programName + " " + programVersion + " debug log: no secrets, no names of people",
		fmt.Sprintf("system: %s/%s, %s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU()),
		fmt.Sprintf("settings: theme %s, language %s, window %.0fx%.0f, secrets %s", l.settings.Theme(), lang.SystemLocale().LanguageString(), size.Width, size.Height, l.vault),
	}
	for _, g := range profile.Grants() {
		if count[g] > 0 {
			lines = append(lines, fmt.Sprintf("profiles: %d with %s", count[g], g))
		}
	}
	return lines
}

// people are the names of all accounts, saved and typed.
func people(all []profile.Profile, exchanges []session.Observed) []string {
	var names []string
	for _, x := range exchanges {
		if name := x.Key.Account; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, p := range all {
		for _, a := range p.Accounts {
			names = append(names, a.Username)
		}
	}
	return names
}
