// Package assets holds what the program carries with it: its icon and its
// texts in every language.
package assets

import "embed"

// IconPNG is the program's icon, 512 x 512 pixels.
//
//go:embed icon.png
var IconPNG []byte

// Translations holds the texts as {part}.{language}.json in the folder
// TranslationsDir, in the format of fyne.io/fyne/v2/lang.
//
//go:embed translations/*.json
var Translations embed.FS

// TranslationsDir is the folder inside Translations.
const TranslationsDir = "translations"
