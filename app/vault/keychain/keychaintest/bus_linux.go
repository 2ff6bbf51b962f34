package keychaintest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// comeUp is how long a part may take to start.
const comeUp = 20 * time.Second

// busConfig is a session bus that starts nothing by itself.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// Bus is a session bus of the test's own.
type Bus struct {
	// Address is for DBUS_SESSION_BUS_ADDRESS.
	Address string
	dir     string
}

// NewBus starts a bus that ends with the test, or skips the test where there is
// no dbus-daemon.
func NewBus(t testing.TB) *Bus {
	t.Helper()
	dir, err := os.MkdirTemp("", "rsbus") // t.TempDir's names are too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	b := &Bus{Address: "unix:path=" + filepath.Join(dir, "bus"), dir: dir}
	config := filepath.Join(dir, "config")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(dir, "bus")), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, nil, "", "dbus-daemon", "--nofork", "--nopidfile", "--config-file="+config)
	await(t, "the bus", func() bool {
		c, err := dbus.Connect(b.Address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return b
}

// start runs a program that ends with the test, and with this process.
func start(t testing.TB, env []string, input, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("SKIP: %s is not installed (scripts/deps.sh test)", name)
	}
	c := exec.Command(path, args...)
	c.Env = append(os.Environ(), env...)
	c.Stdin = strings.NewReader(input)
	c.Stdout, c.Stderr = io.Discard, io.Discard
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
}

// await polls until done.
func await(t testing.TB, what string, done func() bool) {
	t.Helper()
	poll, end := time.NewTicker(5*time.Millisecond), time.After(comeUp)
	defer poll.Stop()
	for !done() {
		select {
		case <-poll.C:
		case <-end:
			t.Fatalf("%s did not come up in %v", what, comeUp)
		}
	}
}

// connect gives a connection that ends with the test.
func (b *Bus) connect(t testing.TB) *dbus.Conn {
	t.Helper()
	c, err := dbus.Connect(b.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// StartGnomeKeyring runs a real Secret Service on the bus, with a keyring of its
// own that is unlocked, or skips the test where it is not installed.
func (b *Bus) StartGnomeKeyring(t testing.TB) {
	t.Helper()
	env := []string{
		"DBUS_SESSION_BUS_ADDRESS=" + b.Address, "XDG_DATA_HOME=" + filepath.Join(b.dir, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(b.dir, "config.d"), "XDG_CACHE_HOME=" + filepath.Join(b.dir, "cache"),
		"XDG_RUNTIME_DIR=" + b.dir, "HOME=" + b.dir, "GNOME_KEYRING_CONTROL=", "DISPLAY=", "WAYLAND_DISPLAY=",
	}
	start(t, env, "throw-away", "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
		"--control-directory="+filepath.Join(b.dir, "control"))
	c := b.connect(t)
	await(t, "the Secret Service", func() bool {
		var owned bool
		err := c.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned)
		return err == nil && owned
	})
	await(t, "the login keyring", func() bool {
		v, err := c.Object("org.freedesktop.secrets", loginPath).GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && v.Value() == false
	})
}

// LockGnomeKeyring locks the keyring; nothing is there to ask for its password.
func (b *Bus) LockGnomeKeyring(t testing.TB) {
	t.Helper()
	err := b.connect(t).Object("org.freedesktop.secrets", servicePath).
		Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{loginPath}).Err
	if err != nil {
		t.Fatal(err)
	}
}
