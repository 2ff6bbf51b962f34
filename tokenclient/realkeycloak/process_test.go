package realkeycloak

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestListening(t *testing.T) {
	for name, tt := range map[string]struct{ log, want string }{
		"a started server": {"(main) Keycloak 26 started in 12.4s. Listening on: http://127.0.0.1:44331\n", "http://127.0.0.1:44331"},
		"not yet":          {"Updating the configuration", ""},
		"another host":     {"Listening on: http://0.0.0.0:8080", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := listening([]byte(tt.log)); got != tt.want {
				t.Errorf("listening(%q) = %q, want %q", tt.log, got, tt.want)
			}
		})
	}
}

func TestEnvironmentLeavesOutWhatWouldConfigureTheServer(t *testing.T) {
	got := environment([]string{"PATH=/bin", "KC_DB=postgres", "KEYCLOAK_ADMIN=x", "JAVA_OPTS=-Xmx1g", "JBOSS_HOME=/x", "JAVA_HOME=/j", "DEBUG=true"})
	want := []string{"PATH=/bin", "JAVA_HOME=/j", "LC_ALL=C.UTF-8"}
	if !slices.Equal(got, want) {
		t.Errorf("environment = %q, want %q", got, want)
	}
}

// script writes an executable shell script.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kc.sh")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStopEndsTheScriptAndItsChild(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	// The child holds the log open; its line shows that it was told to end.
	p, err := launch(script(t, `sh -c 'trap "echo child ends; exit" TERM; echo up; while :; do sleep 0.05; done' & wait`), nil, nil, log)
	if err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(read(t, log), "up") {
		select {
		case <-p.done:
			t.Fatalf("the script ended by itself: %s", read(t, log))
		case <-t.Context().Done():
			t.Fatal("interrupted")
		default:
		}
	}
	p.stop()
	p.stop() // a second time is harmless
	for !strings.Contains(read(t, log), "child ends") {
		if t.Context().Err() != nil {
			t.Fatal("interrupted")
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAServerThatEndsByItselfIsReportedWithItsLog(t *testing.T) {
	s := &Server{log: filepath.Join(t.TempDir(), "log")}
	var err error
	s.proc, err = launch(script(t, "echo no room in memory; exit 3"), nil, nil, s.log)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.awaitReady(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("awaitReady = %v, want that the server ended by itself", err)
	}
	if got := s.logTail(1); got != "no room in memory" {
		t.Errorf("logTail = %q, want the script's line", got)
	}
}

func TestAMissingScriptIsAnError(t *testing.T) {
	if _, err := launch(filepath.Join(t.TempDir(), "absent"), nil, nil, filepath.Join(t.TempDir(), "log")); err == nil {
		t.Error("launch of an absent script gave no error")
	}
}
