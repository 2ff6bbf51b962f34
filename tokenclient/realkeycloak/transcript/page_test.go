package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func results() []Result {
	const group = "Ways to a token"
	return []Result{
		{Server: "Keycloak 26.7.3", Note: "plain", Cells: []Cell{{group, "password", Passed, ""}, {group, "exchange", Passed, ""}}},
		{Server: "Keycloak 18.0.2", Note: "old", Cells: []Cell{{group, "password", Passed, ""}, {group, "exchange", Unsupported, "400 no"}}},
		{Server: "other", Note: "another", Cells: []Cell{{group, "password", Unsupported, "400 no"}, {group, "exchange", Unsupported, "404 never"}}},
	}
}

func TestPage(t *testing.T) {
	want := opening + `
## Ways to a token

| | Keycloak 26.7.3 | Keycloak 18.0.2 | other |
|---|:-:|:-:|:-:|
| password | ✓ | ✓ | not supported (1) |
| exchange | ✓ | not supported (1) | not supported (2) |

## How they were run

* Keycloak 26.7.3: plain
* Keycloak 18.0.2: old
* other: another

## What the servers say

1. 400 no
2. 404 never
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(Page(results()), "\n")); diff != "" {
		t.Errorf("Page (-want +got):\n%s", diff)
	}
	if gaps := Gaps(results()); len(gaps) != 0 {
		t.Errorf("gaps %q in a whole table", gaps)
	}
}

func TestProblemsAndGapsAreFound(t *testing.T) {
	all := results()
	all[1].Cells = all[1].Cells[:1]
	if got, want := Gaps(all), []string{"Keycloak 18.0.2: exchange is empty"}; !cmp.Equal(got, want) {
		t.Errorf("Gaps = %q, want %q", got, want)
	}
	all[2].Cells[0].Outcome, all[2].Cells[1].Words = Failed, ""
	want := []string{"other: password failed", "other: exchange is not supported without the server's words"}
	if got := all[2].Problems(); !cmp.Equal(got, want) {
		t.Errorf("Problems = %q, want %q", got, want)
	}
	if !strings.Contains(Page(all), "**failed**") {
		t.Error("the page hides a failure")
	}
}

func TestResultsAreReadFromTheNewest(t *testing.T) {
	dir := t.TempDir()
	for _, r := range results() {
		text, err := r.Text()
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, r.Server+".json"), []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := LoadAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(results(), got); diff != "" {
		t.Errorf("LoadAll (-saved +read):\n%s", diff)
	}
}
