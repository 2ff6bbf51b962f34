package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// clockText is one life in words, with the colours that repeat them.
type clockText struct {
	value, detail string
	// short is the detail where there is no room for it and for more, which
	// stands behind it.
	short, more string
	part        float64
	ring, ink   fyne.ThemeColorName
}

// clocksView shows the three lives of a session.
type clocksView struct {
	root                     *fyne.Container
	access, refresh, session *clockCard
}

func newClocksView() *clocksView {
	v := &clocksView{
		access: newClockCard(T("clock.access")), refresh: newClockCard(T("clock.refresh")),
		session: newClockCard(T("clock.session")),
	}
	v.root = look.ColumnsEqual(12, v.access.root, v.refresh.root, v.session.root)
	return v
}

func (v *clocksView) render(s session.State) {
	if s.Tokens == nil {
		idle := plainClock(T("clock.dash"), T("clock.idle_detail"))
		for _, c := range []*clockCard{v.access, v.refresh, v.session} {
			c.set(idle)
		}
		return
	}
	v.access.set(lifeText(s.Clocks.Access, s.At, look.ColorGood))
	v.refresh.set(lifeText(s.Clocks.Refresh, s.At, look.ColorTest))
	session := lifeText(s.Clocks.Session, s.At, look.ColorTest)
	if c := s.Clocks.Session; c.End.IsZero() && !c.Since.IsZero() {
		session.short = T("clock.unknown_short")
		session.more = " · " + T("clock.since", args{"Time": minute(c.Since, s.At)})
	}
	v.session.set(session)
}

// clockCard is one ring with its words.
type clockCard struct {
	root          *fyne.Container
	head          *look.Text
	ring          *look.Ring
	value         *look.Text
	detail, short *look.Text
	more          *look.Text
	line          *fyne.Container
	now           clockText
}

func newClockCard(title string) *clockCard {
	c := &clockCard{
		ring: look.NewRing(54, 6), value: look.NewText(look.Clock, ""), detail: look.NewText(look.Second, ""),
		short: look.NewText(look.Second, ""), more: look.NewText(look.Second, ""),
	}
	c.more.SetTruncate(false)
	c.line = container.New(shorter{}, c.detail, c.short, c.more)
	c.detail.SetTruncate(true)
	c.value.SetTruncate(true)
	c.head = look.NewText(look.Second, title)
	c.head.SetTruncate(true)
	words := look.Column(0, c.head, c.value, c.line)
	c.root = look.NewCard(container.New(&ringBeside{}, c.ring, words))
	return c
}

func (c *clockCard) set(t clockText) {
	if t == c.now {
		return
	}
	c.now = t
	c.ring.Set(t.part, t.ring)
	if c.value.Text() != t.value {
		c.value.SetText(t.value)
		c.value.SetStyle(clockStyle(t.value))
	}
	c.value.SetColor(t.ink)
	if c.detail.Text() != t.detail || c.more.Text() != t.more {
		c.detail.SetText(t.detail)
		c.short.SetText(t.short)
		c.more.SetText(t.more)
		c.line.Refresh()
	}
}

// longClock is how many characters a small card has room for in large digits.
const longClock = 10

// clockStyle is smaller for long words, which would be cut in a narrow window.
func clockStyle(value string) look.Style {
	if len([]rune(value)) > longClock {
		return look.Subtitle
	}
	return look.Clock
}

// lifeText puts one life into words; live is the ring's colour while there is
// plenty left.
func lifeText(c session.Clock, now time.Time, live fyne.ThemeColorName) clockText {
	switch c.Phase {
	case session.PhaseLive:
		return clockText{value: countdown(c.Left), detail: untilText(c, now), short: untilShort(c, now), part: c.Part, ring: live, ink: theme.ColorNameForeground}
	case session.PhaseSoon:
		return clockText{
			value: countdown(c.Left), detail: T("chip.look", args{"Text": untilText(c, now)}),
			short: T("chip.look", args{"Text": untilShort(c, now)}),
			part:  c.Part, ring: look.ColorCaution, ink: look.ColorCaution,
		}
	case session.PhaseExpired:
		return clockText{value: T("clock.expired"), detail: agoText(c, now), ring: look.ColorBad, ink: look.ColorBad}
	case session.PhaseRevoked:
		return clockText{
			value: T("clock.revoked"), detail: T("clock.revoked_at", args{"Time": moment(c.End, now)}),
			ring: look.ColorBad, ink: look.ColorBad,
		}
	case session.PhaseNoEnd:
		return clockText{
			value: T("clock.no_end"), detail: T("clock.no_end_detail"), part: 1, ring: live, ink: theme.ColorNameForeground,
		}
	case session.PhaseUnknown:
		return plainClock(T("clock.unknown"), T("clock.unknown_detail"))
	}
	return plainClock(T("clock.none"), T("clock.none_detail"))
}

// plainClock is a life of which there is nothing to show in the ring.
func plainClock(value, detail string) clockText {
	return clockText{value: value, detail: detail, part: -1, ring: look.ColorSecond, ink: look.ColorSecond}
}

func untilText(c session.Clock, now time.Time) string {
	if c.End.IsZero() {
		return ""
	}
	a := args{"Time": moment(c.End, now), "Whole": duration(c.Whole)}
	if c.Whole <= 0 {
		return T("clock.until", a)
	}
	return T("clock.until_of", a)
}

// untilShort leaves the whole length out.
func untilShort(c session.Clock, now time.Time) string {
	c.Whole = 0
	return untilText(c, now)
}

func agoText(c session.Clock, now time.Time) string {
	if c.End.IsZero() {
		return ""
	}
	return T("clock.ago", args{"Time": moment(c.End, now), "Ago": since(c.End, now)})
}

// lifeShort is the access token's life for the list.
func lifeShort(s session.State) (string, look.Tone) {
	c := s.Clocks.Access
	switch c.Phase {
	case session.PhaseLive:
		return countdown(c.Left), look.ToneGood
	case session.PhaseSoon:
		return countdown(c.Left), look.ToneCaution
	case session.PhaseExpired:
		return T("clock.expired"), look.ToneBad
	case session.PhaseRevoked:
		return T("clock.revoked"), look.ToneBad
	case session.PhaseNoEnd:
		return T("clock.no_end"), look.ToneGood
	case session.PhaseUnknown:
		return T("clock.unknown"), look.TonePlain
	}
	return T("clock.dash"), look.TonePlain
}

// ringBeside puts a ring beside its words, and leaves it out where there is
// room for the words only: they say all that it shows.
type ringBeside struct{}

// The gap between ring and words, and the width that words need.
const (
	ringGap    = 14
	leastWords = 130
)

// MinSize implements fyne.Layout.
func (*ringBeside) MinSize(o []fyne.CanvasObject) fyne.Size {
	ring, words := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(words.Width, max(ring.Height, words.Height))
}

// Layout implements fyne.Layout.
func (*ringBeside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	ring, words := o[0].MinSize(), o[1].MinSize()
	x := float32(0)
	if setShown(o[0], size.Width >= ring.Width+ringGap+leastWords); o[0].Visible() {
		o[0].Resize(ring)
		o[0].Move(fyne.NewPos(0, (size.Height-ring.Height)/2))
		x = ring.Width + ringGap
	}
	o[1].Resize(fyne.NewSize(size.Width-x, words.Height))
	o[1].Move(fyne.NewPos(x, (size.Height-words.Height)/2))
}

// shorter lays a text, its short form and what follows in one line. The short
// form stands in where the text and what follows do not fit.
type shorter struct{}

// MinSize implements fyne.Layout.
func (shorter) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (shorter) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := func(i int) float32 {
		if t, ok := o[i].(*look.Text); ok {
			return t.Wanted().Width
		}
		return 0
	}
	first := 0
	if width(1) > 0 && width(0)+width(2) > size.Width {
		first = 1
	}
	setShown(o[first], true)
	setShown(o[1-first], false)
	x := min(width(first), max(0, size.Width-width(2)))
	o[first].Move(fyne.NewPos(0, 0))
	o[first].Resize(fyne.NewSize(x, size.Height))
	o[2].Move(fyne.NewPos(x, 0))
	o[2].Resize(fyne.NewSize(size.Width-x, size.Height))
}
