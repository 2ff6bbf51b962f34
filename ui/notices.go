package ui

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"realmscope/app/profile"
	"realmscope/ui/look"
)

// noticeBar shows what the program has to say at its start, above the page,
// until it is put away.
type noticeBar struct {
	w    *Window
	root *fyne.Container
}

func newNoticeBar(w *Window, notices []Notice) *noticeBar {
	b := &noticeBar{w: w, root: look.Column(0)}
	b.show(notices)
	b.crash(w.p.Crash)
	return b
}

func (b *noticeBar) show(notices []Notice) {
	for _, n := range notices {
		a := args{}
		for name, value := range n.Args {
			a[name] = visible(value)
		}
		if reason, ok := n.Args["Reason"]; ok {
			a["Reason"] = reasonText(reason)
		}
		b.add(T("notice."+n.Code, a))
	}
}

// Notify shows what has come up while the window is open.
func (w *Window) Notify(notices []Notice) { w.notices.show(notices) }

// reasonText puts a word of the profile store or the vault into words.
func reasonText(word string) string {
	if text, ok := known("reason." + word); ok {
		return text
	}
	if text, ok := known("vault.reason." + word + ".title"); ok {
		return text
	}
	return visible(word)
}

// errorText says why a file was not written.
func errorText(err error) string {
	var save *profile.SaveError
	if errors.As(err, &save) {
		return list(reasonText(string(save.Cause)), visible(save.Path))
	}
	var vault *VaultFailure
	switch {
	case !errors.As(err, &vault):
		return visible(err.Error())
	case vault.Reason == VaultLocked:
		return T("vault.closed_save")
	}
	return list(T("vault.failed", args{"Title": T("vault.reason." + vault.Reason + ".title"), "Todo": T("vault.reason." + vault.Reason + ".todo")}),
		visible(vault.Path))
}

// crash offers the report on the last run's crash.
func (b *noticeBar) crash(report string) {
	if report == "" {
		return
	}
	copies := look.NewButton(look.Quiet, T("crash.copy"), func() {
		b.w.p.App.Clipboard().SetContent(report)
		b.w.note(T("crash.copied"))
	})
	b.addWith(T("crash.notice"), b.w.p.CrashSeen, copies)
}

// add shows one more sentence.
func (b *noticeBar) add(text string) { b.addWith(text, nil) }

// addWith shows one more sentence with buttons beside it; away is called when
// it is put away, nil for nothing.
func (b *noticeBar) addWith(text string, away func(), buttons ...fyne.CanvasObject) {
	words := look.NewParagraph(look.Body, T("chip.look", args{"Text": text}))
	words.SetColor(look.ColorCaution)
	var line *fyne.Container
	dismiss := look.NewButton(look.Quiet, T("notices.dismiss"), func() {
		b.root.Remove(line)
		b.w.refreshContent()
		if away != nil {
			away()
		}
	})
	row := container.NewBorder(nil, nil, nil, container.NewCenter(look.Row(8, append(buttons, dismiss)...)), look.PadXY(0, 6, words))
	line = container.NewStack(look.NewGround(look.ColorCautionGround, "", 0), look.PadXY(20, 4, row))
	b.root.Add(line)
	b.w.refreshContent()
}

// refreshContent lays the realms' page out again after something above it came
// or went. The driver does so by itself only where nothing else on the page has
// changed its size before the next frame.
func (w *Window) refreshContent() {
	if w.right != nil && !w.right.Size().IsZero() {
		w.right.Layout.Layout(w.right.Objects, w.right.Size())
		w.right.Objects[0].Refresh()
	}
	if c := w.win.Content(); c != nil {
		c.Refresh()
	}
}
