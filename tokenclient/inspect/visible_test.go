package inspect_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"realmscope/tokenclient/inspect"
)

func TestVisibleShowsTheUnseen(t *testing.T) {
	for s, want := range map[string]string{
		"":                       "",
		"plain text ~!":          "plain text ~!",
		`back\slash \u202e`:      `back\slash \u202e`,
		"a\tb\nc\rd":             `a\tb\nc\rd`,
		"\x00\x1b[31m\x7f":       `\u0000\u001b[31m\u007f`,
		"\u0085":                 `\u0085`,
		"abc\u202egpj.exe":       `abc\u202egpj.exe`,
		"\u2066\u2069\u200e":     `\u2066\u2069\u200e`,
		"a\u200bb\u200db\ufeff":  `a\u200bb\u200db\ufeff`,
		"soft\u00adhyphen":       `soft\u00adhyphen`,
		"\u2028\u2029":           `\u2028\u2029`,
		"\u3164\u115f\uffa0":     `\u3164\u115f\uffa0`,
		"\u2800":                 `\u2800`,
		"\ue000\U0010fffd":       `\ue000\U0010fffd`,
		"\U000e0041":             `\U000e0041`,
		"\U000e0100":             `\U000e0100`,
		"\u0378\uffff":           `\u0378\uffff`,
		"bad\xffbyte":            "bad\uFFFDbyte",
		"\uFFFD":                 "\uFFFD",
		"José Ñandú Zoë e\u0301": "José Ñandú Zoë e\u0301",
		"日本語 عربى עברית":         "日本語 عربى עברית",
		"\u00a0\u3000":           "\u00a0\u3000",
		"❤\ufe0f 👍🏽 🇪🇸":          "❤\ufe0f 👍🏽 🇪🇸",
		"a\ufe0f\ufe0f\ufe01":    "a\ufe0f\\ufe0f\\ufe01",
		"\ufe0f":                 `\ufe0f`,
		"👩\u200d💻":               `👩\u200d💻`,
	} {
		got := inspect.Visible(s)
		if got != want {
			t.Errorf("%+q: got %+q, want %+q", s, got, want)
		}
		if again := inspect.Visible(got); again != got {
			t.Errorf("%+q: twice gives %+q, want %+q", s, again, got)
		}
	}
}

func TestVisibleLeavesNoControlOfAnyKind(t *testing.T) {
	for char := rune(0); char <= unicode.MaxRune; char++ {
		if char == 0x20000 {
			char = 0xE0000 // between them are ideographs and nothing
		}
		if char == 0xE1000 {
			char = unicode.MaxRune - 0x100 // all private
		}
		for _, got := range inspect.Visible(string(char)) {
			if unicode.In(got, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp,
				unicode.Bidi_Control, unicode.Join_Control) || unicode.Is(unicode.Variation_Selector, got) {
				t.Fatalf("%U: got %U", char, got)
			}
		}
	}
}

func TestClipEndsWithAnEllipsis(t *testing.T) {
	for name, tt := range map[string]struct {
		s    string
		n    int
		want string
	}{
		"short enough":            {"abc", 3, "abc"},
		"a character too long":    {"abcd", 3, "ab…"},
		"one character":           {"abcd", 1, "…"},
		"nothing":                 {"abcd", 0, ""},
		"less than nothing":       {"abcd", -1, ""},
		"an empty text":           {"", 0, ""},
		"characters, not bytes":   {"ñañañ", 5, "ñañañ"},
		"cut between characters":  {"ñañañ", 4, "ñañ…"},
		"an accent goes along":    {"abe\u0301cd", 4, "ab…"},
		"an accent that fits":     {"abe\u0301cd", 5, "abe\u0301…"},
		"an accent at the end":    {"abe\u0301", 4, "abe\u0301"},
		"no half escape":          {"ab\u202ecd", 8, "ab…"},
		"a whole escape":          {"ab\u202ecd", 9, `ab\u202e…`},
		"an escape at the end":    {"ab\u202e", 8, `ab\u202e`},
		"no half flag":            {"a🇪🇸b", 3, "a…"},
		"a whole flag":            {"a🇪🇸🇫🇷", 4, "a🇪🇸…"},
		"no bare skin tone":       {"a👍🏽b", 3, "a…"},
		"accents without a limit": {"a" + strings.Repeat("\u0301", 99), 5, "…"},
		"control characters":      {"a\nb", 4, `a\nb`},
		"invalid UTF-8":           {"\xff\xff\xff", 2, "\uFFFD…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect.Clip(tt.s, tt.n); got != tt.want {
				t.Errorf("Clip(%+q, %d): got %+q, want %+q", tt.s, tt.n, got, tt.want)
			}
		})
	}
}

func TestClipOfAHugeTextIsQuickAndShort(t *testing.T) {
	got := inspect.Clip(strings.Repeat("\u202e", 1<<20), 2000)
	if n := utf8.RuneCountInString(got); n > 2000 || !strings.HasSuffix(got, `\u202e…`) {
		t.Errorf("got %d characters ending in %q", n, got[max(0, len(got)-12):])
	}
	allocs := testing.AllocsPerRun(1, func() { inspect.Clip(strings.Repeat("ñ", 1<<20), 10) })
	if allocs > 20 {
		t.Errorf("got %v allocations, want few", allocs)
	}
}
