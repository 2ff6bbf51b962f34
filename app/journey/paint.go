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

// written tells whether there is ink in the middle of the screen.
func (w *watcher) written() (bool, error) {
	image, err := xproto.GetImage(w.conn, xproto.ImageFormatZPixmap, xproto.Drawable(w.root),
		w.x-150, w.y-100, 400, 80, 0xFFFFFFFF).Reply()
	if err != nil {
		return false, fmt.Errorf("look at the screen: %w", err)
	}
	ink := 0
	for i := 0; i+3 < len(image.Data); i += 4 {
		if max(image.Data[i], image.Data[i+1], image.Data[i+2]) < 0x80 {
			ink++
		}
	}
	return ink > 50, nil
}

// await looks each millisecond until see says want.
func (w *watcher) await(ctx context.Context, see func() (bool, error), want bool, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		got, err := see()
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
// light pixel in the middle of the screen and, if content is asked for, to the
// first text there; then it ends the program.
func (d *Desktop) FirstPaint(ctx context.Context, content bool, path string, args ...string) (paint, text time.Duration, err error) {
	w, err := d.newWatcher()
	if err != nil {
		return 0, 0, err
	}
	defer w.close()
	if err := w.await(ctx, w.painted, false, 5*time.Second); err != nil {
		return 0, 0, err
	}
	cmd := d.Command(ctx, path, args...)
	cmd.Env = append(cmd.Env, "FYNE_THEME=light")
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, fmt.Errorf("start %s: %w", path, err)
	}
	defer end(cmd)
	if err := w.await(ctx, w.painted, true, 30*time.Second); err != nil {
		return 0, 0, err
	}
	paint = time.Since(start)
	if content {
		err = w.await(ctx, w.written, true, 30*time.Second)
	}
	return paint, time.Since(start), err
}

// end kills a program that this package started and takes its exit.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()         // "killed" is what it says
}
