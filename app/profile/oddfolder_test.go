package profile

import (
	"path/filepath"
	"strings"
	"testing"
)

// The configuration folder may be called and lie as it likes.
func TestFoldersOfOddNames(t *testing.T) {
	for name, folder := range map[string]string{
		"blanks": "my config  files", "quotes": `it's "mine"`, "emoji": "🏴‍☠️ config", "long": strings.Repeat("n", 250),
		"a leading dash": "-config", "signs of a shell": "$(x);`y`&", "not UTF-8": "caf\xe9", "a line end": "a\nb",
		"another alphabet": "Настройки", "many levels": strings.Repeat("deep/", 40) + "config", "a percent sign": "100%s",
		"two dots within": "a..b",
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), folder)
			s := open(t, dir)
			save(t, s, named("a"))
			save(t, s, named("b"))
			wantNames(t, open(t, dir), "a", "b")
		})
	}
}
