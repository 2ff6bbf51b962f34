package away

import (
	"context"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"realmscope/app/vault/keychain/keychaintest"
)

func signal(name string, body ...any) *dbus.Signal { return &dbus.Signal{Name: name, Body: body} }

func TestOnlyTheBeginningOfAnAbsenceCounts(t *testing.T) {
	for name, tt := range map[string]struct {
		signal *dbus.Signal
		want   bool
	}{
		"the session is locked":     {signal(logindSession + ".Lock"), true},
		"the session is unlocked":   {signal(logindSession + ".Unlock"), false},
		"sleep begins":              {signal(logindManager+".PrepareForSleep", true), true},
		"sleep ends":                {signal(logindManager+".PrepareForSleep", false), false},
		"the screen saver starts":   {signal(screenSaver+".ActiveChanged", true), true},
		"the screen saver ends":     {signal(gnomeSaver+".ActiveChanged", false), false},
		"a body of another type":    {signal(gnomeSaver+".ActiveChanged", "yes"), false},
		"a signal without its body": {signal(logindManager + ".PrepareForSleep"), false},
		"another signal":            {signal("org.example.Lock", true), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := leaving(tt.signal); got != tt.want {
				t.Errorf("leaving(%s %v) = %v, want %v", tt.signal.Name, tt.signal.Body, got, tt.want)
			}
		})
	}
}

func TestScreenSaverOnARealBusIsHeard(t *testing.T) {
	b := keychaintest.NewBus(t)
	ctx, cancel := context.WithCancel(t.Context())
	heard, ended := make(chan bool, room), make(chan bool)
	connect := func(o ...dbus.ConnOption) (*dbus.Conn, error) { return dbus.Connect(b.Address, o...) }
	go func() {
		listen(ctx, connect, func() { heard <- true }, match(screenSaver, "ActiveChanged"))
		close(ended)
	}()
	saver, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = saver.Close() }()
	for got := false; !got; { // until the listener has asked for the signal
		if err := saver.Emit("/ScreenSaver", screenSaver+".ActiveChanged", true); err != nil {
			t.Fatal(err)
		}
		select {
		case got = <-heard:
		case <-time.After(20 * time.Millisecond):
		}
	}
	cancel()
	<-ended
}

func TestBusThatIsNotThereEndsAtOnce(t *testing.T) {
	listen(t.Context(), func(...dbus.ConnOption) (*dbus.Conn, error) { return nil, dbus.ErrClosed }, func() { t.Error("left") })
}
