package session

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// texts reads a translation file.
func texts(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "assets", "translations", "advice-session."+lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryAdviceHasItsTexts(t *testing.T) {
	var want []string
	for _, a := range OwnAdvice() {
		want = append(want, "advice."+a.ID+".title", "advice."+a.ID+".lead")
		for _, c := range a.Causes {
			want = append(want, "advice."+a.ID+"."+c.ID+".why", "advice."+a.ID+"."+c.ID+".do")
		}
	}
	slices.Sort(want)
	english := texts(t, "en")
	for _, lang := range []string{"en", "es"} {
		got := texts(t, lang)
		if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, want) {
			t.Errorf("%s has keys\n%q, want\n%q", lang, keys, want)
		}
		for key, text := range got {
			if strings.TrimSpace(text) != text || text == "" {
				t.Errorf("%s: %s is %q", lang, key, text)
			}
			if strings.Contains(text, "{{.Address}}") != strings.Contains(english[key], "{{.Address}}") {
				t.Errorf("%s: %s does not take the places of the English text", lang, key)
			}
		}
	}
}

func TestAdviceIsComplete(t *testing.T) {
	actions := []string{"retry", "edit", "edit_address", "get_again"}
	seen := map[string]bool{}
	for _, a := range OwnAdvice() {
		if a.ID == "" || seen[a.ID] || len(a.Causes) == 0 || len(a.Actions) == 0 {
			t.Errorf("advice %+v: want an id of its own, causes and actions", a)
		}
		seen[a.ID] = true
		for _, action := range a.Actions {
			if !slices.Contains(actions, action) {
				t.Errorf("%s offers the unknown action %q", a.ID, action)
			}
		}
	}
	all := []string{
		adviceInternal, advicePlainHTTP, adviceOtherSubject, adviceOtherServer, adviceOtherOrigin, adviceRefreshUnknown, adviceUnreadable, adviceNoAssertion,
		adviceVaultLocked, adviceVaultFailed, adviceNotKept,
	}
	for _, id := range all {
		if got := advice(id, nil); got.ID != id || !seen[id] {
			t.Errorf("advice(%q) is %+v and listed %t", id, got, seen[id])
		}
	}
	if got := advice("unheard-of", nil); got.ID != adviceInternal || len(got.Causes) == 0 {
		t.Errorf("an unknown id gives %+v, want internal", got)
	}
}
