package look

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestButtonIsPressedByMouseAndKeys(t *testing.T) {
	newApp(t)
	pressed := 0
	b := NewButton(Primary, "Get token", func() { pressed++ })
	w := newWindow(t, 300, 60, container.NewHBox(b))
	for name, press := range map[string]func(){
		"tap":                       func() { test.TapCanvas(w.Canvas(), fyne.NewPos(20, 20)) },
		"space":                     func() { w.Canvas().Focus(b); typeKeys(b, fyne.KeySpace) },
		"enter":                     func() { w.Canvas().Focus(b); typeKeys(b, fyne.KeyReturn) },
		"enter of the number block": func() { typeKeys(b, fyne.KeyEnter) },
	} {
		t.Run(name, func(t *testing.T) {
			pressed = 0
			press()
			if pressed != 1 {
				t.Errorf("pressed %d times, want 1", pressed)
			}
		})
	}
	typeKeys(b, fyne.KeyA, fyne.KeyTab)
	if pressed != 1 {
		t.Errorf("other keys pressed the button: %d", pressed)
	}
}

func TestDisabledButtonDoesNothing(t *testing.T) {
	newApp(t)
	pressed := 0
	b := NewButton(Primary, "Get token", func() { pressed++ })
	w := newWindow(t, 300, 60, container.NewHBox(b))
	b.Disable()
	test.Tap(b)
	typeKeys(b, fyne.KeySpace)
	if pressed != 0 {
		t.Errorf("pressed %d times while disabled", pressed)
	}
	isColor(t, "text", b.label.drawn[0].Color, theme.ColorNameDisabled)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != nil {
		t.Error("a disabled button took the focus")
	}
	b.Enable()
	test.Tap(b)
	if pressed != 1 {
		t.Errorf("pressed %d times after it was enabled, want 1", pressed)
	}
	isColor(t, "text", b.label.drawn[0].Color, theme.ColorNameForegroundOnPrimary)
}

func TestButtonWithoutActionIsSafe(t *testing.T) {
	newApp(t)
	b := NewButton(Quiet, "Edit", nil)
	newWindow(t, 100, 60, b)
	test.Tap(b)
}

func TestFocusAndMouseShowOnButton(t *testing.T) {
	newApp(t)
	first, second := NewButton(Strong, "One", nil), NewButton(Primary, "Two", nil)
	w := newWindow(t, 300, 60, container.NewHBox(first, second))
	for _, b := range []*Button{first, second} {
		w.Canvas().FocusNext()
		if w.Canvas().Focused() != fyne.Focusable(b) || !b.ring.Visible() {
			t.Errorf("%s: no ring on the focused button", b.Text())
		}
	}
	if first.ring.Visible() {
		t.Error("the ring stayed where the focus is no more")
	}
	if contrast(second.ring.StrokeColor, theme.Color(theme.ColorNameBackground)) < 3 {
		t.Error("the ring of the main button is too faint")
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(20, 20))
	if !first.over.Visible() {
		t.Error("the mouse does not show")
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(290, 55))
	if first.over.Visible() {
		t.Error("the mouse still shows after it left")
	}
}

func TestButtonGrowsWithTextAndIcon(t *testing.T) {
	newApp(t)
	b := NewButton(Quiet, "Lock", nil)
	newWindow(t, 300, 60, container.NewHBox(b))
	short := b.MinSize().Width
	b.SetText("Lock the vault")
	if got := b.MinSize().Width; got <= short {
		t.Errorf("width is %v after a longer text, want more than %v", got, short)
	}
	if got := seen(b.label); got != "Lock the vault" || b.Text() != got {
		t.Errorf("button reads %q, want the new text", got)
	}
	long := b.MinSize().Width
	b.SetIcon(theme.SettingsIcon())
	if got := b.MinSize().Width; got != long+24 {
		t.Errorf("width is %v with an icon, want %v", got, long+24)
	}
	b.SetIcon(nil)
	if got := b.MinSize().Width; got != long {
		t.Errorf("width is %v without the icon, want %v", got, long)
	}
}

func TestMenuButtonOpensByMouseAndKeys(t *testing.T) {
	newApp(t)
	chosen := ""
	menu := func() *fyne.Menu {
		return fyne.NewMenu("", fyne.NewMenuItem("Token", func() { chosen = "token" }),
			fyne.NewMenuItem("Header", func() { chosen = "header" }))
	}
	for name, tt := range map[string]struct {
		open func(*MenuButton)
		keys []fyne.KeyName
		want string
	}{
		"down and enter take the first":  {func(b *MenuButton) { typeKeys(b, fyne.KeyDown) }, []fyne.KeyName{fyne.KeyReturn}, "token"},
		"space, down, enter: the second": {func(b *MenuButton) { typeKeys(b, fyne.KeySpace) }, []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "header"},
		"enter, escape take nothing":     {func(b *MenuButton) { typeKeys(b, fyne.KeyReturn) }, []fyne.KeyName{fyne.KeyEscape}, ""},
		"a tap opens, down, enter":       {func(b *MenuButton) { test.Tap(b) }, []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "token"},
	} {
		t.Run(name, func(t *testing.T) {
			chosen = ""
			b := NewMenuButton(Strong, "Copy token", menu)
			w := newWindow(t, 400, 300, container.NewVBox(container.NewHBox(b)))
			w.Canvas().Focus(b)
			tt.open(b)
			popup := w.Canvas().Overlays().Top()
			if popup == nil {
				t.Fatal("no menu opened")
			}
			typeKeys(w.Canvas().Focused(), tt.keys...)
			if chosen != tt.want {
				t.Errorf("chosen %q, want %q", chosen, tt.want)
			}
			if w.Canvas().Overlays().Top() != nil {
				t.Error("the menu stayed open")
			}
			if w.Canvas().Focused() != fyne.Focusable(b) {
				t.Error("the focus did not come back to the button")
			}
		})
	}
}

func TestMenuButtonWithNothingToOffer(t *testing.T) {
	newApp(t)
	for name, menu := range map[string]*fyne.Menu{"no menu": nil, "no items": fyne.NewMenu("")} {
		t.Run(name, func(t *testing.T) {
			b := NewMenuButton(Quiet, "as alice", func() *fyne.Menu { return menu })
			w := newWindow(t, 400, 300, container.NewHBox(b))
			typeKeys(b, fyne.KeyDown)
			test.Tap(b)
			if w.Canvas().Overlays().Top() != nil {
				t.Error("an empty menu opened")
			}
		})
	}
}

func TestMenuButtonShowsItsSign(t *testing.T) {
	newApp(t)
	b := NewMenuButton(Quiet, "as alice", func() *fyne.Menu { return fyne.NewMenu("", fyne.NewMenuItem("x", nil)) })
	w := newWindow(t, 400, 300, container.NewHBox(b))
	if got, want := seen(b.label), "as alice ▾"; got != want {
		t.Errorf("button reads %q, want %q", got, want)
	}
	b.SetText("as bob")
	if got, want := seen(b.label), "as bob ▾"; got != want || b.Text() != "as bob" {
		t.Errorf("button reads %q, want %q", got, want)
	}
	b.Disable()
	typeKeys(b, fyne.KeyDown)
	test.Tap(b)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a disabled button opened its menu")
	}
}
