// Package durabletest is what the tests of files share that must survive
// everything: disks that fail, programs that are killed, and the figures of
// `make torture`. Only tests import it.
package durabletest

import (
	"fmt"
	"os"
	"testing"
)

// figuresEnv, when set, makes the tests of endurance run at full length and
// names the file that their figures go to.
const figuresEnv = "REALMSCOPE_TORTURE"

// Scale is how often a test of endurance does what it does: quick in `make
// test`, full in `make torture`.
func Scale(t testing.TB, quick, full int) int {
	t.Helper()
	if os.Getenv(figuresEnv) == "" {
		return quick
	}
	return full
}

// Figure notes what a test of endurance found: a line of the table in
// docs/security.md.
func Figure(t testing.TB, what string, many int, result any) {
	t.Helper()
	t.Logf("%s: %v of %d", what, result, many)
	path := os.Getenv(figuresEnv)
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // #nosec G304 -- named by the one who runs the tests
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(f, "%s\t%d\t%v\n", what, many, result)
	if closeErr := f.Close(); err != nil || closeErr != nil {
		t.Fatal(err, closeErr)
	}
}
