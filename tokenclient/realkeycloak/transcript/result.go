package transcript

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Outcome is what became of a row on a server.
type Outcome string

// The outcomes. A row without one is an empty cell.
const (
	Passed      Outcome = "passed"
	Unsupported Outcome = "not supported"
	Failed      Outcome = "failed"
)

// Cell is a row on one server.
type Cell struct {
	Group   string  `json:"group"`
	Row     string  `json:"row"`
	Outcome Outcome `json:"outcome"`
	// Words are the server's own about what it does not support.
	Words string `json:"words,omitempty"`
}

// Result is what one server passes, row by row.
type Result struct {
	Server string `json:"server"`
	// Note says how the server was run.
	Note  string `json:"note"`
	Cells []Cell `json:"cells"`
}

// Problems are cells that failed or say nothing.
func (r Result) Problems() []string {
	var list []string
	for _, c := range r.Cells {
		switch {
		case c.Outcome == Unsupported && c.Words == "":
			list = append(list, fmt.Sprintf("%s: %s is not supported without the server's words", r.Server, c.Row))
		case c.Outcome != Passed && c.Outcome != Unsupported:
			list = append(list, fmt.Sprintf("%s: %s %s", r.Server, c.Row, c.Outcome))
		}
	}
	return list
}

// Text is what a result's file holds.
func (r Result) Text() (string, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	return string(text) + "\n", err
}

// load reads a result from a file.
func load(file string) (Result, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Result{}, err
	}
	var r Result
	if err := json.Unmarshal(text, &r); err != nil {
		return Result{}, fmt.Errorf("read %s: %w", filepath.Base(file), err)
	}
	return r, nil
}

// LoadAll reads the results in a folder, Keycloaks by release from the newest,
// then the others.
func LoadAll(dir string) ([]Result, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var all []Result
	for _, file := range files {
		r, err := load(file)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b Result) int {
		if older := keycloak(b) - keycloak(a); older != 0 {
			return older
		}
		return strings.Compare(b.Server, a.Server)
	})
	return all, nil
}

// keycloak is 1 for a Keycloak. Its releases of two digits sort as text.
func keycloak(r Result) int {
	if strings.HasPrefix(r.Server, "Keycloak ") {
		return 1
	}
	return 0
}
