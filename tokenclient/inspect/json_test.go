package inspect_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

func TestParseJSONKeepsEveryValueAsSent(t *testing.T) {
	const text = ` { "a" : 9007199254740993, "b":[true , null,"x\u00e9\n\ud83d\ude00\/"],"a": -0.10E+2 } `
	got, issues, err := inspect.ParseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	list := inspect.Value{Kind: inspect.KindArray, Raw: `[true , null,"x\u00e9\n\ud83d\ude00\/"]`, Items: []inspect.Value{
		{Kind: inspect.KindBool, Raw: "true", Text: "true"},
		{Kind: inspect.KindNull, Raw: "null", Text: "null"},
		{Kind: inspect.KindString, Raw: `"x\u00e9\n\ud83d\ude00\/"`, Text: "xé\n😀/"},
	}}
	want := inspect.Value{Kind: inspect.KindObject, Raw: strings.TrimSpace(text), Members: []inspect.Member{
		{Name: "a", Nth: 1, Of: 2, Value: inspect.Value{Kind: inspect.KindNumber, Raw: "9007199254740993", Text: "9007199254740993"}},
		{Name: "b", Nth: 1, Of: 1, Value: list},
		{Name: "a", Nth: 2, Of: 2, Value: inspect.Value{Kind: inspect.KindNumber, Raw: "-0.10E+2", Text: "-0.10E+2"}},
	}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("value (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(codes(issues), []string{"duplicate a"}); diff != "" {
		t.Errorf("issues (-got +want):\n%s", diff)
	}
}

func TestParseJSONCountsDuplicates(t *testing.T) {
	many := strings.Repeat(`"x":0,`, 30)
	for name, tt := range map[string]struct {
		text string
		want []int // Nth and Of by turns
	}{
		"once":               {`{"a":1,"b":2}`, []int{1, 1, 1, 1}},
		"three times":        {`{"a":1,"a":2,"a":3}`, []int{1, 3, 2, 3, 3, 3}},
		"by different bytes": {`{"\u0061":1,"a":2}`, []int{1, 2, 2, 2}},
		"letter case counts": {`{"A":1,"a":2}`, []int{1, 1, 1, 1}},
		"empty names":        {`{"":1,"":2}`, []int{1, 2, 2, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			v, _, err := inspect.ParseJSON([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, m := range v.Members {
				got = append(got, m.Nth, m.Of)
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
	v, issues, err := inspect.ParseJSON([]byte("{" + many + `"y":1,"x":0}`))
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range v.Members[:30] {
		if m.Nth != i+1 || m.Of != 31 {
			t.Errorf("member %d: got %d of %d, want %d of 31", i, m.Nth, m.Of, i+1)
		}
	}
	if got := codes(issues); len(got) != 1 {
		t.Errorf("issues: got %q, want one", got)
	}
}

func TestParseJSONRefusesWhatIsNone(t *testing.T) {
	for _, text := range []string{
		"", " ", "\uFEFF", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", `{"a"}`, `{"a":}`,
		`{"a":1,}`, `{a:1}`, `{'a':1}`, `{"a":1 "b":2}`, `{,}`, `{"a"::1}`, `"`, `"a`, `"\`, `"\x"`, `"\u12"`,
		`"\u12g4"`, `"\U0041"`, "'a'", "tru", "True", "nul", "NaN", "Infinity", "-", "+1", "-a", ".1", "1.",
		"1.e1", "1e", "1e+", "\x00", "\xff", "<html>", `{"a":1]`, `[1}`, "{\"a\"\u00a0:1}", `{1:2}`,
	} {
		_, _, err := inspect.ParseJSON([]byte(text))
		if !errors.Is(err, inspect.ErrSyntax) {
			t.Errorf("%q: got %v, want %v", text, err, inspect.ErrSyntax)
		}
	}
}

func TestParseJSONReadsSloppyTextAndTellsSo(t *testing.T) {
	for text, want := range map[string]string{
		"01":                       "json.trailing JSON",
		"0x1":                      "json.trailing JSON",
		"1 2":                      "json.trailing JSON",
		"{}\x00":                   "json.trailing JSON",
		"\uFEFF{}":                 "bom JSON",
		"\"\x00\"":                 "json.control JSON",
		"[\"a\nb\"]":               "json.control JSON",
		"{\"\xc3\x28\":1}":         "utf8 JSON",
		"\"\xed\xa0\x80\"":         "utf8 JSON",
		`"\ud800"`:                 "surrogate JSON",
		`"\udc00\ud800"`:           "surrogate JSON",
		`{"a":{"b":"\ud800\n"}}`:   "surrogate a.b",
		`[{"a":1,"a":1}]`:          "duplicate a",
		`{"x":{"k":1,"\u006b":1}}`: "duplicate x.k",
	} {
		_, issues, err := inspect.ParseJSON([]byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if got := strings.Join(codes(issues), ", "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestParseJSONDecodesStrings(t *testing.T) {
	for raw, want := range map[string]string{
		`"\"\\\/\b\f\n\r\t"`:   "\"\\/\b\f\n\r\t",
		`"\u0000\u001F"`:       "\x00\x1f",
		`"\uD83D\uDE00"`:       "😀",
		`"\ud83d\u0041"`:       "\uFFFDA",
		`"\ud83d\ud83d\ude00"`: "\uFFFD😀",
		`"\ud83dx"`:            "\uFFFDx",
		"\"a\xffb\\t\"":        "a\uFFFDb\t",
		"\"\u202e\u2028\"":     "\u202e\u2028",
		`"\uFFFE\uFFFF"`:       "\uFFFE\uFFFF",
		"\"\xf4\x90\x80\x80\"": "\uFFFD\uFFFD\uFFFD\uFFFD",
	} {
		v, _, err := inspect.ParseJSON([]byte(raw))
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if v.Text != want || v.Raw != raw {
			t.Errorf("%s: got %q (raw %q), want %q", raw, v.Text, v.Raw, want)
		}
	}
}

func TestParseJSONHasLimits(t *testing.T) {
	nest := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for name, tt := range map[string]struct {
		text string
		want error
	}{
		"64 levels":        {nest(64), nil},
		"65 levels":        {nest(65), inspect.ErrDepth},
		"a million levels": {nest(1_000_000), inspect.ErrDepth},
		"a million open":   {strings.Repeat(`{"a":`, 400_000), inspect.ErrDepth},
		"64 levels again":  {"[" + strings.Repeat(nest(63)+",", 9) + nest(63) + "]", nil},
		"99,999 items":     {"[" + strings.Repeat("0,", 99_998) + "0]", nil},
		"100,000 items":    {"[" + strings.Repeat("0,", 99_999) + "0]", inspect.ErrTooLarge},
		"a long string":    {`"` + strings.Repeat("x", inspect.MaxText-2) + `"`, nil},
		"a byte more":      {`"` + strings.Repeat("x", inspect.MaxText-1) + `"`, inspect.ErrTooLarge},
		"a million digits": {strings.Repeat("9", 1_000_000), nil},
		"a huge exponent":  {"1e999999999999", nil},
	} {
		t.Run(name, func(t *testing.T) {
			v, _, err := inspect.ParseJSON([]byte(tt.text))
			if !errors.Is(err, tt.want) {
				t.Errorf("error: got %v, want %v", err, tt.want)
			}
			if err == nil && v.Raw != tt.text {
				t.Errorf("raw: got %d bytes, want %d", len(v.Raw), len(tt.text))
			}
		})
	}
}

// An issue per byte, each with a path of a megabyte, would take minutes.
func TestParseJSONIsQuickOnManyIssues(t *testing.T) {
	long := strings.Repeat("n", 1_000_000)
	for name, text := range map[string]string{
		"control characters": `{"` + long + `":"` + strings.Repeat("\x01", 900_000) + `"}`,
		"surrogates":         `{"` + long + `":"` + strings.Repeat(`\ud800`, 150_000) + `"}`,
		"odd strings":        `{"` + long + `":[` + strings.Repeat("\"\xff\",", 99_000) + `0]}`,
		"doubled members":    `{"` + long + `":[` + strings.Repeat(`{"a":1,"a":1},`, 30_000) + `0]}`,
		"deep and odd":       strings.Repeat(`{"`+long[:20_000]+`":`, 63) + "\"" + strings.Repeat("\x01", 700_000) + `"` + strings.Repeat("}", 63),
	} {
		start := time.Now()
		_, issues, err := inspect.ParseJSON([]byte(text))
		if err != nil || len(issues) == 0 {
			t.Errorf("%s: got issues %v, error %v", name, issues, err)
		}
		if got := time.Since(start); got > 10*time.Second {
			t.Errorf("%s: took %v, want well under a second", name, got)
		}
	}
}

func TestParseJSONErrorsDoNotQuote(t *testing.T) {
	_, _, err := inspect.ParseJSON([]byte(`{"refresh_token":"topsecret",oops}`))
	if err == nil || strings.Contains(err.Error(), "topsecret") || strings.Contains(err.Error(), "oops") {
		t.Errorf("got %v, want an error without the text", err)
	}
}

// strict compares with encoding/json, for the fuzz target: every text that it
// takes, within the limits, must be taken here with the same meaning.
func strict(t *testing.T, data []byte) {
	t.Helper()
	v, _, err := inspect.ParseJSON(data)
	if !json.Valid(data) {
		return
	}
	if errors.Is(err, inspect.ErrDepth) || errors.Is(err, inspect.ErrTooLarge) {
		return
	}
	if err != nil {
		t.Fatalf("encoding/json takes it, got %v", err)
	}
	if got, want := v.Raw, strings.Trim(string(data), " \t\r\n"); got != want {
		t.Fatalf("raw: got %q, want %q", got, want)
	}
	var text string
	if v.Kind == inspect.KindString && json.Unmarshal(data, &text) == nil && v.Text != text {
		t.Fatalf("text: got %q, want %q", v.Text, text)
	}
}
