package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/ui/look"
)

// placeBoard shows every session at once.
const placeBoard placeKey = "board"

// The actions of a row, by their index.
const (
	boardGet = iota
	boardRefresh
	boardCopy
)

// boardPlace is the board: one row for every account of every profile, with
// its clocks and its buttons.
type boardPlace struct {
	w       *Window
	root    fyne.CanvasObject
	table   *look.Board
	summary *look.Text
	sort    *look.MenuButton
	get     *look.Button
	refresh *look.Button
	cancel  *look.Button
	head    *fyne.Container
	empty   *look.Text

	order   boardOrder
	targets []session.Target
	rows    []look.BoardRow
	// at are the indices of the rows by their sessions, phases the access
	// tokens' in the order of the rows.
	at     map[session.Key]int
	phases []session.Phase
	said   boardSum
	shown  bool
}

func newBoardPlace(w *Window) *boardPlace {
	b := &boardPlace{w: w, order: byEnvironment, summary: look.NewText(look.Second, ""), empty: look.NewParagraph(look.Second, T("board.empty"))}
	b.summary.SetTruncate(true)
	b.table = look.NewBoard([6]string{
		T("board.realm"), T("board.as"), T("board.environment"), T("board.access"), T("board.refresh"), T("board.fresh"),
	}, [3]string{T("board.get_one"), T("board.refresh_one"), T("board.copy_one")})
	b.table.OnSelected = b.pick
	b.table.OnActivate = b.open
	b.table.OnAction = b.act
	b.table.OnFresh = b.toggleFresh
	b.table.Menu = b.menu
	b.sort = look.NewMenuButton(look.Quiet, "", b.sortMenu)
	b.refresh = look.NewButton(look.Strong, T("board.refresh_all"), b.refreshAll)
	b.get = look.NewButton(look.Primary, T("board.get_all"), b.fetchAll)
	b.cancel = look.NewButton(look.Strong, T("action.cancel"), b.escape)
	b.cancel.Hide()
	right := look.Row(8, b.sort, b.cancel, b.refresh, b.get)
	title := look.NewText(look.Title, T("place.board"))
	title.SetTruncate(false)
	b.head = container.NewBorder(nil, nil, title, container.NewCenter(right), look.PadXY(12, 0, look.NewTip(b.summary)))
	keys := look.NewTip(look.NewText(look.Second, T("board.keys")))
	b.root = look.PadXY(20, 14, newFrame(look.VGap(0), container.New(&column{gap: 12, fill: true}, b.head, b.empty, b.table), look.PadXY(0, 8, keys)))
	w.stop = append(w.stop, w.p.Sessions.Subscribe(b.update), w.p.Profiles.Subscribe(b.rebuild))
	return b
}

func (b *boardPlace) content() fyne.CanvasObject { return b.root }

func (b *boardPlace) come() {
	b.shown = true
	b.rebuild()
	b.table.Select(rowID(b.w.key()))
	b.w.win.Canvas().Focus(b.table.FocusTarget())
}

func (b *boardPlace) leave() { b.shown = false }

func (b *boardPlace) remask() { b.rebuild() }

func (b *boardPlace) onSession() bool { return b.table.Selected() >= 0 }

// escape ends what runs: all of a batch, else the selected row's request.
func (b *boardPlace) escape() {
	if b.w.p.Sessions.Batch().Op != "" {
		b.w.p.Sessions.CancelAll()
		b.rebuild()
		return
	}
	if b.table.Selected() >= 0 {
		b.w.cancel()
	}
}

// rebuild makes all rows anew: after the profiles or the order have changed.
func (b *boardPlace) rebuild() {
	if !b.shown {
		return
	}
	b.targets = b.ordered(b.w.targets())
	b.rows, b.phases = make([]look.BoardRow, len(b.targets)), make([]session.Phase, len(b.targets))
	b.at, b.said = make(map[session.Key]int, len(b.targets)), boardSum{}
	for i, t := range b.targets {
		if t.Profile.ID == "" {
			b.rows[i] = look.BoardRow{Heading: t.Account}
			continue
		}
		s := b.w.p.Sessions.State(t.Key())
		b.at[s.Key], b.phases[i], b.rows[i] = i, s.Clocks.Access.Phase, b.row(t, s)
	}
	b.table.SetRows(append([]look.BoardRow(nil), b.rows...))
	setShown(b.empty, len(b.rows) == 0)
	setShown(b.table, len(b.rows) > 0)
	b.sort.SetText(T("board.sort", args{"By": T("board.sort." + string(b.order))}))
	b.sum()
}

// update renders the row of one session. Where its token is another, the order
// may be another too.
func (b *boardPlace) update(s session.State) {
	if !b.shown {
		return
	}
	i, ok := b.at[s.Key]
	if !ok {
		b.rebuild()
		return
	}
	row := b.row(b.targets[i], s)
	if row == b.rows[i] {
		return
	}
	if b.order == byTime && row.Off != b.rows[i].Off {
		b.rebuild()
		return
	}
	b.rows[i], b.phases[i] = row, s.Clocks.Access.Phase
	b.table.SetRow(i, row)
	b.sum()
}

// pick makes a row's session the selected one, so that every command of the
// menu means it.
func (b *boardPlace) pick(i int) {
	if i < 0 || i >= len(b.targets) || b.targets[i].Profile.ID == "" {
		return
	}
	if b.w.form != nil { // what is typed there must not be lost
		b.w.goTo(placeRealms)
		return
	}
	t := b.targets[i]
	b.w.selected = t.Profile.ID
	if t.Account != "" {
		b.w.chosen[t.Profile.ID] = t.Account
	}
	b.w.list.rebuild()
	b.w.list.mark(t.Profile.ID)
	b.w.status.render(b.w.state(), "")
}

// open shows a row's session on its own page.
func (b *boardPlace) open(i int) {
	b.pick(i)
	b.w.goTo(placeRealms)
}

func (b *boardPlace) act(i, action int) {
	b.pick(i)
	switch action {
	case boardGet:
		b.w.fetchOn(b.targets[i])
	case boardRefresh:
		b.w.refresh()
	case boardCopy:
		b.w.copy(session.CopyAccess)
	}
}

func (b *boardPlace) fetchAll() { b.w.p.Sessions.FetchAll(b.all()); b.rebuild() }

func (b *boardPlace) refreshAll() { b.w.p.Sessions.RefreshAll(b.all()); b.rebuild() }

// fetchAll gets a token for every session, on the board, where one sees how far
// it has come.
func (w *Window) fetchAll() { w.onBoard(func(b *boardPlace) { press(b.get) }) }

// refreshAll renews every session on the board.
func (w *Window) refreshAll() { w.onBoard(func(b *boardPlace) { press(b.refresh) }) }

// onBoard turns to the board and does something there.
func (w *Window) onBoard(do func(*boardPlace)) {
	w.goTo(placeBoard)
	if b, ok := w.places.current().(*boardPlace); ok {
		do(b)
	}
}

// press presses a button that is not greyed.
func press(b *look.Button) { b.Tapped(nil) }

// all are the sessions of the board, in its order.
func (b *boardPlace) all() []session.Target {
	var all []session.Target
	for _, t := range b.targets {
		if t.Profile.ID != "" {
			all = append(all, t)
		}
	}
	return all
}

// toggleFresh switches the renewing of a row on or off. For production it asks
// first: a token that never ends by itself is a risk there.
func (b *boardPlace) toggleFresh(i int) {
	if i < 0 || i >= len(b.targets) || b.targets[i].Profile.ID == "" {
		return
	}
	b.w.toggleFresh(b.targets[i])
}

// menu is what can be done with a row.
func (b *boardPlace) menu(i int) *fyne.Menu {
	b.pick(i)
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(T("board.open"), func() { b.open(i) }),
		fyne.NewMenuItem(T("fresh.switch"), func() { b.toggleFresh(i) }),
		fyne.NewMenuItemSeparator(),
	}
	return withKeys(fyne.NewMenu("", append(items, b.w.copyItems()...)...))
}

// targets are all accounts of all profiles, in the order of the list.
func (w *Window) targets() []session.Target {
	var out []session.Target
	for _, p := range w.p.Profiles.All() {
		names := w.accounts(p)
		if !p.Grant.ForPeople() || len(names) == 0 {
			names = []string{""}
		}
		for _, name := range names {
			out = append(out, session.Target{Profile: p, Account: name})
		}
	}
	return out
}

// fetchOn gets a token for a session of the board. Where a person has to type
// or to log in, its own page is shown.
func (w *Window) fetchOn(t session.Target) {
	w.copied = ""
	if !session.Alone(t.Profile) || t.Profile.Grant == profile.GrantPassword && t.Account == "" {
		w.goTo(placeRealms)
	}
	w.p.Sessions.Fetch(t.Profile, t.Account, session.Typed{})
}
