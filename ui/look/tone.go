package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The tones.
const (
	TonePlain       Tone = "plain"
	ToneAccent      Tone = "accent"
	ToneGood        Tone = "good"
	ToneCaution     Tone = "caution"
	ToneBad         Tone = "bad"
	ToneDevelopment Tone = "development"
	ToneTest        Tone = "test"
	ToneStaging     Tone = "staging"
	ToneProduction  Tone = "production"
)

// Tone is what a short text means, shown by a colour and its ground. It never
// stands alone: the text or a sign says the same. The zero Tone is plain.
type Tone string

// Color is the name of the tone's text colour.
func (t Tone) Color() fyne.ThemeColorName {
	ink, _ := t.colors()
	return ink
}

func (t Tone) colors() (ink, ground fyne.ThemeColorName) {
	switch t {
	case ToneAccent:
		return theme.ColorNamePrimary, ColorSoft
	case ToneGood:
		return ColorGood, ColorGoodGround
	case ToneCaution:
		return ColorCaution, ColorCautionGround
	case ToneBad:
		return ColorBad, ColorBadGround
	case ToneDevelopment:
		return ColorDevelopment, ColorGoodGround
	case ToneTest:
		return ColorTest, ColorSoft
	case ToneStaging:
		return ColorStaging, ColorSoft
	case ToneProduction:
		return ColorProduction, ColorBadGround
	}
	return ColorSecond, ColorPanel
}
