package oidcprovider

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThePinnedVersionIsTheNamedOne(t *testing.T) {
	for name, want := range map[string]string{
		"package.json":      `"oidc-provider": "` + Version + `"`,
		"package-lock.json": `"oidc-provider": "` + Version + `"`,
	} {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", name, want)
		}
		if strings.Contains(string(text), `"resolved"`) {
			t.Errorf("%s holds download addresses, want packages by name and digest only", name)
		}
	}
}

func TestWithoutNodeNoProviderCanBeHad(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := install(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("install = %v, want ErrUnavailable", err)
	}
}

func TestAnNpmThatFailsIsAReasonToSkip(t *testing.T) {
	bin, cache := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "npm"), []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	for range 2 { // the second time, too: half an installation is none
		if _, err := installIn(t.Context(), cache); !errors.Is(err, ErrUnavailable) {
			t.Errorf("installIn = %v, want ErrUnavailable", err)
		}
	}
}
