// Package assets holds what the program carries with it: its icon and its
// texts in every language.
package assets

import "embed"

// MarkPNG is the program's icon at 96 x 96 pixels, as the window and its task
// bar show it. icon.png is the same for packages, 512 x 512, and would take a
// window ten times as long to draw for the first time.
//
//go:embed mark.png
var MarkPNG []byte

// LockSVG is a closed lock, which the toolkit's own pictures lack.
//
//go:embed lock.svg
var LockSVG []byte

// Translations holds the texts as {part}.{language}.json in the folder
// TranslationsDir, in the format of fyne.io/fyne/v2/lang.
//
//go:embed translations/*.json
var Translations embed.FS

// TranslationsDir is the folder inside Translations.
const TranslationsDir = "translations"
