package ui

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// tokenCards are the tokens of a text, one card each; those that lie inside
// another one, encrypted or as a claim, follow it. One token needs no card.
type tokenCards struct {
	p    *inspectPlace
	root *fyne.Container
	row  *look.CardRow
	// of are the tokens that have cards.
	of []*foundToken
}

func newTokenCards(p *inspectPlace) *tokenCards {
	c := &tokenCards{p: p}
	c.row = look.NewCardRow(p.choose)
	c.row.Label = T("inspect.cards")
	c.root = look.Column(0, c.row)
	c.root.Hide()
	return c
}

// render shows the cards as of now and tells whether their room changed.
func (c *tokenCards) render(now time.Time) bool {
	many := len(c.p.tokens) > 1
	if !many {
		c.of = nil
		return setShown(c.root, false)
	}
	items := make([]look.CardItem, len(c.p.tokens))
	for i, t := range c.p.tokens {
		items[i] = c.item(i, t, now)
	}
	c.of = c.p.tokens
	c.row.SetItems(items, c.p.at)
	return setShown(c.root, true)
}

// item is the card of a token: what it is, then what tells it from the others.
func (c *tokenCards) item(i int, t *foundToken, now time.Time) look.CardItem {
	item := look.CardItem{Title: T("inspect.found_item", args{"Number": i + 1, "Text": kindText(t)})}
	state := ""
	switch end, ok := t.piece.Token.Expiry(); {
	case t.piece.Cut || t.piece.Headless:
		state, item.Tone = T("inspect.cut"), look.ToneCaution
	case ok && !now.Before(end):
		state, item.Tone = T("inspect.expired"), look.ToneBad
	}
	inside := ""
	if t.depth > 0 {
		inside = T("inspect.inside")
	}
	if t.opened != nil {
		inside = T("inspect.opened")
	}
	// Whose it is tells more than where it stood; the head has both.
	whose := cmp.Or(c.p.w.masked(inspect.Clip(t.piece.Token.Owner(), 40)), visible(t.piece.Label))
	item.Second = cmp.Or(list(state, inside, whose), visible(t.piece.Token.Algorithm()))
	return item
}

// compare turns to the page that holds the token in sight against another one.
func (p *inspectPlace) compare() {
	t := p.token()
	at, ok := p.w.places.place(placeCompare).(*comparePlace)
	if t == nil || !ok {
		return
	}
	p.w.goTo(placeCompare)
	at.left.take(t.piece)
	p.w.win.Canvas().Focus(at.right.pick)
}

// write opens the card that makes a token like the one in sight, or an empty
// one.
func (p *inspectPlace) write() {
	if t := p.token(); t != nil {
		p.w.openMint(t.piece.Token)
		return
	}
	p.w.openMint(nil)
}

// remask shows or hides anew what tells of a person or could be used.
func (p *inspectPlace) remask() {
	t := p.token()
	p.view.SetParts(p.w.maskedParts(t))
	p.tabs.rights.known, p.tabs.filled = false, [2]*foundToken{}
	p.checks.of = nil
	p.show(false)
}

// maskedParts are the parts of a token, or dots for each while values are
// hidden.
func (w *Window) maskedParts(t *foundToken) []look.TokenPart {
	if t == nil {
		return nil
	}
	parts := tokenParts(t)
	for i := range parts {
		if w.hidden && parts[i].Text != "." && parts[i].Text != "..." {
			parts[i].Text = "......"
		}
	}
	return parts
}
