package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

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
	// clip says how long a copied secret stays on the clipboard, and hint what
	// the thing with the focus is called. The text is cut before they are.
	clip, hint *look.Text
	line       *fyne.Container
	// vault says where secrets rest.
	vault *look.Text
}

func newStatusBar() *statusBar {
	s := &statusBar{
		text: look.NewText(look.Second, ""), clip: look.NewText(look.Second, ""), hint: look.NewText(look.Second, ""),
		vault: look.NewText(look.Second, ""),
	}
	s.text.SetTruncate(true)
	s.vault.SetTruncate(false)
	s.hint.SetColor(theme.ColorNameForeground)
	s.line = container.New(trail{}, look.NewTip(s.text), look.NewTip(s.clip), look.NewTip(s.hint))
	row := container.NewBorder(nil, nil, nil, look.Row(0, look.HGap(trailGap), s.vault), s.line)
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

func (s *statusBar) set(text string) { s.put(s.text, text) }

// setClip shows what becomes of the clipboard; empty for nothing.
func (s *statusBar) setClip(text string) { s.put(s.clip, text) }

// setHint shows what a picture or a cut text stands for; empty for nothing.
func (s *statusBar) setHint(text string) { s.put(s.hint, text) }

func (s *statusBar) put(t *look.Text, text string) {
	if t.Text() != text {
		t.SetText(text)
		s.line.Refresh()
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

// trail puts texts one behind the other. The first gives way to the others.
type trail struct{}

// trailGap is the room between two of the texts.
const trailGap = 14

// MinSize implements fyne.Layout.
func (trail) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (trail) Layout(o []fyne.CanvasObject, size fyne.Size) {
	widths := make([]float32, len(o))
	room := size.Width
	for i := len(o) - 1; i >= 0; i-- {
		t, ok := o[i].(*look.Tip)
		if !ok {
			continue
		}
		if widths[i] = min(t.Wanted().Width, max(room, 0)); widths[i] > 0 {
			room -= widths[i] + trailGap
		}
	}
	x := float32(0)
	for i, part := range o {
		part.Move(fyne.NewPos(x, 0))
		part.Resize(fyne.NewSize(widths[i], size.Height))
		if widths[i] > 0 {
			x += widths[i] + trailGap
		}
	}
}
