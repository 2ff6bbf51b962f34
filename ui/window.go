package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// windowTitle names the program and nothing else: no user, no secret.
const windowTitle = "Realmscope"

// The sizes of the window: what it starts with and what it can shrink to.
const (
	startWidth, startHeight = 1180, 780
	leastWidth, leastHeight = 760, 520
	listWidth               = 268
	narrowWindow            = 940
	narrowList              = 220
)

// Window is the program's one window. All its methods run on the UI
// goroutine.
type Window struct {
	p   Params
	win fyne.Window

	bar    *topBar
	places *places
	realms fyne.CanvasObject
	// right is the realms' page beside the list: what has to be told, then body.
	right   *fyne.Container
	list    *listPane
	page    *sessionPage
	form    *formPage
	welcome *welcomePage
	notices *noticeBar
	status  *statusBar
	clip    *clipboard
	hints   *look.Hints
	hidden  bool
	open    revealed
	watched map[session.Key]*watch
	tray    *tray
	body    *fyne.Container

	selected string
	chosen   map[string]string
	typed    map[string][]string
	copied   string
	modal    *modal
	// picker is the open dialog for a file, nil for none.
	picker interface{ Hide() }
	// choose asks for a file, to be written when save is set.
	choose func(save bool, name string, then func(fyne.URI))
	stop   []func()
	more   moreState
	// mint knows which tokens were made here.
	mint    inspect.Mint
	minting *mintCard
	// expected is what became of the expectations, by session.
	expected map[session.Key]expected
	lockState
}

// Open opens the window with its bare grounds, for New to build everything in
// it: fonts, texts and profiles take longer to load than a window to open, and a
// person who sees it come does not wait for nothing.
func Open(a fyne.App, s Settings) fyne.Window {
	applyTheme(a, s.Theme())
	win := a.NewWindow(windowTitle)
	win.SetPadded(false)
	win.SetContent(look.Floor(fyne.NewSize(leastWidth, leastHeight), newGrounds()))
	win.Resize(startSize(s))
	win.Show()
	return win
}

// New makes the window, in the one that Open opened if there is one.
func New(p Params) *Window {
	w := &Window{
		p: p, hidden: p.Settings.Choices().HideValues, chosen: map[string]string{}, typed: map[string][]string{},
		watched: map[session.Key]*watch{}, expected: map[session.Key]expected{},
	}
	w.more.exchange, w.more.permissions = newAsks()
	if w.win = p.Bare; w.win == nil {
		w.win = Open(p.App, p.Settings)
	}
	w.build()
	w.onProfiles()
	w.vault.Opening = true
	w.onVault(p.Vault.Status())
	w.touched()
	return w
}

// newGrounds are the window's grounds and hairlines without any text.
func newGrounds() fyne.CanvasObject {
	list := onPanel(look.Floor(fyne.NewSize(narrowList, 0), look.VGap(0)))
	return container.New(&sidebar{}, list, look.VHairline(), look.VGap(0))
}

// build makes what the window shows.
func (w *Window) build() {
	w.list = newListPane(w)
	w.page = newSessionPage(w)
	w.welcome = newWelcomePage(w)
	w.notices = newNoticeBar(w, w.p.Notices)
	w.status = newStatusBar()
	w.clip = &clipboard{w: w}
	w.onLock = append(w.onLock, w.ClearClipboard)
	w.shut = newClosedCard(w)
	w.body = container.NewStack(w.page.root, w.welcome.root)

	left := look.Floor(fyne.NewSize(narrowList, 0), w.list.root)
	w.right = newFrame(look.Column(0, w.shut.root, w.notices.root), w.body, look.VGap(0))
	w.realms = container.New(&sidebar{}, left, look.VHairline(), w.right)
	w.places = newPlaces(w)
	w.bar = newTopBar(w)
	content := newFrame(w.bar.root, w.places.root, w.status.root)
	w.hints = look.NewHints(look.Floor(fyne.NewSize(leastWidth, leastHeight), content))
	w.hints.OnFocus = w.status.setHint
	w.content = w.hints
	w.setContent(w.content)
	w.setMenu(w.mainMenu())
	w.win.Canvas().SetOnTypedKey(w.onKey)
	w.win.Canvas().AddShortcut(&fyne.ShortcutPaste{}, w.onPasted)
	w.win.SetCloseIntercept(w.onClose)
	w.win.SetOnDropped(w.onDropped)
	w.p.App.Lifecycle().SetOnExitedForeground(w.onLeave)
	w.choose = w.pick
	w.stop = append(w.stop, w.p.Sessions.Subscribe(w.onState), w.p.Profiles.Subscribe(w.onProfiles), w.p.Vault.Subscribe(w.onVault), w.stopIdle)
	w.startTray()
}

// Show brings the window to the front. At the first start the button that most
// people want has the focus, so that Enter presses it.
func (w *Window) Show() {
	w.win.Show()
	if w.welcome.root.Visible() {
		w.win.Canvas().Focus(w.welcome.demo)
	}
}

// startSize is the size of the last time, within reason.
func startSize(settings Settings) fyne.Size {
	s := settings.WindowSize()
	if s.Width < leastWidth || s.Height < leastHeight || s.Width > 8000 || s.Height > 8000 {
		return fyne.NewSize(startWidth, startHeight)
	}
	return s
}

// onKey hears the keys that nothing with a focus has a use for.
func (w *Window) onKey(k *fyne.KeyEvent) {
	w.touched()
	switch {
	case k.Name == fyne.KeyEscape:
		w.escape()
	case w.modal != nil && w.modal.scroll != nil:
		scrollBy(w.modal.scroll, k.Name)
	}
}

// onState renders one session's new state where it is shown.
func (w *Window) onState(s session.State) {
	w.meet(s)
	w.list.update(s)
	w.watchEnd(s)
	w.trayState(s)
	if s.Key == w.key() && w.form == nil && w.at(placeRealms) {
		w.renderPage(s)
	}
}

// onProfiles renders after the saved profiles changed.
func (w *Window) onProfiles() {
	all := w.p.Profiles.All()
	if _, ok := find(all, w.selected); !ok {
		w.selected = ""
		if len(all) > 0 {
			w.selected = all[0].ID
		}
	}
	w.list.setProfiles(all)
	w.list.mark(w.selected)
	w.show()
	if w.form != nil {
		w.form.rebase(all)
	}
}

// show puts the right page beside the list and renders it.
func (w *Window) show() {
	if !w.at(placeRealms) {
		return // it is rendered when one comes back
	}
	p, ok := w.profile()
	if w.form != nil {
		setShown(w.page.root, false)
		setShown(w.welcome.root, false)
		w.status.clear()
		return
	}
	setShown(w.page.root, ok)
	setShown(w.welcome.root, !ok)
	if !ok {
		w.status.clear()
		return
	}
	w.page.open(p, w.key())
	w.renderPage(w.p.Sessions.State(w.key()))
}

// renderPage shows a state of the selected session.
func (w *Window) renderPage(s session.State) {
	p, ok := w.profile()
	if !ok {
		return
	}
	w.page.render(p, s)
	w.greyMore(w.more.items, s)
	w.status.render(s, w.copied)
}

// profile is the selected profile.
func (w *Window) profile() (profile.Profile, bool) {
	return w.p.Profiles.Find(w.selected)
}

func find(all []profile.Profile, id string) (profile.Profile, bool) {
	for i := range all {
		if all[i].ID == id && id != "" {
			return all[i], true
		}
	}
	return profile.Profile{}, false
}

// account is the user name chosen for a profile: the one of this run, else
// its first one.
func (w *Window) account(p profile.Profile) string {
	if !p.Grant.ForPeople() {
		return ""
	}
	if name, ok := w.chosen[p.ID]; ok {
		return name
	}
	if len(p.Accounts) > 0 {
		return p.Accounts[0].Username
	}
	return ""
}

// key is the shown session.
func (w *Window) key() session.Key {
	p, ok := w.profile()
	if !ok {
		return session.Key{}
	}
	return session.Key{ProfileID: p.ID, Account: w.account(p)}
}

// applyTheme sets Realmscope's look in a mode.
func (w *Window) applyTheme(mode string) { applyTheme(w.p.App, mode) }

// The toolkit reads all fonts again for a theme that is set, also for one that
// is there already.
func applyTheme(a fyne.App, mode string) {
	if now, ok := look.ModeOf(a.Settings().Theme()); !ok || now != look.Mode(mode) {
		a.Settings().SetTheme(look.NewTheme(look.Mode(mode)))
	}
}

// sidebar gives the first object its own width, the second a hairline and
// the third the rest.
type sidebar struct{}

func (sidebar) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[2].MinSize()
	return fyne.NewSize(a.Width+1+b.Width, max(a.Height, b.Height))
}

func (sidebar) Layout(o []fyne.CanvasObject, size fyne.Size) {
	list := float32(listWidth)
	if size.Width < narrowWindow {
		list = narrowList
	}
	o[0].Resize(fyne.NewSize(list, size.Height))
	o[1].Move(fyne.NewPos(list, 0))
	o[1].Resize(fyne.NewSize(1, size.Height))
	o[2].Move(fyne.NewPos(list+1, 0))
	o[2].Resize(fyne.NewSize(size.Width-list-1, size.Height))
}
