package inspectcmd_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestBatchAnswersEveryLineInOrder(t *testing.T) {
	input := strings.Join([]string{
		`{"id":1,"input":"Bearer ` + samples()["short"] + `"}`,
		`{"id":"b","input_b64":"aGVsbG8="}`,
		`no object`,
		``,
		`[1]`,
		`null`,
		`{"input":"x"}`,
		`{"id":{"a":1}}`,
		`{"id":7,"input":"x","input_b64":"eA=="}`,
		`{"id":8,"input":5}`,
		`{"id":9,"input_b64":"!"}`,
		`{"id":12345678901234567890,"input":""}`,
		`{"id":null,"input":"\ud800"}`,
	}, "\n")
	code, out, errs := run(t, []byte(input), "--json", "--batch", "--offline")
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if code != 0 || errs != "" || len(lines) != 13 {
		t.Fatalf("exit %d, %d lines, printed %q", code, len(lines), errs)
	}
	for i, want := range []string{`1`, `"b"`, `null`, `null`, `null`, `null`, `null`, `{"a":1}`, `7`, `8`, `9`, `12345678901234567890`, `null`} {
		var a struct {
			ID      json.RawMessage
			Outcome string
			Error   *string
		}
		if err := json.Unmarshal([]byte(lines[i]), &a); err != nil {
			t.Fatal(err)
		}
		if string(a.ID) != want || (i > 0) != (a.Outcome == "clear_error" && a.Error != nil && strings.HasSuffix(*a.Error, ".")) {
			t.Errorf("line %d: %s, want id %s", i, lines[i], want)
		}
	}
}

func TestBatchWithoutATokenEndsWithOne(t *testing.T) {
	for _, input := range []string{"", "\n", `{"id":1,"input":"x"}`} {
		if code, _, _ := run(t, []byte(input), "--json", "--batch"); code != 1 {
			t.Errorf("%q: exit %d, want 1", input, code)
		}
	}
}

func TestBatchPassesOverALineThatIsTooLong(t *testing.T) {
	input := `{"id":1,"input":"` + strings.Repeat("x", 65<<20) + "\"}\n" + `{"id":2,"input":"` + samples()["short"] + `"}`
	code, out, _ := run(t, []byte(input), "--json", "--batch")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 2 || !strings.Contains(lines[0], "64 MiB") || !strings.Contains(lines[1], `"id":2`) {
		t.Errorf("exit %d, %d lines, the first %.300s", code, len(lines), lines[0])
	}
}

func TestTooLongAPasteNamesBothSizes(t *testing.T) {
	text := strings.Repeat("x", 17<<20)
	a := ask(t, text)
	if a.Thing != "too_large" || !strings.Contains(*a.Error, "17 MiB") || !strings.Contains(*a.Error, "16 MiB") {
		t.Errorf("got %s %s", a.Thing, *a.Error)
	}
	_, out, _ := run(t, []byte(`{"id":1,"input":"`+text+`"}`), "--json", "--batch")
	if !strings.Contains(out, "17 MiB") {
		t.Errorf("got %.300s", out)
	}
}

func TestErrorsEchoNoSecret(t *testing.T) {
	for _, secret := range []string{
		"Basic dXNlcjpTM2NyM3RQYXNz", "curl -u alice:S3cr3tPass https://x.example", "ghp_S3cr3tPass2F292c6912E7710c838347",
		"-----BEGIN PRIVATE KEY-----\nS3cr3tPass\n-----END PRIVATE KEY-----", "S3cr3tPassS3cr3tPassS3cr3tPass", "eyJS3cr3tPass!!",
		`{"password":"S3cr3tPass"}`, "https://x.example/cb?code=S3cr3tPass", `{"id_S3cr3tPass`, "S3cr3tPass",
	} {
		for _, args := range [][]string{{"--json"}, nil} {
			_, out, errs := run(t, []byte(secret), args...)
			if strings.Contains(out+errs, "S3cr3tPass") || strings.Contains(out, "dXNlcjp") || out == "" {
				t.Errorf("%q printed %q and %q", secret, out, errs)
			}
		}
	}
}

func TestTextForPeopleSaysWhatTheTokenIs(t *testing.T) {
	_, out, _ := run(t, []byte(`{"access_token":"`+samples()["access"]+`"}`))
	for _, want := range []string{"Access token (access_token)", "preferred_username  alice", "in 3 min 20 s", "Signature: ", "alg", "RS256"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

func TestBatchReadsBase64InEitherAlphabetAndWithoutPadding(t *testing.T) {
	for _, input := range []string{"Pj4/Pj4/YQ==", "Pj4/Pj4/YQ", "Pj4_Pj4_YQ==", "Pj4_Pj4_YQ", "Pj4/\\nPj4/YQ=="} {
		_, out, _ := run(t, []byte(`{"id":1,"input_b64":"`+input+`"}`), "--json", "--batch")
		if !strings.Contains(out, `"thing":"text"`) {
			t.Errorf("%s: %s", input, out)
		}
	}
}
