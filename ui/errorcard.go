package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/tokenclient/inspect"
	"realmscope/ui/look"
)

// The server's own words, cut for the window.
const (
	maxDetails   = 8 << 10
	detailsWidth = 100
)

// errorCard says what happened, the likely reasons in order, what to do and
// who can, and the server's own words.
type errorCard struct {
	w       *Window
	root    *fyne.Container
	title   *look.Text
	lead    *look.Text
	causes  *fyne.Container
	buttons *fyne.Container
	line    *look.Text
	more    *look.Button
	details *fyne.Container
	// scroll gets the grid when it is first opened: the grid makes Fyne read
	// another set of fonts.
	scroll *container.Scroll
	grid   *widget.TextGrid

	shown *session.Failure
}

func newErrorCard(w *Window) *errorCard {
	c := &errorCard{
		w: w, title: look.NewParagraph(look.Strong, ""), lead: look.NewParagraph(look.Body, ""),
		causes: look.Column(6), buttons: newFlow(8), line: look.NewText(look.Mono, ""), grid: widget.NewTextGrid(),
	}
	c.line.SetTruncate(true)
	c.line.SetColor(look.ColorSecond)
	c.more = look.NewButton(look.Quiet, T("error.details_show"), c.toggle)
	c.scroll = container.NewScroll(look.VGap(0))
	c.details = look.Floor(fyne.NewSize(0, 160), c.scroll)
	c.details.Hide()
	foot := container.NewBorder(nil, nil, nil, container.NewCenter(c.more), c.buttons)
	c.root = look.NewStripeCard(look.ColorBad, look.Column(10,
		c.title, c.lead, look.PadXY(12, 0, c.causes), foot, look.NewTip(c.line), c.details))
	c.root.Hide()
	return c
}

// render shows the failure of a state and tells whether the card changed.
func (c *errorCard) render(p profile.Profile, s session.State) bool {
	if s.Failure == c.shown {
		return false
	}
	c.shown = s.Failure
	c.details.Hide()
	c.more.SetText(T("error.details_show"))
	if s.Failure == nil {
		c.root.Hide()
		return true
	}
	f := s.Failure
	a := adviceArgs(f)
	setText(c.title, T("advice."+f.Advice.ID+".title", a))
	lead, ok := known("advice."+f.Advice.ID+".lead", a)
	setText(c.lead, lead)
	setShown(c.lead, ok && lead != "")
	setCauses(c.causes, f, a)
	c.setButtons(p, s)
	setText(c.line, c.w.masked(visible(f.Line)))
	setShown(c.more, f.Details != "")
	c.root.Show()
	return true
}

// setCauses lists the likely reasons of a failure in a column.
func setCauses(column *fyne.Container, f *session.Failure, a args) {
	column.RemoveAll()
	for i := range f.Advice.Causes {
		why, do := causeText(f, i, a)
		column.Add(twoTone(T("error.cause", args{"Number": i + 1, "Why": why}), do))
	}
}

// causeText is one likely reason of a failure, and what to do and who can.
func causeText(f *session.Failure, i int, a args) (why, do string) {
	cause := f.Advice.Causes[i]
	key := "advice." + f.Advice.ID + "." + cause.ID
	do = T(key+".do", a)
	if cause.Who != "wait" { // its texts begin with what to wait for
		do = T("error.do", args{"Who": T("advice.who." + string(cause.Who)), "Do": do})
	}
	return T(key+".why", a), do
}

// twoTone is a wrapped line in ink that goes on in grey.
func twoTone(ink, grey string) fyne.CanvasObject {
	inline := widget.RichTextStyle{Inline: true, ColorName: theme.ColorNameForeground, SizeName: theme.SizeNameText}
	second := inline
	second.ColorName = look.ColorSecond
	r := widget.NewRichText(
		&widget.TextSegment{Text: ink + "  ", Style: inline}, &widget.TextSegment{Text: grey, Style: second})
	r.Wrapping = fyne.TextWrapWord
	// RichText keeps room round itself that a list of lines does not want.
	return container.New(layout.NewCustomPaddedLayout(-8, -8, -8, -8), r)
}

func (c *errorCard) setButtons(p profile.Profile, s session.State) {
	c.buttons.RemoveAll()
	kind := look.ButtonKind(look.Primary)
	for _, id := range s.Failure.Advice.Actions {
		do := c.w.adviceAction(id, s)
		if do == nil {
			continue
		}
		c.buttons.Add(look.NewButton(kind, T("advice.action."+id), do))
		kind = look.Strong
	}
	c.buttons.Add(look.NewButton(look.Strong, T("error.copy"), func() {
		c.w.copyPlain(summary(p, s), T("error.copied"))
	}))
}

// toggle shows or hides the server's own words.
func (c *errorCard) toggle() {
	if c.details.Visible() {
		c.details.Hide()
		c.more.SetText(T("error.details_show"))
	} else if c.shown != nil {
		c.scroll.Content = c.grid
		c.grid.SetText(c.w.masked(breakLines(c.shown.Details)))
		c.details.Show()
		c.more.SetText(T("error.details_hide"))
	}
	c.w.page.relayout()
}

// remask makes the next rendering show the failure anew.
func (c *errorCard) remask() {
	if c.details.Visible() {
		c.grid.SetText(c.w.masked(breakLines(c.shown.Details)))
	}
	if c.shown != nil {
		setText(c.line, c.w.masked(visible(c.shown.Line)))
	}
}

// reset forgets the shown failure: the page shows another session.
func (c *errorCard) reset() {
	c.shown = nil
	c.root.Hide()
}

func adviceArgs(f *session.Failure) args {
	a := args{}
	for name, value := range f.Advice.Args {
		a[name] = visible(value)
	}
	return a
}

// breakLines makes hostile text fit to show: cut to maxDetails, without
// control characters, in lines of at most detailsWidth characters.
func breakLines(text string) string {
	if len(text) > maxDetails {
		text = strings.ToValidUTF8(text[:maxDetails], "") + "…"
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		runes := []rune(inspect.Visible(strings.TrimRight(line, "\r")))
		for len(runes) > detailsWidth {
			out = append(out, string(runes[:detailsWidth]))
			runes = runes[detailsWidth:]
		}
		out = append(out, string(runes))
	}
	return strings.Join(out, "\n")
}

// summary is a failure for a ticket: when, which realm and client, and the
// server's line; no user name, no secret.
func summary(p profile.Profile, s session.State) string {
	f := s.Failure
	return T("error.summary", args{
		"Time": f.At.UTC().Format("2006-01-02 15:04:05 UTC"), "Profile": visible(p.Name),
		"Host": visible(host(p.Realm.Base)), "Realm": visible(p.Realm.Name), "Client": visible(p.Client.ID),
		"Grant": string(p.Grant), "Operation": string(f.Op), "Line": visible(f.Line),
		"Title": T("advice."+f.Advice.ID+".title", adviceArgs(f)),
	})
}
