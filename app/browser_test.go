package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

// standInOpener is an opener that writes its arguments down, one a line, and then
// runs end.
func standInOpener(t *testing.T, end string) (b browser, recorded func() []string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("SKIP: the stand-in opener is a shell script")
	}
	dir := t.TempDir()
	program, record := filepath.Join(dir, "opener"), filepath.Join(dir, "record")
	script := "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" >\"" + record + ".new\"\nmv \"" + record + ".new\" \"" + record + "\"\n" + end + "\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	b = newBrowser()
	b.find = func(string) (string, error) { return program, nil }
	return b, func() []string {
		text, err := os.ReadFile(record)
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:]
	}
}

const pageAddress = "https://sso.example.com/realms/acme/auth?client_id=a&scope=openid+email&state=x%2Fy;z*?"

func TestTheBrowserGetsTheAddressAsOneArgument(t *testing.T) {
	for system, want := range map[string][]string{
		"linux":   {pageAddress},
		"freebsd": {pageAddress},
		"darwin":  {pageAddress},
		"windows": {"url.dll,FileProtocolHandler", pageAddress},
	} {
		b, recorded := standInOpener(t, "exit 0")
		b.system = system
		program := ""
		found := b.find
		b.find = func(name string) (string, error) { program = name; return found(name) }
		if err := b.open(t.Context(), pageAddress, false); err != nil {
			t.Errorf("%s: %v", system, err)
		}
		if got := recorded(); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: %s was run with %q, want %q", system, program, got, want)
		}
		if strings.Contains(program, "cmd") || strings.Contains(program, "sh") && program != "xdg-open" {
			t.Errorf("%s: the opener is %s", system, program)
		}
	}
}

func TestHostileAddressesStartNothing(t *testing.T) {
	b, recorded := standInOpener(t, "exit 0")
	for _, address := range kctest.HostileURLs() {
		var e *tokenclient.Error
		if err := b.open(t.Context(), address, false); !errors.As(err, &e) || e.Kind != tokenclient.KindAddress {
			t.Errorf("%.80q: %v", address, err)
		}
		if got := recorded(); got != nil {
			t.Fatalf("%.80q started %q", address, got)
		}
	}
}

func TestAnOpenerThatDoesNotOpen(t *testing.T) {
	missing := func(b browser) browser {
		b.find = func(string) (string, error) { return "", errors.New("not found") }
		return b
	}
	for name, tt := range map[string]struct {
		end    string
		change func(browser) browser
		want   error
	}{
		"it is missing":        {"", missing, errNoBrowser},
		"its path is relative": {"", func(b browser) browser { b.find = func(string) (string, error) { return "xdg-open", nil }; return b }, errNoBrowser},
		"it cannot be run":     {"", func(b browser) browser { b.find = func(string) (string, error) { return os.TempDir(), nil }; return b }, errNoBrowser},
		"it fails":             {"exit 3", nil, errBrowserFailed},
		"it is killed":         {"kill -9 $$", nil, errBrowserFailed},
		"it hangs":             {"read -r line <&0; exec sleep 3", nil, errBrowserSilent},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := standInOpener(t, tt.end)
			if tt.change != nil {
				b = tt.change(b)
			}
			start := time.Now()
			if err := b.open(t.Context(), pageAddress, false); !errors.Is(err, tt.want) {
				t.Errorf("open = %v, want %v", err, tt.want)
			}
			if took := time.Since(start); took > browserPatience+500*time.Millisecond {
				t.Errorf("it took %v, want %v at most", took, browserPatience)
			}
		})
	}
}

func TestOpeningStopsWithItsContext(t *testing.T) {
	b, _ := standInOpener(t, "exec sleep 2")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	start := time.Now()
	if err := b.open(ctx, pageAddress, false); !errors.Is(err, context.Canceled) || time.Since(start) > 500*time.Millisecond {
		t.Errorf("open = %v after %v", err, time.Since(start))
	}
	b, recorded := standInOpener(t, "")
	if err := b.open(ctx, pageAddress, false); !errors.Is(err, context.Canceled) || recorded() != nil {
		t.Errorf("open = %v, started %q", err, recorded())
	}
}
