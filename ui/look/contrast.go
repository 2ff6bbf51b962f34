package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// ModeContrast is black on white or white on black, as the system is light or
// dark, with every text at 7:1 or better (WCAG 2.2, section 1.4.6) and every
// line that means something at 4.5:1.
const ModeContrast Mode = "contrast"

// contrastPalettes are the palettes of ModeContrast.
func contrastPalettes() map[fyne.ThemeVariant]map[fyne.ThemeColorName]color.NRGBA {
	light := shades{
		background: 0xFFFFFF, panel: 0xFFFFFF, hairline: 0x767676, outline: 0x000000,
		ink: 0x000000, second: 0x2B2B2B, faint: 0x595959,
		accent: 0x0B2FA8, onAccent: 0xFFFFFF, soft: 0xE6ECFF,
		good: 0x0A4A2B, goodGround: 0xE9F8EF,
		caution: 0x5E3700, cautionGround: 0xFFF3DD,
		bad: 0x86110B, badGround: 0xFFEDEB, staging: 0x4B2390,
	}
	dark := shades{
		background: 0x000000, panel: 0x000000, hairline: 0x8A8A8A, outline: 0xFFFFFF,
		ink: 0xFFFFFF, second: 0xDDDDDD, faint: 0xA6A6A6,
		accent: 0xA9C1FF, onAccent: 0x000000, soft: 0x14213F,
		good: 0x8DF0BC, goodGround: 0x06281A,
		caution: 0xFFD68A, cautionGround: 0x2E2000,
		bad: 0xFFB8B0, badGround: 0x3A0A07, staging: 0xD9C4FF,
	}
	palettes := map[fyne.ThemeVariant]map[fyne.ThemeColorName]color.NRGBA{
		theme.VariantLight: light.names(0x50),
		theme.VariantDark:  dark.names(0xC0),
	}
	for v, s := range map[fyne.ThemeVariant]shades{theme.VariantLight: light, theme.VariantDark: dark} {
		palettes[v][theme.ColorNameButton] = solid(s.soft) // the line's grey is too dark for text
	}
	// A card above the page has no edge, and black on black none to see.
	palettes[theme.VariantDark][theme.ColorNameOverlayBackground] = solid(0x1C1C1C)
	palettes[theme.VariantDark][theme.ColorNameMenuBackground] = solid(0x1C1C1C)
	return palettes
}
