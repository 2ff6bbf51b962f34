package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tags are the build tags of the program under test: the ones that everything
// else is built with, so that the build cache serves.
func tags() string {
	if t := os.Getenv("TAGS"); t != "" {
		return t
	}
	return "migrated_fynedo"
}

// started builds the program with extra flags and starts it on a desktop of
// its own.
func started(t *testing.T, tags string, args ...string) (*Desktop, *Program) {
	t.Helper()
	d := newDesktop(t)
	path := filepath.Join(d.Dir, "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags); err != nil {
		t.Fatal(err)
	}
	p, err := d.Start(t.Context(), path, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Kill() })
	return d, p
}

// mainJob runs the main job and returns the verified claims of the token that
// it left in the clipboard.
func mainJob(t *testing.T, d *Desktop, p *Program) {
	t.Helper()
	start := time.Now().Add(-time.Second) // iat has whole seconds
	token, err := MainJob{Desktop: d, Out: os.Getenv("REALMSCOPE_OUT"), Say: t.Logf}.Run(t.Context())
	if err != nil {
		t.Fatalf("%v; the program said: %s", err, p.Output())
	}
	if strings.TrimSpace(token) != token {
		t.Errorf("the clipboard holds blanks around the token: %q", token[len(token)-5:])
	}
	claims, err := Verify(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	issued, err := claims.GetIssuedAt()
	if err != nil || issued.Before(start) {
		t.Errorf("issued at %v, %v; want after %v", issued, err, start)
	}
	if got := claims["preferred_username"]; got != "alice" {
		t.Errorf("the token is %v's, want alice's", got)
	}
	// Keycloak 26.2 and newer name the grant in the prefix of jti; rt is refresh.
	if jti, _ := claims["jti"].(string); !strings.HasPrefix(jti, "onrtrt:") {
		t.Errorf("jti %q does not say that the token comes from a refresh", jti)
	}
	t.Logf("the token in the clipboard verifies by its realm's key: user %v, client %v, issuer %v",
		claims["preferred_username"], claims["azp"], claims["iss"])
}

// complaints is what a program printed, less two remarks of Fyne's own: that
// nobody on this desktop can tell it when the system's theme changes, and that
// it looked at its preferences while it wrote them, when the file is empty.
func complaints(printed string) string {
	var kept []string
	lines := strings.Split(printed, "\n")
	for i := 0; i < len(lines); i++ {
		if strings.Contains(lines[i], "failed to watch theme settings") {
			i += 2 // its cause and its place
			continue
		}
		if strings.HasSuffix(lines[i], "Preferences load error:") && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) == "Cause: EOF" {
			i += 2
			continue
		}
		kept = append(kept, lines[i])
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

func TestComplaintsKeepWhatMatters(t *testing.T) {
	theme := "2026/01/02 03:04:05 Fyne error:  failed to watch theme settings\n  Cause: x\n  At: y\n"
	theme += "2026/01/02 03:04:05 Fyne error:  Preferences load error:\n  Cause: EOF\n  At: y\n"
	thread := "*** Error in Fyne call thread, this should have been called in fyne.Do[AndWait] ***"
	if got := complaints(theme + thread + "\n"); got != thread {
		t.Errorf("complaints() = %q, want %q", got, thread)
	}
	damaged := "Fyne error:  Preferences load error:\n  Cause: invalid character\n  At: y"
	if got := complaints(damaged); got != damaged {
		t.Errorf("complaints() = %q, want %q", got, damaged)
	}
}

func TestDemoJourney(t *testing.T) {
	d, p := started(t, tags())
	mainJob(t, d, p)
	if err := p.Quit(30 * time.Second); err != nil {
		t.Errorf("ending the program: %v", err)
	}
	if said := complaints(p.Output()); said != "" {
		t.Errorf("the program printed: %s", said)
	}
}

// TestThreads runs the same job in a build in which Fyne prints every widget
// call off the UI goroutine.
func TestThreads(t *testing.T) {
	d, p := started(t, "threadcheck")
	mainJob(t, d, p)
	if err := p.Quit(30 * time.Second); err != nil {
		t.Errorf("ending the program: %v", err)
	}
	if said := complaints(p.Output()); said != "" {
		t.Errorf("the program printed: %s", said)
	}
}
