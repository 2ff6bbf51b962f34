package keychain

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// service is the name that all items stand under. Windows joins it with the
// item's name by a colon, so neither holds one.
const service = "app.realmscope"

// System is the keyring of this machine: Keychain, Credential Manager or the
// Secret Service. Without a session bus it answers ErrNoBus at once: asking
// would start a bus daemon and leave it running, one for each call.
func System() Keyring { return system{reachable: busReachable} }

type system struct{ reachable func() bool }

// Get reads an item.
func (s system) Get(name string) (string, error) {
	if !s.reachable() {
		return "", ErrNoBus
	}
	return keyring.Get(service, name)
}

// Set replaces an item.
func (s system) Set(name, text string) error {
	if !s.reachable() {
		return ErrNoBus
	}
	return keyring.Set(service, name, text)
}

// Delete removes an item.
func (s system) Delete(name string) error {
	if !s.reachable() {
		return ErrNoBus
	}
	return keyring.Delete(service, name)
}

// classify names an error of the keyring. The bus reports conditions by name;
// go-keyring itself by text only.
func classify(err error) error {
	var onBus dbus.Error
	var network net.Error
	switch {
	case err == nil:
		return nil
	case own(err):
		return err
	case errors.Is(err, keyring.ErrNotFound):
		return ErrMissing
	case errors.As(err, &onBus):
		return byName(onBus)
	case strings.Contains(err.Error(), "failed to unlock correct collection"):
		return ErrLocked // go-keyring's own text, it has no value for it
	case strings.Contains(err.Error(), "address of session bus"):
		return ErrNoBus // godbus's own text
	case errors.As(err, &network):
		return fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// own tells errors of this package.
func own(err error) bool {
	for _, e := range []error{ErrMissing, ErrNoBus, ErrNoService, ErrLocked, ErrNoAnswer, ErrNotKept, ErrBroken} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// byName names an error that came over the bus (D-Bus specification, and
// Secret Service API draft 0.2, section "Errors").
func byName(e dbus.Error) error {
	switch e.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown",
		"org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.Spawn.ServiceNotFound",
		"org.freedesktop.DBus.Error.Spawn.ExecFailed",
		"org.freedesktop.DBus.Error.Spawn.ChildExited":
		return fmt.Errorf("%w: %s", ErrNoService, e.Name)
	case "org.freedesktop.Secret.Error.IsLocked":
		return fmt.Errorf("%w: %s", ErrLocked, e.Name)
	case "org.freedesktop.Secret.Error.NoSuchObject":
		return fmt.Errorf("%w: %s", ErrMissing, e.Name)
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout":
		return fmt.Errorf("%w: %s", ErrNoAnswer, e.Name)
	}
	// The message comes from another program and is left out.
	return fmt.Errorf("%w: %.80q", ErrBroken, e.Name)
}
