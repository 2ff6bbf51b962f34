package vault

import (
	"fmt"
	"os"
	"testing"
)

// tortureEnv, when set, makes the tests of endurance run at full length and
// names the file that their figures go to.
const tortureEnv = "REALMSCOPE_TORTURE"

// scale is how often a test of endurance does what it does.
func scale(t testing.TB, quick, full int) int {
	t.Helper()
	if os.Getenv(tortureEnv) == "" {
		return quick
	}
	return full
}

// figure notes what a test of endurance found: a line of the table in
// docs/security.md.
func figure(t testing.TB, what string, many int, result any) {
	t.Helper()
	t.Logf("%s: %v of %d", what, result, many)
	path := os.Getenv(tortureEnv)
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(f, "%s\t%d\t%v\n", what, many, result)
	if closeErr := f.Close(); err != nil || closeErr != nil {
		t.Fatal(err, closeErr)
	}
}
