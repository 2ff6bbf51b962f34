package profile

import (
	"encoding/json"
	"fmt"
)

// entry is a profile and the JSON object that it was read from.
type entry struct {
	profile Profile
	raw     object
	// stale says that raw lacks a change of profile.
	stale bool
}

// readEntry reads one profile. What is absent takes the first of its kind.
func readEntry(data json.RawMessage) (entry, error) {
	e := entry{profile: Profile{Environment: Development, Grant: Grants()[0]}}
	o, err := parseObject(data)
	if err != nil {
		return e, err
	}
	e.raw = o
	p := &e.profile
	if err := readMembers(o, map[string]any{
		"id": &p.ID, "name": &p.Name, "environment": &p.Environment, "grant": &p.Grant,
		"scope": &p.Scope, "params_in": &p.ParamsIn, "token_endpoint": &p.TokenEndpoint,
		"allow_http": &p.AllowHTTP, "origins": &p.Origins, "template": &p.Template,
		"group": &p.Group, "keep_logged_in": &p.KeepLoggedIn,
	}); err != nil {
		return e, err
	}
	if err := readChild(o, "realm", map[string]any{"base": &p.Realm.Base, "name": &p.Realm.Name}); err != nil {
		return e, err
	}
	p.Client.Auth = AuthMethods()[0]
	client, err := o.child("client")
	if err != nil {
		return e, err
	}
	if err := readFields(client, append(credentialFields(&p.Client), in("id", &p.Client.ID), in("auth", &p.Client.Auth))); err != nil {
		return e, fmt.Errorf("client: %w", err)
	}
	if err := p.readSettings(o); err != nil {
		return e, err
	}
	if p.Expectations, err = readExpectations(o); err != nil {
		return e, err
	}
	p.Accounts, err = readAccounts(o)
	return e, err
}

func readMembers(o object, into map[string]any) error {
	for name, v := range into {
		if err := o.read(name, v); err != nil {
			return err
		}
	}
	return nil
}

func readChild(o object, name string, into map[string]any) error {
	c, err := o.child(name)
	if err != nil {
		return err
	}
	return readMembers(c, into)
}

func readAccounts(o object) ([]Account, error) {
	list, err := o.list("accounts")
	if err != nil {
		return nil, err
	}
	var accounts []Account
	for _, raw := range list {
		c, err := parseObject(raw)
		if err != nil {
			return nil, fmt.Errorf("account: %w", err)
		}
		var a Account
		if err := readMembers(c, map[string]any{"username": &a.Username, "password_id": &a.PasswordID}); err != nil {
			return nil, fmt.Errorf("account: %w", err)
		}
		accounts = append(accounts, a)
	}
	return accounts, nil
}

// member is one known member on its way into an object.
type member struct {
	name  string
	value any
	// optional members are left out when they are empty.
	optional bool
	empty    bool
}

func always(name string, v any) member { return member{name: name, value: v} }

func optional[T comparable](name string, v T) member {
	var zero T
	return member{name: name, value: v, optional: true, empty: v == zero}
}

func (o *object) put(members ...member) error {
	for _, m := range members {
		if m.optional && m.empty {
			o.remove(m.name)
			continue
		}
		if err := o.set(m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}

// with returns the entry with p in place of its profile; members that this
// release does not know stay where they stood.
func (e entry) with(p Profile) (entry, error) {
	raw := e.raw.clone()
	realm, err := raw.child("realm")
	if err != nil {
		return e, err
	}
	if err := realm.put(always("base", p.Realm.Base), always("name", p.Realm.Name)); err != nil {
		return e, err
	}
	client, err := raw.child("client")
	if err != nil {
		return e, err
	}
	if err := client.put(always("id", p.Client.ID), always("auth", p.Client.Auth)); err != nil {
		return e, err
	}
	if err := client.putFields(credentialFields(&p.Client)); err != nil {
		return e, err
	}
	accounts, err := e.accountsOf(p)
	if err != nil {
		return e, err
	}
	expectations, err := e.expectationsOf(p)
	if err != nil {
		return e, err
	}
	err = raw.put(
		always("id", p.ID), always("name", p.Name), always("environment", p.Environment),
		always("realm", realm), always("client", client), always("grant", p.Grant),
		optional("scope", p.Scope),
		member{name: "accounts", value: accounts, optional: true, empty: len(accounts) == 0},
		optional("params_in", p.ParamsIn), optional("token_endpoint", p.TokenEndpoint),
		member{name: "origins", value: p.Origins, optional: true, empty: len(p.Origins) == 0},
		optional("allow_http", p.AllowHTTP), optional("keep_logged_in", p.KeepLoggedIn), optional("group", p.Group),
	)
	if err == nil {
		err = e.putSettings(&raw, &p)
	}
	if err == nil {
		err = raw.put(
			member{name: "expectations", value: expectations, optional: true, empty: len(expectations) == 0},
			optional("template", p.Template))
	}
	return entry{profile: p.Clone(), raw: raw}, err
}

// accountsOf gives the accounts of p the unknown members of the account of the
// same name, or, when it was renamed, of the same password.
func (e entry) accountsOf(p Profile) ([]object, error) {
	old, err := e.raw.list("accounts")
	if err != nil {
		return nil, err
	}
	byName, byPassword := map[string]object{}, map[string]object{}
	for i, raw := range old {
		o, err := parseObject(raw)
		if err != nil {
			return nil, err
		}
		a := e.profile.Accounts[i]
		byName[a.Username] = o
		if a.PasswordID != "" {
			byPassword[a.PasswordID] = o
		}
	}
	var accounts []object
	for _, a := range p.Accounts {
		o, ok := byName[a.Username]
		if !ok && a.PasswordID != "" {
			o = byPassword[a.PasswordID]
		}
		o = o.clone()
		if err := o.put(always("username", a.Username), optional("password_id", a.PasswordID)); err != nil {
			return nil, err
		}
		accounts = append(accounts, o)
	}
	return accounts, nil
}
