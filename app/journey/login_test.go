package journey

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient/kctest"
)

// opener stands in for the program that opens the system's browser: it writes
// the address that it is given into a file.
const opener = `#!/bin/sh
printf '%s' "$1" >"$0.address.new" && mv "$0.address.new" "$0.address"
`

// opened waits for the address that the program gives to the browser.
func opened(t *testing.T, d *Desktop) string {
	t.Helper()
	path := filepath.Join(d.Dir, "bin", "xdg-open.address")
	var address []byte
	err := Until(t.Context(), glance, "an address for the browser", func() (bool, error) {
		var err error
		address, err = os.ReadFile(path)
		return err == nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return string(address)
}

// turnTo finds a profile by a few letters and asks for its token.
func turnTo(t *testing.T, d *Desktop, letters, sees string) {
	t.Helper()
	ctx := t.Context()
	if err := d.Key(ctx, "ctrl+k"); err != nil {
		t.Fatal(err)
	}
	if err := d.Type(ctx, letters); err != nil {
		t.Fatal(err)
	}
	if err := d.Key(ctx, "Return"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.See(ctx, glance, "Demo: "+letters); err != nil {
		t.Fatal(err)
	}
	if err := d.Key(ctx, "ctrl+Return"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.See(ctx, glance, sees); err != nil {
		t.Fatal(err)
	}
}

// gets copies the token that has come and wants it to be bob's.
func gets(t *testing.T, d *Desktop, before string) string {
	t.Helper()
	if _, err := d.See(t.Context(), glance, "preferred_username"); err != nil {
		t.Fatal(err)
	}
	token, err := MainJob{Desktop: d, Say: t.Logf}.copied(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := Verify(t.Context(), token)
	if err != nil || claims["preferred_username"] != "bob" {
		t.Errorf("the token is %v's, %v; want bob's", claims["preferred_username"], err)
	}
	return token
}

// TestLogins logs in as bob in a browser and on another device. The program is
// used by keyboard; the browser is played by plain HTTP.
func TestLogins(t *testing.T) {
	d := newDesktop(t)
	if err := os.WriteFile(filepath.Join(d.Dir, "bin", "xdg-open"), []byte(opener), 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	path := filepath.Join(d.Dir, "realmscope")
	if err := Build(t.Context(), "../..", path, "-tags", tags()); err != nil {
		t.Fatal(err)
	}
	p, err := d.Start(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Kill() })
	if err := (MainJob{Desktop: d, Say: t.Logf}).startDemo(t.Context()); err != nil {
		t.Fatal(err)
	}

	turnTo(t, d, "browser", "Waiting for you")
	browser := kctest.NewBrowser(t)
	end := browser.Send(browser.Open(opened(t, d)), "username", "bob", "password", "demo-pass-bob", "action", "login")
	if end.Status != http.StatusOK || !strings.Contains(end.Body, "go back to Realmscope") {
		t.Fatalf("the browser ends with %d %s", end.Status, end.Body)
	}
	first := gets(t, d, "")

	turnTo(t, d, "device", "Waiting for you")
	// The focus is on the button that opens the page; beside it stands the one
	// that copies the code.
	if err := d.Key(t.Context(), "Return", "Tab", "Return"); err != nil {
		t.Fatal(err)
	}
	phone := kctest.NewBrowser(t)
	page := phone.Open(opened(t, d))
	var code string
	if err := Until(t.Context(), glance, "a code in the clipboard", func() (bool, error) {
		var err error
		code, err = d.Clipboard(t.Context())
		return len(code) == len("ABCD-EFGH"), err
	}); err != nil {
		t.Fatal(err)
	}
	end = phone.Send(page, "user_code", code, "username", "bob", "password", "demo-pass-bob", "action", "agree")
	if end.Status != http.StatusOK {
		t.Fatalf("the page ends with %d %s", end.Status, end.Body)
	}
	gets(t, d, first)

	if err := p.Quit(30 * time.Second); err != nil {
		t.Errorf("ending the program: %v", err)
	}
	if said := complaints(p.Output()); said != "" {
		t.Errorf("the program printed: %s", said)
	}
}
