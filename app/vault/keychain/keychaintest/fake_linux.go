package keychaintest

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	servicePath = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	itemPath    = loginPath + "/1"
	sessionPath = dbus.ObjectPath("/org/freedesktop/secrets/session/1")
	promptPath  = dbus.ObjectPath("/org/freedesktop/secrets/prompt/1")
	noPrompt    = dbus.ObjectPath("/")
)

// Fake says how a scripted Secret Service behaves, in ways that a real one
// cannot be brought to.
type Fake struct {
	// AsksToUnlock has every Unlock show a prompt that nobody answers.
	AsksToUnlock bool
	// Dismisses has CreateItem and Delete show a prompt that is dismissed.
	Dismisses bool
	// Forgets has CreateItem report success and keep nothing.
	Forgets bool
	// Silent has no call be answered at all.
	Silent bool
	// Odd gives the list of collections a type that the protocol does not know.
	Odd bool

	conn *dbus.Conn
	stop chan struct{}
	mu   sync.Mutex
	kept *wire
}

// wire is a secret as the protocol carries it (Secret Service API draft 0.2).
type wire struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// Start puts the service on the bus until the test ends.
func (f *Fake) Start(t testing.TB, b *Bus) {
	t.Helper()
	f.conn, f.stop = b.connect(t), make(chan struct{})
	t.Cleanup(func() { close(f.stop) })
	for path, faces := range map[dbus.ObjectPath]map[string]any{
		servicePath: {"org.freedesktop.Secret.Service": service{f}, "org.freedesktop.DBus.Properties": properties{f}},
		loginPath:   {"org.freedesktop.Secret.Collection": collection{f}},
		itemPath:    {"org.freedesktop.Secret.Item": item{f}},
		sessionPath: {"org.freedesktop.Secret.Session": session{}},
		promptPath:  {"org.freedesktop.Secret.Prompt": prompt{f}},
	} {
		for name, face := range faces {
			if err := f.conn.Export(face, path, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	reply, err := f.conn.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own the service's name: %v, %v", reply, err)
	}
}

// Kept tells whether the service holds an item.
func (f *Fake) Kept() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept != nil
}

// asks is the prompt of a change.
func (f *Fake) asks() dbus.ObjectPath {
	if f.Dismisses {
		return promptPath
	}
	return noPrompt
}

type service struct{ f *Fake }

// OpenSession agrees on sending secrets as they are.
func (s service) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), sessionPath, nil
}

// Unlock unlocks at once or asks.
func (s service) Unlock(objects []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if s.f.AsksToUnlock {
		return nil, promptPath, nil
	}
	return objects, noPrompt, nil
}

type properties struct{ f *Fake }

// Get gives the list of collections.
func (p properties) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	if p.f.Silent {
		<-p.f.stop
	}
	if p.f.Odd {
		return dbus.MakeVariant("login"), nil
	}
	return dbus.MakeVariant([]dbus.ObjectPath{loginPath}), nil
}

type collection struct{ f *Fake }

// SearchItems finds the one item.
func (c collection) SearchItems(map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	if c.f.Kept() {
		return []dbus.ObjectPath{itemPath}, nil
	}
	return []dbus.ObjectPath{}, nil
}

// CreateItem keeps the one item.
func (c collection) CreateItem(_ map[string]dbus.Variant, w wire, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if c.f.Dismisses || c.f.Forgets {
		return noPrompt, c.f.asks(), nil
	}
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.f.kept = &w
	return itemPath, noPrompt, nil
}

type item struct{ f *Fake }

// GetSecret gives the one item.
func (i item) GetSecret(dbus.ObjectPath) (wire, *dbus.Error) {
	i.f.mu.Lock()
	defer i.f.mu.Unlock()
	return *i.f.kept, nil
}

// Delete forgets the one item.
func (i item) Delete() (dbus.ObjectPath, *dbus.Error) {
	if i.f.Dismisses {
		return promptPath, nil
	}
	i.f.mu.Lock()
	defer i.f.mu.Unlock()
	i.f.kept = nil
	return noPrompt, nil
}

type session struct{}

// Close ends a session.
func (session) Close() *dbus.Error { return nil }

type prompt struct{ f *Fake }

// Prompt is dismissed at once, or stays without an answer.
func (p prompt) Prompt(string) *dbus.Error {
	if p.f.Dismisses {
		// The signal may overtake the reply, which the library waits for first.
		go func() {
			_ = p.f.conn.Emit(promptPath, "org.freedesktop.Secret.Prompt.Completed", true, dbus.MakeVariant(""))
		}()
	}
	return nil
}
