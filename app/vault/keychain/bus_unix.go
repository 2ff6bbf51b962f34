//go:build !windows && !darwin

package keychain

import (
	"os"
	"os/user"
	"path/filepath"
)

// busReachable tells whether the D-Bus library will find a session bus. It
// looks where the library looks (godbus v5.2.2, conn_other.go), which is not
// XDG_RUNTIME_DIR: where it finds nothing it starts dbus-launch.
func busReachable() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return true
	}
	who, err := user.Current()
	if err != nil {
		return false
	}
	return busIn(filepath.Join("/run/user", who.Uid))
}

// busIn tells whether a runtime folder holds the bus's socket.
func busIn(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "bus"))
	return err == nil
}
