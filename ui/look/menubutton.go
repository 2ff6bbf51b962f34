package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// MenuButton is a button that opens a menu below itself, on a tap, Space, Enter
// or Down.
type MenuButton struct {
	Button
	menu func() *fyne.Menu
}

// NewMenuButton makes a menu button. menu is asked at each opening; nil or an
// empty menu opens nothing.
func NewMenuButton(kind ButtonKind, text string, menu func() *fyne.Menu) *MenuButton {
	m := &MenuButton{menu: menu}
	m.init(kind, text, " ▾")
	m.self = m
	m.OnTapped = func() { m.open() }
	m.ExtendBaseWidget(m)
	return m
}

// TypedKey implements fyne.Focusable. The first item is ready for Enter.
func (m *MenuButton) TypedKey(e *fyne.KeyEvent) {
	Touched(m)
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		if m.Disabled() {
			return
		}
		if popup := m.open(); popup != nil {
			popup.ActivateNext()
		}
	default:
		passOn(m.self, e)
	}
}

// CreateRenderer implements fyne.Widget.
func (m *MenuButton) CreateRenderer() fyne.WidgetRenderer { return newRenderer(&m.Button, m) }

func (m *MenuButton) open() *widget.PopUpMenu {
	c := fyne.CurrentApp().Driver().CanvasForObject(m.self)
	menu := m.menu()
	if c == nil || menu == nil || len(menu.Items) == 0 {
		return nil
	}
	popup := widget.NewPopUpMenu(menu, c)
	popup.ShowAtRelativePosition(fyne.NewPos(0, m.Size().Height+4), m.self)
	return popup
}
