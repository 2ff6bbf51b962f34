// Package app wires the program: it reads the command line, makes the stores,
// the vault, the sessions and the window, and owns start and stop.
package app

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// Name, id and version of the program; FyneApp.toml says the same, and a test
// holds them together.
const (
	programName    = "Realmscope"
	programID      = "app.realmscope"
	programVersion = "0.1.0"
	programBuild   = 1
)

const usage = `Realmscope: a desktop window for Keycloak realm tokens.

Usage: realmscope [--config DIR]
       realmscope inspect [--json] < TEXT   (realmscope inspect --help says more)

  --config DIR   keep the profiles in DIR instead of the user's configuration folder
  --version      print name and version
  --help         print this text
`

// errShown says that the command line was answered and nothing is left to do.
var errShown = errors.New("answered on the command line")

// options are what the command line asked for.
type options struct {
	// configDir is where the profiles lie.
	configDir string
}

// parse reads the command line. errShown means that the answer was printed.
func parse(args []string, stdout, stderr io.Writer) (options, error) {
	var o options
	var version bool
	set := flag.NewFlagSet("realmscope", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&o.configDir, "config", "", "")
	set.BoolVar(&version, "version", false, "")
	err := set.Parse(args)
	if err == nil && set.NArg() > 0 {
		err = fmt.Errorf("%q is not an option", set.Arg(0))
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, usage)
		return o, errShown
	case err != nil:
		_, _ = fmt.Fprintf(stderr, "realmscope: %v\n\n%s", err, usage)
		return o, err
	case version:
		_, _ = fmt.Fprintf(stdout, "%s %s\n", programName, programVersion)
		return o, errShown
	}
	if o.configDir == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			_, _ = fmt.Fprintf(stderr, "realmscope: no configuration folder: %v; name one with --config DIR\n", err)
			return o, err
		}
		o.configDir = filepath.Join(base, "realmscope")
	}
	return o, nil
}

// displayMissing tells whether no window can open here, which Fyne would
// answer with a crash.
func displayMissing() bool {
	switch runtime.GOOS {
	case "linux", "freebsd", "openbsd", "netbsd":
		return os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
	}
	return false
}
