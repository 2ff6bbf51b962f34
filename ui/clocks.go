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
	part          float64
	ring, ink     fyne.ThemeColorName
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
		idle := clockText{T("clock.dash"), T("clock.idle_detail"), -1, look.ColorSecond, look.ColorSecond}
		for _, c := range []*clockCard{v.access, v.refresh, v.session} {
			c.set(idle)
		}
		return
	}
	v.access.set(lifeText(s.Clocks.Access, s.At, look.ColorGood))
	v.refresh.set(lifeText(s.Clocks.Refresh, s.At, look.ColorTest))
	session := lifeText(s.Clocks.Session, s.At, look.ColorTest)
	if c := s.Clocks.Session; c.End.IsZero() && !c.Since.IsZero() {
		session.detail = T("clock.since", args{"Time": moment(c.Since, s.At)})
	}
	v.session.set(session)
}

// clockCard is one ring with its words.
type clockCard struct {
	root          *fyne.Container
	ring          *look.Ring
	value, detail *look.Text
	now           clockText
}

func newClockCard(title string) *clockCard {
	c := &clockCard{
		ring: look.NewRing(54, 6), value: look.NewText(look.Clock, ""), detail: look.NewText(look.Second, ""),
	}
	c.detail.SetTruncate(true)
	c.value.SetTruncate(true)
	head := look.NewText(look.Second, title)
	head.SetTruncate(true)
	words := look.Column(0, head, c.value, c.detail)
	c.root = look.NewCard(look.PadXY(2, 0, container.NewBorder(nil, nil, container.NewCenter(c.ring), nil, look.PadXY(14, 0, words))))
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
	}
	c.value.SetColor(t.ink)
	if c.detail.Text() != t.detail {
		c.detail.SetText(t.detail)
	}
}

// lifeText puts one life into words; live is the ring's colour while there is
// plenty left.
func lifeText(c session.Clock, now time.Time, live fyne.ThemeColorName) clockText {
	switch c.Phase {
	case session.PhaseLive:
		return clockText{countdown(c.Left), untilText(c, now), c.Part, live, theme.ColorNameForeground}
	case session.PhaseSoon:
		return clockText{countdown(c.Left), untilText(c, now), c.Part, look.ColorCaution, look.ColorCaution}
	case session.PhaseExpired:
		return clockText{T("clock.expired"), agoText(c, now), 0, look.ColorBad, look.ColorBad}
	case session.PhaseNoEnd:
		return clockText{T("clock.no_end"), T("clock.no_end_detail"), 1, live, theme.ColorNameForeground}
	case session.PhaseUnknown:
		return clockText{T("clock.unknown"), T("clock.unknown_detail"), -1, look.ColorSecond, look.ColorSecond}
	}
	return clockText{T("clock.none"), T("clock.none_detail"), -1, look.ColorSecond, look.ColorSecond}
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
	case session.PhaseNoEnd:
		return T("clock.no_end"), look.ToneGood
	case session.PhaseUnknown:
		return T("clock.unknown"), look.TonePlain
	}
	return T("clock.dash"), look.TonePlain
}
