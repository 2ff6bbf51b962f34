package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// boardOrder is how the board is sorted; its word is "board.sort.{order}".
type boardOrder string

// The orders.
const (
	byEnvironment boardOrder = "environment"
	byTime        boardOrder = "time"
	byName        boardOrder = "name"
)

// ordered sorts targets. By environment, headings stand between them: targets
// without a profile, with the heading as their account.
func (b *boardPlace) ordered(targets []session.Target) []session.Target {
	switch b.order {
	case byTime:
		slices.SortStableFunc(targets, func(x, y session.Target) int {
			return boardEnd(b.w.p.Sessions.State(x.Key())).Compare(boardEnd(b.w.p.Sessions.State(y.Key())))
		})
	case byName:
		slices.SortStableFunc(targets, func(x, y session.Target) int {
			return cmp.Or(strings.Compare(strings.ToLower(x.Profile.Name), strings.ToLower(y.Profile.Name)), strings.Compare(x.Account, y.Account))
		})
	default:
		return byGroups(targets)
	}
	return targets
}

// byGroups puts targets under the headings of their environments.
func byGroups(targets []session.Target) []session.Target {
	var out []session.Target
	environments := profile.Environments()
	for i := range len(environments) + 1 {
		first := true
		for _, t := range targets {
			at := slices.Index(environments, t.Profile.Environment)
			if at != i && !(at < 0 && i == len(environments)) {
				continue
			}
			if first {
				heading := T("list.other")
				if i < len(environments) {
					heading = environmentText(environments[i])
				}
				out = append(out, session.Target{Account: strings.ToUpper(heading)})
				first = false
			}
			out = append(out, t)
		}
	}
	return out
}

// boardEnd is the end of a session's access token; those without one come last.
func boardEnd(s session.State) time.Time {
	if s.Tokens == nil || s.Clocks.Access.End.IsZero() {
		return time.Unix(1<<60, 0)
	}
	return s.Clocks.Access.End
}

// sortMenu chooses the order.
func (b *boardPlace) sortMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for _, o := range []boardOrder{byEnvironment, byTime, byName} {
		item := fyne.NewMenuItem(T("board.sort."+string(o)), func() { b.order = o; b.rebuild() })
		item.Checked = o == b.order
		items = append(items, item)
	}
	return fyne.NewMenu("", items...)
}

// boardSum is what the line above the board says.
type boardSum struct {
	written             bool
	live, soon, expired int
	batch               session.Batch
}

// sum says how many sessions are live, and how far a batch has come.
func (b *boardPlace) sum() {
	now := boardSum{written: true, batch: b.w.p.Sessions.Batch()}
	for _, phase := range b.phases {
		switch phase {
		case session.PhaseLive, session.PhaseNoEnd:
			now.live++
		case session.PhaseSoon:
			now.live++
			now.soon++
		case session.PhaseExpired:
			now.expired++
		}
	}
	if now == b.said {
		return
	}
	b.said = now
	text := T("board.live", args{"Count": now.live})
	if now.soon > 0 {
		text = list(text, T("board.soon", args{"Count": now.soon}))
	}
	if now.expired > 0 {
		text = list(text, T("board.expired", args{"Count": now.expired}))
	}
	batch := now.batch
	running := batch.Op != "" && batch.Done < batch.All
	if running {
		text = T("board.progress", args{"Done": batch.Done, "All": batch.All})
	}
	setText(b.summary, text)
	if setShown(b.cancel, running) {
		b.head.Refresh() // the buttons need another width
	}
	setEnabled(b.get, len(b.targets) > 0 && !running)
	setEnabled(b.refresh, now.live+now.expired > 0 && !running)
}

// rowID names a session's row.
func rowID(k session.Key) string { return k.ProfileID + " " + k.Account }

// boardRow is a session's row.
func (w *Window) boardRow(t session.Target, s session.State) look.BoardRow {
	return w.boardState(w.boardBase(t), s)
}

// boardBase is what stays the same in a session's row.
func (w *Window) boardBase(t session.Target) look.BoardRow {
	return look.BoardRow{
		ID: rowID(t.Key()), Title: visible(t.Profile.Name), Who: w.boardWho(t),
		Chip: strings.ToUpper(environmentText(t.Profile.Environment)), ChipTone: environmentTone(t.Profile.Environment),
	}
}

// boardState is a row with all that changes as a state has it.
func (w *Window) boardState(r look.BoardRow, s session.State) look.BoardRow {
	r.Part, r.Refresh = -1, boardRefreshText(s)
	r.Access, r.Tone = lifeShort(s)
	if c := s.Clocks.Access; s.Tokens != nil && c.Phase != session.PhaseNone {
		r.Part = c.Part
		if c.Phase == session.PhaseNoEnd {
			r.Part = 1
		}
	}
	switch {
	case s.Busy != "":
		r.Access, r.Tone = T("board.busy"), look.TonePlain
	case s.Failure != nil:
		r.Access, r.Tone = T("chip.bad", args{"Text": T("board.failed")}), look.ToneBad
	case len(s.Needs) > 0:
		r.Access, r.Tone = T("chip.look", args{"Text": T("board.needs")}), look.ToneCaution
	}
	r.Fresh, r.FreshTone = freshSign(s)
	r.Off = [3]bool{s.Busy != "", !s.CanRefresh(), s.Tokens == nil}
	return r
}

// row is a session's row with the sum of its expectations.
func (b *boardPlace) row(t session.Target, s session.State) look.BoardRow {
	r := b.w.boardRow(t, s)
	outcomes := b.w.outcomes(t.Profile, s)
	if bad := missed(outcomes); bad > 0 {
		r.Who = T("want.board", args{"Who": r.Who, "Missed": bad, "Count": len(outcomes)})
	}
	return r
}

// boardWho is the account, or how the session comes about without one.
func (w *Window) boardWho(t session.Target) string {
	switch {
	case t.Account != "":
		return w.masked(visible(t.Account))
	case t.Profile.Grant == profile.GrantClientCredentials:
		return T("list.service_account")
	case t.Profile.Grant == profile.GrantPassword:
		return T("list.nobody")
	}
	return grantText(t.Profile.Grant)
}

func boardRefreshText(s session.State) string {
	c := s.Clocks.Refresh
	switch {
	case s.Tokens == nil || c.Phase == session.PhaseNone:
		return T("clock.dash")
	case c.Phase == session.PhaseExpired:
		return T("clock.expired")
	case c.Phase == session.PhaseNoEnd:
		return T("clock.no_end")
	case c.Phase == session.PhaseUnknown:
		return T("clock.unknown")
	}
	return countdown(c.Left)
}
