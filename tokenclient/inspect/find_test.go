package inspect_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"realmscope/tokenclient/inspect"
)

func FuzzFind(f *testing.F) {
	token := jws(`{"alg":"RS256"}`, `{"sub":"a","exp":1}`)
	for _, seed := range []string{
		token, "Bearer " + token, `{"access_token":"` + token + `"}`, token[:30] + "\r\n" + token[30:],
		strings.ReplaceAll(token, ".", "%2E"), "eyJ eyJ. eyJ. eyJ", "eyJhbGciOiJub25lIn0..", "eyJ\\u002e\\n\"+\n\"x", "&#46;&#x2e;&period;eyJ",
		"\xff\xfee\x00y\x00J\x00", "=?eyJhbGciOiJub25lIn0=\r\n.e30.", "<br>eyJ<wbr>", "\x1b[31meyJ\x1b[", "eyJhbGciOiJSUzI1NiJ9...", `{"payload":"e30","signatures":[{"protected":"eyJhbGciOiJub25lIn0"}]}`,
		`{"protected":"eyJlbmMiOiJ4In0","ciphertext":"x","recipients":[{}]}`, "Basic dXNlcjpwYXNz", "v2.local.x", "ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAu", "%", "\\", "&", "<", "\"", "77u_eyJhbGciOiJub25lIn0.e30.",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := inspect.Find(data)
		if len(p.Pieces) == 0 && !slices.Contains(inspect.Things(), p.Thing) {
			t.Errorf("nothing found and no name: %q", p.Thing)
		}
		for _, text := range p.Args {
			if strings.ContainsFunc(text, unicode.IsControl) || len(text) > 2000 {
				t.Errorf("argument is not safe to show: %q", text)
			}
		}
		for _, piece := range p.Pieces {
			if piece.Token == nil || piece.Start > piece.End || piece.End > 4*len(data) {
				t.Errorf("odd piece %d to %d", piece.Start, piece.End)
			}
			if !slices.Contains(inspect.TokenKinds(), piece.Token.Kind(piece.Label)) {
				t.Errorf("unknown kind %q", piece.Token.Kind(piece.Label))
			}
			if piece.Cut && inspect.InForce(inspect.Verify(piece.Token, inspect.Keys{}, inspect.VerifyOptions{})) {
				t.Error("a cut token is in force")
			}
			inspect.Lint(piece.Token, inspect.LintOptions{Now: noon(), Bearer: true})
			inspect.Rights(piece.Token)
		}
	})
}

// hostile are texts that made readers slow elsewhere.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	header := encode(`{"alg":"RS256"}`)
	return map[string]string{
		"letters":          fill("A"),
		"starts":           fill("eyJ"),
		"starts and dots":  fill("eyJ."),
		"starts, blanks":   fill("eyJ "),
		"starts, lines":    fill("eyJhbGciOi\n"),
		"wrapped starts":   fill("eyJ.eyJ.\n"),
		"headers":          fill(header + " "),
		"headers and dots": fill(header + ". "),
		"dots":             fill("."),
		"blanks":           fill(" "),
		"backslashes":      fill(`\`),
		"percents":         fill("%25"),
		"ampersands":       fill("&"),
		"tags":             fill("<a"),
		"quotes":           fill("\"\n"),
		"escapes":          fill("\x1b["),
		"zero-width":       fill("\u200b"),
		"no UTF-8":         fill("\xff"),
		"zeros":            fill("\x00"),
		"equals":           fill("="),
		"base64 twice":     fill("ZXlK"),
		"hexadecimal":      fill("65794a"),
		"JSON":             fill(`{"a":`),
		"basic":            fill("basic "),
		"one long token":   jws(`{"alg":"RS256"}`, `{"a":"`+strings.Repeat("x", size/2)+`"}`),
		"wrapped, long":    header + ".\n" + fill(strings.Repeat("a", 75)+"\n"),
		"blanks inside":    header + ".e30.a" + fill(" "),
		"small tokens":     fill(header + ".e30.YQ\n"),
		"mid-run starts":   fill("AeyJhbGciOiJub25lIn0"),
		"line ends":        fill("eyJhbGciOiJub25lIn0\n.\n"),
		"long signature":   header + ".e30." + fill("e"),
		"signed starts":    header + ".e30." + fill("eyJ"),
		"signed dashes":    header + ".e30." + fill("—"),
	}
}

// BenchmarkFind shows the time for 1 and 10 MiB of the worst texts: ten times
// the text must not take much more than ten times as long.
func BenchmarkFind(b *testing.B) {
	for _, size := range []int{1 << 20, 10 << 20} {
		for name, text := range hostile(size) {
			b.Run(name+"/"+map[bool]string{true: "10MiB", false: "1MiB"}[size > 1<<20], func(b *testing.B) {
				data := []byte(text)
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					inspect.Find(data)
				}
			})
		}
	}
}

func TestFindStopsAtTheLimitAndSaysSo(t *testing.T) {
	var text strings.Builder
	for i := range inspect.MaxPieces {
		text.WriteString(jws(`{"alg":"RS256"}`, `{"n":`+strconv.Itoa(i)+`}`) + "\n")
	}
	if p := inspect.Find([]byte(text.String())); len(p.Pieces) != inspect.MaxPieces || p.More {
		t.Errorf("got %d tokens, more %v, want %d and no more", len(p.Pieces), p.More, inspect.MaxPieces)
	}
	text.WriteString(jws(`{"alg":"RS256"}`, `{}`))
	if p := inspect.Find([]byte(text.String())); len(p.Pieces) != inspect.MaxPieces || !p.More {
		t.Errorf("got %d tokens, more %v, want %d and more", len(p.Pieces), p.More, inspect.MaxPieces)
	}
}

func TestFindOfHostileTextsEnds(t *testing.T) {
	for name, text := range hostile(50_000) {
		t.Run(name, func(t *testing.T) {
			p := inspect.Find([]byte(text))
			if len(p.Pieces) > inspect.MaxPieces || len(p.Pieces) == 0 && p.Thing == "" {
				t.Errorf("got %d tokens and %q", len(p.Pieces), p.Thing)
			}
		})
	}
}
