package keychaintest

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// Items are the texts of the items that the keyring on the bus holds for a
// service, by their user.
func (b *Bus) Items(t testing.TB, service string) map[string]string {
	t.Helper()
	c := b.connect(t)
	var ignored dbus.Variant
	var session dbus.ObjectPath
	secrets := c.Object("org.freedesktop.secrets", servicePath)
	if err := secrets.Call("org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&ignored, &session); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, path := range b.find(t, c, service) {
		item := c.Object("org.freedesktop.secrets", path)
		names, err := item.GetProperty("org.freedesktop.Secret.Item.Attributes")
		if err != nil {
			t.Fatal(err)
		}
		var w wire
		if err := item.Call("org.freedesktop.Secret.Item.GetSecret", 0, session).Store(&w); err != nil {
			t.Fatal(err)
		}
		attributes, _ := names.Value().(map[string]string)
		all[attributes["username"]] = string(w.Value)
	}
	return all
}

// Empty deletes all items of a service, as somebody does who empties the
// keyring.
func (b *Bus) Empty(t testing.TB, service string) {
	t.Helper()
	c := b.connect(t)
	for _, path := range b.find(t, c, service) {
		if err := c.Object("org.freedesktop.secrets", path).Call("org.freedesktop.Secret.Item.Delete", 0).Err; err != nil {
			t.Fatal(err)
		}
	}
}

func (b *Bus) find(t testing.TB, c *dbus.Conn, service string) []dbus.ObjectPath {
	t.Helper()
	var found []dbus.ObjectPath
	err := c.Object("org.freedesktop.secrets", loginPath).
		Call("org.freedesktop.Secret.Collection.SearchItems", 0, map[string]string{"service": service}).Store(&found)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
