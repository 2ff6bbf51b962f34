package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours that Fyne does not name. Ground and text of the page are Fyne's
// background and foreground, the accent is its primary.
const (
	// ColorPanel is the ground of cards, bars and lists.
	ColorPanel fyne.ThemeColorName = "look.panel"
	// ColorHairline is for lines of one pixel and the track of a ring.
	ColorHairline fyne.ThemeColorName = "look.hairline"
	// ColorOutline is the edge of what is typed in, chosen or ticked: 3:1 against
	// its grounds (WCAG 2.2, section 1.4.11).
	ColorOutline fyne.ThemeColorName = "look.outline"
	// ColorSecond is for text that explains other text.
	ColorSecond fyne.ThemeColorName = "look.second"
	// ColorSoft is the ground of the selected thing.
	ColorSoft fyne.ThemeColorName = "look.soft"
	// ColorGood, ColorCaution and ColorBad are states, always beside a word or
	// a sign; each has a ground to stand on.
	ColorGood          fyne.ThemeColorName = "look.good"
	ColorGoodGround    fyne.ThemeColorName = "look.good.ground"
	ColorCaution       fyne.ThemeColorName = "look.caution"
	ColorCautionGround fyne.ThemeColorName = "look.caution.ground"
	ColorBad           fyne.ThemeColorName = "look.bad"
	ColorBadGround     fyne.ThemeColorName = "look.bad.ground"
	// ColorDevelopment, ColorTest, ColorStaging and ColorProduction tell the
	// environments apart.
	ColorDevelopment fyne.ThemeColorName = "look.development"
	ColorTest        fyne.ThemeColorName = "look.test"
	ColorStaging     fyne.ThemeColorName = "look.staging"
	ColorProduction  fyne.ThemeColorName = "look.production"
	// ColorTokenHeader, ColorTokenPayload and ColorTokenSignature are the three
	// parts of a token's text.
	ColorTokenHeader    fyne.ThemeColorName = "look.token.header"
	ColorTokenPayload   fyne.ThemeColorName = "look.token.payload"
	ColorTokenSignature fyne.ThemeColorName = "look.token.signature"
)

// shades are the values that one variant of the theme is made of.
type shades struct {
	background, panel, hairline, outline, ink, second, faint uint32
	accent, onAccent, soft                                   uint32
	good, goodGround, caution, cautionGround                 uint32
	bad, badGround, staging                                  uint32
}

func palettes() map[fyne.ThemeVariant]map[fyne.ThemeColorName]color.NRGBA {
	light := shades{
		// The second text is a shade darker than first drawn (667385), which
		// reached only 4.3:1 on a selected row.
		background: 0xF6F7F9, panel: 0xFFFFFF, hairline: 0xE1E5EA, outline: 0x828C9B,
		ink: 0x1C2430, second: 0x606C7E, faint: 0x7E8999,
		accent: 0x2F5BEA, onAccent: 0xFFFFFF, soft: 0xEEF2FD,
		good: 0x177A4C, goodGround: 0xE4F5EC,
		caution: 0x9A5B00, cautionGround: 0xFDF1DC,
		bad: 0xB3261E, badGround: 0xFBE9E7, staging: 0x7A4BC2,
	}
	dark := shades{
		background: 0x12161D, panel: 0x1A2029, hairline: 0x2B3441, outline: 0x6B788C,
		ink: 0xE6EAF0, second: 0x93A0B2, faint: 0x6E7B8E,
		accent: 0x6F93FF, onAccent: 0x0D1320, soft: 0x202A40,
		good: 0x5FD39A, goodGround: 0x173327,
		caution: 0xF0B557, cautionGround: 0x3A2C12,
		bad: 0xFF8A80, badGround: 0x3D1D1B, staging: 0xB794F6,
	}
	return map[fyne.ThemeVariant]map[fyne.ThemeColorName]color.NRGBA{
		theme.VariantLight: light.names(0x1A),
		theme.VariantDark:  dark.names(0x58),
	}
}

func (s shades) names(shadow uint8) map[fyne.ThemeColorName]color.NRGBA {
	names := s.fyneNames(shadow)
	for name, value := range map[fyne.ThemeColorName]uint32{
		ColorPanel: s.panel, ColorHairline: s.hairline, ColorOutline: s.outline, ColorSecond: s.second, ColorSoft: s.soft,
		ColorGood: s.good, ColorGoodGround: s.goodGround,
		ColorCaution: s.caution, ColorCautionGround: s.cautionGround,
		ColorBad: s.bad, ColorBadGround: s.badGround,
		ColorDevelopment: s.good, ColorTest: s.accent, ColorStaging: s.staging, ColorProduction: s.bad,
		ColorTokenHeader: s.bad, ColorTokenPayload: s.staging, ColorTokenSignature: s.accent,
	} {
		names[name] = solid(value)
	}
	return names
}

// fyneNames dress Fyne's own widgets, such as entries and dialogs.
func (s shades) fyneNames(shadow uint8) map[fyne.ThemeColorName]color.NRGBA {
	return map[fyne.ThemeColorName]color.NRGBA{
		theme.ColorNameBackground:          solid(s.background),
		theme.ColorNameForeground:          solid(s.ink),
		theme.ColorNamePlaceHolder:         solid(s.second),
		theme.ColorNameDisabled:            solid(s.faint),
		theme.ColorNameSeparator:           solid(s.hairline),
		theme.ColorNameButton:              solid(s.hairline),
		theme.ColorNameDisabledButton:      solid(s.background),
		theme.ColorNameInputBackground:     solid(s.background),
		theme.ColorNameInputBorder:         solid(s.background), // an Outline draws it
		theme.ColorNameMenuBackground:      solid(s.panel),
		theme.ColorNameOverlayBackground:   solid(s.panel),
		theme.ColorNameHeaderBackground:    solid(s.panel),
		theme.ColorNamePrimary:             solid(s.accent),
		theme.ColorNameHyperlink:           solid(s.accent),
		theme.ColorNameForegroundOnPrimary: solid(s.onAccent),
		theme.ColorNameError:               solid(s.bad),
		theme.ColorNameForegroundOnError:   solid(s.onAccent),
		theme.ColorNameSuccess:             solid(s.good),
		theme.ColorNameForegroundOnSuccess: solid(s.onAccent),
		theme.ColorNameWarning:             solid(s.caution),
		theme.ColorNameForegroundOnWarning: solid(s.onAccent),
		theme.ColorNameSelection:           veil(s.accent, 0x40),
		theme.ColorNameFocus:               veil(s.accent, 0x40),
		theme.ColorNameHover:               veil(s.ink, 0x0D),
		theme.ColorNamePressed:             veil(s.ink, 0x1A),
		theme.ColorNameScrollBar:           veil(s.ink, 0x50),
		theme.ColorNameScrollBarBackground: veil(s.ink, 0x00),
		theme.ColorNameShadow:              veil(0x000000, shadow),
	}
}

func solid(rgb uint32) color.NRGBA { return veil(rgb, 0xFF) }

func veil(rgb uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16 & 0xFF), G: uint8(rgb >> 8 & 0xFF), B: uint8(rgb & 0xFF), A: alpha}
}
