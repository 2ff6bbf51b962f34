package realkeycloak_test

import (
	"path/filepath"
	"slices"
	"testing"

	"realmscope/tokenclient/realkeycloak"
	"realmscope/tokenclient/realkeycloak/transcript"
)

// TestServersPage checks that docs/servers.md is what the kept results make,
// that they are of every release and of today's rows, and that no cell is empty
// or failed.
func TestServersPage(t *testing.T) {
	results, err := transcript.LoadAll(filepath.Join("testdata", "servers"))
	if err != nil {
		t.Fatal(err)
	}
	var servers []string
	for _, r := range results {
		servers = append(servers, r.Server)
		for _, problem := range r.Problems() {
			t.Error(problem)
		}
		if got, want := cellNames(r), rowNames(); !slices.Equal(got, want) {
			t.Errorf("%s was tried with other rows than today's:\n%q\n%q", r.Server, got, want)
		}
	}
	for _, release := range realkeycloak.Releases() {
		if !slices.Contains(servers, "Keycloak "+release.Name) {
			t.Errorf("no result of %s; make keycloak RELEASES=%s makes it", release.Name, release.Name)
		}
	}
	for _, gap := range transcript.Gaps(results) {
		t.Error(gap)
	}
	compare(t, filepath.Join("..", "..", "docs", "servers.md"), transcript.Page(results))
}

func cellNames(r transcript.Result) []string {
	var names []string
	for _, c := range r.Cells {
		names = append(names, c.Group+"/"+c.Row)
	}
	return names
}

func rowNames() []string {
	var names []string
	for _, r := range suiteRows() {
		names = append(names, r.group+"/"+r.name)
	}
	return names
}
