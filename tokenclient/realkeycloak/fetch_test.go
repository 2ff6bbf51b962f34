package realkeycloak

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestJavaMajor(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want int
	}{
		"a release of today": {"openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime", 17},
		"an early access":    {"openjdk version \"27-ea\" 2026-09-15", 27},
		"the old numbering":  {"java version \"1.8.0_402\"", 8},
		"no version":         {"The operation couldn't be completed", 0},
		"an absurd number":   {"version \"99999999999999999999\"", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := javaMajor(tt.text); got != tt.want {
				t.Errorf("javaMajor(%q) = %d, want %d", tt.text, got, tt.want)
			}
		})
	}
}

func TestMavenReasonHoldsNoAddress(t *testing.T) {
	text := "[INFO] Scanning\n\x1b[31m[ERROR] Could not transfer from central (https://repo.example/maven2): timed out\n[ERROR] More\n"
	got := mavenReason(text, errors.New("exit status 1"))
	if !strings.Contains(got, "Could not transfer from central") || strings.Contains(got, "repo.example") {
		t.Errorf("mavenReason = %q, want the first error without its address", got)
	}
	if got := mavenReason("", errors.New("exit status 1")); got != "exit status 1" {
		t.Errorf("mavenReason without output = %q, want the exit code", got)
	}
}

func TestCheckDigest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.zip")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	// FIPS 180-2, appendix B.1: the digest of "abc".
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if err := checkDigest(path, abc); err != nil {
		t.Errorf("checkDigest of the right file: %v", err)
	}
	if err := checkDigest(path, Releases()[0].digest); err == nil || errors.Is(err, ErrUnavailable) {
		t.Errorf("checkDigest of another file = %v, want an error that is no reason to skip", err)
	}
}

func TestWithoutJavaNoServerCanBeHad(t *testing.T) {
	t.Setenv("JAVA_HOME", t.TempDir())
	if err := checkJava(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("checkJava = %v, want ErrUnavailable", err)
	}
}

func TestWithoutMavenNoServerCanBeHad(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Releases()[0].fetch(t.Context(), t.TempDir()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("fetch = %v, want ErrUnavailable", err)
	}
}

func TestMavenThatFailsIsAReasonToSkip(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho '[ERROR] offline'\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "mvn"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	_, err := Releases()[0].fetch(t.Context(), t.TempDir())
	if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "offline") {
		t.Errorf("fetch = %v, want ErrUnavailable with Maven's reason", err)
	}
}
