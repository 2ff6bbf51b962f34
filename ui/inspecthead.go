package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// mostChips is how many remarks stand above the tabs; the tab of the findings
// has all.
const mostChips = 6

// inspectHead names what was found and what can be done with it.
type inspectHead struct {
	p     *inspectPlace
	root  *fyne.Container
	title *look.Text
	chips [3]*look.Chip
	edit  *look.Button
	copy  *look.MenuButton
	fresh *look.Button
	with  *look.Button
	write *look.Button
}

func newInspectHead(p *inspectPlace) *inspectHead {
	h := &inspectHead{p: p, title: look.NewText(look.Title, T("place.inspect"))}
	h.title.SetTruncate(true)
	for i := range h.chips {
		h.chips[i] = look.NewChip(look.ToneAccent, "")
		h.chips[i].Hide()
	}
	h.edit = look.NewButton(look.Quiet, T("inspect.edit"), p.toggleEdit)
	h.copy = look.NewMenuButton(look.Quiet, T("inspect.copy"), func() *fyne.Menu { return fyne.NewMenu("", p.copyItems()...) })
	h.with = look.NewButton(look.Quiet, T("inspect.compare"), p.compare)
	h.write = look.NewButton(look.Quiet, T("inspect.write"), p.write)
	h.fresh = look.NewButton(look.Quiet, T("inspect.paste"), p.clearAndPaste)
	left := look.Row(10, h.title, h.chips[0], h.chips[1], h.chips[2])
	h.root = container.New(&ends{gap: 8}, left, look.Row(8, h.edit, h.copy, h.with, h.write, h.fresh))
	return h
}

// render shows the token in sight and tells whether the row's room changed.
func (h *inspectHead) render(now time.Time) bool {
	t := h.p.token()
	title := T("place.inspect")
	var chips []chip
	if t != nil {
		title = kindText(t)
		chips = h.chipsOf(t, now)
	}
	moved := h.title.Text() != title
	setText(h.title, title)
	for i, c := range h.chips {
		if moved = setShown(c, i < len(chips)) || moved; i < len(chips) {
			moved = c.Text() != chips[i].text || moved
			c.Set(chips[i].tone, chips[i].text)
		}
	}
	for _, b := range []fyne.CanvasObject{h.copy, h.with, h.write} {
		moved = setShown(b, t != nil) || moved
	}
	moved = setShown(h.edit, t != nil || h.p.kept != "" && !h.p.editing()) || moved
	setEnabled(h.edit, h.p.editing() || h.p.editable())
	if h.p.editing() {
		h.edit.SetText(T("inspect.edit_done"))
	} else {
		h.edit.SetText(T("inspect.edit"))
	}
	if moved {
		h.root.Refresh()
	}
	return moved
}

// kindText says what sort of token it is.
func kindText(t *foundToken) string { return kindOf(t.piece) }

// kindOf names the kind of a token.
func kindOf(p inspect.Piece) string { return T("inspectcmd.kind." + string(p.Token.Kind(p.Label))) }

// chipsOf say where it came from or under which name it stood, whose it is and
// whether it is over.
func (h *inspectHead) chipsOf(t *foundToken, now time.Time) []chip {
	var out []chip
	switch {
	case h.p.from.ID != "":
		out = append(out, chip{look.ToneAccent, T("inspect.from", args{"Profile": inspect.Clip(h.p.from.Name, 40)})})
	case t.piece.Label != "":
		out = append(out, chip{look.ToneAccent, T("inspect.found_as", args{"Name": visible(t.piece.Label)})})
	}
	if owner := t.piece.Token.Owner(); owner != "" {
		out = append(out, chip{look.TonePlain, h.p.w.masked(inspect.Clip(owner, 40))})
	}
	switch end, ok := t.piece.Token.Expiry(); {
	case t.piece.Cut || t.piece.Headless:
		out = append(out, chip{look.ToneCaution, T("inspect.cut")})
	case ok && !now.Before(end):
		out = append(out, chip{look.ToneBad, T("inspect.expired")})
	}
	return out
}

// tokenParts are the parts of a token in their colours, with the dots between
// in ink.
func tokenParts(t *foundToken) []look.TokenPart {
	colors := []fyne.ThemeColorName{look.ColorBad, look.ColorStaging, theme.ColorNamePrimary, look.ColorCaution, look.ColorGood, theme.ColorNameForeground}
	if t.piece.Headless {
		colors = colors[1:]
	}
	var out []look.TokenPart
	for i, part := range strings.SplitN(t.piece.Text, ".", 6) {
		if i > 0 {
			out = append(out, look.TokenPart{Text: ".", Color: theme.ColorNameForeground})
		}
		out = append(out, look.TokenPart{Text: part, Color: colors[min(i, len(colors)-1)]})
	}
	if t.piece.Cut {
		out = append(out, look.TokenPart{Text: "...", Color: look.ColorCaution})
	}
	return out
}

// cleanedChips say what was taken out of the text to read the token, and what
// else it holds.
func (p *inspectPlace) cleanedChips() []chip {
	t := p.token()
	if t == nil {
		return nil
	}
	var out []chip
	for _, c := range append(p.paste.Cleaned[:len(p.paste.Cleaned):len(p.paste.Cleaned)], t.piece.Cleaned...) {
		out = append(out, chip{look.TonePlain, T("clean." + string(c))})
	}
	if p.w.mint.MadeHere(t.piece.Token) {
		out = append(out, caution(T("sign.made")))
	}
	if p.paste.More {
		out = append(out, caution(T("paste.more", args{"Limit": len(p.paste.Pieces)})))
	}
	if p.paste.Thing != "" {
		out = append(out, caution(p.thingText()))
	}
	switch {
	case t.piece.Headless:
		out = append(out, caution(T("paste.headless")))
	case t.piece.Cut:
		out = append(out, caution(T("paste.cut")))
	case t.opened != nil && len(t.opened.Nested) > 0:
		out = append(out, chip{look.TonePlain, T("paste.decrypted")}, chip{look.TonePlain, T("inspect.opened_inside")})
	case t.opened != nil:
		out = append(out, chip{look.TonePlain, T("paste.decrypted")})
	case t.piece.Token.Form == inspect.FormJWE:
		out = append(out, caution(T("paste.encrypted")))
	}
	return out
}

// thingText names what the text is or also holds.
func (p *inspectPlace) thingText() string {
	a := args{}
	for name, value := range p.paste.Args {
		a[name] = visible(value)
	}
	return T("thing."+string(p.paste.Thing), a)
}

// findingChips are the first remarks on the token.
func (p *inspectPlace) findingChips() []chip {
	t := p.token()
	if t == nil {
		return nil
	}
	var out []chip
	all := remarksOf(t)
	for _, r := range all {
		if r.tone == look.TonePlain {
			continue
		}
		if len(out) == mostChips {
			break
		}
		out = append(out, chip{r.tone, T("chip.look", args{"Text": r.title})})
	}
	return out
}
