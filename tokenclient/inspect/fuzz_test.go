package inspect_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"realmscope/tokenclient/inspect"
)

func FuzzDecode(f *testing.F) {
	for _, payload := range []string{
		`{"exp":1627035415,"sub":"a","sub":"b"}`, `{"exp":1e300,"nbf":"1","iat":1627035415000}`,
		`{"realm_access":{"roles":["a"]},"resource_access":{"x":{"roles":["b"]}},"cnf":{"jkt":"x"}}`,
		"{\"a\":\"\xff\u202e\\ud800\"}", `[[[[]]]]`, `{"a":1}{"b":2}`,
	} {
		f.Add(jws("{\"alg\" : \"RS256\"}", payload))
	}
	f.Add("a.b.c")
	f.Add(encode(`{"enc":"A128GCM"}`) + "....")
	f.Add(" eyJhbGciOiJub25lIn0=.e30~x~")
	f.Fuzz(func(t *testing.T, text string) {
		token := inspect.Decode(text)
		for _, issue := range token.Issues {
			if !slices.Contains(inspect.IssueCodes(), issue.Code) {
				t.Errorf("unknown code %q", issue.Code)
			}
		}
		if len(token.Parts) > 0 && !strings.Contains(text, strings.Join(token.Parts, ".")) {
			t.Errorf("parts are not of the text: %q", token.Parts)
		}
		if token.Form == inspect.FormJWS && (token.Header == nil || token.Payload == nil) {
			t.Error("a JWS without header or payload")
		}
		checkRows(t, inspect.Rows(token.Header, noon()))
		checkRows(t, inspect.Rows(token.Payload, noon()))
		at, ok := token.Expiry()
		if ok && !inspect.NextChange(at, noon()).After(noon()) {
			t.Errorf("next change of %v is not after now", at)
		}
	})
}

// checkRows fails for a row that could harm the window.
func checkRows(t *testing.T, rows []inspect.Row) {
	t.Helper()
	for _, r := range rows {
		for _, s := range []string{r.Name, r.Value, r.Path} {
			if strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s) {
				t.Errorf("not visible: %q", s)
			}
		}
		if r.Meaning == "" || r.Nth < 1 || r.Of < r.Nth || r.Value == "" {
			t.Errorf("odd row: %+v", r)
		}
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-0.5e+3,true,null,"\u00e9\ud83d\ude00"],"a":{}}`, "\uFEFF{}", `"\ud800"`, "[[[[1]]]]",
		"\"\xff\"", `01`, `{"":{"":""}}`, ` [ ] `, "\"\x01\"",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(strict)
}
