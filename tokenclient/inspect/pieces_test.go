package inspect_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient/inspect"
)

// ofSize is a token with a signature of size bytes that fits nothing.
func ofSize(alg, payload string, size int) string {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i*i*31 + i*7 + 200)
	}
	return encode(`{"alg":"`+alg+`"}`) + "." + encode(payload) + "." + encode(string(data))
}

// A claim that holds an object gives "eyJ" wherever base64 falls that way.
func TestALineOfATokenMayBeginLikeAnotherToken(t *testing.T) {
	text := ofSize("RS256", `{"aa":{"b":1},"cccc":{"d":1},"realm_access":{"roles":["x"]}}`, 256)
	n := 0
	for at := strings.IndexByte(text, '.') + 2; ; n++ {
		next := strings.Index(text[at:], "eyJ")
		if next < 0 {
			break
		}
		at += next
		for _, end := range []string{"\n", "\r\n", "\n    "} {
			p := inspect.Find([]byte(text[:at] + end + text[at:]))
			if len(p.Pieces) != 1 || p.Pieces[0].Text != text || p.Pieces[0].Cut {
				t.Errorf("broken at %d by %q: got %d pieces, want the token", at, end, len(p.Pieces))
			}
		}
		at++
	}
	if n < 2 {
		t.Fatalf("the payload has %d such places", n)
	}
}

func TestTwoTokensOnLinesStayTwo(t *testing.T) {
	one := ofSize("RS256", `{"sub":"a"}`, 256)
	two := ofSize("ES256", `{"sub":"b"}`, 64)
	for name, text := range map[string]string{
		"both whole":        one + "\n" + two,
		"the first is cut":  one[:len(one)-100] + "\n" + two,
		"cut in the claims": one[:30] + "\n" + two,
	} {
		p := inspect.Find([]byte(text))
		if len(p.Pieces) != 2 || p.Pieces[1].Text != two || p.Pieces[0].Cut != (name != "both whole") {
			t.Errorf("%s: got %d pieces, the first %.40q", name, len(p.Pieces), p.Pieces[0].Text)
		}
	}
}

func TestASignatureThatCannotBeWholeIsCut(t *testing.T) {
	for name, tt := range map[string]struct {
		alg  string
		size int
		cut  bool
	}{
		"RSA, whole":             {"RS256", 256, false},
		"RSA, 3072 bits":         {"PS384", 384, false},
		"RSA, a byte lost":       {"RS256", 255, true},
		"RSA, nearly all lost":   {"RS512", 9, true},
		"HMAC, whole":            {"HS256", 32, false},
		"HMAC, a byte lost":      {"HS256", 31, true},
		"ECDSA, whole":           {"ES512", 132, false},
		"ECDSA, half lost":       {"ES512", 66, true},
		"Ed25519":                {"EdDSA", 64, false},
		"Ed448":                  {"EdDSA", 114, false},
		"an algorithm of others": {"ML-DSA-44", 9, false},
		"a hash in its place":    {"RS256", 32, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := inspect.Find([]byte(ofSize(tt.alg, `{"sub":"a"}`, tt.size)))
			if len(p.Pieces) != 1 || p.Pieces[0].Cut != tt.cut {
				t.Fatalf("got %+v, want cut %v", p.Pieces, tt.cut)
			}
			c := inspect.Verify(p.Pieces[0].Token, inspect.Keys{}, inspect.VerifyOptions{})[0]
			if (c.Reason == "short") != tt.cut || c.Verdict == inspect.Passed {
				t.Errorf("signature %s, %s", c.Verdict, c.Reason)
			}
		})
	}
}

func TestDigitsThatMayBeMissingAreNotShown(t *testing.T) {
	text := encode(`{"alg":"RS256"}`) + "." + encode(`{"sub":"a","exp":178290`)
	p := inspect.Find([]byte(text))
	if len(p.Pieces) != 1 || p.Pieces[0].Token.BegunPayload == nil {
		t.Fatalf("got %+v", p.Pieces)
	}
	if got := len(p.Pieces[0].Token.BegunPayload.Members); got != 1 {
		t.Errorf("got %d members, want sub alone", got)
	}
}

func TestASecondLookUndoesWhatLinesAndEscapesHide(t *testing.T) {
	token := ofSize("RS256", `{"aa":{"b":1},"cccc":{"d":1},"realm_access":{"roles":["x"]},"preferred_username":"alice"}`, 256)
	wrapped := lines(token, "\n")
	apart := func(s, by string) string { return strings.Join(strings.SplitAfter(s, "a"), by) }
	for name, text := range map[string]string{
		"JSON with line ends, in an address":   "https://x.example/?m=" + url.QueryEscape(`{"t":"`+lines(token, `\n`)+`"}`),
		"the same twice":                       url.QueryEscape(url.QueryEscape(`{"t":"` + lines(token, `\n`) + `"}`)),
		"escaped dots, in an address":          strings.ReplaceAll(token, ".", "%5Cu002e"),
		"lines in a form":                      "t=" + url.QueryEscape(lines(token, "\n    ")),
		"zero-width characters among the ends": apart(wrapped, "\u200b"),
		"soft hyphens in quoted-printable":     "token=3D" + strings.ReplaceAll(apart(token, "=C2=AD"), "b", "=\nb"),
	} {
		p := inspect.Find([]byte(text))
		if len(p.Pieces) != 1 || p.Pieces[0].Text != token || len(p.Cleaned) == 0 || p.Pieces[0].Start != 0 {
			t.Errorf("%s: got %d pieces, cleaned %v", name, len(p.Pieces), p.Cleaned)
		}
	}
}

func TestSessionsAndRecordingsInBase64AreOpened(t *testing.T) {
	one, two := ofSize("RS256", `{"sub":"a"}`, 256), ofSize("ES256", `{"sub":"b"}`, 64)
	answer := `{"access_token":"` + one + `"}`
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"a session":                 {"session=" + standard(answer) + "; session.sig=abc", []string{one}},
		"a session, then a token":   {"session=" + encode(answer) + "; id=" + two, []string{one, two}},
		"two answers in one text":   {standard(answer + "\n" + `{"id_token":"` + two + `"}`), []string{one, two}},
		"a recording":               {`{"log":{"entries":[{"content":{"text":"` + standard(answer) + `","encoding":"base64"}},{"t":"` + two + `"}]}}`, []string{one, two}},
		"cookies beside another":    {"a.0=" + one[:99] + "; a.1=" + one[99:] + "; id=" + two, []string{one, two}},
		"a picture in a recording":  {`{"content":{"text":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB","encoding":"base64"},"t":"` + two + `"}`, []string{two}},
		"a token inside two others": {encode(`{"alg":"RS256","cty":"JWT"}`) + "." + encode(encode(`{"alg":"RS256"}`)+"."+encode(one)+".AAAA") + ".AAAA", nil},
	} {
		var got []string
		p := inspect.Find([]byte(tt.text))
		for _, piece := range p.Pieces {
			got = append(got, piece.Text)
		}
		if tt.want == nil {
			if len(p.Pieces) != 1 || len(p.Pieces[0].Nested) != 1 || len(p.Pieces[0].Nested[0].Nested) != 1 || p.Pieces[0].Nested[0].Nested[0].Text != one {
				t.Errorf("%s: not opened: %+v", name, p.Pieces)
			}
			continue
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %d pieces %.40q", name, len(got), got)
		}
	}
}
