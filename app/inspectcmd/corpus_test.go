package inspectcmd_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"realmscope/app/inspectcmd"
)

// printed is an answer as another program reads it.
type printed struct {
	ID       string
	Outcome  string
	Found    []printedToken
	Warnings []string
	Codes    []string `json:"warning_codes"`
	Thing    string
	Error    *string
}

type printedToken struct {
	Kind, Form, Label, Signature, Content string
	Header, Claims                        json.RawMessage
	InForce                               bool `json:"in_force"`
	Cut, Encrypted                        bool
	Checks                                []struct{ Name, Verdict, Reason, Text string }
	Findings                              []struct{ Code, Severity, Text string }
	Duplicates                            []struct {
		Path, Used string
		Values     []json.RawMessage
	}
	Nested       []printedToken
	Certificates []struct{ Subject string }
}

// noFile fails a test that touches a file.
func noFile(t *testing.T) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		t.Errorf("the file %q was touched", name)
		return nil, os.ErrNotExist
	}
}

// run runs the command offline and gives exit code, output and complaints.
func run(t *testing.T, input []byte, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = inspectcmd.Run(t.Context(), args, inspectcmd.Env{
		Stdin: bytes.NewReader(input), Stdout: &stdout, Stderr: &stderr, ReadFile: noFile(t),
		Now: func() time.Time { return time.Unix(1782900100, 0) }, Language: "en",
	})
	return code, stdout.String(), stderr.String()
}

// corpus reads the pastes; a line with <t> is tried with three tokens.
func corpus(t *testing.T) (pastes []paste, categories int) {
	t.Helper()
	data, err := os.ReadFile("../../tokenclient/inspect/testdata/pastes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	tokens := samples()
	for line := range strings.Lines(string(data)) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 4)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) != 4 {
			t.Fatalf("line %q has %d fields", line, len(fields))
		}
		seen[fields[0]] = true
		names := []string{""}
		if strings.Contains(fields[3], "<t>") || strings.Contains(fields[3], "<t|") {
			names = []string{"access", "id", "short"}
		}
		for _, name := range names {
			tokens["t"] = tokens[name]
			pastes = append(pastes, paste{
				name: strings.TrimSpace(fields[0] + ": " + fields[1] + " " + name),
				want: fields[2], text: expand(t, fields[3], tokens),
			})
		}
	}
	return pastes, len(seen)
}

// wrong tells how an answer differs from what a reasonable user wants.
func wrong(a printed, want string) string {
	words := strings.Fields(want)
	outcome := map[string]string{"decodes": "decodes", "warns": "decodes_with_warning", "error": "clear_error"}[words[0]]
	if a.Outcome != outcome {
		return "outcome " + a.Outcome + " (" + strings.Join(a.Codes, " ") + a.Thing + ")"
	}
	if outcome == "clear_error" {
		if a.Thing != words[1] || len(a.Found) > 0 || a.Error == nil || *a.Error == "" || strings.HasPrefix(*a.Error, "thing.") {
			return "thing " + a.Thing
		}
		return ""
	}
	if strconv.Itoa(len(a.Found)) != words[1] || a.Error != nil {
		return strconv.Itoa(len(a.Found)) + " tokens"
	}
	var kinds []string
	for _, f := range a.Found {
		kinds = append(kinds, f.Kind)
	}
	at := 0
	for _, word := range words[2:] {
		switch {
		case strings.Contains(word, "."):
			if !slices.Contains(a.Codes, word) {
				return "warnings " + strings.Join(a.Codes, " ")
			}
		case at >= len(kinds) || kinds[at] != word:
			return "kinds " + strings.Join(kinds, " ")
		default:
			at++
		}
	}
	return ""
}

// TestPastesAreReadAsAReasonableUserWants holds the whole corpus against the
// command.
func TestPastesAreReadAsAReasonableUserWants(t *testing.T) {
	pastes, categories := corpus(t)
	if len(pastes) < 400 || categories < 20 {
		t.Errorf("got %d pastes in %d categories, want 400 in 20", len(pastes), categories)
	}
	var questions bytes.Buffer
	encoder := json.NewEncoder(&questions)
	for _, p := range pastes {
		if err := encoder.Encode(map[string]any{"id": p.name, "input_b64": p.text}); err != nil {
			t.Fatal(err)
		}
	}
	_, out, errs := run(t, questions.Bytes(), "--json", "--batch", "--offline")
	if errs != "" {
		t.Fatalf("complained: %s", errs)
	}
	right, n := 0, 0
	answers := bufio.NewScanner(strings.NewReader(out))
	answers.Buffer(nil, 1<<20)
	for ; answers.Scan(); n++ {
		var a printed
		if err := json.Unmarshal(answers.Bytes(), &a); err != nil {
			t.Fatalf("answer %d is no JSON", n)
		}
		if a.ID != pastes[n].name {
			t.Fatalf("answer %d is for %q, want %q", n, a.ID, pastes[n].name)
		}
		if difference := wrong(a, pastes[n].want); difference != "" {
			t.Logf("%s: got %s, want %s", a.ID, difference, pastes[n].want)
			continue
		}
		right++
	}
	t.Logf("%d of %d pastes in %d categories are right (%.1f %%)", right, len(pastes), categories, 100*float64(right)/float64(len(pastes)))
	if n != len(pastes) || right*100 < len(pastes)*98 {
		t.Errorf("got %d answers, %d right, want %d and 98 %%", n, right, len(pastes))
	}
}
