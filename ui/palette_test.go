package ui

import (
	"errors"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"realmscope/ui/look"
)

// jumpList is the open palette's list of hits.
func (s *stage) jumpList() *look.GroupList {
	s.t.Helper()
	var found *look.GroupList
	for _, o := range s.win.Canvas().Overlays().List() {
		walk(o, func(o fyne.CanvasObject) {
			if l, ok := o.(*look.GroupList); ok {
				found = l
			}
		})
	}
	if found == nil {
		s.t.Fatal("no palette in sight")
	}
	return found
}

// jumpBy opens the palette, types letters and presses Enter.
func (s *stage) jumpBy(letters string) {
	s.t.Helper()
	s.key(ctrl(fyne.KeyK))
	field, ok := s.win.Canvas().Focused().(*entry)
	if !ok {
		s.t.Fatalf("the focus is on %T", s.win.Canvas().Focused())
	}
	test.Type(field, letters)
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.settle()
}

func TestAFewLettersLeadAnywhere(t *testing.T) {
	onStage(t, func(s *stage) {
		s.jumpBy("bob")
		s.wantShown("as bob")
		s.jumpBy("livba")
		if got := s.selected; got != "p3" {
			t.Errorf("the letters lead to %q, want the production service", got)
		}
		s.jumpBy("board")
		if !s.at(placeBoard) {
			t.Error("the letters do not lead to the board")
		}
		s.jumpBy("claroalice")
		s.wantShown("as alice")
		s.jumpBy("bob claro")
		s.wantShown("as bob")
	}, crew()...)
}

func TestWordsComeBeforeScatteredLetters(t *testing.T) {
	onStage(t, func(s *stage) {
		s.key(ctrl(fyne.KeyK))
		field, _ := s.win.Canvas().Focused().(*entry)
		test.Type(field, "batch")
		var titles []string
		for _, item := range s.jumpList().Items() {
			titles = append(titles, item.Title)
		}
		if len(titles) < 2 || titles[0] != "batch" || titles[1] != "live batch" {
			t.Errorf("the hits are %q, want both batches first", titles)
		}
	}, crew()...)
}

func TestThePaletteSaysThatNothingFits(t *testing.T) {
	onStage(t, func(s *stage) {
		s.jumpBy("zzzzqq")
		s.wantShown("Nothing has these letters")
		if n := len(s.jumpList().Items()); n != 0 {
			t.Errorf("%d hits", n)
		}
		s.pressEscape()
		s.wantNotShown("Nothing has these letters")
	}, crew()...)
}

func TestTheDemoRealmIsAFewLettersAway(t *testing.T) {
	t.Run("with profiles", func(t *testing.T) {
		onStage(t, func(s *stage) {
			s.key(ctrl(fyne.Key4))
			s.demo = func(done func(string, error)) { done("p3", nil) }
			s.jumpBy("demo")
			if !s.at(placeRealms) || s.selected != "p3" {
				t.Errorf("the place is %q with %q selected, want the realms with p3", s.places.now, s.selected)
			}
			s.demo = func(done func(string, error)) { done("", errors.New("no port")) }
			s.jumpBy("demo")
			s.wantShown("The demo realm did not start")
		}, crew()...)
	})
	t.Run("at the first start", func(t *testing.T) {
		onStage(t, func(s *stage) {
			asked := 0
			s.demo = func(func(string, error)) { asked++ }
			s.jumpBy("try demo")
			if asked != 1 || !s.welcome.demo.Disabled() {
				t.Errorf("asked %d times, want once by the welcome's button", asked)
			}
		})
	})
}

func BenchmarkPaletteOverTenThousandProfiles(b *testing.B) {
	s := newStage(b)
	for i := range 10_000 {
		p := shop()
		p.ID, p.Name = fmt.Sprintf("%016x", i), fmt.Sprintf("shop %d of region %d", i, i%17)
		s.saved.all = append(s.saved.all, p)
	}
	s.openPalette()
	p := &palette{w: s.Window, field: newEntry("", nil), list: look.NewGroupList(), none: look.NewText(look.Second, "")}
	p.lines = append(p.sessions(), p.commands()...)
	for i := 0; b.Loop(); i++ {
		p.field.Text = []string{"s", "sh", "shop 99", "reg16"}[i%4]
		p.find()
	}
}
