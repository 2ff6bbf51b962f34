package tokenclient

import (
	"strings"
	"testing"
)

// slowRun is run, byte by byte.
func slowRun(text string, least, one, other byte) int {
	for i := range len(text) {
		if c := text[i]; c < least || c > 0x7F || c == one || c == other {
			return i
		}
	}
	return len(text)
}

func TestRunStopsAtEverySignAtEveryPlace(t *testing.T) {
	for _, signs := range [][3]byte{{' ', '"', '\\'}, {'!', 0x7F, 0x7F}, {0, 0, 1}} {
		for length := range 20 {
			for at := range length {
				for c := range 256 {
					text := strings.Repeat("~", at) + string([]byte{byte(c)}) + strings.Repeat("a", length-at-1)
					got, want := run(text, signs[0], signs[1], signs[2]), slowRun(text, signs[0], signs[1], signs[2])
					if got != want {
						t.Fatalf("run(%q, %q) = %d, want %d", text, signs, got, want)
					}
				}
			}
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("eyJhbGciOiJSUzI1NiJ9", byte(' '), byte('"'), byte('\\'))
	f.Add("\x80\x1f\xff\x7f\"\\ \x00", byte('!'), byte(0x7F), byte(0x7F))
	f.Fuzz(func(t *testing.T, text string, least, one, other byte) {
		least, one, other = least&0x7F, one&0x7F, other&0x7F
		if got, want := run(text, least, one, other), slowRun(text, least, one, other); got != want {
			t.Fatalf("run(%q, %q, %q, %q) = %d, want %d", text, least, one, other, got, want)
		}
	})
}
