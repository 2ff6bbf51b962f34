//go:build !windows && !darwin

package away

import (
	"context"
	"sync"

	"github.com/godbus/dbus/v5"

	"realmscope/app/vault/keychain"
)

// The signals, by the interface and member that name them. logind tells of
// sleep and of the lock of a session on the system bus (org.freedesktop.login1,
// systemd); a screen saver tells of itself on the session bus.
const (
	logindManager = "org.freedesktop.login1.Manager"
	logindSession = "org.freedesktop.login1.Session"
	screenSaver   = "org.freedesktop.ScreenSaver"
	gnomeSaver    = "org.gnome.ScreenSaver"
)

// room is how many signals may wait; the first of them locks.
const room = 16

// watch listens on both buses.
func watch(ctx context.Context, left func()) {
	var both sync.WaitGroup
	both.Go(func() {
		listen(ctx, dbus.ConnectSystemBus, left, match(logindManager, "PrepareForSleep"), match(logindSession, "Lock"))
	})
	if keychain.BusReachable() { // connecting would start a bus otherwise
		both.Go(func() {
			listen(ctx, dbus.ConnectSessionBus, left, match(screenSaver, "ActiveChanged"), match(gnomeSaver, "ActiveChanged"))
		})
	}
	both.Wait()
}

func match(iface, member string) []dbus.MatchOption {
	return []dbus.MatchOption{dbus.WithMatchInterface(iface), dbus.WithMatchMember(member)}
}

// listen connects to a bus and calls left for every signal that says so, until
// ctx ends or the bus goes away.
func listen(ctx context.Context, connect func(...dbus.ConnOption) (*dbus.Conn, error), left func(), matches ...[]dbus.MatchOption) {
	bus, err := connect(dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer func() { _ = bus.Close() }()
	for _, m := range matches {
		if bus.AddMatchSignalContext(ctx, m...) != nil {
			return
		}
	}
	signals := make(chan *dbus.Signal, room)
	bus.Signal(signals)
	for {
		select {
		case <-ctx.Done():
			return
		case s, ok := <-signals:
			if !ok {
				return
			}
			if leaving(s) {
				left()
			}
		}
	}
}

// leaving tells whether a signal says that the user goes: sleep begins, the
// screen saver starts, the session is locked. The end of each says the other.
func leaving(s *dbus.Signal) bool {
	switch s.Name {
	case logindSession + ".Lock":
		return true
	case logindManager + ".PrepareForSleep", screenSaver + ".ActiveChanged", gnomeSaver + ".ActiveChanged":
		var begins bool
		return dbus.Store(s.Body, &begins) == nil && begins
	}
	return false
}
