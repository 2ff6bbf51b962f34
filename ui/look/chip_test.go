package look

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func TestChipTellsItsTone(t *testing.T) {
	newApp(t)
	for tone, want := range map[Tone][2]fyne.ThemeColorName{
		TonePlain:       {ColorSecond, ColorPanel},
		"":              {ColorSecond, ColorPanel},
		ToneAccent:      {theme.ColorNamePrimary, ColorSoft},
		ToneGood:        {ColorGood, ColorGoodGround},
		ToneCaution:     {ColorCaution, ColorCautionGround},
		ToneBad:         {ColorBad, ColorBadGround},
		ToneDevelopment: {ColorDevelopment, ColorGoodGround},
		ToneTest:        {ColorTest, ColorSoft},
		ToneStaging:     {ColorStaging, ColorSoft},
		ToneProduction:  {ColorProduction, ColorBadGround},
	} {
		t.Run("tone "+string(tone), func(t *testing.T) {
			c := NewChip(ToneCaution, "OLD")
			newWindow(t, 200, 20, c)
			c.Set(tone, "TEST")
			if got := seen(c.label); got != "TEST" || c.Text() != got {
				t.Errorf("chip reads %q, want TEST", got)
			}
			isColor(t, "text", c.label.drawn[0].Color, want[0])
			isColor(t, "ground", c.ground.FillColor, want[1])
		})
	}
}

func TestChipDoesNotStretch(t *testing.T) {
	newApp(t)
	c := NewChip(ToneGood, "DEVELOPMENT")
	newWindow(t, 600, 80, c)
	if got, want := c.ground.Size(), c.Wanted(); got != want {
		t.Errorf("ground is %v in a large window, want %v", got, want)
	}
	if got, want := c.ground.CornerRadius, c.Wanted().Height/2; got != want {
		t.Errorf("radius is %v, want fully round, %v", got, want)
	}
}

func TestLongFindingGoesOnBelow(t *testing.T) {
	newApp(t)
	f := NewFinding(ToneCaution, "! "+strings.Repeat("sub appears twice ", 20))
	newWindow(t, widestChip, 40, f)
	if got := f.MinSize().Width; got != widestChip {
		t.Errorf("minimum is %v, want %v", got, widestChip)
	}
	if got, want := strings.ReplaceAll(seen(f.label), "|", " "), strings.TrimSpace(f.Text()); got != want {
		t.Errorf("finding reads %q, want all of it", got)
	}
	if rows := strings.Count(seen(f.label), "|") + 1; f.MinSize().Height < float32(rows)*13 {
		t.Errorf("finding of %d rows is %v high", rows, f.MinSize().Height)
	}
	if got := f.ground.CornerRadius; got != radiusButton {
		t.Errorf("radius is %v, want %v", got, radiusButton)
	}
}
