package journey

import (
	"errors"
	"fmt"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// The names of keys and buttons of X.
const (
	keyControl = 0xFFE3
	keyDown    = 0xFF54
	// wheelDown is the button that a wheel presses.
	wheelDown = 5
)

// errNoKey says that the keyboard of a display lacks a key.
var errNoKey = errors.New("no such key")

// finger presses keys without starting a program for each, so that nothing but
// the window is measured.
type finger struct {
	conn  *xgb.Conn
	codes map[xproto.Keysym]byte
}

// newFinger reads the keyboard of a watcher's display.
func (w *watcher) newFinger() (*finger, error) {
	if err := xtest.Init(w.conn); err != nil {
		return nil, fmt.Errorf("prepare to press keys: %w", err)
	}
	setup := xproto.Setup(w.conn)
	first, last := setup.MinKeycode, setup.MaxKeycode
	found, err := xproto.GetKeyboardMapping(w.conn, first, byte(last-first+1)).Reply()
	if err != nil {
		return nil, fmt.Errorf("read the keyboard: %w", err)
	}
	f := &finger{conn: w.conn, codes: map[xproto.Keysym]byte{}}
	per := int(found.KeysymsPerKeycode)
	for i, sym := range found.Keysyms {
		if code := byte(int(first) + i/per); f.codes[sym] == 0 {
			f.codes[sym] = code
		}
	}
	return f, nil
}

// press presses keys together and lets them go in turn.
func (f *finger) press(keys ...xproto.Keysym) error {
	for _, key := range keys {
		if f.codes[key] == 0 {
			return fmt.Errorf("key %#x: %w", key, errNoKey)
		}
		if err := f.send(xproto.KeyPress, f.codes[key]); err != nil {
			return err
		}
	}
	for i := len(keys) - 1; i >= 0; i-- {
		if err := f.send(xproto.KeyRelease, f.codes[keys[i]]); err != nil {
			return err
		}
	}
	return nil
}

// turn turns the wheel by a notch.
func (f *finger) turn(button byte) error {
	if err := f.send(xproto.ButtonPress, button); err != nil {
		return err
	}
	return f.send(xproto.ButtonRelease, button)
}

func (f *finger) send(kind, detail byte) error {
	if err := xtest.FakeInputChecked(f.conn, kind, detail, 0, xproto.WindowNone, 0, 0, 0).Check(); err != nil {
		return fmt.Errorf("press a key: %w", err)
	}
	return nil
}
