package ui

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// mintCard edits the parts of a token and signs them with a key of one's own.
// It stays as it was when it is closed and opened again for the same token.
type mintCard struct {
	w     *Window
	token *inspect.Token

	root           *container.Scroll
	column         *fyne.Container
	header, claims *textArea
	valid          *look.Text
	algorithm      *look.Select
	keyText        *look.Text
	drop           *look.Button
	sign           *look.Button
	result         *mintResult

	key   inspect.SigningKey
	given bool // the key was pasted
	busy  string
	wrong string
	// long tells of a part that is too long to be edited.
	long string
	stop func()
}

// mintAlgorithms are those that a token can be signed with here.
func mintAlgorithms() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512"}
}

// openMint opens the card for a decoded token, nil for an empty one.
func (w *Window) openMint(token *inspect.Token) {
	if w.minting == nil || w.minting.token != token {
		if w.minting != nil {
			w.minting.cancel()
		}
		w.minting = newMintCard(w, token)
	}
	c := w.minting
	c.header.mask(w, w.hidden)
	c.claims.mask(w, w.hidden)
	c.result.render()
	size := w.win.Canvas().Size()
	least := fyne.NewSize(min(920, size.Width-80), min(660, size.Height-150))
	w.openModal(T("mint.title"), c.root, least, look.NewButton(look.Strong, T("action.close"), w.closeModal), c.sign)
	w.win.Canvas().Focus(c.claims)
}

// mintShown opens the card for the shown session's token.
func (w *Window) mintShown() {
	if here, ok := w.places.current().(*inspectPlace); ok {
		here.write()
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
	if w.form == nil {
		w.openMint(which.of(w.state()))
	}
}

func newMintCard(w *Window, token *inspect.Token) *mintCard {
	c := &mintCard{w: w, token: token, valid: look.NewParagraph(look.Second, ""), keyText: look.NewParagraph(look.Second, "")}
	c.header, c.claims = newTextArea(3, w.closeModal), newTextArea(9, w.closeModal)
	c.algorithm = look.NewSelect(func(string) { c.changed() })
	c.algorithm.Options = mintAlgorithms()
	c.drop = look.NewButton(look.Quiet, T("mint.key_drop"), c.dropKey)
	c.sign = look.NewButton(look.Primary, T("mint.sign"), c.onSign)
	c.result = newMintResult(c)
	paste := look.NewButton(look.Quiet, T("mint.key_paste"), c.pasteKey)
	lives := look.Row(8, wholeText(look.Second, "mint.life"))
	for _, life := range []mintLife{lifeLive, lifeExpired, lifeLater} {
		lives.Add(look.NewButton(look.Quiet, T("mint.life."+string(life)), func() { c.setLife(life) }))
	}
	keys := look.Row(8, look.NewText(look.Second, T("mint.algorithm")), look.Floor(fyne.NewSize(120, 0), c.algorithm), paste, c.drop)
	c.column = look.Column(10,
		look.NewParagraph(look.Second, T("mint.intro")),
		look.Column(4, look.NewText(look.Strong, T("mint.header")), look.NewText(look.Second, T("mint.header_hint")), c.header),
		look.Column(4, container.NewBorder(nil, nil, wholeText(look.Strong, "mint.claims"), lives), c.claims),
		c.valid, keys, c.keyText, c.result.root)
	c.root = inCard(c.column)
	c.fill()
	c.header.OnChanged = func(string) { c.changed() }
	c.claims.OnChanged = func(string) { c.changed() }
	c.changed()
	return c
}

// wholeText is a caption that does not shrink.
func wholeText(style look.Style, key string) *look.Text {
	t := look.NewText(style, T(key))
	t.SetTruncate(false)
	return t
}

// fill puts the token into the fields; a part that is too long to be edited
// stays out, and that is said.
func (c *mintCard) fill() {
	d := inspect.DraftOf(c.token)
	for _, part := range []struct {
		field *textArea
		text  string
		name  string
	}{{c.header, prettyJSON(d.Header), "mint.header"}, {c.claims, prettyJSON(d.Claims), "mint.claims"}} {
		if len(part.text) > maxInput {
			c.long = T("mint.too_long", args{"Part": T(part.name), "Size": len(part.text), "Limit": maxInput})
			part.text = "{}"
		}
		part.field.SetText(part.text)
	}
	name := "RS256"
	if c.token != nil && slices.Contains(mintAlgorithms(), c.token.Algorithm()) {
		name = c.token.Algorithm()
	}
	c.algorithm.SetSelected(name)
}

// changed checks what is written; a token made before is no longer that of the
// fields.
func (c *mintCard) changed() {
	if c.result == nil || c.column == nil {
		return
	}
	c.cancel()
	c.wrong = ""
	c.result.clear()
	c.render()
}

// fault is why the fields cannot be signed, "" for no reason.
func (c *mintCard) fault() string {
	for _, part := range []struct {
		text, wrong string
	}{{c.header.Text, "mint.wrong_header"}, {c.claims.Text, "mint.wrong_claims"}} {
		line, ok := wrongLine(part.text)
		switch {
		case ok:
		case line > 0:
			return T("mint.wrong_at", args{"Text": T(part.wrong), "Line": line})
		default:
			return T(part.wrong)
		}
	}
	return ""
}

func (c *mintCard) render() {
	fault := c.fault()
	text := T("chip.good", args{"Text": T("mint.ok")})
	c.valid.SetColor(look.ColorGood)
	if why := cmp.Or(fault, c.wrong, c.long); why != "" {
		text = T("chip.bad", args{"Text": why})
		c.valid.SetColor(look.ColorBad)
	}
	if c.busy != "" {
		text = c.busy
		c.valid.SetColor("")
	}
	setText(c.valid, text)
	setText(c.keyText, c.describeKey())
	setShown(c.drop, c.given)
	setEnabled(c.sign, fault == "" && c.busy == "")
	c.column.Refresh()
	c.root.Refresh()
}

// describeKey says what signs: its kind and its fingerprint, never itself.
func (c *mintCard) describeKey() string {
	if c.key.Empty() {
		return T("mint.key_new")
	}
	from, kind := T("mint.key_made"), T("mint.key_private")
	if c.given {
		from = T("mint.key_given")
	}
	if c.key.PublicJWKS() == "" {
		kind = T("mint.key_secret")
	}
	return list(T("mint.key"), kind, c.key.Algorithm(), from, fingerprint(visible(c.key.ID())))
}

// setLife writes a lifetime into the claims.
func (c *mintCard) setLife(life mintLife) {
	if text, ok := withLife(c.claims.Text, life, time.Now()); ok && len(text) <= maxInput {
		c.claims.SetText(text)
	}
}

// pasteKey takes the key on the clipboard.
func (c *mintCard) pasteKey() {
	c.cancel()
	c.busy = T("mint.key_reading")
	c.stop = c.w.p.Sessions.ReadSigningKey(session.NewSecret(c.w.p.App.Clipboard().Content()), func(a session.SigningKeyAnswer) {
		c.rest()
		if c.wrong = signFault(a.Err, a.Crash); c.wrong == "" {
			c.key, c.given = a.Key, true
			c.offer(a.Key.Algorithms(), a.Key.Algorithm())
		}
		c.result.clear()
		c.render()
	})
	c.render()
}

// dropKey forgets the key: the next token is signed by a new one.
func (c *mintCard) dropKey() {
	c.key, c.given, c.wrong = inspect.SigningKey{}, false, ""
	c.offer(mintAlgorithms(), c.algorithm.Selected)
	c.changed()
	c.w.win.Canvas().Focus(c.algorithm)
}

func (c *mintCard) offer(algorithms []string, chosen string) {
	c.algorithm.Options = algorithms
	c.algorithm.SetSelected(chosen)
	c.algorithm.Refresh()
}

// onSign makes the token in the background. A key that was made here and does
// not fit the algorithm gives way to a new one.
func (c *mintCard) onSign() {
	if c.fault() != "" || c.busy != "" {
		return
	}
	if name := c.algorithm.Selected; !c.given && !slices.Contains(c.key.Algorithms(), name) {
		c.key = inspect.SigningKey{}
	}
	c.wrong, c.busy = "", T("mint.signing")
	d := inspect.Draft{Header: c.header.Text, Claims: c.claims.Text, Algorithm: c.algorithm.Selected}
	c.stop = c.w.p.Sessions.SignToken(&c.w.mint, d, c.key, func(a session.SignedAnswer) {
		c.rest()
		if !a.Key.Empty() {
			c.key = a.Key
		}
		if c.wrong = signFault(a.Err, a.Crash); c.wrong == "" {
			c.result.show(a)
		}
		c.render()
		if c.wrong == "" && c.w.inSightOf(c.root, c.result.copy) {
			c.w.win.Canvas().Focus(c.result.copy)
			c.root.ScrollToBottom() // the page behind is what look.Reveal scrolls
		}
	})
	c.render()
}

// signFault says why there is no token, or no key.
func signFault(err error, crash *session.Failure) string {
	var e *inspect.SignError
	switch {
	case crash != nil:
		return T("mint.crashed")
	case errors.As(err, &e):
		return T("sign." + e.Reason)
	}
	return ""
}

func (c *mintCard) rest() { c.stop, c.busy = nil, "" }

// cancel drops the answer of what runs.
func (c *mintCard) cancel() {
	if c.stop != nil {
		c.stop()
	}
	c.rest()
}

// inSightOf tells whether f is shown inside what an open card shows.
func (w *Window) inSightOf(root fyne.CanvasObject, f fyne.CanvasObject) bool {
	return w.modal != nil && look.Shown(root, f)
}
