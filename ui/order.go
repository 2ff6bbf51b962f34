package ui

import (
	"slices"

	"realmscope/app/profile"
)

// listPart is a part of the list under one heading: its profiles by index.
type listPart struct {
	heading  string
	profiles []int
}

// sections are the profiles that the filter lets through: first the groups that
// people named, in the order in which they first come, then the rest. Within
// both they are parted by environment, so that production is never out of sight.
func (l *listPane) sections() []listPart {
	if l.search == nil {
		return nil
	}
	at := map[[2]string]int{}
	var groups []string
	var parts []listPart
	var of [][2]string
	headings := map[profile.Environment]string{}
	for _, i := range l.search.Find(l.filter.Text) {
		p := &l.profiles[i]
		heading, ok := headings[p.Environment]
		if !ok {
			heading = environmentHeading(p.Environment)
			headings[p.Environment] = heading
		}
		key := [2]string{p.Group, heading}
		if _, ok := at[key]; !ok {
			at[key] = len(parts)
			parts = append(parts, listPart{heading: list(visible(key[0]), key[1])})
			of = append(of, key)
			if !slices.Contains(groups, p.Group) {
				groups = append(groups, p.Group)
			}
		}
		s := &parts[at[key]]
		s.profiles = append(s.profiles, i)
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		if of[i][0] == "" {
			return len(groups)
		}
		return slices.Index(groups, of[i][0])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return environmentRank(l.profiles[parts[a].profiles[0]].Environment) - environmentRank(l.profiles[parts[b].profiles[0]].Environment)
	})
	out := make([]listPart, len(parts))
	for to, from := range order {
		out[to] = parts[from]
	}
	return out
}

func environmentHeading(e profile.Environment) string {
	if !slices.Contains(profile.Environments(), e) {
		return T("list.other")
	}
	return environmentText(e)
}

func environmentRank(e profile.Environment) int {
	if i := slices.Index(profile.Environments(), e); i >= 0 {
		return i
	}
	return len(profile.Environments())
}

// move takes the selected profile up or down among those under its heading.
func (w *Window) move(by int) {
	if w.form != nil {
		return
	}
	for _, s := range w.list.sections() {
		at := slices.IndexFunc(s.profiles, func(i int) bool { return w.list.profiles[i].ID == w.selected })
		if at < 0 {
			continue
		}
		to := at + by
		if to < 0 || to >= len(s.profiles) {
			return
		}
		upper, lower := w.list.profiles[s.profiles[min(at, to)]].ID, w.list.profiles[s.profiles[max(at, to)]].ID
		w.p.Porter.Place(lower, upper, func(err error) {
			if err != nil {
				w.notices.add(T("porting.move_failed", args{"Reason": errorText(err)}))
			}
		})
		return
	}
}

// duplicateWithSecrets saves a copy at once, with copies of the secrets, and
// opens its form.
func (w *Window) duplicateWithSecrets() {
	p, ok := w.profile()
	if !ok || w.form != nil {
		return
	}
	w.p.Porter.Duplicate(p.ID, T("form.copy_of", args{"Profile": p.Name}), func(q profile.Profile, err error) {
		if err != nil {
			w.notices.add(T("porting.duplicate_failed", args{"Reason": errorText(err)}))
			return
		}
		w.onProfiles()
		w.selectProfile(q.ID)
		w.edit()
	})
}
