package inspectcmd_test

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"realmscope/app/inspectcmd"
)

// TestBatchAnswersWhileTheNextLineIsHalfWritten waits for the answer before it
// sends the rest: a program on a pipe that buffers by blocks does so.
func TestBatchAnswersWhileTheNextLineIsHalfWritten(t *testing.T) {
	questions, in := io.Pipe()
	out, answers := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- inspectcmd.Run(t.Context(), []string{"--json", "--batch", "--offline"}, inspectcmd.Env{
			Stdin: questions, Stdout: answers, Stderr: io.Discard, ReadFile: noFile(t),
			Now: func() time.Time { return time.Unix(1782900100, 0) },
		})
		_ = answers.Close()
	}()
	reader := bufio.NewReader(out)
	for _, part := range []string{
		`{"id":1,"input":"` + samples()["short"] + "\"}\n" + `{"id":2,"in`,
		`put":"x"}` + "\n" + `{`,
		`"id":3,"input":""}` + "\n",
	} {
		if _, err := io.WriteString(in, part); err != nil {
			t.Fatal(err)
		}
		if line, err := reader.ReadBytes('\n'); err != nil || !json.Valid(line) {
			t.Fatalf("after %.20q: answer %q, %v", part, line, err)
		}
	}
	_ = in.Close()
	if code := <-done; code != 0 {
		t.Errorf("exit %d, want 0", code)
	}
}

func TestAnswersAreUTF8WhateverTheQuestion(t *testing.T) {
	for name, line := range map[string]string{
		"a byte in the id":      "{\"id\":\"\xff\",\"input\":\"x\"}",
		"a surrogate in the id": "{\"id\":\"\xed\xa0\x80\",\"input\":\"x\"}",
		"in a name of the id":   "{\"id\":{\"\xc0\":1},\"input\":\"x\"}",
		"in the input":          "{\"id\":1,\"input\":\"\xff\xfe\"}",
		"in a line without id":  "{\"input\":\"\xff\"}",
	} {
		_, out, errs := run(t, []byte(line+"\n"), "--json", "--batch")
		if !utf8.ValidString(out) || !json.Valid([]byte(out)) || errs != "" {
			t.Errorf("%s: printed %q and %q", name, out, errs)
		}
	}
}

func TestAnEmptyValueIsWrongUsage(t *testing.T) {
	for _, option := range []string{"--issuer", "--audience", "--jwks", "--key"} {
		code, out, errs := run(t, []byte(samples()["short"]), "--json", option, "")
		if code != 2 || out != "" || !strings.Contains(errs, option+" wants a value") {
			t.Errorf("%s: exit %d, printed %q and %.60q", option, code, out, errs)
		}
	}
}

func TestAnAlgorithmThatIsNoTextIsWarnedOf(t *testing.T) {
	for _, header := range []string{`{"alg":5}`, `{"alg":null}`, `{"alg":["RS256"]}`, `{"alg":{}}`} {
		a := ask(t, jwt(header, `{"sub":"a"}`, 256))
		if a.Outcome != "decodes_with_warning" || !strings.Contains(strings.Join(a.Codes, " "), "paste.alg_missing") {
			t.Errorf("%s: got %s %v, want a warning", header, a.Outcome, a.Codes)
		}
	}
}
