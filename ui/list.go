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
	items    []look.ListItem
}

func newListPane(w *Window) *listPane {
	l := &listPane{w: w, list: look.NewGroupList()}
	l.filter = newEntry(T("list.filter"), l.onEscape)
	l.filter.OnChanged = func(string) { l.rebuild() }
	l.filter.OnSubmitted = func(string) { l.onSubmit() }
	l.filter.onDown = func() { w.win.Canvas().Focus(l.list.FocusTarget()) }
	add := look.NewButton(look.Quiet, T("list.new"), w.newProfile)
	l.none = look.NewParagraph(look.Second, "")
	l.list.OnSelected = w.selectProfile
	l.list.OnActivate = func(string) { w.fetch() }
	head := look.PadXY(10, 10, container.NewBorder(nil, nil, nil, container.NewCenter(add), l.filter))
	body := container.NewStack(look.PadXY(10, 0, l.list), look.PadXY(16, 4, look.Column(0, l.none)))
	l.root = onPanel(newFrame(head, body, look.VGap(10)))
	return l
}

// setProfiles replaces the list's profiles.
func (l *listPane) setProfiles(all []profile.Profile) {
	l.profiles, l.search = all, profile.NewSearch(all)
	l.rebuild()
}

// rebuild makes the rows that the filter lets through, group by group.
func (l *listPane) rebuild() {
	var items []look.ListItem
	for _, s := range l.sections() {
		items = append(items, look.ListItem{Heading: strings.ToUpper(s.heading)})
		for _, p := range s.profiles {
			items = append(items, l.item(p))
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
	p, ok := find(l.profiles, s.Key.ProfileID)
	if !ok || s.Key.Account != l.w.account(p) {
		return
	}
	items := slices.Clone(l.items)
	for i := range items {
		if items[i].ID == p.ID {
			items[i] = l.w.rowOf(p, s)
		}
	}
	l.set(items)
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

func (l *listPane) item(p profile.Profile) look.ListItem {
	return l.w.rowOf(p, l.w.p.Sessions.State(session.Key{ProfileID: p.ID, Account: l.w.account(p)}))
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
