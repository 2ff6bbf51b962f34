package app

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"realmscope/tokenclient"
)

// Why an address could not be given to the browser. In every case the window
// shows the address to copy.
var (
	errNoBrowser     = errors.New("there is no program here that opens a browser")
	errBrowserFailed = errors.New("the program that opens a browser failed")
	errBrowserSilent = errors.New("the program that opens a browser has not ended")
)

// browserPatience is how long an opener may take before the window offers the
// address to copy.
const browserPatience = 2 * time.Second

// browser gives addresses to the system's browser. It starts a program by its
// absolute path with an argument list: no shell reads the address.
type browser struct {
	// system is the operating system, as runtime.GOOS names it.
	system string
	// find gives a program's path, as exec.LookPath does.
	find func(name string) (string, error)
	// patience is how long to wait for the program's end.
	patience time.Duration
}

func newBrowser() browser {
	return browser{system: runtime.GOOS, find: exec.LookPath, patience: browserPatience}
}

// open gives an address to the browser and waits for the opener's end. It
// blocks for browserPatience at most and is not called on the UI goroutine.
//
// The error is that of tokenclient.CheckBrowserURL, before anything is started,
// or wraps one of the above. errBrowserSilent may mean that all is well: some
// openers stay as long as the browser. Such a program is left alone, and so is
// one whose ctx ends; its end is still waited for, in the background.
func (b browser) open(ctx context.Context, address string, allowHTTP bool) error {
	if err := tokenclient.CheckBrowserURL(address, allowHTTP); err != nil {
		return err
	}
	name, args := b.opener()
	path, err := b.find(name)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoBrowser, err)
	}
	if !filepath.IsAbs(path) {
		return fmt.Errorf("%w: %s is not an absolute path", errNoBrowser, name)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// Not CommandContext: the browser outlives what was asked of it.
	child := exec.Command(path, append(args, address)...) //nolint:noctx,gosec // see above; the address is checked
	if err := child.Start(); err != nil {
		return fmt.Errorf("%w: %w", errNoBrowser, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }() // ends with the child, which it reaps
	patience := time.NewTimer(b.patience)
	defer patience.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%w: %w", errBrowserFailed, err)
		}
		return nil
	case <-patience.C:
		return errBrowserSilent
	case <-ctx.Done():
		return ctx.Err()
	}
}

// opener is the system's program and what stands before the address.
func (b browser) opener() (name string, args []string) {
	switch b.system {
	case "windows":
		return "rundll32.exe", []string{"url.dll,FileProtocolHandler"}
	case "darwin":
		return "open", nil
	}
	return "xdg-open", nil
}
