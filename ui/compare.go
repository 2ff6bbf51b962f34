package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// placeCompare holds two tokens against each other.
const placeCompare placeKey = "compare"

// The words of the switch.
const (
	compareOnly = iota
	compareAll
)

// comparePlace is the page of two sides and what differs between them.
type comparePlace struct {
	w           *Window
	root        *fyne.Container
	page        *container.Scroll
	left, right *compareSide
	swap, copy  *look.Button
	bar         *fyne.Container
	amount      *look.Tabs
	filter      *entry
	counts      *look.Text
	table       *compareTable
	empty       *fyne.Container
	emptyText   *look.Text
	hint        *look.Text

	found  inspect.Comparison
	ready  bool
	shown  bool
	cancel func()
}

func newComparePlace(w *Window) *comparePlace {
	p := &comparePlace{w: w, counts: look.NewText(look.Second, ""), hint: look.NewParagraph(look.Second, "")}
	p.left, p.right = newCompareSide(p, T("compare.left")), newCompareSide(p, T("compare.right"))
	p.table = newCompareTable(w)
	p.swap = look.NewButton(look.Quiet, T("compare.swap"), p.swapSides)
	p.copy = look.NewButton(look.Quiet, T("compare.copy"), p.copyTicket)
	p.counts.SetTruncate(true)
	p.filter = newEntry(T("compare.filter"), p.escape)
	p.filter.OnChanged = func(string) { p.render() }
	p.filter.onDown = func() { w.win.Canvas().Focus(p.table.table.FocusTarget()) }
	p.amount = look.NewTabs(look.Tab{Text: T("compare.only", args{"Count": 0})}, look.Tab{Text: T("compare.all", args{"Count": 0})})
	p.amount.OnSelected = func(int) { p.render() }
	p.emptyText = look.NewParagraph(look.Body, "")
	p.empty = look.NewCard(look.PadXY(0, 4, look.Column(8, look.NewText(look.Strong, T("compare.empty_title")), p.emptyText)))

	intro := look.NewText(look.Second, T("compare.intro"))
	intro.SetTruncate(true)
	title := look.NewText(look.Title, T("place.compare"))
	title.SetTruncate(false)
	head := container.NewBorder(nil, nil, title, container.NewCenter(look.Row(8, p.swap, p.copy)), look.PadXY(12, 0, intro))
	p.bar = container.New(&compareBar{gap: 12}, look.Floor(p.amount.Wanted(), p.amount), p.filter, p.counts)
	p.root = look.PadXY(20, 14, container.New(&column{gap: 12, fill: true},
		head, look.ColumnsEqual(12, p.left.root, p.right.root), p.empty, p.bar, p.hint, p.table.root))
	p.page = container.NewVScroll(p.root)
	w.stop = append(w.stop, w.p.Sessions.Subscribe(p.onState), w.p.Profiles.Subscribe(p.refresh))
	p.render()
	return p
}

// content scrolls where the window is too low for a value that is read whole.
func (p *comparePlace) content() fyne.CanvasObject { return p.page }

// come puts the focus where the next thing is to be done.
func (p *comparePlace) come() {
	p.shown = true
	p.refresh()
	for _, s := range []*compareSide{p.left, p.right} {
		if s.token == nil {
			p.w.win.Canvas().Focus(s.pick)
			return
		}
	}
	p.w.win.Canvas().Focus(p.table.table.FocusTarget())
}

func (p *comparePlace) leave() { p.shown = false }

func (p *comparePlace) onSession() bool { return false }

// escape closes the whole value, else the filter's text.
func (p *comparePlace) escape() {
	if p.table.isOpen() {
		p.table.close()
		return
	}
	p.filter.SetText("")
}

// onState follows the sessions that are compared.
func (p *comparePlace) onState(s session.State) {
	for _, side := range []*compareSide{p.left, p.right} {
		if side.which != "" && side.session.Key() == s.Key && side.which.of(s) != side.token {
			p.refresh()
			return
		}
	}
}

// refresh reads both sides anew while the page is in sight.
func (p *comparePlace) refresh() {
	if !p.shown {
		return
	}
	changed := p.left.read()
	if changed = p.right.read() || changed; changed {
		p.compare()
	}
}

func (p *comparePlace) swapSides() {
	p.left.swap(p.right)
	p.left.read()
	p.right.read()
	p.compare()
}

// compare works out the difference in the background; until it is there the
// old one stays, unless a side is empty.
func (p *comparePlace) compare() {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	left, right := p.left.token, p.right.token
	if left == nil || right == nil {
		p.ready, p.found = false, inspect.Comparison{}
		p.render()
		return
	}
	p.cancel = p.w.p.Sessions.CompareTokens(left, right, func(c inspect.Comparison) {
		p.cancel = nil
		p.found, p.ready = c, true
		p.render()
	})
}

// render shows the lines that are wanted, and what to do where there are none.
func (p *comparePlace) render() {
	differences := p.found.Differences()
	p.amount.SetTabText(compareOnly, T("compare.only", args{"Count": len(differences)}))
	p.amount.SetTabText(compareAll, T("compare.all", args{"Count": len(p.found.Lines)}))
	lines := differences
	if p.amount.Selected() == compareAll {
		lines = p.found.Lines
	}
	lines = filtered(lines, p.filter.Text)
	p.table.set(lines)
	setText(p.counts, countsText(p.found))
	hint := ""
	switch {
	case len(lines) > 0:
	case len(differences) == 0 && p.amount.Selected() == compareOnly:
		hint = T("chip.good", args{"Text": T("compare.same")})
	default:
		hint = T("compare.no_hit")
	}
	setText(p.hint, hint)
	empty := T("compare.empty", args{"Key": keyText(ctrl(fyne.KeyV))})
	if (p.left.token == nil) != (p.right.token == nil) {
		empty = T("compare.empty_other")
	}
	setText(p.emptyText, empty)
	setShown(p.empty, !p.ready)
	setShown(p.bar, p.ready)
	setShown(p.hint, p.ready && hint != "")
	setShown(p.table.root, p.ready && len(lines) > 0)
	setEnabled(p.swap, p.left.token != nil || p.right.token != nil)
	setEnabled(p.copy, p.ready)
	p.root.Objects[0].Refresh()
	p.w.mendFocus()
}

// compareWith turns to the page with the shown token on the left.
func (w *Window) compareWith() {
	if here, ok := w.places.current().(*inspectPlace); ok {
		here.compare()
		return
	}
	p, ok := w.profile()
	if !ok || w.form != nil {
		return
	}
	which := whichAccess
	if w.places.now == placeRealms {
		switch w.page.tokens.tabs.Selected() {
		case tabRefresh:
			which = whichRefresh
		case tabID:
			which = whichID
		}
	}
	if which.of(w.state()) == nil {
		w.note(T("copy.nothing"))
		return
	}
	at, ok := w.places.place(placeCompare).(*comparePlace)
	if !ok {
		return
	}
	w.goTo(placeCompare)
	at.left.choose(w.targetOf(p), which)
	w.win.Canvas().Focus(at.right.pick)
}

// compareTwo turns to the page with two tokens from elsewhere in the program.
func (w *Window) compareTwo(left, right *inspect.Token) {
	at, ok := w.places.place(placeCompare).(*comparePlace)
	if !ok {
		return
	}
	w.goTo(placeCompare)
	at.left.put(inspect.Piece{Token: left})
	at.right.put(inspect.Piece{Token: right})
}

// compareBar gives the switch its width, the filter a third of the rest and the
// counts what is left.
type compareBar struct{ gap float32 }

// MinSize implements fyne.Layout.
func (l *compareBar) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, part := range o {
		least := part.MinSize()
		size = fyne.NewSize(size.Width+least.Width+l.gap, max(size.Height, least.Height))
	}
	return size
}

// Layout implements fyne.Layout.
func (l *compareBar) Layout(o []fyne.CanvasObject, size fyne.Size) {
	first := o[0].MinSize().Width
	room := max(0, size.Width-first-2*l.gap)
	second := min(room, max(160, room*0.45))
	x := float32(0)
	for i, width := range []float32{first, second, room - second} {
		height := o[i].MinSize().Height
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		o[i].Resize(fyne.NewSize(width, height))
		x += width + l.gap
	}
}

// remask shows or hides anew what tells of a person or could be used.
func (p *comparePlace) remask() {
	p.left.read()
	p.right.read()
	p.table.close()
	p.render()
}

// forget empties both sides; it is for the lock.
func (p *comparePlace) forget() {
	p.left.empty()
	p.right.empty()
}
