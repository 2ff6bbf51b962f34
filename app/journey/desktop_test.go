package journey

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// newDesktop skips the test where the tools of a virtual desktop are missing.
func newDesktop(t *testing.T) *Desktop {
	t.Helper()
	d, err := NewDesktop(t.Context(), t.TempDir(), 1280, 860)
	if errors.Is(err, ErrMissing) {
		t.Skipf("SKIP: %v; `make deps` installs it", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestTheClipboardIsReadByteForByte(t *testing.T) {
	d := newDesktop(t)
	in := d.Command(t.Context(), "xclip", "-selection", "clipboard", "-i")
	in.Stdin = strings.NewReader("a b\n")
	if err := in.Run(); err != nil {
		t.Fatal(err)
	}
	got, err := d.Clipboard(t.Context())
	if want := "a b\n"; err != nil || got != want {
		t.Errorf("Clipboard() = %q, %v; want %q", got, err, want)
	}
}

func TestTwoDesktopsDoNotShareADisplay(t *testing.T) {
	first, second := newDesktop(t), newDesktop(t)
	if first.Display == second.Display {
		t.Errorf("both have display %s", first.Display)
	}
}

func TestCountdownIsTheShortestOnTheScreen(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want time.Duration
		ok   bool
	}{
		"three clocks":          {"Access token\n4:32\nuntil 14:05:11 of 5 min\n\n27:10\n", 4*time.Minute + 32*time.Second, true},
		"in the middle of line": {"alice 0:21 left", 21 * time.Second, true},
		"a time of day only":    {"until 14:05:11", 0, false},
		"nothing":               {"expired", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Countdown(tt.text)
			if got != tt.want || ok != tt.ok {
				t.Errorf("Countdown(%q) = %v, %v; want %v, %v", tt.text, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestWordsAreSeenWhereverTheReaderPutsBlanks(t *testing.T) {
	for name, tt := range map[string]struct {
		words, text string
		want        bool
	}{
		"as written":        {"Demo: alice", "x Demo: alice y", true},
		"a blank too many":  {"preferred_username", "preferred _username\nbob", true},
		"a blank too few":   {"Demo: alice", "Demo:alice", true},
		"another word":      {"Demo: alice", "Demo: bob", false},
		"a pattern":         {`0:[12]\d`, "left 0: 17", true},
		"a pattern without": {`0:[12]\d`, "left 0:37", false},
	} {
		t.Run(name, func(t *testing.T) {
			see, err := seen(tt.words)
			if err != nil {
				t.Fatal(err)
			}
			if got := see(tt.text); got != tt.want {
				t.Errorf("seen(%q)(%q) = %t, want %t", tt.words, tt.text, got, tt.want)
			}
		})
	}
}
