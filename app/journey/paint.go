package journey

import (
	"context"
	"fmt"
	"os/exec"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// bright is the least value of each colour of a painted light window; an
// unpainted one is black.
const bright = 0xC0

// watcher looks at the middle of a display's screen.
type watcher struct {
	conn *xgb.Conn
	root xproto.Window
	x, y int16
}

// newWatcher connects to the desktop's display.
func (d *Desktop) newWatcher() (*watcher, error) {
	conn, err := xgb.NewConnDisplay(d.Display)
	if err != nil {
		return nil, fmt.Errorf("connect to display %s: %w", d.Display, err)
	}
	screen := xproto.Setup(conn).DefaultScreen(conn)
	x, y := int16(screen.WidthInPixels/2), int16(screen.HeightInPixels/2)
	return &watcher{conn, screen.Root, x, y}, nil
}

func (w *watcher) close() { w.conn.Close() }

// painted tells whether a light window covers the middle of the screen.
func (w *watcher) painted() (bool, error) {
	image, err := xproto.GetImage(w.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w.root),
		w.x, w.y, 8, 1, 0xFFFFFFFF).Reply()
	if err != nil {
		return false, fmt.Errorf("look at the screen: %w", err)
	}
	for i := 0; i+3 < len(image.Data); i += 4 {
		if image.Data[i] < bright || image.Data[i+1] < bright || image.Data[i+2] < bright {
			return false, nil
		}
	}
	return len(image.Data) > 0, nil
}

// await looks each millisecond until painted says want.
func (w *watcher) await(ctx context.Context, want bool, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		got, err := w.painted()
		if err != nil || got == want {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for a paint: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// FirstPaint starts a program and returns the time from its start to its first
// light pixel in the middle of the screen; then it ends the program.
func (d *Desktop) FirstPaint(ctx context.Context, path string, args ...string) (time.Duration, error) {
	w, err := d.newWatcher()
	if err != nil {
		return 0, err
	}
	defer w.close()
	if err := w.await(ctx, false, 5*time.Second); err != nil {
		return 0, err
	}
	cmd := d.Command(ctx, path, args...)
	cmd.Env = append(cmd.Env, "FYNE_THEME=light")
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("start %s: %w", path, err)
	}
	err = w.await(ctx, true, 30*time.Second)
	took := time.Since(start)
	end(cmd)
	return took, err
}

// end kills a program that this package started and takes its exit.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()         // "killed" is what it says
}
