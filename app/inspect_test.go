package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"realmscope/tokenclient/inspect"
)

func TestInspectNeedsNoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	for name, tt := range map[string]struct {
		args  []string
		input string
		code  int
		want  string
	}{
		"a token":     {[]string{"--json", "--offline"}, "eyJhbGciOiJIUzI1NiJ9.e30.YQ", exitOK, `"outcome":"decodes"`},
		"no token":    {[]string{"--json", "--offline"}, "hello", exitFailed, `"outcome":"clear_error"`},
		"help":        {[]string{"--help"}, "", exitOK, "Usage: realmscope inspect"},
		"wrong usage": {[]string{"--frobnicate"}, "", exitBadCall, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := runInspect(tt.args, strings.NewReader(tt.input), &out, &errs)
			if code != tt.code || !strings.Contains(out.String(), tt.want) {
				t.Errorf("exit %d, printed %q and %q, want %d and %q", code, out.String(), errs.String(), tt.code, tt.want)
			}
		})
	}
}

func TestReadBoundedStopsBehindTheLimit(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(name, make([]byte, 2*inspect.MaxKeys), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := readBounded(name)
	if err != nil || len(data) != inspect.MaxKeys+1 {
		t.Errorf("got %d bytes and %v, want %d", len(data), err, inspect.MaxKeys+1)
	}
	if _, err := readBounded(name + "x"); err == nil {
		t.Error("a missing file gave no error")
	}
}

func TestTheLanguageIsThatOfTheSystem(t *testing.T) {
	for name, tt := range map[string]struct{ all, messages, lang, want string }{
		"LANG":               {lang: "es_ES.UTF-8", want: "es"},
		"LC_ALL before LANG": {all: "en_GB", lang: "es_ES", want: "en"},
		"LC_MESSAGES":        {messages: "es", lang: "en", want: "es"},
		"C.UTF-8":            {lang: "C.UTF-8", want: "C"},
		"nothing":            {want: "en"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LC_ALL", tt.all)
			t.Setenv("LC_MESSAGES", tt.messages)
			t.Setenv("LANG", tt.lang)
			if got := language(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
