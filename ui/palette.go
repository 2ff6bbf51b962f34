package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// mostHits is how many lines the palette shows: nobody reads further.
const mostHits = 60

// paletteLine is a place to jump to or a thing to do.
type paletteLine struct {
	item look.ListItem
	// search is what the letters are looked for in, in lower case. It begins
	// with the title, which ends at the byte title, and ends with it too: people
	// say "copy curl" and "alice claroshop" as well as the other way round.
	search string
	title  int
	do     func()
}

// newPaletteLine makes a line that is found by its title and its second line.
func newPaletteLine(item look.ListItem, do func()) paletteLine {
	title := strings.ToLower(item.Title)
	return paletteLine{item: item, search: title + " " + strings.ToLower(item.Second) + " " + title, title: len(title), do: do}
}

// palette finds any session and any command by a few letters of its name.
type palette struct {
	w     *Window
	field *entry
	list  *look.GroupList
	none  *look.Text
	lines []paletteLine
	hits  []paletteLine
	// fit are the indices of all lines that may have the letters of words.
	fit   []int
	words string
}

// openPalette asks where to go or what to do.
func (w *Window) openPalette() {
	p := &palette{w: w}
	w.openLines(T("palette.title"), T("palette.hint"), append(p.sessions(), p.commands()...))
}

// openLines asks for one of many lines, found by a few letters.
func (w *Window) openLines(title, hint string, lines []paletteLine) {
	p := &palette{w: w, lines: lines, list: look.NewGroupList(), none: look.NewText(look.Second, T("palette.none"))}
	p.field = newEntry(hint, w.closeModal)
	p.field.OnChanged = func(string) { p.find() }
	p.field.OnSubmitted = func(string) { p.run(p.list.Selected()) }
	p.field.onDown = func() { w.win.Canvas().Focus(p.list.FocusTarget()) }
	p.list.OnActivate = p.run
	p.list.Whole = true
	keys := look.NewText(look.Second, T("palette.keys"))
	keys.SetTruncate(false)
	hits := container.NewStack(look.PadXY(0, 8, p.list), look.PadXY(8, 12, look.Column(0, p.none)))
	w.openModal(title, newFrame(p.field, hits, look.VGap(0)), fyne.NewSize(560, 468), keys)
	w.win.Canvas().Focus(p.field)
	p.find()
}

// sessions are all accounts of all profiles.
func (p *palette) sessions() []paletteLine {
	var out []paletteLine
	for _, t := range p.w.targets() {
		s := p.w.p.Sessions.State(t.Key())
		text, tone := lifeShort(s)
		item := look.ListItem{
			Title: visible(t.Profile.Name), Tone: tone, Trailing: text,
			Second: list(p.w.boardWho(t), visible(t.Profile.Realm.Name), visible(host(t.Profile.Realm.Base)), environmentText(t.Profile.Environment)),
		}
		out = append(out, newPaletteLine(item, func() { p.w.jumpTo(t) }))
	}
	return out
}

// commands are the items of the menu bar that can be chosen.
func (p *palette) commands() []paletteLine {
	var out []paletteLine
	for _, m := range p.w.win.MainMenu().Items {
		for _, i := range m.Items {
			if i.IsSeparator || i.IsQuit || i.Action == nil || i.Disabled {
				continue
			}
			item := look.ListItem{Title: look.MenuWords(i.Label), Second: m.Label, Trailing: keyText(i.Shortcut), Sign: "▸"}
			out = append(out, newPaletteLine(item, i.Action))
		}
	}
	return out
}

// find shows the lines that hold the letters in this order, the best first.
func (p *palette) find() {
	p.hits = p.hits[:0]
	for _, i := range p.narrow(strings.ToLower(strings.TrimSpace(p.field.Text))) {
		p.hits = append(p.hits, p.lines[i])
	}
	items := make([]look.ListItem, len(p.hits))
	for i, h := range p.hits {
		items[i] = h.item
		items[i].ID = string(rune('a' + i))
	}
	p.list.SetItems(items)
	if len(items) > 0 {
		p.list.Select(items[0].ID)
	}
	setShown(p.none, len(items) == 0)
}

// run closes the palette and does what a line says.
func (p *palette) run(id string) {
	i := slices.IndexFunc(p.list.Items(), func(item look.ListItem) bool { return item.ID == id })
	if i < 0 || i >= len(p.hits) {
		return
	}
	p.w.closeModal()
	p.hits[i].do()
}

// jumpTo turns to a session on the realms' page.
func (w *Window) jumpTo(t session.Target) {
	w.goTo(placeRealms)
	w.selectProfile(t.Profile.ID)
	if w.selected == t.Profile.ID && t.Account != w.account(t.Profile) {
		w.selectAccount(t.Account)
	}
	if w.form == nil && w.inSight(w.page.actions.get) {
		w.win.Canvas().Focus(w.page.actions.get)
	}
}
