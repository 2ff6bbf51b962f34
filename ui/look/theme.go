// Package look is the window's look: theme, type and the few drawn widgets.
// It knows nothing of realms or tokens, and like all of the user interface it
// runs on the UI goroutine. Every widget takes its colours from the theme by
// name, so a switch between light and dark reaches it at once, and nothing in
// it animates.
package look

import (
	_ "embed"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The modes of the theme.
const (
	ModeSystem Mode = "system"
	ModeLight  Mode = "light"
	ModeDark   Mode = "dark"
)

// Mode says which variant the theme shows: the system's, or always light or
// dark.
type Mode string

//go:embed fonts/DejaVuSansMono-Bold.ttf
var monoBold []byte

type lookTheme struct {
	fyne.Theme
	mode     Mode
	palette  map[fyne.ThemeVariant]map[fyne.ThemeColorName]color.NRGBA
	monoBold fyne.Resource
}

// monoBoldFont is the bold monospace. All its values are the same resource: the
// toolkit keeps each font that it has read for good, so that one of its own for
// every theme would be read and kept again at each change.
type monoBoldFont struct{}

// Name implements fyne.Resource.
func (monoBoldFont) Name() string { return "DejaVuSansMono-Bold.ttf" }

// Content implements fyne.Resource.
func (monoBoldFont) Content() []byte { return monoBold }

// NewTheme makes the theme on top of Fyne's own. An unknown mode follows the
// system, as ModeSystem does. The widgets of this package need it: set it before
// the first of them is made, in tests too, since Fyne's test theme knows neither
// our colours nor a bold monospace.
func NewTheme(m Mode) fyne.Theme {
	palette := palettes()
	if m == ModeContrast {
		palette = contrastPalettes()
	}
	return &lookTheme{
		Theme:    theme.DefaultTheme(),
		mode:     m,
		palette:  palette,
		monoBold: monoBoldFont{},
	}
}

// ModeOf is the mode of a theme that NewTheme made; false for any other theme.
func ModeOf(t fyne.Theme) (Mode, bool) {
	own, ok := t.(*lookTheme)
	if !ok {
		return "", false
	}
	return own.mode, true
}

// Color implements fyne.Theme.
func (t *lookTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.mode {
	case ModeLight:
		v = theme.VariantLight
	case ModeDark:
		v = theme.VariantDark
	default:
		if v != theme.VariantDark { // the system may have no wish
			v = theme.VariantLight
		}
	}
	if c, ok := t.palette[v][name]; ok {
		return c
	}
	return t.Theme.Color(name, v)
}

// Font implements fyne.Theme. Fyne bundles no bold monospace, which the digits
// of a clock need, so DejaVu's, the bold of the one it bundles, stands in.
func (t *lookTheme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Monospace && style.Bold {
		return t.monoBold
	}
	return t.Theme.Font(style)
}

// Size implements fyne.Theme: space on a grid of 4, type 14 and 12, radius 10
// for cards and 7 for what is pressed or typed in.
func (t *lookTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNamePadding, theme.SizeNameLineSpacing, theme.SizeNameSelectionRadius,
		theme.SizeNameScrollBarSmall, theme.SizeNameScrollBarRadius:
		return 4
	case theme.SizeNameInputBorder:
		return 0 // an Outline draws it
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameInlineIcon:
		return 20
	case theme.SizeNameText:
		return 14
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameHeadingText:
		return 19
	case theme.SizeNameSubHeadingText:
		return 16
	case theme.SizeNameButtonRadius, theme.SizeNameInputRadius,
		theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return radiusButton
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius:
		return radiusCard
	}
	return t.Theme.Size(name)
}
