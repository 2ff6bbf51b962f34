package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// chip is a short remark with its tone.
type chip struct {
	tone look.Tone
	text string
}

// chipRow shows remarks in a row that goes on below when it is full.
type chipRow struct {
	root  *fyne.Container
	chips []chip
}

func newChipRow() *chipRow {
	r := &chipRow{root: newFlow(8)}
	r.root.Hide()
	return r
}

// set shows chips and tells whether the row's room may have changed.
func (r *chipRow) set(chips []chip) bool {
	if slices.Equal(chips, r.chips) {
		return false
	}
	same := len(chips) == len(r.chips)
	r.chips = chips
	for i, c := range chips {
		if i < len(r.root.Objects) {
			if shown, ok := r.root.Objects[i].(*look.Chip); ok {
				shown.Set(c.tone, c.text)
			}
			continue
		}
		r.root.Add(look.NewFinding(c.tone, c.text))
	}
	if len(r.root.Objects) > len(chips) {
		r.root.Objects = r.root.Objects[:len(chips)]
	}
	r.root.Refresh()
	return setShown(r.root, len(chips) > 0) || !same
}

// caution is a remark that asks to be looked at.
func caution(text string) chip {
	return chip{look.ToneCaution, T("chip.look", args{"Text": text})}
}

// hintsOf are the remarks about how a profile asks and how it went.
func hintsOf(p profile.Profile, s session.State) []chip {
	var c []chip
	switch {
	case s.Failures == 2:
		c = append(c, caution(T("hint.failures_two")))
	case s.Failures > 2:
		c = append(c, caution(T("hint.failures", args{"Count": s.Failures})))
	}
	if s.Tokens != nil && p.Grant == profile.GrantAuthorizationCode && otherPerson(s.Key.Account, s.Tokens.Owner) {
		c = append(c, caution(T("hint.other_person", args{"Owner": visible(s.Tokens.Owner), "Account": visible(s.Key.Account)})))
	}
	if fresh, ok := freshHint(s); ok {
		c = append(c, fresh)
	}
	if p.ParamsIn == "query" {
		c = append(c, caution(T("hint.query")))
	}
	if needsConsent(p) {
		c = append(c, caution(T("hint.http")))
	}
	if s.Last != nil && s.Last.SkewKnown && s.Last.Skew.Abs() > skewShown {
		c = append(c, caution(T("hint.clock", args{"Time": duration(s.Last.Skew)})))
	}
	return append(c, answerHints(s)...)
}

// otherPerson tells whether somebody else has logged in than the page proposed.
func otherPerson(account, owner string) bool {
	return account != "" && owner != "" && !strings.EqualFold(account, owner)
}
