package profile

import (
	"fmt"
)

// field is one member of an object and the place of its value.
type field interface {
	name() string
	// place is where a reader puts the value.
	place() any
	// member is the value on its way into an object.
	member() member
}

// optionalField is left out of the file when it is empty.
type optionalField[T comparable] struct {
	of string
	at *T
}

func in[T comparable](name string, at *T) field { return optionalField[T]{name, at} }

func (f optionalField[T]) name() string   { return f.of }
func (f optionalField[T]) place() any     { return f.at }
func (f optionalField[T]) member() member { return optional(f.of, *f.at) }

// credentialFields are what a client has beside its id and its method.
func credentialFields(c *Client) []field {
	return []field{
		in("secret_id", &c.SecretID), in("key_id", &c.KeyID), in("key_algorithm", &c.KeyAlgorithm),
		in("key_name", &c.KeyName), in("certificate_id", &c.CertificateID),
		in("dpop", &c.DPoP), in("dpop_key_id", &c.DPoPKeyID),
	}
}

// settings are the objects of a profile that are left out when they are empty,
// by their names.
func (p *Profile) settings() map[string][]field {
	l, b, c := &p.Login, &p.Backchannel, &p.Connection
	return map[string][]field{
		"login": {
			in("prompt", &l.Prompt), in("acr_values", &l.ACRValues), in("identity_provider", &l.IdentityProvider),
			in("port", &l.Port), in("redirect_host", &l.RedirectHost), in("redirect_path", &l.RedirectPath), in("par", &l.PAR),
		},
		"backchannel": {in("message", &b.Message), in("expiry", &b.Expiry)},
		"connection": {
			in("ca", &c.CA), in("only_ca", &c.OnlyCA), in("proxy", &c.Proxy), in("proxy_user", &c.ProxyUser),
			in("proxy_password_id", &c.ProxyPasswordID), in("insecure", &c.Insecure), in("timeout", &c.Timeout),
		},
	}
}

func extraFields(x *Extra) []field {
	return []field{in("value", &x.Value), in("secret_id", &x.SecretID)}
}

// readFields reads the members that fields name.
func readFields(o object, fields []field) error {
	for _, f := range fields {
		if err := o.read(f.name(), f.place()); err != nil {
			return err
		}
	}
	return nil
}

// readSettings reads what settings lists, and the extra parameters.
func (p *Profile) readSettings(o object) error {
	for name, fields := range p.settings() {
		c, err := o.child(name)
		if err == nil {
			err = readFields(c, fields)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	list, err := o.list("extra")
	if err != nil {
		return err
	}
	for _, raw := range list {
		var x Extra
		c, err := parseObject(raw)
		if err == nil {
			err = readFields(c, append(extraFields(&x), in("name", &x.Name)))
		}
		if err != nil {
			return fmt.Errorf("extra: %w", err)
		}
		p.Extra = append(p.Extra, x)
	}
	return nil
}

// putFields writes fields into an object.
func (o *object) putFields(fields []field) error {
	for _, f := range fields {
		if err := o.put(f.member()); err != nil {
			return err
		}
	}
	return nil
}

// putSettings writes what settings lists, in the order of the type, and the
// extra parameters. An object stays as long as it holds a member that this
// release does not know.
func (e entry) putSettings(raw *object, p *Profile) error {
	all := p.settings()
	for _, name := range []string{"login", "backchannel", "extra", "connection"} {
		if name == "extra" {
			extras, err := e.extrasOf(*p)
			if err != nil {
				return err
			}
			if err := raw.put(member{name: name, value: extras, optional: true, empty: len(extras) == 0}); err != nil {
				return err
			}
			continue
		}
		c, err := raw.child(name)
		if err != nil {
			return err
		}
		c = c.clone()
		if err := c.putFields(all[name]); err != nil {
			return err
		}
		if err := raw.put(member{name: name, value: c, optional: true, empty: len(c.names) == 0}); err != nil {
			return err
		}
	}
	return nil
}

// extrasOf gives the extra parameters of p the unknown members of the one of
// the same name.
func (e entry) extrasOf(p Profile) ([]object, error) {
	old, err := e.raw.list("extra")
	if err != nil {
		return nil, err
	}
	byName := map[string]object{}
	for i, raw := range old {
		o, err := parseObject(raw)
		if err != nil {
			return nil, err
		}
		byName[e.profile.Extra[i].Name] = o
	}
	var extras []object
	for i := range p.Extra {
		x := &p.Extra[i]
		o := byName[x.Name].clone()
		if err := o.put(always("name", x.Name)); err != nil {
			return nil, err
		}
		if err := o.putFields(extraFields(x)); err != nil {
			return nil, err
		}
		extras = append(extras, o)
	}
	return extras, nil
}
