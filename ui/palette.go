package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/sahilm/fuzzy"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// mostHits is how many lines the palette shows: nobody reads further.
const mostHits = 60

// paletteLine is a place to jump to or a thing to do.
type paletteLine struct {
	item look.ListItem
	// search is what the letters are looked for in.
	search string
	do     func()
}

// palette finds any session and any command by a few letters of its name.
type palette struct {
	w     *Window
	field *entry
	list  *look.GroupList
	none  *look.Text
	lines []paletteLine
	// hits are shown; fit are all that have the letters of words.
	hits, fit []paletteLine
	words     string
}

// openPalette asks where to go or what to do.
func (w *Window) openPalette() {
	p := &palette{w: w, list: look.NewGroupList(), none: look.NewText(look.Second, T("palette.none"))}
	p.field = newEntry(T("palette.hint"), w.closeModal)
	p.field.OnChanged = func(string) { p.find() }
	p.field.OnSubmitted = func(string) { p.run(p.list.Selected()) }
	p.field.onDown = func() { w.win.Canvas().Focus(p.list.FocusTarget()) }
	p.list.OnActivate = p.run
	p.lines = append(p.sessions(), p.commands()...)
	hits := container.NewStack(look.PadXY(0, 8, p.list), look.PadXY(8, 12, look.Column(0, p.none)))
	w.openModal(T("palette.title"), newFrame(p.field, hits, look.VGap(0)), fyne.NewSize(560, 460))
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
		out = append(out, paletteLine{item: item, search: item.Title + " " + item.Second, do: func() { p.w.jumpTo(t) }})
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
			item := look.ListItem{Title: i.Label, Second: m.Label, Trailing: keyText(i.Shortcut), Sign: "▸"}
			out = append(out, paletteLine{item: item, search: i.Label + " " + m.Label, do: i.Action})
		}
	}
	return out
}

// find shows the lines that hold the letters in this order, the best first.
func (p *palette) find() {
	p.narrow(strings.TrimSpace(p.field.Text))
	p.hits = p.fit[:min(len(p.fit), mostHits)]
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

// narrow looks for words. What did not have the letters so far does not have
// them with one more.
func (p *palette) narrow(words string) {
	from := p.fit
	if p.words == "" || !strings.HasPrefix(words, p.words) {
		from = p.lines
	}
	p.fit, p.words = from, words
	if words == "" {
		return
	}
	p.fit = nil
	var ranks [4][]paletteLine
	for _, m := range fuzzy.FindFrom(words, paletteSource(from)) {
		r := rank(from[m.Index], strings.ToLower(words))
		ranks[r] = append(ranks[r], from[m.Index])
	}
	p.fit = slices.Concat(ranks[:]...)
}

// rank puts what begins a word of the title before what begins a word of the
// rest, then what stands anywhere, then letters that lie apart.
func rank(l paletteLine, words string) int {
	text := strings.ToLower(l.search)
	at := strings.Index(text, words)
	if at < 0 {
		return 3
	}
	begins := at == 0 || strings.Contains(text, " "+words)
	switch {
	case begins && strings.Contains(" "+strings.ToLower(l.item.Title), " "+words):
		return 0
	case begins:
		return 1
	}
	return 2
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

// paletteSource makes lines searchable.
type paletteSource []paletteLine

// String implements fuzzy.Source.
func (s paletteSource) String(i int) string { return s[i].search }

// Len implements fuzzy.Source.
func (s paletteSource) Len() int { return len(s) }

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
