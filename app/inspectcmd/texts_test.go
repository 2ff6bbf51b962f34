package inspectcmd_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

func texts(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../assets/translations/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// findKeys are all texts that the finder and the command can ask for.
func findKeys() (find, command []string) {
	for _, c := range inspect.Cleanings() {
		find = append(find, "clean."+string(c))
	}
	for _, thing := range inspect.Things() {
		find = append(find, "thing."+string(thing))
	}
	for _, reason := range []string{"key", "algorithm", "form", "too_large"} {
		find = append(find, "decrypt."+reason)
	}
	for _, word := range []string{
		"cut", "headless", "encrypted", "enc_missing", "alg_none", "alg_missing", "payload_text", "header_key", "more", "certificate_broken",
	} {
		find = append(find, "paste."+word)
	}
	for _, kind := range inspect.TokenKinds() {
		command = append(command, "inspectcmd.kind."+string(kind))
	}
	for _, word := range []string{
		"header", "claims", "keys_not_fetched", "no_object", "no_id", "no_input", "input_form", "input_base64", "line_too_long",
	} {
		command = append(command, "inspectcmd."+word)
	}
	return find, command
}

func TestEveryTextOfTheCommandHasItsUseInBothLanguages(t *testing.T) {
	find, command := findKeys()
	place := regexp.MustCompile(`\{\{\.\w+\}\}`)
	for name, want := range map[string][]string{"find": find, "inspectcmd": command} {
		en, es := texts(t, name+".en"), texts(t, name+".es")
		slices.Sort(want)
		for language, m := range map[string]map[string]string{"en": en, "es": es} {
			var got []string
			for key := range m {
				got = append(got, key)
			}
			slices.Sort(got)
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("%s.%s (-in the file +asked for):\n%s", name, language, diff)
			}
		}
		for key, text := range en {
			if diff := cmp.Diff(place.FindAllString(es[key], -1), place.FindAllString(text, -1)); diff != "" {
				t.Errorf("%s: placeholders (-es +en):\n%s", key, diff)
			}
		}
	}
}
