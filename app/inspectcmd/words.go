package inspectcmd

import (
	"encoding/json"
	"strings"

	"realmscope/assets"
)

// words are the texts of one language, by key.
type words map[string]string

// loadWords reads the texts of a language; an unknown one gives English.
func loadWords(language string) words {
	all := words{}
	for _, part := range []string{"find", "claims", "checks", "advice", "inspectcmd"} {
		data, err := assets.Translations.ReadFile(assets.TranslationsDir + "/" + part + "." + language + ".json")
		if err != nil && language != "en" {
			return loadWords("en")
		}
		// Both files are our own, and tests read each.
		if err == nil && json.Unmarshal(data, &all) != nil {
			return words{}
		}
	}
	return all
}

// text fills the places of a text, {{.Name}}. It is an inspect.Translate.
func (w words) text(key string, args map[string]string) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{{.")
		b.WriteString(before)
		if !found {
			return strings.TrimSpace(b.String())
		}
		name, rest, _ := strings.Cut(after, "}}")
		b.WriteString(args[name])
		text = rest
	}
}
