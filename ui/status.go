package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/session"
	"realmscope/ui/look"
)

// skewShown is the least difference of two clocks that is worth a remark;
// skewKnown is the least that a Date header with its whole seconds can tell.
const (
	skewShown = 30 * time.Second
	skewKnown = 2 * time.Second
)

// statusBar is the line at the bottom: the last exchange and the last copy at
// the left, where secrets rest at the right.
type statusBar struct {
	root *fyne.Container
	text *look.Text
	// vault says where secrets rest.
	vault *look.Text
}

func newStatusBar() *statusBar {
	s := &statusBar{text: look.NewText(look.Second, "")}
	s.text.SetTruncate(true)
	s.vault = look.NewText(look.Second, "")
	s.vault.SetTruncate(false)
	row := container.NewBorder(nil, nil, nil, s.vault, s.text)
	s.root = onPanel(newFrame(look.Hairline(), look.PadXY(14, 6, row), look.VGap(0)))
	return s
}

// setVault says where secrets rest.
func (s *statusBar) setVault(now VaultStatus) {
	if text := vaultText(now); s.vault.Text() != text {
		s.vault.SetText(text)
		s.root.Refresh()
	}
}

func (s *statusBar) clear() { s.set("") }

func (s *statusBar) set(text string) {
	if s.text.Text() != text {
		s.text.SetText(text)
	}
}

// render shows the last exchange of the shown session; copied is what was
// copied last, in words.
func (s *statusBar) render(st session.State, copied string) {
	s.set(list(exchangeText(st.Last), skewText(st.Last), loggedOutText(st), copied))
}

func exchangeText(x *session.Exchange) string {
	if x == nil {
		return ""
	}
	a := args{"Status": x.Status, "Time": elapsed(x.Elapsed)}
	if x.Status == 0 {
		return T("status.no_answer", a)
	}
	return T("status.exchange", a)
}

func skewText(x *session.Exchange) string {
	if x == nil || !x.SkewKnown || x.Skew.Abs() < skewKnown {
		return ""
	}
	if x.Skew > 0 {
		return T("status.clock_ahead", args{"Time": duration(x.Skew)})
	}
	return T("status.clock_behind", args{"Time": duration(x.Skew)})
}

// elapsed is a short time in milliseconds or seconds.
func elapsed(d time.Duration) string {
	if d < 10*time.Second {
		return T("status.ms", args{"MS": d.Milliseconds()})
	}
	return duration(d)
}
