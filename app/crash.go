package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"realmscope/app/profile"
)

// The files of a crash in the configuration folder: what Go's runtime writes
// when it ends the program, and the report that is offered at the next start.
const (
	crashOutput = "crash.out"
	crashReport = "crash.txt"
	maxCrash    = 256 << 10
)

// errCrashed says that the window's loop ended in a panic.
var errCrashed = errors.New("the program crashed; the next start offers a report without secrets")

// crashes keeps reports on crashes. They tell what broke and where in the
// program, never with which values: those may be secrets.
type crashes struct{ dir string }

// listen gives the report on the last run's crash, "" for none, and lets the
// runtime write to a file that only this user can read.
func (c crashes) listen() (last string, err error) {
	raw := filepath.Join(c.dir, crashOutput)
	if text := readStart(raw); text != "" {
		err = profile.WriteFile(filepath.Join(c.dir, crashReport), []byte(crashHead(time.Now())+scrubbed(text)))
	}
	// Added to, never cut under another window that writes there.
	f, openErr := os.OpenFile(raw, os.O_CREATE|os.O_WRONLY|os.O_APPEND|os.O_TRUNC, 0o600) // #nosec G304 -- of our own folder
	if openErr != nil {
		return readStart(filepath.Join(c.dir, crashReport)), errors.Join(err, openErr)
	}
	err = errors.Join(err, f.Chmod(0o600), debug.SetCrashOutput(f, debug.CrashOptions{}), f.Close())
	return readStart(filepath.Join(c.dir, crashReport)), err
}

// seen puts the report away.
func (c crashes) seen() { _ = os.Remove(filepath.Join(c.dir, crashReport)) } // it is offered again if it cannot go

// guard runs f and keeps a report of its panic.
func (c crashes) guard(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errCrashed
			report := crashHead(time.Now()) + panicWords(r) + "\n" + scrubbed(string(debug.Stack()))
			if wrong := profile.WriteFile(filepath.Join(c.dir, crashReport), []byte(report)); wrong != nil {
				err = errors.Join(err, wrong)
			}
		}
	}()
	f()
	return nil
}

// crashHead says what crashed.
func crashHead(now time.Time) string {
	return fmt.Sprintf("%s %s, %s, %s/%s, %s\n", programName, programVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		now.UTC().Format(time.RFC3339))
}

// panicWords is the type of a panic's value; only the runtime's own errors are
// known to hold no data.
func panicWords(r any) string {
	words := fmt.Sprintf("panic: %T", r)
	if err, ok := r.(runtime.Error); ok {
		words += runtimeWords(err.Error())
	}
	return words
}

// runtimeWords are the fixed words of an error of the runtime.
func runtimeWords(text string) string {
	for _, words := range []string{
		"invalid memory address or nil pointer dereference", "index out of range", "slice bounds out of range",
		"integer divide by zero", "interface conversion", "assignment to entry in nil map", "makeslice: len out of range",
		"send on closed channel", "close of closed channel", "close of nil channel", "all goroutines are asleep - deadlock!",
		"concurrent map writes", "concurrent map read and map write", "stack overflow", "out of memory",
	} {
		if strings.Contains(text, words) {
			return ": " + words
		}
	}
	return ""
}

// scrubbed leaves of a traceback what stands in the program's source: functions,
// files and lines. Arguments, texts of panics and folders go.
func scrubbed(text string) string {
	function := regexp.MustCompile(`^(created by )?([A-Za-z0-9_./\[\]*()·-]+?\.[A-Za-z0-9_.\[\]*()·-]+?)(\([^()]*\))?( in goroutine \d+)?$`)
	place := regexp.MustCompile(`^\t.*?([A-Za-z0-9_.-]+\.(?:go|s|c)):(\d+)(?: \+0x[0-9a-f]+)?$`)
	running := regexp.MustCompile(`^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([a-z ,0-9()]+)\]:$`)
	signal := regexp.MustCompile(`^\[?(?:signal )?(SIG(?:ABRT|SEGV|BUS|FPE|ILL|QUIT|TRAP|SYS))\b`)
	var b strings.Builder
	traced := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case !traced && (strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ")):
			kind, rest, _ := strings.Cut(line, ": ")
			b.WriteString(kind + runtimeWords(rest) + "\n")
		case !traced && signal.MatchString(line):
			b.WriteString(signal.FindStringSubmatch(line)[1] + "\n")
		case running.MatchString(line):
			traced = true
			b.WriteString("\ngoroutine [" + running.FindStringSubmatch(line)[1] + "]\n")
		case !traced: // the text of a panic may look like anything
		case function.MatchString(line):
			b.WriteString(function.FindStringSubmatch(line)[2] + "\n")
		case place.MatchString(line):
			found := place.FindStringSubmatch(line)
			b.WriteString("\t" + found[1] + ":" + found[2] + "\n")
		}
	}
	return b.String()
}

// readStart is the start of a file, "" where there is none.
func readStart(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(path) // #nosec G304 -- of our own folder
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // only read from
	data, err := io.ReadAll(io.LimitReader(f, maxCrash))
	if err != nil {
		return ""
	}
	return string(data)
}
