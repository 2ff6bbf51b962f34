package tokenclient

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

func TestEveryStepHasItsTextsInEveryLanguage(t *testing.T) {
	used := map[string]bool{}
	source := regexp.MustCompile(`(?:Proven|Disproven|Unknown|Unchecked), "([a-z_]+)"|reason :?= "([a-z_]+)"|reasonKey\(Step[A-Za-z]+, "([a-z_]+)"\)|landing\{(?:place: )?"([a-z_]+)"|t\.rest\([^,]+, "([a-z_]+)"\)`)
	words := map[string]bool{}
	for _, file := range []string{"trial.go", "trialreach.go", "trialclient.go", "trialredirect.go"} {
		for _, m := range source.FindAllStringSubmatch(readSource(t, file), -1) {
			words[strings.Join(m[1:], "")] = true
		}
	}
	english := readTexts(t, "../assets/translations/connection.en.json")
	spanish := readTexts(t, "../assets/translations/connection.es.json")
	args := (&trial{}).args()
	for key, text := range english {
		_, reason, _ := strings.Cut(strings.TrimPrefix(key, "connection."), ".")
		used[reason] = true
		for _, text := range []string{text, spanish[key]} {
			tmpl, err := template.New(key).Option("missingkey=error").Parse(text)
			if err != nil || text == "" {
				t.Errorf("%s: %q, %v", key, text, err)
				continue
			}
			if err := tmpl.Execute(io.Discard, args); err != nil {
				t.Error(err)
			}
		}
		if a, b := actionsOf(text), actionsOf(spanish[key]); !slices.Equal(sorted(a), sorted(b)) {
			t.Errorf("%s has the places %q and %q", key, a, b)
		}
	}
	if len(english) != len(spanish) {
		t.Errorf("%d English texts, %d Spanish", len(english), len(spanish))
	}
	for word := range words {
		if !used[word] {
			t.Errorf("reason %q has no text", word)
		}
	}
	for _, reason := range []string{
		"expired", "not_yet_valid", "wrong_host", "unknown_authority", "self_signed", "old_version",
		"client_certificate", "client_certificate_refused", "handshake", "plain_http",
	} {
		if english[reasonKey(StepTLS, reason)] == "" {
			t.Errorf("the failure %q of TLS has no text", reason)
		}
	}
	for _, name := range stepNames() {
		if english["connection.step."+string(name)] == "" {
			t.Errorf("step %s has no name", name)
		}
	}
	for _, v := range []Verdict{Proven, Disproven, Unknown, Unchecked} {
		if english["connection.verdict."+string(v)] == "" {
			t.Errorf("verdict %s has no text", v)
		}
	}
}
