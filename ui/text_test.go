package ui

import (
	"encoding/json"
	"go/parser"
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/assets"
	"realmscope/tokenclient/inspect"
)

// texts reads the translation files of the parts that match.
func texts(t *testing.T, pattern string) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob(filepath.Join("..", "assets", assets.TranslationsDir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no translation files %s: %v", pattern, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	return all
}

// literals are all string literals of the package's own code.
func literals(t *testing.T) []string {
	t.Helper()
	var found []string
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		if _, err := parser.ParseFile(set, f, src, parser.ImportsOnly); err != nil {
			t.Fatal(err)
		}
		var s scanner.Scanner
		s.Init(set.AddFile(f, set.Base(), len(src)), src, nil, 0)
		for _, tok, lit := s.Scan(); tok != token.EOF; _, tok, lit = s.Scan() {
			if tok == token.STRING {
				text, _ := strconv.Unquote(lit)
				found = append(found, text)
			}
		}
	}
	return found
}

// families are the keys that the code builds from a prefix and a word.
func families() map[string][]string {
	f := map[string][]string{
		"about.vault.mode.": {modeSession, modeKeyring, modePassphrase},
		"vault.reason.":     reasonTexts(), "about.vault.memory.": {string(SwapNone), string(SwapDisk), string(SwapUnknown)},
		"theme.":       {"system", "light", "dark", "contrast"},
		"language.":    append([]string{languageSystem}, Languages()...),
		"token.form.":  {string(inspect.FormJWE), string(inspect.FormOpaque), string(inspect.FormBroken)},
		"vault.mode.":  {"session", "keyring", "passphrase"},
		"problem.":     profile.ProblemCodes(),
		"issue.":       inspect.IssueCodes(),
		"notice.":      profile.NoticeCodes(),
		"advice.who.":  {"you", "administrator", "developer", "wait"},
		"reason.":      append(profile.DamageReasons(), "gone"),
		"template.":    nil,
		"environment.": nil, "grant.": nil, "page.grant.": nil, "auth.": nil, "copy.form.": nil, "copy.done.": nil,
	}
	maps.Copy(f, portingFamilies())
	maps.Copy(f, compareFamilies())
	f["mint.life."] = []string{string(lifeLive), string(lifeExpired), string(lifeLater)}
	for _, c := range profile.Causes() {
		f["reason."] = append(f["reason."], string(c))
	}
	for _, t := range profile.Templates() {
		f["template."] = append(f["template."], t.ID+".about")
	}
	for _, e := range profile.Environments() {
		f["environment."] = append(f["environment."], string(e))
	}
	for _, g := range profile.Grants() {
		f["grant."] = append(f["grant."], string(g))
		f["page.grant."] = append(f["page.grant."], string(g))
	}
	for _, a := range profile.AuthMethods() {
		f["auth."] = append(f["auth."], string(a))
	}
	for _, c := range session.CopyForms() {
		f["copy.form."] = append(f["copy.form."], string(c))
		f["copy.done."] = append(f["copy.done."], string(c))
	}
	return f
}

// reasonTexts are the two texts of each reason of the vault.
func reasonTexts() []string {
	var all []string
	for _, r := range vault.Reasons() {
		all = append(all, string(r)+".title", string(r)+".todo")
	}
	return all
}

// optional are families of which the code asks whether there is a text.
func optional() []string { return []string{"keys.name.", "probe.note.", "response.note."} }

func TestEveryKeyHasATextInBothLanguages(t *testing.T) {
	key := regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)
	for _, language := range []string{"en", "es"} {
		all := texts(t, "*."+language+".json")
		for _, l := range literals(t) {
			if key.MatchString(l) && !strings.HasSuffix(l, ".png") && all[l] == "" && !slices.Contains(profile.ProblemCodes(), l) {
				t.Errorf("%s: no text for %q", language, l)
			}
		}
		for prefix, words := range families() {
			for _, w := range words {
				if all[prefix+w] == "" {
					t.Errorf("%s: no text for %q", language, prefix+w)
				}
			}
		}
	}
}

func TestNoTextOfTheWindowIsUnused(t *testing.T) {
	used := literals(t)
	all := texts(t, "window.en.json")
	maps.Copy(all, texts(t, "vaultui.en.json"))
	for k := range all {
		if slices.Contains(used, k) {
			continue
		}
		inFamily := slices.ContainsFunc(optional(), func(p string) bool { return strings.HasPrefix(k, p) })
		for prefix, words := range families() {
			inFamily = inFamily || slices.Contains(words, strings.TrimPrefix(k, prefix)) && strings.HasPrefix(k, prefix)
		}
		if !inFamily {
			t.Errorf("text %q is never used", k)
		}
	}
}

func TestLanguagesHaveTheSameKeysAndPlaces(t *testing.T) {
	place := regexp.MustCompile(`{{\.[A-Za-z]+}}`)
	en, es := texts(t, "window.en.json"), texts(t, "window.es.json")
	maps.Copy(en, texts(t, "vaultui.en.json"))
	maps.Copy(es, texts(t, "vaultui.es.json"))
	for k, text := range en {
		other, ok := es[k]
		if !ok {
			t.Errorf("no Spanish text for %q", k)
			continue
		}
		a, b := place.FindAllString(text, -1), place.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%q has places %v in English and %v in Spanish", k, a, b)
		}
	}
	for k := range es {
		if _, ok := en[k]; !ok {
			t.Errorf("no English text for %q", k)
		}
	}
}

func TestSettingsAreSaidInBothLanguages(t *testing.T) {
	place := regexp.MustCompile(`{{\.[A-Za-z]+}}`)
	en, es := texts(t, "settings.en.json"), texts(t, "settings.es.json")
	if len(en) != len(es) {
		t.Errorf("%d texts in English, %d in Spanish", len(en), len(es))
	}
	for k, text := range en {
		if a, b := place.FindAllString(text, -1), place.FindAllString(es[k], -1); es[k] == "" || !slices.Equal(a, b) {
			t.Errorf("%q has places %v in English and %v in Spanish", k, a, b)
		}
		if !slices.Contains(literals(t), k) && !strings.HasPrefix(k, "language.") && !strings.HasPrefix(k, "theme.") {
			t.Errorf("text %q is never used", k)
		}
	}
}

func TestSpanishIsSpokenWhereTheSystemSpeaksIt(t *testing.T) {
	defer speak("en_US.UTF-8")
	for locale, want := range map[string]string{"es_MX.UTF-8": "Obtener token", "en_US.UTF-8": "Get token"} {
		speak(locale)
		if got := T("action.get"); got != want {
			t.Errorf("with %s the button says %q, want %q", locale, got, want)
		}
	}
}

func TestTimesAreSaidBriefly(t *testing.T) {
	now := time.Date(2026, 5, 4, 14, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ name, got, want string }{
		{"seconds count down", countdown(21 * time.Second), "0:21"},
		{"minutes count down", countdown(4*time.Minute + 32*time.Second), "4:32"},
		{"half an hour counts down", countdown(27*time.Minute + 10*time.Second), "27:10"},
		{"hours do not tick", countdown(9*time.Hour + 58*time.Minute + 3*time.Second), "9 h 58 min"},
		{"a length in minutes", duration(5 * time.Minute), "5 min"},
		{"a length in hours", duration(10 * time.Hour), "10 h"},
		{"a negative length", duration(-45 * time.Second), "45 s"},
		{"no time at all", duration(0), "0 s"},
		{"a time of today", moment(now.Add(5*time.Minute), now), "14:05:00"},
		{"a time of another day", moment(now.AddDate(-5, 0, 0), now), "4 May 2021 14:00:00"},
		{"what is to come", distance(now.Add(272*time.Second), now), "in 4 min 32 s · today 14:04:32"},
		{"what is past", since(now.Add(-13*time.Minute), now), "13 min ago"},
		{"a quick answer", elapsed(83 * time.Millisecond), "83 ms"},
		{"a slow answer", elapsed(30 * time.Second), "30 s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}
