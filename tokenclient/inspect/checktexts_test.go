package inspect_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

// checkKeys are all keys of checks.*.json.
func checkKeys() []string {
	keys := []string{"expect.unreadable", "expect.malformed", "sign.made"}
	put := func(prefix string, words ...string) {
		for _, w := range words {
			keys = append(keys, prefix+w)
		}
	}
	for _, name := range []inspect.CheckName{"signature", "key", "time", "issuer", "audience"} {
		put("check.name.", string(name))
		put("check."+string(name)+".", inspect.CheckReasons(name)...)
	}
	put("check.verdict.", "passed", "failed", "not_checked", "cannot_check")
	put("keys.fault.", inspect.KeyReasons()...)
	put("sign.", inspect.SignReasons()...)
	for _, kind := range inspect.ExpectationKinds() {
		put("expect."+string(kind)+".", inspect.ExpectReasons(kind)...)
	}
	for _, code := range inspect.FindingCodes() {
		put("finding."+code+".", "title", "why")
	}
	put("finding.severity.", "note", "warning", "danger")
	put("compare.aspect.", "identity", "rights", "life", "rest", "header")
	put("compare.change.", "equal", "added", "removed", "changed", "fresh")
	put("right.", "realm_role", "client_role", "scope", "group", "audience", "permission")
	slices.Sort(keys)
	return keys
}

func checkTexts(t testing.TB, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../assets/translations/checks." + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	_, issues, err := inspect.ParseJSON(data)
	if err != nil || len(issues) > 0 {
		t.Fatalf("%s: %v %v", language, issues, err)
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestEveryReasonHasItsTextInBothLanguages(t *testing.T) {
	places := regexp.MustCompile(`\.[A-Z][A-Za-z]*`)
	english := checkTexts(t, "en")
	for _, language := range []string{"en", "es"} {
		texts := checkTexts(t, language)
		var have []string
		for key, text := range texts {
			have = append(have, key)
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", language, key)
			}
			if _, err := template.New(key).Parse(text); err != nil {
				t.Errorf("%s: %s: %v", language, key, err)
			}
			got, want := places.FindAllString(text, -1), places.FindAllString(english[key], -1)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(slices.Compact(got), slices.Compact(want)) {
				t.Errorf("%s: %s has the places %q, English has %q", language, key, got, want)
			}
		}
		slices.Sort(have)
		if diff := cmp.Diff(have, checkKeys()); diff != "" {
			t.Errorf("%s keys (-in the file +asked for):\n%s", language, diff)
		}
	}
}

// fill is the text of a key with its args; a place without one fails.
func fill(t testing.TB, texts map[string]string, key string, args map[string]string) string {
	t.Helper()
	text, ok := texts[key]
	if !ok {
		t.Errorf("no text for %s", key)
		return ""
	}
	var out strings.Builder
	tmpl, err := template.New(key).Option("missingkey=error").Parse(text)
	if err == nil {
		err = tmpl.Execute(&out, args)
	}
	if err != nil {
		t.Errorf("%s with %v: %v", key, args, err)
	}
	return out.String()
}

// sayChecks fails for a check that has no whole text.
func sayChecks(t testing.TB, texts map[string]string, checks []inspect.Check) {
	t.Helper()
	for _, c := range checks {
		fill(t, texts, "check."+string(c.Name)+"."+c.Reason, c.Args)
	}
}

func sayFindings(t testing.TB, texts map[string]string, findings []inspect.Finding) {
	t.Helper()
	for _, f := range findings {
		fill(t, texts, "finding."+f.Code+".title", f.Args)
		fill(t, texts, "finding."+f.Code+".why", f.Args)
	}
}
