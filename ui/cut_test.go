package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"realmscope/ui/look"
)

// unreadable are the lines in sight that are cut although nothing shows them
// whole: not what the mouse finds, and not the list of cut texts.
func (s *stage) unreadable() []string {
	listed := look.CutTexts(s.win.Content())
	inTip := map[*look.Text]bool{}
	s.walk(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Tip, *look.Board, *look.Table, *look.GroupList, *look.Diff, *look.Feed: // rows are read by selecting them
			for _, child := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
				walk(child, func(o fyne.CanvasObject) {
					if t, ok := o.(*look.Text); ok {
						inTip[t] = true
					}
				})
			}
		}
	})
	var bad []string
	s.walk(func(o fyne.CanvasObject) {
		t, ok := o.(*look.Text)
		if ok && t.Cut() && !inTip[t] && !slices.Contains(listed, t.AccessibilityLabel()) {
			bad = append(bad, t.Text())
		}
	})
	return bad
}

func TestNoTextIsCutWithoutAWayToReadIt(t *testing.T) {
	defer speak("en_US.UTF-8")
	sizes := []fyne.Size{
		fyne.NewSize(leastWidth, leastHeight), fyne.NewSize(800, 600), fyne.NewSize(startWidth, startHeight), fyne.NewSize(3840, 2160),
	}
	for _, locale := range []string{"en_US.UTF-8", "es_MX.UTF-8"} {
		speak(locale)
		for name, show := range map[string]func(s *stage){
			"before a token": func(*stage) {}, "a token": func(s *stage) { s.fetch(); s.settle() },
			"a failure": func(s *stage) { s.server.fail(refused()); s.fetch(); s.settle() },
			"the keys":  func(s *stage) { s.showKeys() }, "the form": func(s *stage) { s.edit() },
			"the board":    func(s *stage) { s.goTo(placeBoard) },
			"the settings": func(s *stage) { s.openSettings() }, "the palette": func(s *stage) { s.openPalette() },
			"a new form":  func(s *stage) { s.newProfile() },
			"a copy":      func(s *stage) { s.fetch(); s.settle(); s.key(ctrlShift(fyne.KeyC)) },
			"a claim":     func(s *stage) { s.fetch(); s.settle(); s.page.tokens.shownClaims().table.Select(0) },
			"a device":    func(s *stage) { s.list.list.Select("device"); s.fetch(); s.settle() },
			"a password":  func(s *stage) { s.list.list.Select("open"); s.fetch(); s.settle() },
			"hidden":      func(s *stage) { s.fetch(); s.settle(); s.toggleHidden() },
			"the answer":  func(s *stage) { s.fetch(); s.settle(); s.tab(tabResponse) },
			"a long name": func(s *stage) { p := shop(); p.Name = strings.Repeat("long name ", 40); s.saved.put(p) },
		} {
			t.Run(locale[:2]+" "+name, func(t *testing.T) {
				hideStage(t, func(s *stage) {
					show(s)
					for _, size := range sizes {
						s.win.Resize(size)
						for _, text := range s.unreadable() {
							t.Errorf("%v: %q is cut and can be read nowhere", size, text)
						}
						if least := s.win.Content().MinSize(); least.Width > leastWidth || least.Height > leastHeight {
							t.Errorf("%v: the page wants %v, more than the smallest window", size, least)
						}
					}
				})
			})
		}
	}
}

func TestTheBarHasRoomForEverything(t *testing.T) {
	defer speak("en_US.UTF-8")
	for _, locale := range []string{"en_US.UTF-8", "es_MX.UTF-8"} {
		speak(locale)
		onStage(t, func(s *stage) {
			for _, width := range []float32{leastWidth, 800, 1000, startWidth, 3840} {
				s.win.Resize(fyne.NewSize(width, leastHeight))
				edge := float32(0)
				for i, o := range s.bar.row.Objects {
					if o.Position().X < edge || o.Size().Width < o.MinSize().Width {
						t.Errorf("%s at %v: object %d at %v of %v overlaps or is too narrow", locale, width, i, o.Position(), o.Size())
					}
					edge = o.Position().X + o.Size().Width
				}
				if edge > width {
					t.Errorf("%s at %v: the bar ends at %v", locale, width, edge)
				}
			}
		}, shop())
	}
}

// The mouse over a row whose name is cut reads it whole, in the list and on the
// board.
func TestTheMouseReadsCutRows(t *testing.T) {
	p := shop()
	p.Name = "a realm with a name that goes on and on to its end"
	onStage(t, func(s *stage) {
		over := func(list fyne.CanvasObject, y float32) string {
			at := s.app.Driver().AbsolutePositionForObject(list)
			test.MoveMouse(s.win.Canvas(), fyne.NewPos(1, 1))
			test.MoveMouse(s.win.Canvas(), at.AddXY(40, y))
			return s.hints.Shown()
		}
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		if got := over(s.list.list, 50); !strings.Contains(got, p.Name) {
			t.Errorf("over the row of the list the window says %q", got)
		}
		test.MoveMouse(s.win.Canvas(), fyne.NewPos(1, 1))
		if got := s.hints.Shown(); got != "" {
			t.Errorf("away from the row the window says %q", got)
		}
		if got := over(s.board(), 90); !strings.Contains(got, p.Name) {
			t.Errorf("over the row of the board the window says %q", got)
		}
	}, p)
}

func TestACutLineIsReadByMouseAndByKeyboard(t *testing.T) {
	p := shop()
	p.Name = "a name that goes on and on " + strings.Repeat("and on ", 30) + "to its end"
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(leastWidth, leastHeight))
		var tip *look.Tip
		s.walk(func(o fyne.CanvasObject) {
			if found, ok := o.(*look.Tip); ok && tip == nil && test.WidgetRenderer(found).Objects()[0] == fyne.CanvasObject(s.page.head.title) {
				tip = found
			}
		})
		tip.MouseIn(&desktop.MouseEvent{})
		if got := s.hints.Shown(); got != p.Name {
			t.Errorf("over the name the window says %q", got)
		}
		tip.MouseOut()
		if got := s.hints.Shown(); got != "" {
			t.Errorf("away from the name the window says %q", got)
		}
		s.key(ctrlShift(fyne.KeyY))
		s.wantShown("Read cut texts in full")
		found := false
		s.walk(func(o fyne.CanvasObject) {
			if text, ok := o.(*look.Text); ok && text.Text() == p.Name && text != s.page.head.title {
				found = true
			}
		})
		if !found {
			t.Errorf("the list of cut texts has no name:\n%s", s.shown())
		}
		s.pressEscape()
		s.win.Resize(fyne.NewSize(startWidth, startHeight))
	}, p)
	onStage(t, func(s *stage) {
		s.win.Resize(fyne.NewSize(startWidth, startHeight))
		s.key(ctrlShift(fyne.KeyY))
		s.wantShown("Nothing but rows is cut")
	}, shop())
}

func TestAPictureSaysItsName(t *testing.T) {
	onStage(t, func(s *stage) {
		b := s.bar.hide
		b.SetCompact(true)
		if got := test.WidgetRenderer(b).MinSize().Width; got > 40 {
			t.Errorf("the picture alone is %v wide", got)
		}
		b.MouseIn(&desktop.MouseEvent{})
		if got := s.hints.Shown(); got != "Hide values" {
			t.Errorf("over the picture the window says %q", got)
		}
		b.MouseOut()
		s.win.Canvas().Focus(b)
		if got := s.status.hint.Text(); got != "Hide values" {
			t.Errorf("the status line says %q", got)
		}
		s.win.Canvas().Focus(s.list.filter)
		if got := s.status.hint.Text(); got != "" {
			t.Errorf("the status line still says %q", got)
		}
		b.SetCompact(false)
		b.MouseIn(&desktop.MouseEvent{})
		if got := s.hints.Shown(); got != "" {
			t.Errorf("a button with words says %q twice", got)
		}
	}, shop())
}
