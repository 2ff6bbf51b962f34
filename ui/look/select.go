package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Select is Fyne's choice of one among a few, with the outline that entries
// have. Enter opens it as Space and the arrows do.
type Select struct {
	widget.Select
	outline *Outline
}

// NewSelect makes a choice without options.
func NewSelect(changed func(string)) *Select {
	s := &Select{outline: NewOutline()}
	s.OnChanged = changed
	s.ExtendBaseWidget(s)
	return s
}

// MinSize implements fyne.CanvasObject.
func (s *Select) MinSize() fyne.Size { return s.Select.MinSize().Max(fyne.NewSize(0, FieldHeight)) }

// TypedKey implements fyne.Focusable.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	Touched(s)
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		s.Select.TypedKey(e)
	default:
		passOn(s, e)
	}
}

// FocusGained implements fyne.Focusable.
func (s *Select) FocusGained() { s.outline.Focus(true); s.Select.FocusGained(); Reveal(s) }

// FocusLost implements fyne.Focusable.
func (s *Select) FocusLost() { s.outline.Focus(false); s.Select.FocusLost() }

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	return s.outline.Around(s, s.Select.CreateRenderer())
}
