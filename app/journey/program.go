package journey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build builds the program's package into path with extra build flags.
func Build(ctx context.Context, root, path string, flags ...string) error {
	args := append([]string{"build", "-o", path}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, ".")...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w: %s", err, out)
	}
	return nil
}

// Program is the built program on a desktop.
type Program struct {
	desktop *Desktop
	cmd     *exec.Cmd
	out     safeBuffer
	ended   chan error
}

// Start starts the program and waits for its window to have the focus.
func (d *Desktop) Start(ctx context.Context, path string, args ...string) (*Program, error) {
	return d.startTitled(ctx, "Realmscope", path, args...)
}

// startTitled is Start for a window whose title begins with these words.
func (d *Desktop) startTitled(ctx context.Context, title, path string, args ...string) (*Program, error) {
	p := &Program{desktop: d, cmd: d.Command(ctx, path, args...), ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	err := Until(ctx, glance, "the program's window", func() (bool, error) {
		select {
		case err := <-p.ended:
			return false, fmt.Errorf("the program ended at once: %w: %s", err, p.out.String())
		default:
		}
		name, err := d.run(ctx, "xdotool", "getactivewindow", "getwindowname")
		return err == nil && strings.HasPrefix(name, title), nil
	})
	if err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	return p, nil
}

// PID is the program's process id.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// Output is what the program printed so far.
func (p *Program) Output() string { return p.out.String() }

// Quit asks the program to end by SIGTERM, as a desktop's logout does, and
// waits for it.
func (p *Program) Quit(limit time.Duration) error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("ask the program to end: %w", err)
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		return err
	case <-time.After(limit):
		return errors.Join(fmt.Errorf("the program did not end within %s", limit), p.Kill())
	}
}

// Kill ends the program at once; it is no error if it has ended.
func (p *Program) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil {
		return nil //nolint:nilerr // already gone
	}
	err := <-p.ended
	p.ended <- err
	return nil
}

// safeBuffer is written by the program's pipe and read by the test.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(data)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
