package vault

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts reads one language of the vault's sentences.
func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../assets/translations/vault." + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// Every reason and every notice has its sentences in both languages, with the
// same places to fill, and there are no others.
func TestEveryReasonHasItsSentences(t *testing.T) {
	var want []string
	for _, r := range Reasons() {
		want = append(want, "vault.reason."+string(r)+".title", "vault.reason."+string(r)+".todo")
	}
	for _, code := range NoticeCodes() {
		want = append(want, "notice."+code)
	}
	english := texts(t, "en")
	place := regexp.MustCompile(`\{\{\.\w+\}\}`)
	for _, language := range []string{"en", "es"} {
		got := texts(t, language)
		for _, key := range want {
			text, ok := got[key]
			if !ok || strings.TrimSpace(text) == "" {
				t.Errorf("%s: no text for %s", language, key)
			}
			if p := place.FindAllString(text, -1); !slices.Equal(p, place.FindAllString(english[key], -1)) {
				t.Errorf("%s: %s fills %q, unlike the English one", language, key, p)
			}
			delete(got, key)
		}
		if len(got) > 0 {
			t.Errorf("%s: texts for nothing: %v", language, got)
		}
	}
}
