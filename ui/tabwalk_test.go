package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"realmscope/ui/look"
)

// front is what has the keys: the card above everything, else the page.
func (s *stage) front() fyne.CanvasObject {
	if top := s.win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return s.win.Content()
}

// stops are what the Tab key reaches, in its order, until it comes round.
func (s *stage) stops() []fyne.Focusable {
	c := s.win.Canvas()
	c.Unfocus()
	var all []fyne.Focusable
	for range 200 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || len(all) > 0 && f == all[0] {
			return all
		}
		for _, earlier := range all {
			if earlier == f {
				s.t.Errorf("the Tab key comes to %s twice", nameOf(f))
				return all
			}
		}
		all = append(all, f)
	}
	s.t.Error("the Tab key never comes round")
	return all
}

// nameOf says which control it is.
func nameOf(o any) string {
	switch o := o.(type) {
	case interface{ Text() string }:
		return fmt.Sprintf("%T %q", o, short(o.Text()))
	case *entry:
		return fmt.Sprintf("field %q", o.PlaceHolder)
	}
	return fmt.Sprintf("%T", o)
}

// wantReached checks that whatever the mouse can use in front is a stop, or a
// part of one: the rows of a list are, the buttons in them have keys.
func (s *stage) wantReached(stops []fyne.Focusable) {
	s.t.Helper()
	stop := map[any]bool{}
	for _, f := range stops {
		stop[f] = true
	}
	var visit func(o fyne.CanvasObject, within bool)
	visit = func(o fyne.CanvasObject, within bool) {
		if o == nil || !o.Visible() {
			return
		}
		within = within || stop[o]
		_, taps := o.(fyne.Tappable)
		d, can := o.(fyne.Disableable)
		if taps && !mouseOnly(o) && !within && (!can || !d.Disabled()) {
			s.t.Errorf("the Tab key does not come to %s", nameOf(o))
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				visit(child, within)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				visit(child, within)
			}
		}
	}
	visit(s.front(), false)
}

// mouseOnly tells whether an object is of use to the mouse alone: the ground
// behind a card and the bars of what scrolls by itself.
func mouseOnly(o fyne.CanvasObject) bool {
	switch fmt.Sprintf("%T", o) {
	case "*widget.PopUp", "*widget.OverlayContainer", "*widget.scrollBarArea", "*widget.scrollBar":
		return true
	}
	return false
}

// wantOrder checks that the stops are in reading order: the next one is never
// above the one before, unless it is in a column to the right of it.
func (s *stage) wantOrder(stops []fyne.Focusable) {
	s.t.Helper()
	var pages []*container.Scroll
	s.walk(func(o fyne.CanvasObject) {
		if scroll, ok := o.(*container.Scroll); ok {
			scroll.ScrollToTop()
			pages = append(pages, scroll)
		}
	})
	at := func(f fyne.Focusable) box {
		o, _ := f.(fyne.CanvasObject)
		return boxOf(fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size())
	}
	page := func(f fyne.Focusable) int {
		o, _ := f.(fyne.CanvasObject)
		return slices.IndexFunc(pages, func(p *container.Scroll) bool { return look.Shown(p, o) })
	}
	for i := 1; i < len(stops); i++ {
		if page(stops[i-1]) != page(stops[i]) {
			continue // what scrolls away has no place beside what does not
		}
		a, b := at(stops[i-1]), at(stops[i])
		above := b.bottom <= a.top+slack && b.left < a.right-slack
		before := b.right <= a.left+slack && b.top < a.bottom-slack && b.bottom > a.top+slack && b.top <= a.top+slack
		if above || before {
			s.t.Errorf("%s at %v comes after %s at %v", nameOf(stops[i]), b, nameOf(stops[i-1]), a)
		}
	}
}

// drawing is how everything in sight is drawn, without where.
func (s *stage) drawing() map[fyne.CanvasObject]string {
	all := map[fyne.CanvasObject]string{}
	draw := func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			all[o] = fmt.Sprint(o.FillColor, o.StrokeColor, o.StrokeWidth)
		case *canvas.Text:
			all[o] = fmt.Sprint(o.Color)
		}
	}
	walk(s.front(), func(o fyne.CanvasObject) {
		draw(o)
		if e, ok := o.(*entry); ok && e.Password { // walk keeps its letters to itself
			for _, child := range test.WidgetRenderer(e).Objects() {
				draw(child)
			}
		}
	})
	return all
}

// wantFocusSeen checks that a stop is in sight and drawn otherwise than without
// the focus.
func (s *stage) wantFocusSeen(stops []fyne.Focusable) {
	s.t.Helper()
	c := s.win.Canvas()
	for _, f := range stops {
		c.Unfocus()
		plain := s.drawing()
		c.Focus(f)
		changed := false
		focused := s.drawing()
		for o, how := range focused {
			changed = changed || plain[o] != how
		}
		if !changed {
			s.t.Errorf("nothing shows the focus of %s", nameOf(f))
		}
		o, _ := f.(fyne.CanvasObject)
		if s.win.Canvas().Overlays().Top() == nil && !look.Shown(s.win.Content(), o) {
			s.t.Errorf("%s has the focus out of sight", nameOf(f))
		}
		if b := boxOf(fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()); b.and(boxOf(fyne.Position{}, c.Size())).empty() {
			s.t.Errorf("%s at %v has the focus outside the window", nameOf(f), b)
		}
	}
}

// wantEscape presses Escape on a stop: what lies above the page closes, and a
// form closes or asks.
func (s *stage) wantEscape(stops []fyne.Focusable) {
	s.t.Helper()
	above, form := len(s.win.Canvas().Overlays().List()), s.form != nil
	if len(stops) > 0 {
		s.win.Canvas().Focus(stops[len(stops)-1])
	}
	s.pressEscape()
	left := len(s.win.Canvas().Overlays().List())
	switch {
	case above > 0 && left >= above:
		s.t.Error("Escape does not close what lies above the page")
	case above == 0 && form && s.form != nil && left == 0:
		s.t.Error("Escape does not leave the form")
	}
}

// wantTabs walks what is in front by the Tab key alone.
func (s *stage) wantTabs() {
	s.t.Helper()
	stops := s.stops()
	menu := false
	walk(s.front(), func(o fyne.CanvasObject) { // its items have the arrow keys
		_, is := o.(*widget.PopUpMenu)
		menu = menu || is
	})
	if len(stops) == 0 && !menu {
		s.t.Fatal("the Tab key comes to nothing")
	}
	if !menu {
		s.wantReached(stops)
		s.wantOrder(stops)
		s.wantFocusSeen(stops)
	}
	s.wantEscape(stops)
}
