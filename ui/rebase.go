package ui

import (
	"reflect"
	"strings"

	"realmscope/app/profile"
)

// rebase takes over what somebody else changed in the profile while its form
// stands open: what was not touched here follows, what was stays and is said.
// Typed secrets stay in their fields.
func (f *formPage) rebase(all []profile.Profile) {
	stored, ok := find(all, f.start.ID)
	if !ok || f.isNew || f.saving || reflect.DeepEqual(stored, f.stored) {
		return
	}
	mine, base, passwords := f.collect(), f.start, f.accounts.passwords()
	f.stored, f.start = stored, stored
	f.fill(stored)
	f.start = f.collect() // as the fields write it, like base and mine
	merged, both := profile.Merge(mine, base, f.start)
	f.fill(merged)
	for _, r := range f.accounts.rows {
		if typed, ok := passwords[strings.TrimSpace(r.username.Text)]; ok {
			r.password.SetText(typed.Reveal())
		}
	}
	switch {
	case len(both) > 0:
		f.say(T("porting.changed_both", args{"Fields": strings.Join(both, ", ")}))
	case !reflect.DeepEqual(merged.WithoutSecrets(), mine.WithoutSecrets()):
		f.say(T("porting.changed_outside"))
	}
}
