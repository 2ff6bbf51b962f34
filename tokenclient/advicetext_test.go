package tokenclient

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// actions are the words that a window can offer; see Advice.
func actions() []string {
	return []string{"retry", "edit", "edit_address", "edit_secret", "type_password", "use_auth_prefix", "use_body", "use_query", "get_again"}
}

// adviceKeys are all keys that a translation must have, no more and no fewer.
func adviceKeys() []string {
	keys := []string{}
	for _, who := range []Who{WhoYou, WhoAdministrator, WhoDeveloper, WhoWait} {
		keys = append(keys, "advice.who."+string(who))
	}
	for _, action := range actions() {
		keys = append(keys, "advice.action."+action)
	}
	for _, entry := range adviceTable() {
		keys = append(keys, "advice."+entry.id+".title", "advice."+entry.id+".lead")
		for cause := range strings.FieldsSeq(entry.causes) {
			name, _, _ := strings.Cut(cause, ":")
			keys = append(keys, "advice."+entry.id+"."+name+".why", "advice."+entry.id+"."+name+".do")
		}
	}
	slices.Sort(keys)
	return keys
}

func TestEveryAdviceHasItsTextsInEveryLanguage(t *testing.T) {
	files, err := filepath.Glob("../assets/translations/advice.*.json")
	if err != nil || len(files) < 2 {
		t.Fatalf("translations %q, %v", files, err)
	}
	args := (&Error{}).adviceArgs()
	place := regexp.MustCompile(`\.[A-Z][A-Za-z]*`)
	used := map[string]bool{}
	english := readTexts(t, "../assets/translations/advice.en.json")
	for _, file := range files {
		texts := readTexts(t, file)
		want := adviceKeys()
		for _, key := range want {
			if strings.TrimSpace(texts[key]) == "" {
				t.Errorf("%s lacks %s", file, key)
			}
		}
		for key, text := range texts {
			if _, found := slices.BinarySearch(want, key); !found {
				t.Errorf("%s has %s, which nobody uses", file, key)
			}
			tmpl, err := template.New(key).Option("missingkey=error").Parse(text)
			if err != nil {
				t.Errorf("%s: %s: %v", file, key, err)
				continue
			}
			var out strings.Builder
			if err := tmpl.Execute(&out, args); err != nil {
				t.Errorf("%s: %s has a place that Args do not fill: %v", file, key, err)
			}
			places := strings.Join(slices.Sorted(slices.Values(place.FindAllString(strings.Join(actionsOf(text), " "), -1))), " ")
			if other := strings.Join(slices.Sorted(slices.Values(place.FindAllString(strings.Join(actionsOf(english[key]), " "), -1))), " "); other != places {
				t.Errorf("%s: %s has the places %q, English has %q", file, key, places, other)
			}
			for name := range strings.FieldsSeq(places) {
				used[strings.TrimPrefix(name, ".")] = true
			}
		}
	}
	for name := range args {
		if !used[name] {
			t.Errorf("argument %s is in no text", name)
		}
	}
}

// actionsOf are the template actions of a text.
func actionsOf(text string) []string {
	return regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(text, -1)
}

func readTexts(t *testing.T, file string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	o, err := readObject(b)
	if err != nil || len(o.repeated()) > 0 {
		t.Fatalf("%s: %v, repeated keys %q", file, err, o.repeated())
	}
	var texts map[string]string
	if err := json.Unmarshal(b, &texts); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return texts
}

func TestAdviceTableIsWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, entry := range adviceTable() {
		if seen[entry.id] {
			t.Errorf("%s stands twice", entry.id)
		}
		seen[entry.id] = true
		if entry.causes == "" || entry.actions == "" {
			t.Errorf("%s has no cause or no action", entry.id)
		}
		for cause := range strings.FieldsSeq(entry.causes) {
			_, who, _ := strings.Cut(cause, ":")
			if !slices.Contains([]Who{WhoYou, WhoAdministrator, WhoDeveloper, WhoWait}, Who(who)) {
				t.Errorf("%s: nobody is %q", entry.id, who)
			}
		}
		for action := range strings.FieldsSeq(entry.actions) {
			if !slices.Contains(actions(), action) {
				t.Errorf("%s: no window offers %q", entry.id, action)
			}
		}
	}
}
