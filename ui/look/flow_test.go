package look

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestRowGivesTextsTheirWidth(t *testing.T) {
	newApp(t)
	title, chip, button := NewText(Title, "claroshop dev"), NewChip(ToneTest, "TEST"), NewButton(Quiet, "Edit", nil)
	row := Row(8, title, chip, Spacer(), button)
	w := newWindow(t, 600, 40, row)

	if got := seen(title); got != "claroshop dev" {
		t.Errorf("with room the title reads %q", got)
	}
	if got, want := chip.Position().X, title.Wanted().Width+8; !near(got, want) {
		t.Errorf("chip stands at %v, want right after the title, %v", got, want)
	}
	if got := button.Position().X + button.Size().Width; !near(got, 600) {
		t.Errorf("button ends at %v, want at the edge, 600", got)
	}
	if got, want := button.Position().Y, (row.Size().Height-32)/2; !near(got, want) {
		t.Errorf("button stands at height %v, want in the middle, %v", got, want)
	}

	w.Resize(fyne.NewSize(200, 40))
	if got := seen(title); !strings.HasSuffix(got, "…") {
		t.Errorf("without room the title reads %q, want an ellipsis", got)
	}
	if got := button.Position().X + button.Size().Width; got > 200.5 {
		t.Errorf("button ends at %v in a row of 200", got)
	}
}

func TestRowLeavesOutWhatIsHidden(t *testing.T) {
	newApp(t)
	first, second := NewButton(Quiet, "One", nil), NewButton(Quiet, "Two", nil)
	first.Hide()
	row := Row(8, first, second)
	newWindow(t, 300, 40, row)
	if got := second.Position().X; got != 0 {
		t.Errorf("second button stands at %v, want 0", got)
	}
	if got, want := row.MinSize().Width, second.MinSize().Width; got != want {
		t.Errorf("row is %v wide, want %v", got, want)
	}
}

func TestRowInARowKeepsItsTexts(t *testing.T) {
	newApp(t)
	text := NewText(Body, "five live, one expired")
	newWindow(t, 600, 40, Row(8, Row(4, text, NewChip(ToneBad, "x")), Spacer(), NewButton(Quiet, "Sort", nil)))
	if got := seen(text); got != text.Text() {
		t.Errorf("text reads %q, want all of it", got)
	}
}

func TestColumnKnowsTheHeightOfParagraphs(t *testing.T) {
	newApp(t)
	p := NewParagraph(Body, strings.Repeat("word ", 60))
	after := NewText(Body, "after")
	column := Column(12, p, after)
	newWindow(t, 300, 400, column)
	if p.Size().Height < 3*p.Wanted().Height {
		t.Errorf("paragraph is %v high, want several lines", p.Size().Height)
	}
	if got, want := after.Position().Y, p.Size().Height+12; !near(got, want) {
		t.Errorf("what follows stands at %v, want %v", got, want)
	}
	if got, want := column.MinSize().Height, p.MinSize().Height+12+after.MinSize().Height; !near(got, want) {
		t.Errorf("column is %v high, want %v", got, want)
	}
}

func TestColumnsAreEqual(t *testing.T) {
	newApp(t)
	a, b, c := NewCard(NewText(Body, "a")), NewCard(NewText(Body, "much longer")), NewCard(NewText(Body, "c"))
	newWindow(t, 624, 60, ColumnsEqual(12, a, b, c))
	for i, card := range []*fyne.Container{a, b, c} {
		if got := card.Size().Width; !near(got, 200) {
			t.Errorf("column %d is %v wide, want 200", i, got)
		}
		if got, want := card.Position().X, float32(i)*212; !near(got, want) {
			t.Errorf("column %d stands at %v, want %v", i, got, want)
		}
	}
}

func TestSpaceAndFloor(t *testing.T) {
	newApp(t)
	text := NewText(Body, "x")
	text.SetTruncate(false)
	for name, tt := range map[string]struct {
		object fyne.CanvasObject
		want   fyne.Size
	}{
		"gap in a row":         {HGap(12), fyne.NewSize(12, 0)},
		"gap in a column":      {VGap(8), fyne.NewSize(0, 8)},
		"hairline":             {Hairline(), fyne.NewSize(1, 1)},
		"vertical hairline":    {VHairline(), fyne.NewSize(1, 1)},
		"floor under nothing":  {Floor(fyne.NewSize(30, 20), nil), fyne.NewSize(30, 20)},
		"floor under content":  {Floor(fyne.NewSize(300, 200), text), fyne.NewSize(300, 200)},
		"floor below content":  {Floor(fyne.NewSize(1, 1), text), text.Wanted()},
		"padding on all sides": {Pad(4, gap(fyne.NewSize(2, 2))), fyne.NewSize(10, 10)},
		"other padding across": {PadXY(4, 1, gap(fyne.NewSize(2, 2))), fyne.NewSize(10, 4)},
		"columns of nothing":   {ColumnsEqual(12), fyne.Size{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.object.MinSize(); got != tt.want {
				t.Errorf("minimum is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestStripeCardHasItsStripeAtTheLeft(t *testing.T) {
	newApp(t)
	card := NewStripeCard(ColorBad, NewText(Body, ""))
	w := newWindow(t, 200, 100, card)
	img := w.Canvas().Capture()
	isColor(t, "stripe", img.At(2, 50), ColorBad)
	isColor(t, "panel", img.At(100, 50), ColorPanel)
	ground, ok := card.Objects[0].(*Ground)
	if !ok {
		t.Fatalf("the back of the card is %T", card.Objects[0])
	}
	ground.SetFill(ColorCaution)
	isColor(t, "stripe of caution", w.Canvas().Capture().At(2, 50), ColorCaution)
}

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 0.5 }
