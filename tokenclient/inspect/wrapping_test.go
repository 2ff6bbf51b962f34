package inspect_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"realmscope/tokenclient/inspect"
)

// signedToken is a token with a signature of the right length.
func signedToken(claims string) string {
	return encode(`{"alg":"RS256","typ":"JWT"}`) + "." + encode(claims) + "." + strings.Repeat("aB3_", 85) + "aQ"
}

// TestAWrappedTokenComesOutUnchanged holds what Find takes out of a wrapping
// against the very token that was wrapped: one sign more or less, and the
// signature would not fit.
func TestAWrappedTokenComesOutUnchanged(t *testing.T) {
	for name, wrap := range map[string]func(string) string{
		"Kubernetes secret":        func(s string) string { return "data:\n  ca.crt: TFMw\n  token: " + standard(s) + "\ntype: Opaque\n" },
		"Kubernetes secret, JSON":  func(s string) string { return `{"data":{"token":"` + standard(s) + `"}}` },
		"data address":             func(s string) string { return "data:application/jwt;base64," + standard(s) },
		"caret, Windows lines":     func(s string) string { return `curl -H "Authorization: Bearer ` + lines(s, "^\r\n") + `"` },
		"caret, Unix lines":        func(s string) string { return "curl -d token=" + lines(s, "^\n") },
		"back tick of PowerShell":  func(s string) string { return `$t = "` + lines(s, "`\r\n") + `"` },
		"caret in JSON":            func(s string) string { return `{"cmd":"curl -d t=` + lines(s, `^\r\n`) + `"}` },
		"back tick in JSON":        func(s string) string { return `{"cmd":"$t = \"` + lines(s, "`\\n") + `\""}` },
		"quoted-printable in JSON": func(s string) string { return `{"mail":"token=3D` + lines(s, `=\r\n`) + `"}` },
		"quoted mail as HTML":      func(s string) string { return "&gt; " + lines(s, "\n&gt; ") },
		"dash of a sentence":       func(s string) string { return "Mine is " + s + "—and yours?" },
		"quoted-printable":         func(s string) string { return "token=3D" + lines(s, "=\n") },
		"quoted-printable, CRLF":   func(s string) string { return "https://x.example/?t=3D" + lines(s, "=\r\n") },
		"UTF-16 without last zero": func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") },
		"cookies .0 .1":            func(s string) string { return "Cookie: a=1; t.0=" + s[:200] + "; t.1=" + s[200:] },
		"cookies _0 _1 _2": func(s string) string {
			return "Cookie: _oauth2_proxy_0=" + s[:99] + "; _oauth2_proxy_1=" + s[99:200] + "; _oauth2_proxy_2=" + s[200:]
		},
		"cookies C1 C2": func(s string) string {
			return ".AspNetCore.Cookies=chunks-2; .AspNetCore.CookiesC1=" + s[:200] + "; .AspNetCore.CookiesC2=" + s[200:]
		},
		"cookies in another order": func(s string) string { return "Cookie: t.1=" + s[200:] + "; t.0=" + s[:200] },
		"cookies on lines": func(s string) string {
			return "Set-Cookie: t.0=" + s[:200] + "; Path=/\r\nSet-Cookie: t.1=" + s[200:] + "; Path=/\r\n"
		},
	} {
		for _, claims := range []string{`{"sub":"a"}`, `{"sub":"ab"}`, `{"sub":"abc","azp":"` + strings.Repeat("x", 200) + `"}`} {
			token := signedToken(claims)
			p := inspect.Find([]byte(wrap(token)))
			if len(p.Pieces) != 1 || p.Pieces[0].Text != token || p.Pieces[0].Cut {
				t.Errorf("%s of %s: got %d tokens (%q), want it unchanged", name, claims, len(p.Pieces), p.Thing)
			}
		}
	}
}

func standard(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func lines(s, end string) string {
	var parts []string
	for part := range slices.Chunk([]byte(s), 70) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, end)
}

// TestNumberedCookiesAreNotJoinedAtAnyPrice leaves alone what does not fit
// together, or would hide another token.
func TestNumberedCookiesAreNotJoinedAtAnyPrice(t *testing.T) {
	token := signedToken(`{"sub":"a"}`)
	for name, text := range map[string]string{
		"two whole tokens":      "Cookie: t_0=" + token + "; t_1=" + strings.Replace(token, "aB3_", "bB3_", 1),
		"a chunk is missing":    "Cookie: t_0=" + token[:99] + "; t_2=" + token[99:],
		"the others are gone":   "Cookie: t_0=" + token[:99],
		"a cut and a whole one": "Cookie: t_0=" + token[:99] + "; t_1=x; whole=" + token,
		"the same number twice": "Cookie: t_0=" + token[:99] + "; t_0=" + token[99:],
		"other names":           "Cookie: t_0=" + token[:99] + "; u_1=" + token[99:],
		"a token less":          "Cookie: t_0=" + token[:99] + "; t_1=" + token[99:] + "; other=" + signedToken(`{"sub":"b"}`),
	} {
		if p := inspect.Find([]byte(text)); len(p.Pieces) == 0 || slices.Contains(p.Cleaned, inspect.CleanJoined) {
			t.Errorf("%s: got %d tokens, %v", name, len(p.Pieces), p.Cleaned)
		}
	}
}

func TestATokenAboveTheLimitNamesBothSizes(t *testing.T) {
	for name, text := range map[string]string{
		"alone":       signedToken(`{"a":"` + strings.Repeat("x", 3<<20) + `"}`),
		"in a header": "Authorization: Bearer " + signedToken(`{"a":"`+strings.Repeat("x", 3<<20)+`"}`) + "\r\nAccept: */*\r\n",
	} {
		p := inspect.Find([]byte(text))
		if p.Thing != inspect.ThingTooLarge || p.Args["Size"] != "4 MiB" || p.Args["Limit"] != "2 MiB" {
			t.Errorf("%s: got %s %v, want 4 MiB above 2 MiB", name, p.Thing, p.Args)
		}
	}
}

// TestHostileTextsComeToAnEnd runs into the limit of go test when one of them
// takes more than its share: a header read again for each letter of a long
// signature did.
func TestHostileTextsComeToAnEnd(t *testing.T) {
	for name, text := range hostile(1 << 20) {
		if p := inspect.Find([]byte(text)); len(p.Pieces) == 0 && p.Thing == "" {
			t.Errorf("%s: nothing found and no name", name)
		}
	}
}
