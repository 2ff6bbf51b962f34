package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// listPane is the list of profiles at the left: filter, groups by
// environment, and the time that is left of each.
type listPane struct {
	w      *Window
	root   *fyne.Container
	filter *entry
	list   *look.GroupList
	none   *look.Text

	profiles []profile.Profile
	search   *profile.Search
	// at are the indices of the profiles by their ids, rows what each shows.
	at    map[string]int
	rows  []listRow
	items []look.ListItem
}

// listRow is a profile's row as it was made last, for an account.
type listRow struct {
	made    bool
	account string
	item    look.ListItem
	// index is where it stands in the list, -1 while the filter holds it back.
	index int
}

func newListPane(w *Window) *listPane {
	l := &listPane{w: w, list: look.NewGroupList()}
	l.list.SetInset(10)
	l.filter = newEntry(T("list.filter"), l.onEscape)
	l.filter.OnChanged = func(string) { l.rebuild() }
	l.filter.OnSubmitted = func(string) { l.onSubmit() }
	l.filter.onDown = l.enterRows
	add := look.NewButton(look.Quiet, T("list.new"), w.newProfile)
	l.none = look.NewParagraph(look.Second, "")
	l.list.OnSelected = w.selectProfile
	l.list.OnActivate = func(string) { w.fetch() }
	head := look.PadXY(10, 10, container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(4), add), l.filter))
	body := container.NewStack(l.list, look.PadXY(16, 4, look.Column(0, l.none)))
	l.root = onPanel(newFrame(head, body, look.VGap(0)))
	return l
}

// setProfiles replaces the list's profiles.
func (l *listPane) setProfiles(all []profile.Profile) {
	l.profiles, l.search = all, profile.NewSearch(all)
	l.rows, l.at = make([]listRow, len(all)), make(map[string]int, len(all))
	for i := range all {
		l.at[all[i].ID] = i
	}
	l.rebuild()
}

// renew makes every row anew: values are hidden or shown.
func (l *listPane) renew() {
	for i := range l.rows {
		l.rows[i].made = false
	}
	l.rebuild()
}

// rebuild makes the rows that the filter lets through, group by group.
func (l *listPane) rebuild() {
	for i := range l.rows {
		l.rows[i].index = -1
	}
	items := make([]look.ListItem, 0, len(l.items))
	for _, s := range l.sections() {
		items = append(items, look.ListItem{Heading: strings.ToUpper(s.heading)})
		for _, i := range s.profiles {
			l.rows[i].index = len(items)
			items = append(items, l.item(i))
		}
	}
	l.set(items)
	none := T("list.none")
	if len(l.profiles) == 0 {
		none = T("list.empty")
	}
	setText(l.none, none)
	setShown(l.none, len(items) == 0)
}

// update renders the row of a session's profile, if it is that session which
// the row shows.
func (l *listPane) update(s session.State) {
	i, ok := l.at[s.Key.ProfileID]
	if !ok || s.Key.Account != l.w.account(l.profiles[i]) {
		return
	}
	row := &l.rows[i]
	row.made, row.account, row.item = true, s.Key.Account, l.w.rowOf(l.profiles[i], s)
	if at := row.index; at >= 0 && l.items[at] != row.item {
		l.items[at] = row.item
		l.list.SetItem(at, row.item)
	}
}

func (l *listPane) set(items []look.ListItem) {
	if slices.Equal(items, l.items) {
		return
	}
	l.items = items
	l.list.SetItems(items)
	l.mark(l.w.selected)
}

// mark shows which profile is selected without selecting it again.
func (l *listPane) mark(id string) {
	if id != "" && l.list.Selected() != id {
		l.list.Select(id)
	}
}

// item is the row of a profile, which is made anew for another account only:
// what becomes of its session is written by update.
func (l *listPane) item(i int) look.ListItem {
	row, account := &l.rows[i], l.w.account(l.profiles[i])
	if !row.made || row.account != account {
		key := session.Key{ProfileID: l.profiles[i].ID, Account: account}
		row.made, row.account, row.item = true, account, l.w.rowOf(l.profiles[i], l.w.p.Sessions.State(key))
	}
	return row.item
}

// rowOf is a profile's row: name, who, and time left; nothing else.
func (w *Window) rowOf(p profile.Profile, s session.State) look.ListItem {
	text, tone := lifeShort(s)
	second := T("list.service_account")
	switch {
	case p.Grant == profile.GrantAuthorizationCode || p.Grant == profile.GrantDevice || p.Grant == profile.GrantJWTBearer:
		second = list(w.masked(visible(s.Key.Account)), grantText(p.Grant))
	case p.Grant.NeedsName():
		who := w.masked(visible(s.Key.Account))
		if who == "" {
			who = T("list.nobody")
		}
		second = list(who, grantText(p.Grant))
		if p.Grant == profile.GrantCIBA { // the row has no room for more
			second = list(who, wordText("page.grant.", string(p.Grant)))
		}
	}
	item := look.ListItem{ID: p.ID, Title: visible(p.Name), Second: second, Trailing: text, Tone: tone}
	if s.Clocks.Access.Phase == session.PhaseSoon {
		item.Sign = look.SignLook
	}
	if p.Connection.Insecure {
		item.Second, item.Bad = T("chip.bad", args{"Text": T("list.insecure")}), true
	}
	return item
}

// onEscape clears the filter first and leaves it then.
func (l *listPane) onEscape() {
	if l.filter.Text != "" {
		l.filter.SetText("")
		return
	}
	l.w.win.Canvas().Unfocus()
	l.w.escape()
}

// enterRows goes from the filter to the rows. Where the filter holds back the
// selected profile, the first of the others is selected: what a key does next
// must not mean one that is out of sight.
func (l *listPane) enterRows() {
	l.followFilter()
	l.w.win.Canvas().Focus(l.list.FocusTarget())
}

// followFilter selects the first profile that the filter lets through if it
// holds back the selected one.
func (l *listPane) followFilter() {
	if i, ok := l.at[l.w.selected]; ok && l.rows[i].index >= 0 {
		return
	}
	if i := slices.IndexFunc(l.items, func(it look.ListItem) bool { return it.ID != "" }); i >= 0 {
		l.w.selectProfile(l.items[i].ID)
	}
}

// onSubmit goes to the first profile that the filter lets through.
func (l *listPane) onSubmit() {
	for _, it := range l.items {
		if it.ID != "" {
			l.w.selectProfile(it.ID)
			l.w.win.Canvas().Focus(l.w.page.actions.get)
			return
		}
	}
}
