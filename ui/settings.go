package ui

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"realmscope/ui/look"
)

// The size of the card: the least fits into the smallest window, and a large
// one leaves an edge of the window in sight.
const (
	settingsWidth, settingsHeight = 600, 370
	settingsMost, settingsEdge    = 760, 56
)

// settingsCommand opens the card of settings.
func (w *Window) settingsCommand() command {
	return command{"menu.settings", w.openSettings, ctrl(fyne.KeyComma)}
}

// hideCommand hides all values or shows them again.
func (w *Window) hideCommand() command {
	return command{"menu.hide", w.toggleHidden, ctrlShift(fyne.KeyH)}
}

// themes are the words of the themes that can be chosen.
func themes() []look.Mode {
	return []look.Mode{look.ModeSystem, look.ModeLight, look.ModeDark, look.ModeContrast}
}

// themeNow is the chosen theme, the system's for an unknown word.
func (w *Window) themeNow() look.Mode {
	if m := look.Mode(w.p.Settings.Theme()); slices.Contains(themes(), m) {
		return m
	}
	return look.ModeSystem
}

// openSettings shows everything that can be set. Each choice holds at once, or
// says that it waits for the next start.
func (w *Window) openSettings() {
	c := w.choices()
	first := pick(themes(), w.themeNow(), func(m look.Mode) string { return T("theme." + string(m)) },
		func(m look.Mode) { w.setTheme(string(m)) })
	rows := look.Column(6,
		setting("settings.theme", "", first),
		setting("settings.language", "settings.next_start", pick(append([]string{languageSystem}, Languages()...), c.Language,
			func(l string) string { return T("language." + l) }, func(l string) { w.alter(func(c *Choices) { c.Language = l }) })),
		setting("settings.scale", "settings.next_start", pick([]float64{0, 0.8, 1, 1.2, 1.5, 2}, c.Scale, scaleText,
			func(f float64) { w.alter(func(c *Choices) { c.Scale = f }) })),
		setting("settings.clipboard", "settings.clipboard_about", pick(seconds(10, 20, 30, 60, 120, 300, 0), c.ClipboardFor, orNever,
			func(d time.Duration) { w.alter(func(c *Choices) { c.ClipboardFor = d }) })),
		setting("settings.lock", "", pick(seconds(60, 300, 900, 1800, 3600, 0), c.LockAfter, orNever,
			func(d time.Duration) { w.alter(func(c *Choices) { c.LockAfter = d }) })),
		setting("settings.leeway", "settings.leeway_about", pick(seconds(0, 5, 10, 30, 60), c.Leeway, duration,
			func(d time.Duration) { w.alter(func(c *Choices) { c.Leeway = d }) })),
		setting("settings.proxy", "settings.next_start", pick([]bool{false, true}, c.NoProxy, proxyText,
			func(off bool) { w.alter(func(c *Choices) { c.NoProxy = off }) })),
		look.VGap(4),
		tick("settings.hide", c.HideValues, w.setHidden),
		tick("settings.notice", c.ExpiryNotice, func(on bool) { w.alter(func(c *Choices) { c.ExpiryNotice = on }) }),
	)
	for _, o := range w.traySettings(c) {
		rows.Add(o)
	}
	scroll := inCard(rows)
	keys := look.NewButton(look.Quiet, T("menu.keys"), w.showKeys)
	w.openModal(T("settings.title"), scroll, fyne.NewSize(settingsWidth, settingsHeight),
		keys, look.NewButton(look.Primary, T("action.close"), w.closeModal))
	w.modal.popup.Resize(fyne.NewSize(settingsWidth, min(settingsMost, w.win.Canvas().Size().Height-settingsEdge)))
	w.win.Canvas().Focus(first)
}

// traySettings are the choices about the tray, or why there are none.
func (w *Window) traySettings(c Choices) []fyne.CanvasObject {
	if _, ok := w.p.App.(desktop.App); !ok {
		return []fyne.CanvasObject{look.NewParagraph(look.Second, T("settings.no_tray"))}
	}
	stay := tick("settings.stay", c.StayInTray, func(on bool) { w.alter(func(c *Choices) { c.StayInTray = on }) })
	return []fyne.CanvasObject{
		tick("settings.tray", c.Tray, func(on bool) {
			w.alter(func(c *Choices) { c.Tray = on })
			w.startTray()
		}),
		stay,
		look.NewParagraph(look.Second, T("settings.tray_about")),
	}
}

// setting is a line of the card: what it is, a remark below it, and the choice.
func setting(key, about string, choice fyne.CanvasObject) fyne.CanvasObject {
	words := look.PadXY(0, 8, look.NewParagraph(look.Body, T(key))) // beside the choice
	if about != "" {
		words = look.Column(0, look.NewParagraph(look.Body, T(key)), look.NewParagraph(look.Second, T(about)))
	}
	return look.ColumnsEqual(16, words, container.NewVBox(choice))
}

// tick is a box of the card.
func tick(key string, on bool, set func(bool)) *look.Check {
	box := look.NewCheck(T(key), nil)
	box.SetChecked(on)
	box.OnChanged = set
	return box
}

// pick is a choice among values; one that is not among them is added.
func pick[V comparable](values []V, now V, text func(V) string, set func(V)) *look.Select {
	if !slices.Contains(values, now) {
		values = append(values, now)
	}
	s := look.NewSelect(nil)
	for _, v := range values {
		s.Options = append(s.Options, text(v))
	}
	s.SetSelectedIndex(slices.Index(values, now))
	s.OnChanged = func(string) { set(values[s.SelectedIndex()]) }
	return s
}

// seconds are lengths of time.
func seconds(each ...int) []time.Duration {
	out := make([]time.Duration, len(each))
	for i, s := range each {
		out[i] = time.Duration(s) * time.Second
	}
	return out
}

// orNever is a length of time, of which none stands for never.
func orNever(d time.Duration) string {
	if d == 0 {
		return T("settings.never")
	}
	return duration(d)
}

func scaleText(f float64) string {
	if f == 0 {
		return T("settings.scale_system")
	}
	return strconv.Itoa(int(f*100+0.5)) + " %"
}

func proxyText(off bool) string {
	if off {
		return T("settings.proxy_none")
	}
	return T("settings.proxy_environment")
}
