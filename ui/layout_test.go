package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"realmscope/ui/look"
)

// slack is what rounding and the height of lines may take beyond a border.
const slack = 2

// leastField is how wide a field has to be to type into it.
const leastField = 60

// box is a rectangle in the window.
type box struct{ left, top, right, bottom float32 }

func boxOf(at fyne.Position, size fyne.Size) box {
	return box{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (b box) and(c box) box {
	return box{max(b.left, c.left), max(b.top, c.top), min(b.right, c.right), min(b.bottom, c.bottom)}
}

func (b box) empty() bool { return b.right-b.left <= slack || b.bottom-b.top <= slack }

// letters are a drawn text with its rectangle as far as it can be seen.
type letters struct {
	text string
	seen box
	in   fyne.CanvasObject
}

// sheet is everything of one layer, with what is wrong in it.
type sheet struct {
	texts  []letters
	faults []string
}

// layers are the content of the window and what floats above it.
func (s *stage) layers() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{s.win.Content()}, s.win.Canvas().Overlays().List()...)
}

// faultsOf lists the faults of layout of everything in sight: sizes below
// zero, texts that leave what holds them, texts over texts.
func faultsOf(layers ...fyne.CanvasObject) []string {
	var all []string
	for _, layer := range layers {
		s := &sheet{}
		whole := boxOf(layer.Position(), layer.Size())
		s.visit(layer, layer.Position(), whole, whole, nil)
		s.overlaps()
		all = append(all, s.faults...)
	}
	return all
}

// clips tells whether an object cuts what is in it, so that this may be larger.
func clips(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *container.Scroll, *widget.List, *widget.Entry, *entry:
		return true
	}
	return strings.HasSuffix(fmt.Sprintf("%T", o), ".Scroll") || strings.HasSuffix(fmt.Sprintf("%T", o), ".Clip")
}

// visit goes down the tree; room is what the nearest holders leave to a text,
// and clip what can be seen.
func (s *sheet) visit(o fyne.CanvasObject, at fyne.Position, clip, room box, in fyne.CanvasObject) {
	if o == nil || !o.Visible() {
		return
	}
	_, rich := in.(*widget.RichText) // which draws by other measures
	if size := o.Size(); (size.Width < 0 || size.Height < 0) && !rich {
		s.faults = append(s.faults, fmt.Sprintf("%T at %v in %T has the size %v", o, at, in, size))
	}
	own := boxOf(at, o.Size())
	switch o.(type) {
	case *entry, *look.Select:
		if width := o.Size().Width; width < leastField {
			s.faults = append(s.faults, fmt.Sprintf("%s at %v is only %v wide", nameOf(o), at, width))
		}
	}
	if text, ok := o.(*canvas.Text); ok {
		s.text(text, at, clip, room, in)
		return
	}
	if clips(o) {
		clip = clip.and(own)
		room = box{-1e9, -1e9, 1e9, 1e9}
	} else {
		room = room.and(own)
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		in = o
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if child != nil {
			s.visit(child, at.Add(child.Position()), clip, room, in)
		}
	}
}

func (s *sheet) text(t *canvas.Text, at fyne.Position, clip, room box, in fyne.CanvasObject) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	drawn := boxOf(at, t.MinSize())
	if drawn.and(clip).empty() {
		return
	}
	if drawn.left < room.left-slack || drawn.right > room.right+slack || drawn.top < room.top-slack-2 || drawn.bottom > room.bottom+slack+2 {
		s.faults = append(s.faults, fmt.Sprintf("%q at %v leaves its holder %T %v", short(t.Text), drawn, in, room))
	}
	s.texts = append(s.texts, letters{t.Text, drawn.and(clip), in})
}

// overlaps looks for texts that lie over each other.
func (s *sheet) overlaps() {
	for i, a := range s.texts {
		for _, b := range s.texts[:i] {
			if both := a.seen.and(b.seen); !both.empty() && both.bottom-both.top > 2*slack {
				s.faults = append(s.faults, fmt.Sprintf("%q at %v in %T lies over %q at %v in %T", short(a.text), a.seen, a.in, short(b.text), b.seen, b.in))
			}
		}
	}
}

func short(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// TestTheCheckOfLayoutFindsFaults shows it what it is there for.
func TestTheCheckOfLayoutFindsFaults(t *testing.T) {
	test.NewTempApp(t)
	words := func(x, y float32) *canvas.Text {
		c := canvas.NewText("some words", nil)
		c.Move(fyne.NewPos(x, y))
		return c
	}
	narrow := container.NewWithoutLayout(words(0, 0))
	narrow.Resize(fyne.NewSize(20, 20))
	negative := container.NewWithoutLayout(canvas.NewRectangle(nil))
	negative.Objects[0].Resize(fyne.NewSize(-3, 2))
	for name, tt := range map[string]struct {
		parts []fyne.CanvasObject
		want  int
	}{
		"beside each other": {[]fyne.CanvasObject{words(0, 0), words(200, 0), words(0, 40)}, 0},
		"over each other":   {[]fyne.CanvasObject{words(0, 0), words(20, 0)}, 1},
		"out of a holder":   {[]fyne.CanvasObject{narrow}, 1},
		"out of the window": {[]fyne.CanvasObject{words(590, 0)}, 1},
		"a size below zero": {[]fyne.CanvasObject{negative}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			root := container.NewWithoutLayout(tt.parts...)
			root.Resize(fyne.NewSize(600, 100))
			if got := faultsOf(root); len(got) != tt.want {
				t.Errorf("found %q, want %d faults", got, tt.want)
			}
		})
	}
}
