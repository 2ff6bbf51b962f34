package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// placeInspect tells what any text says.
const placeInspect placeKey = "inspect"

// tokenRows is how many rows of a token are in sight at once.
const tokenRows = 3

// foundToken is one token of a text and what came of it here.
type foundToken struct {
	piece inspect.Piece
	// depth is inside how many others it stood.
	depth int
	// opened is what was in an encrypted one, nil before it was decrypted.
	opened *inspect.Opened
	// given are keys that the user gave for it, and asked those of its realm.
	given, asked inspect.Keys
	// reloaded says that its realm was asked anew for its key.
	reloaded bool
	// server is what its realm said about it, nil before it was asked, and host
	// who that was.
	server   *session.Introspection
	host     string
	findings []inspect.Finding
	rights   []inspect.Right
}

// inspectPlace takes any text and tells what its tokens say, what is proven of
// it and what is not.
type inspectPlace struct {
	w      *Window
	root   *fyne.Container
	scroll *container.Scroll
	column *fyne.Container

	head     *inspectHead
	cards    *tokenCards
	view     *look.TokenView
	edit     *pasteEntry
	busy     *fyne.Container
	about    *look.Text
	nothing  *nothingCard
	cleaned  *chipRow
	checks   *checksView
	findings *chipRow
	tabs     *inspectTabs

	paste   inspect.Paste
	failure string
	tokens  []*foundToken
	at      int
	// kept is the text that was pasted, if a field can hold it; label is the
	// name of a token that came from a session.
	kept, label string
	// from is the profile of that session, empty for a paste.
	from profile.Profile
	// line is what the status line says of where the text went, done what was
	// done last.
	line, done string
	leeway     time.Duration
	shown      bool
	// silent is set while the field is filled by the program.
	silent bool
	// wait, cancel, job and tick end what is under way.
	wait, cancel, job, tick func()
}

func newInspectPlace(w *Window) *inspectPlace {
	p := &inspectPlace{w: w, view: look.NewTokenView(tokenRows), cleaned: newChipRow(), findings: newChipRow()}
	p.view.Label = T("inspect.token_text")
	p.view.Hide()
	p.edit = newPasteArea(T("inspect.hint"), p.escape, func(text string) { p.take(text, "") })
	p.edit.OnChanged = p.onTyped
	cancel := look.NewButton(look.Strong, T("action.cancel"), p.escape)
	p.busy = look.Row(8, look.NewText(look.Second, T("inspect.reading")), cancel)
	p.busy.Hide()
	p.about = look.NewParagraph(look.Second, T("inspect.about"))
	p.head = newInspectHead(p)
	p.cards = newTokenCards(p)
	p.nothing = newNothingCard(p)
	p.checks = newChecksView(p)
	p.tabs = newInspectTabs(p)
	p.column = container.New(&column{gap: 12, fill: true},
		p.head.root, p.cards.root, p.view, p.edit, p.busy, p.cleaned.root, p.nothing.root, p.checks.root, p.findings.root, p.about, p.tabs.root)
	p.scroll = container.NewVScroll(look.PadXY(20, 14, p.column))
	p.root = container.NewStack(p.scroll)
	p.show(true)
	w.stop = append(w.stop, w.p.Profiles.Subscribe(p.onProfiles), p.stop, p.endJobs, p.disarm)
	return p
}

func (p *inspectPlace) content() fyne.CanvasObject { return p.root }

func (p *inspectPlace) come() {
	p.shown = true
	p.show(false)
	if p.editing() {
		p.w.win.Canvas().Focus(p.edit)
	} else if len(p.tokens) > 0 {
		p.w.win.Canvas().Focus(p.view)
	}
}

func (p *inspectPlace) leave() {
	p.shown = false
	p.disarm()
	p.w.status.clear()
}

func (p *inspectPlace) onSession() bool { return false }

// escape ends what is under way, else closes what is open.
func (p *inspectPlace) escape() {
	switch {
	case p.cancel != nil:
		p.stop()
		p.show(false)
	case p.job != nil:
		p.endJobs()
		p.show(false)
	case p.tabs.closeStrip():
	case p.editing() && len(p.tokens) > 0:
		p.toggleEdit()
	}
}

// endJobs ends what was asked of a realm or of a key.
func (p *inspectPlace) endJobs() {
	if p.job != nil {
		p.job()
		p.job = nil
	}
}

// token is the one in sight, nil for none.
func (p *inspectPlace) token() *foundToken {
	if p.at < 0 || p.at >= len(p.tokens) {
		return nil
	}
	return p.tokens[p.at]
}

// onProfiles looks anew whose issuer it is.
func (p *inspectPlace) onProfiles() {
	if p.shown {
		p.render(time.Now())
	}
}

// note says what was just done.
func (p *inspectPlace) note(text string) {
	p.done = text
	p.w.status.set(list(p.line, p.done))
}

// show shows a token, or why there is none, from its beginning where turn is
// set.
func (p *inspectPlace) show(turn bool) {
	t := p.token()
	empty := t == nil && p.failure == "" && (p.paste.Thing == "" || p.paste.Thing == inspect.ThingEmpty)
	if empty {
		setShown(p.edit, true)
	}
	setShown(p.about, empty)
	setShown(p.view, t != nil && !p.editing())
	setShown(p.nothing.root, t == nil && !empty)
	setShown(p.checks.root, t != nil)
	setShown(p.tabs.root, t != nil)
	if t == nil {
		if !empty {
			p.nothing.show()
		}
		p.view.SetParts(nil)
		p.tabs.reset()
	} else if turn {
		p.view.SetParts(p.w.maskedParts(t))
		p.tabs.reset()
		p.lookInto(t)
	}
	p.render(time.Now())
	p.relayout()
	if turn {
		p.scroll.ScrollToTop()
	}
	p.w.mendFocus()
	if t != nil {
		p.checks.reload(t)
	}
}

// lookInto works out what does not change with time.
func (p *inspectPlace) lookInto(t *foundToken) {
	t.findings = inspect.Lint(t.piece.Token, inspect.LintOptions{Now: time.Now(), Bearer: t.piece.Bearer()})
	t.rights = rightsOf(t.piece.Token)
}

// render shows everything as of now.
func (p *inspectPlace) render(now time.Time) {
	moved := p.head.render(now)
	moved = p.cards.render(now) || moved
	moved = p.cleaned.set(p.cleanedChips()) || moved
	moved = p.checks.render(now) || moved
	moved = p.findings.set(p.findingChips()) || moved
	p.tabs.render(now)
	if moved {
		p.relayout()
	}
	if p.shown {
		p.w.status.set(list(p.line, p.done))
		p.arm(now)
	}
}

// relayout gives every part its room after one has come, gone or grown.
func (p *inspectPlace) relayout() {
	p.column.Refresh()
	p.scroll.Refresh()
}

// arm waits for the next text that changes by itself; while none does, nothing
// happens.
func (p *inspectPlace) arm(now time.Time) {
	p.disarm()
	next, ok := p.tabs.next(now)
	if at, more := p.checks.next(now); more && (!ok || at.Before(next)) {
		next, ok = at, true
	}
	if !ok || p.w.p.After == nil {
		return
	}
	p.tick = p.w.p.After(max(next.Sub(now), 50*time.Millisecond), func() {
		p.tick = nil
		p.render(time.Now())
	})
}

func (p *inspectPlace) disarm() {
	if p.tick != nil {
		p.tick()
		p.tick = nil
	}
}

// choose turns to one of the tokens that were found.
func (p *inspectPlace) choose(i int) {
	if i < 0 || i >= len(p.tokens) || i == p.at {
		return
	}
	p.endJobs()
	p.at = i
	p.done = ""
	p.show(true)
}

// step turns to the next or the previous token.
func (p *inspectPlace) step(by int) {
	if n := len(p.tokens); n > 1 {
		p.choose((p.at + by + n) % n)
	}
}
