// Package journey drives the built program in a real window on a virtual
// display, as a person would: it presses keys, reads the screen and the
// clipboard with other programs, and takes pictures. It serves tests, pictures
// and `make run` on a machine without a display; the program never imports it.
package journey

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrMissing says that a tool of the virtual desktop is not installed.
var ErrMissing = errors.New("not installed")

// Tools lists the programs that a Desktop needs.
func Tools() []string {
	return []string{"Xvfb", "openbox", "xdotool", "xclip", "import", "convert", "tesseract"}
}

// Desktop is a virtual display with a window manager. It ends with Close or
// with the context it was made under.
type Desktop struct {
	// Display is the X display, such as ":3".
	Display string
	// Dir is a private folder: home, configuration and runtime folder of the
	// programs on this desktop. Programs in its folder bin come before the
	// system's of the same name.
	Dir string
	// Bus is the address of the session bus of programs that are started from
	// now on; empty for none.
	Bus string

	procs []*exec.Cmd
	// reads counts how often the screen was read.
	reads int
}

// NewDesktop starts Xvfb on a free display and openbox on it. dir must be an
// empty private folder. ErrMissing names the first tool that is not there.
func NewDesktop(ctx context.Context, dir string, width, height int) (*Desktop, error) {
	for _, tool := range Tools() {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%s: %w", tool, ErrMissing)
		}
	}
	d := &Desktop{Dir: dir}
	for _, sub := range []string{"home", "config", "runtime", "bin"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("make the desktop's folders: %w", err)
		}
	}
	if err := d.startServer(ctx, width, height); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := d.startManager(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// startServer lets Xvfb choose the display and tell it through a pipe.
func (d *Desktop) startServer(ctx context.Context, width, height int) error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("open a pipe: %w", err)
	}
	screen := fmt.Sprintf("%dx%dx24", width, height)
	cmd := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{write}
	err = cmd.Start()
	_ = write.Close()
	defer func() { _ = read.Close() }()
	if err != nil {
		return fmt.Errorf("start Xvfb: %w", err)
	}
	d.procs = append(d.procs, cmd)
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return fmt.Errorf("learn Xvfb's display: %w", err)
	}
	d.Display = ":" + strings.TrimSpace(line)
	return nil
}

// startManager starts openbox and waits until it manages the screen.
func (d *Desktop) startManager(ctx context.Context) error {
	cmd := d.Command(ctx, "openbox", "--sm-disable")
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start openbox: %w", err)
	}
	d.procs = append(d.procs, cmd)
	return Until(ctx, 10*time.Second, "the window manager", func() (bool, error) {
		out, err := d.run(ctx, "xdotool", "get_num_desktops")
		return err == nil && out != "", nil
	})
}

// Command prepares a program for this desktop: it sees the display and the
// private folders, and no session bus but its own.
func (d *Desktop) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	bus := d.Bus
	if bus == "" {
		// An address that nobody listens at: a program that looks for a bus
		// must not start a daemon of its own.
		bus = "unix:path=" + filepath.Join(d.Dir, "runtime", "no-bus")
	}
	for _, v := range os.Environ() {
		switch key, _, _ := strings.Cut(v, "="); key {
		case "DISPLAY", "WAYLAND_DISPLAY", "HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "LANG", "LC_ALL", "PATH":
		default:
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env,
		"DISPLAY="+d.Display,
		"PATH="+filepath.Join(d.Dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"HOME="+filepath.Join(d.Dir, "home"),
		"XDG_CONFIG_HOME="+filepath.Join(d.Dir, "config"),
		"XDG_RUNTIME_DIR="+filepath.Join(d.Dir, "runtime"),
		"DBUS_SESSION_BUS_ADDRESS="+bus,
		"LANG=en_US.UTF-8",
		"LIBGL_ALWAYS_SOFTWARE=1",
		// Tesseract's threads wait for each other by spinning: on two busy
		// cores they take ten times as long as one alone.
		"OMP_THREAD_LIMIT=1",
	)
	return cmd
}

// run returns what a tool printed.
func (d *Desktop) run(ctx context.Context, name string, args ...string) (string, error) {
	var out, errs bytes.Buffer
	cmd := d.Command(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// Close ends the programs that this desktop started, by their own ids.
func (d *Desktop) Close() error {
	for i := len(d.procs) - 1; i >= 0; i-- {
		cmd := d.procs[i]
		_ = cmd.Process.Kill() // it may be gone already
		_ = cmd.Wait()         // killed is what it reports
	}
	d.procs = nil
	return nil
}

// Until calls ready ten times a second until it says true, fails, or the limit
// has passed; what names the thing waited for.
func Until(ctx context.Context, limit time.Duration, what string, ready func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := ready()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		case <-tick.C:
		}
	}
}
