package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/ui/look"
)

// place is one of the pages that the words at the top lead to. It is made when
// it is first visited: nobody waits at the start for what is not shown.
type place interface {
	// content is what the window shows.
	content() fyne.CanvasObject
	// come is called whenever the place gets in sight, leave when another does.
	come()
	leave()
	// escape closes what is open in it.
	escape()
	// onSession tells whether the commands of the menu for tokens mean the
	// selected session here.
	onSession() bool
}

// placeKey names a place; its word is the text "place.{key}".
type placeKey string

// The places in the order of their words.
const placeRealms placeKey = "realms"

// placeList are all places with what makes them.
func (w *Window) placeList() []placeEntry {
	return []placeEntry{
		{placeRealms, func() place { return realmsPlace{w} }},
		{placeInspect, func() place { return newInspectPlace(w) }},
		{placeCompare, func() place { return newComparePlace(w) }},
		{placeBoard, func() place { return newBoardPlace(w) }},
		{placeActivity, func() place { return newActivityPlace(w) }},
	}
}

// placeEntry is a place that may not be made yet.
type placeEntry struct {
	key  placeKey
	make func() place
}

// places shows one of them.
type places struct {
	w    *Window
	root *fyne.Container
	tabs *look.Tabs
	list []placeEntry
	made map[placeKey]place
	now  placeKey
}

func newPlaces(w *Window) *places {
	p := &places{w: w, root: container.NewStack(), list: w.placeList(), made: map[placeKey]place{}, now: placeRealms}
	tabs := make([]look.Tab, len(p.list))
	for i, e := range p.list {
		tabs[i].Text = T("place." + string(e.key))
	}
	p.tabs = look.NewTabs(tabs...)
	p.tabs.SetBare() // the strip has a line of its own
	p.tabs.OnSelected = func(i int) { p.turn(p.list[i].key) }
	p.root.Add(p.place(placeRealms).content())
	return p
}

// place makes a place if it is not there yet; nil for an unknown key.
func (p *places) place(key placeKey) place {
	if made, ok := p.made[key]; ok {
		return made
	}
	for _, e := range p.list {
		if e.key == key {
			p.made[key] = e.make()
			return p.made[key]
		}
	}
	return nil
}

// current is the place in sight.
func (p *places) current() place { return p.place(p.now) }

// turn shows a place.
func (p *places) turn(key placeKey) {
	to := p.place(key)
	if key == p.now || to == nil {
		return
	}
	p.current().leave()
	p.now = key
	for i, e := range p.list {
		if e.key == key {
			p.tabs.Select(i)
		}
	}
	p.show(to.content())
	to.come()
}

// show puts the content of one place in sight. Those of the others stay, out of
// sight, so that a change of the theme reaches them too.
func (p *places) show(content fyne.CanvasObject) {
	for _, o := range p.root.Objects {
		o.Hide()
	}
	if !slices.Contains(p.root.Objects, content) {
		p.root.Add(content)
	}
	content.Show()
	p.root.Refresh()
}

// placeCommands turn to a place by its number.
func (w *Window) placeCommands() []command {
	keys := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}
	var out []command
	for i, e := range w.places.list {
		out = append(out, command{"menu.place." + string(e.key), func() { w.goTo(e.key) }, ctrl(keys[i])})
	}
	return out
}

// goTo turns to a place.
func (w *Window) goTo(key placeKey) { w.places.turn(key) }

// at tells whether a place is in sight.
func (w *Window) at(key placeKey) bool { return w.places == nil || w.places.now == key }

// onSession wraps a command that means the selected session: where none is
// meant, it does nothing.
func (w *Window) onSession(do func()) func() {
	return func() {
		if w.places.current().onSession() {
			do()
		}
	}
}

// onToken wraps a command that means the token in sight, of the selected
// session or of a paste.
func (w *Window) onToken(do func()) func() {
	return func() {
		if w.at(placeInspect) || w.places.current().onSession() {
			do()
		}
	}
}

// onRealms wraps a command of the realms' page: elsewhere it goes there first.
func (w *Window) onRealms(do func()) func() {
	return func() {
		w.goTo(placeRealms)
		do()
	}
}

// findHere puts the focus into the filter of the place in sight, else does
// what is to be done.
func (w *Window) findHere(do func()) func() {
	return func() {
		if here, ok := w.places.current().(interface{ find() }); ok {
			here.find()
			return
		}
		do()
	}
}

// realmsPlace is the list with the page of the selected session or form.
type realmsPlace struct{ w *Window }

func (r realmsPlace) content() fyne.CanvasObject { return r.w.realms }

func (r realmsPlace) come() { r.w.show() }

func (r realmsPlace) leave() {}

func (r realmsPlace) escape() { r.w.escapeRealms() }

func (r realmsPlace) onSession() bool { return true }
