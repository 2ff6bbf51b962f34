package ui

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"realmscope/assets"
)

// Languages are the tags of the languages that the program speaks.
func Languages() []string { return []string{"en", "es"} }

// speaks tells whether a language can be chosen.
func speaks(language string) bool {
	return language == languageSystem || slices.Contains(Languages(), language)
}

// UseLanguage makes T speak a language whatever the system speaks; "system"
// is the language of the system. It is called before the window is made: texts
// that are shown already stay.
//
// Fyne chooses by the system's locale and has no other switch. So the texts of
// the chosen language are loaded under every language that Fyne may look in.
// Fyne's own few words, in the file dialog, stay in the system's.
func UseLanguage(language string) error {
	if !speaks(language) {
		return fmt.Errorf("use the language %.20q: not among %s", language, strings.Join(Languages(), ", "))
	}
	// Each language that is loaded takes two megabytes of memory.
	system, under := systemLanguage(), []string{}
	if !slices.Contains(Languages(), system) { // Fyne may have words in it, or go on to English
		under = append(under, "en")
	}
	if language == languageSystem {
		language = "en"
		if slices.Contains(Languages(), system) {
			language = system
		}
	}
	return speakUnder(language, append(under, system)...)
}

// systemLanguage is the language of the system without its country.
func systemLanguage() string {
	language, _, _ := strings.Cut(lang.SystemLocale().String(), "-")
	return language
}

// speakUnder loads the texts of one language for when Fyne looks in others.
// Where Fyne has words of its own in the system's language and we have none, it
// would look there for ours, and complain of each.
func speakUnder(language string, others ...string) error {
	files, err := fs.Glob(assets.Translations, path.Join(assets.TranslationsDir, "*."+language+".json"))
	if err != nil {
		return fmt.Errorf("list the texts: %w", err)
	}
	for _, name := range files {
		data, err := assets.Translations.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the texts: %w", err)
		}
		for _, under := range others {
			if err := lang.AddTranslationsForLocale(data, fyne.Locale(under)); err != nil {
				return fmt.Errorf("load the texts of %s: %w", name, err)
			}
		}
	}
	return nil
}
