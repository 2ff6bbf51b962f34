package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// compareWhich is a token of a session; its word is "compare.which.{which}".
type compareWhich string

// The tokens of a session, and those that the last refresh replaced.
const (
	whichAccess     compareWhich = "access"
	whichRefresh    compareWhich = "refresh"
	whichID         compareWhich = "id"
	whichOldAccess  compareWhich = "old_access"
	whichOldRefresh compareWhich = "old_refresh"
	whichOldID      compareWhich = "old_id"
)

func compareWhiches() []compareWhich {
	return []compareWhich{whichAccess, whichRefresh, whichID, whichOldAccess, whichOldRefresh, whichOldID}
}

// of is a session's token of that sort, nil for none that can be read.
func (c compareWhich) of(s session.State) *inspect.Token {
	set := s.Tokens
	if c == whichOldAccess || c == whichOldRefresh || c == whichOldID {
		set = s.Previous
	}
	if set == nil {
		return nil
	}
	t := set.Access
	switch c {
	case whichRefresh, whichOldRefresh:
		t = set.Refresh
	case whichID, whichOldID:
		t = set.ID
	}
	if t == nil || t.Payload == nil && t.Header == nil {
		return nil
	}
	return t
}

// compareSide is one of the two tokens: where it comes from and what it is.
type compareSide struct {
	p     *comparePlace
	root  *fyne.Container
	pick  *look.PasteButton
	about *look.Text
	mark  *chipRow

	// session and which say where a token comes from, pieces what was pasted.
	session session.Target
	which   compareWhich
	pieces  []inspect.Piece
	piece   int
	taken   bool // from the page Inspect
	wrong   string
	token   *inspect.Token
	cancel  func()
	// name is what the button says, room what there is for it.
	name string
	room float32
}

func newCompareSide(p *comparePlace, title string) *compareSide {
	s := &compareSide{p: p, name: T("compare.choose"), room: sideLeast, about: look.NewParagraph(look.Second, ""), mark: newChipRow()}
	s.pick = look.NewPasteButton(look.Strong, T("compare.choose"), s.menu, s.paste)
	paste := look.NewButton(look.Quiet, T("compare.paste"), func() { s.paste(p.w.p.App.Clipboard().Content()) })
	caption := look.NewText(look.Caps, strings.ToUpper(title))
	row := container.New(&tokenRow{side: s}, s.pick, paste)
	s.root = look.NewCard(container.New(&column{gap: 8}, caption, row, s.about, s.mark.root))
	return s
}

// tokenRow puts the button that names a side before the one that pastes. The
// name has what room the window gives it, its button's menu has the whole.
type tokenRow struct{ side *compareSide }

// The least room for a name, the room round it in its button, and the gap.
const (
	sideLeast = 150
	sideEdge  = 50
	sideGap   = 8
)

// MinSize implements fyne.Layout.
func (*tokenRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sideLeast+sideEdge+sideGap+o[1].MinSize().Width, o[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (l *tokenRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	paste := o[1].MinSize()
	l.side.room = max(sideLeast, size.Width-paste.Width-sideGap-sideEdge)
	l.side.label()
	pick := fyne.NewSize(min(o[0].MinSize().Width, size.Width-paste.Width-sideGap), size.Height)
	o[0].Move(fyne.Position{})
	o[0].Resize(pick)
	o[1].Move(fyne.NewPos(pick.Width+sideGap, 0))
	o[1].Resize(fyne.NewSize(paste.Width, size.Height))
}

// label writes the name as far as there is room for it.
func (s *compareSide) label() { s.pick.SetText(shortened(look.Strong, s.name, s.room)) }

// menu offers every token of every session, and what was pasted.
func (s *compareSide) menu() *fyne.Menu {
	var items []*fyne.MenuItem
	for i := range s.pieces {
		item := fyne.NewMenuItem(s.pastedText(i), func() { s.piece, s.which = i, ""; s.update() })
		item.Checked = s.which == "" && i == s.piece
		items = append(items, item)
	}
	items = append(items, s.inspected()...)
	tokens := s.tokens()
	few := tokens
	if len(tokens) > mostCompared {
		items = append(items, fyne.NewMenuItem(T("compare.find"), func() { s.find(tokens) }))
		few = nil
	}
	for _, t := range few {
		item := fyne.NewMenuItem(s.p.w.sessionText(t.session, t.which), func() { s.choose(t.session, t.which) })
		item.Checked = s.which == t.which && s.session.Key() == t.session.Key()
		items = append(items, item)
	}
	if len(items) == 0 {
		item := fyne.NewMenuItem(T("compare.none"), nil)
		item.Disabled = true
		items = append(items, item)
	}
	if s.token != nil || s.wrong != "" {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(T("compare.clear"), s.empty))
	}
	return fyne.NewMenu("", items...)
}

// inspected offers the tokens of the page Inspect that no side holds.
func (s *compareSide) inspected() []*fyne.MenuItem {
	at, ok := s.p.w.places.place(placeInspect).(*inspectPlace)
	if !ok {
		return nil
	}
	var items []*fyne.MenuItem
	for _, t := range at.tokens[:min(len(at.tokens), mostCompared)] {
		if held := t.piece.Token; held != s.p.left.token && held != s.p.right.token {
			items = append(items, fyne.NewMenuItem(s.p.w.inspectedText(t.piece), func() { s.take(t.piece) }))
		}
	}
	return items
}

// inspectedText names a token of the page Inspect.
func (w *Window) inspectedText(p inspect.Piece) string {
	return list(T("compare.inspected", args{"Kind": kindOf(p)}), w.masked(visible(p.Token.Owner())))
}

// mostCompared is how many tokens a menu can hold to be read at a glance; among
// more one looks by letters.
const mostCompared = 15

// compareToken is a token that can be chosen.
type compareToken struct {
	session session.Target
	which   compareWhich
}

// tokens are those of all sessions.
func (s *compareSide) tokens() []compareToken {
	var out []compareToken
	for _, t := range s.p.w.targets() {
		state := s.p.w.p.Sessions.State(t.Key())
		for _, which := range compareWhiches() {
			if which.of(state) != nil {
				out = append(out, compareToken{t, which})
			}
		}
	}
	return out
}

// find asks for one of many tokens by letters.
func (s *compareSide) find(tokens []compareToken) {
	lines := make([]paletteLine, len(tokens))
	for i, t := range tokens {
		p, word := t.session.Profile, T("compare.which."+string(t.which))
		text, tone := lifeShort(s.p.w.p.Sessions.State(t.session.Key()))
		lines[i] = newPaletteLine(look.ListItem{
			Title: list(visible(p.Name), s.p.w.boardWho(t.session)), Tone: tone, Trailing: text,
			Second: list(word, visible(p.Realm.Name), environmentText(p.Environment)),
		}, func() { s.choose(t.session, t.which) })
	}
	s.p.w.openLines(T("compare.find_title"), T("compare.find_hint"), lines)
}

// sessionText names a token of a session.
func (w *Window) sessionText(t session.Target, which compareWhich) string {
	return list(visible(t.Profile.Name), w.boardWho(t), T("compare.which."+string(which)))
}

func (s *compareSide) pastedText(i int) string {
	name := T("compare.pasted")
	if s.taken {
		return s.p.w.inspectedText(s.pieces[i])
	}
	if len(s.pieces) > 1 {
		name = T("compare.pasted_nth", args{"Nth": i + 1, "Of": len(s.pieces)})
	}
	return list(name, s.p.w.masked(visible(s.pieces[i].Token.Owner())))
}

// choose takes a token of a session, and those that follow it.
func (s *compareSide) choose(t session.Target, which compareWhich) {
	s.stop()
	s.session, s.which, s.pieces, s.wrong, s.taken = t, which, nil, "", false
	s.update()
}

// empty forgets the side.
func (s *compareSide) empty() {
	s.stop()
	s.session, s.which, s.pieces, s.piece, s.wrong, s.taken = session.Target{}, "", nil, 0, "", false
	s.update()
}

// paste looks for a token in a text; what holds none says what it is.
func (s *compareSide) paste(text string) {
	s.stop()
	s.about.SetText(T("compare.searching"))
	s.cancel = s.p.w.p.Sessions.FindTokens(text, func(found inspect.Paste) {
		s.cancel = nil
		s.session, s.which, s.pieces, s.piece, s.wrong, s.taken = session.Target{}, "", found.Pieces, 0, "", false
		if len(found.Pieces) == 0 {
			s.wrong = translate("thing."+string(found.Thing), found.Args)
		}
		s.update()
		s.p.w.win.Canvas().Focus(s.pick)
	})
}

func (s *compareSide) stop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// put is a token from elsewhere in the program, as if it had been pasted.
func (s *compareSide) put(piece inspect.Piece) {
	s.stop()
	s.session, s.which, s.pieces, s.piece, s.wrong, s.taken = session.Target{}, "", []inspect.Piece{piece}, 0, "", false
	s.update()
}

// take is a token of the page Inspect.
func (s *compareSide) take(piece inspect.Piece) {
	s.put(piece)
	s.taken = true
	s.update()
	s.p.w.win.Canvas().Focus(s.pick)
}

// swap changes places with another side.
func (s *compareSide) swap(o *compareSide) {
	s.stop()
	o.stop()
	s.session, o.session = o.session, s.session
	s.which, o.which = o.which, s.which
	s.pieces, o.pieces = o.pieces, s.pieces
	s.piece, o.piece = o.piece, s.piece
	s.taken, o.taken = o.taken, s.taken
	s.wrong, o.wrong = o.wrong, s.wrong
}

// update finds the side's token as of now and compares anew.
func (s *compareSide) update() {
	s.read()
	s.p.compare()
}

// read finds the token and says what it is; it tells whether it is another one.
func (s *compareSide) read() bool {
	old := s.token
	s.token = nil
	name, about := T("compare.choose"), s.wrong
	switch {
	case s.which != "":
		s.token = s.which.of(s.p.w.p.Sessions.State(s.session.Key()))
		name = s.p.w.sessionText(s.session, s.which)
		if s.token == nil {
			about = T("compare.gone")
		}
	case s.piece < len(s.pieces):
		s.token = s.pieces[s.piece].Token
		name = s.pastedText(s.piece)
	}
	s.name = name
	s.label()
	if s.token != nil {
		about = tokenAbout(s.token, time.Now())
	} else if about != "" {
		about = T("chip.look", args{"Text": about})
	}
	setText(s.about, about)
	setShown(s.about, about != "")
	var marks []chip
	if s.p.w.mint.MadeHere(s.token) {
		marks = append(marks, caution(T("sign.made")))
	}
	s.mark.set(marks)
	s.root.Refresh()
	return old != s.token
}

// tokenAbout is a token in one line: its kind, its algorithm, its issuer, its
// end.
func tokenAbout(t *inspect.Token, now time.Time) string {
	end := T("compare.undated")
	if at, ok := t.Expiry(); ok {
		key := "compare.until"
		if !now.Before(at) {
			key = "compare.ended"
		}
		end = T(key, args{"Time": moment(at, now)})
	}
	issuer, _ := t.Claim("iss")
	return list(visible(t.Typ()), visible(t.Algorithm()), visible(issuer.Text), end)
}

// ticketText names a side without a person.
func (s *compareSide) ticketText() string {
	what := T("compare.pasted")
	if s.which != "" {
		p := s.session.Profile
		what = T("compare.ticket_realm", args{
			"Which": T("compare.which." + string(s.which)), "Realm": visible(p.Realm.Name), "Client": visible(p.Client.ID),
		})
	}
	if s.p.w.mint.MadeHere(s.token) {
		what = list(what, T("sign.made"))
	}
	return what
}

// targetOf is the shown session as a target.
func (w *Window) targetOf(p profile.Profile) session.Target {
	return session.Target{Profile: p, Account: w.account(p)}
}
