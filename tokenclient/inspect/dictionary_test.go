package inspect_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

// texts reads a language's file.
func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../assets/translations/claims." + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// translator fills the texts of a file; an unknown key or name fails the test.
func translator(t *testing.T, language string) inspect.Translate {
	t.Helper()
	all := texts(t, language)
	return func(key string, args map[string]string) string {
		text, ok := all[key]
		if !ok {
			t.Errorf("no text %q in %s", key, language)
		}
		return placeholder.ReplaceAllStringFunc(text, func(name string) string {
			arg, ok := args[placeholder.FindStringSubmatch(name)[1]]
			if !ok {
				t.Errorf("no argument for %s in %q", name, key)
			}
			return arg
		})
	}
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	en, es := texts(t, "en"), texts(t, "es")
	for key, text := range en {
		other, ok := es[key]
		if !ok {
			t.Errorf("%s: no Spanish text", key)
			continue
		}
		want := placeholder.FindAllString(text, -1)
		got := placeholder.FindAllString(other, -1)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s: placeholders (-es +en):\n%s", key, diff)
		}
		if rest := placeholder.ReplaceAllString(text+other, ""); strings.ContainsAny(rest, "{}") {
			t.Errorf("%s: odd braces", key)
		}
	}
	for key := range es {
		if _, ok := en[key]; !ok {
			t.Errorf("%s: no English text", key)
		}
	}
}

// A key that nothing can ask for is a leftover, a missing one shows as a key.
func TestEveryTextHasItsUse(t *testing.T) {
	used := []string{
		"claim.other", "time.in", "time.ago", "time.now", "time.span", "time.today",
		"time.tomorrow", "time.yesterday", "time.date",
	}
	for _, mark := range []string{"first_of", "nth_of", "last_of", "zero_time", "milliseconds", "out_of_range", "not_a_time"} {
		used = append(used, "claim.mark."+mark)
	}
	for e := range inspect.Entries() {
		used = append(used, e.Meaning)
	}
	for _, code := range inspect.IssueCodes() {
		used = append(used, "issue."+code)
	}
	for month := range 12 {
		used = append(used, "time.month."+strconv.Itoa(month+1))
	}
	for _, unit := range []inspect.Unit{inspect.Year, inspect.Month, inspect.Day, inspect.Hour, inspect.Minute, inspect.Second} {
		used = append(used, "time.unit."+string(unit), "time.unit."+string(unit)+"s")
	}
	slices.Sort(used)
	used = slices.Compact(used)
	var have []string
	for key := range texts(t, "en") {
		have = append(have, key)
	}
	slices.Sort(have)
	if diff := cmp.Diff(have, used); diff != "" {
		t.Errorf("keys (-in the file +asked for):\n%s", diff)
	}
}

func TestMeaningsAreShort(t *testing.T) {
	for _, language := range []string{"en", "es"} {
		all := texts(t, language)
		for e := range inspect.Entries() {
			text := all[e.Meaning]
			words := len(strings.Fields(text))
			if words < 1 || words > 9 || len([]rune(text)) > 50 || strings.HasSuffix(text, ".") {
				t.Errorf("%s %s: %q is too long or a sentence", language, e.Meaning, text)
			}
		}
	}
}

func TestEntriesAreWhole(t *testing.T) {
	types := []string{"string", "number", "seconds", "boolean", "array", "object", "any"}
	seen := map[string]bool{}
	for e := range inspect.Entries() {
		key := e.Parent + "\t" + e.Name
		if seen[key] {
			t.Errorf("%q is there twice", key)
		}
		seen[key] = true
		if !slices.Contains(types, e.Type) {
			t.Errorf("%q: type %q", key, e.Type)
		}
		if len(e.In) == 0 || strings.Trim(e.In, "AIRLUNHTEPF ") != "" {
			t.Errorf("%q: in %q", key, e.In)
		}
		got, ok := inspect.Explain(e.Parent, e.Name)
		if diff := cmp.Diff(got, e); !ok || diff != "" {
			t.Errorf("%q explained (-got +want):\n%s", key, diff)
		}
	}
	if len(seen) < 150 {
		t.Errorf("got %d entries, want the whole dictionary", len(seen))
	}
}

func TestEveryDateIsDeclaredSeconds(t *testing.T) {
	for e := range inspect.Entries() {
		if e.Parent != "" {
			continue
		}
		v, _, err := inspect.ParseJSON([]byte(`{"` + e.Name + `":1627035415}`))
		if err != nil {
			t.Fatal(err)
		}
		isDate := !inspect.Rows(&v, noon())[0].Time.IsZero()
		if want := e.Type == "seconds"; isDate != want {
			t.Errorf("%s: shown as a date: got %v, want %v", e.Name, isDate, want)
		}
	}
}

func TestMeaningFollowsTheValue(t *testing.T) {
	for member, want := range map[string]string{
		`"typ":"Bearer"`:            "claim.typ.bearer",
		`"typ":"Offline"`:           "claim.typ.offline",
		`"typ":"JWT"`:               "claim.typ.jwt",
		`"typ":"bearer"`:            "claim.typ",
		`"typ":7`:                   "claim.typ",
		`"alg":"none"`:              "claim.alg.none",
		`"alg":"RS256"`:             "claim.alg",
		`"acr":"0"`:                 "claim.acr.sso",
		`"acr":"1"`:                 "claim.acr",
		`"cnf":{"jkt":"x"}`:         "claim.cnf.jkt",
		`"cnf":{"x5t#S256":"x"}`:    "claim.cnf.x5t",
		`"cnf":{"kid":"x"}`:         "claim.cnf",
		`"cnf":{}`:                  "claim.cnf",
		`"shop_tier":"gold"`:        "claim.other",
		`"":1`:                      "claim.other",
		`"\texp":1`:                 "claim.other",
		`"exp\texp":1`:              "claim.other",
		`"#":1`:                     "claim.other",
		`"cnf\tjkt":1`:              "claim.other",
		`"typ=":"Bearer"`:           "claim.other",
		`"jkt":"only inside a cnf"`: "claim.other",
	} {
		row := inspect.Rows(claims("{"+member+"}").Payload, noon())[0]
		if row.Meaning != want {
			t.Errorf("%s: got %s, want %s", member, row.Meaning, want)
		}
	}
}
