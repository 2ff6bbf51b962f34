package session

import (
	"context"
	"slices"
	"strings"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// authenticate fills in how the client shows itself: its secret or its key.
func (w worker) authenticate(ctx context.Context, j job, auth *tokenclient.ClientAuth, b *bond) ([]Need, error) {
	var needs []Need
	var err error
	switch {
	case j.profile.Client.WithSecret():
		b.secret, needs, err = w.needed(ctx, j, part{
			j.typed.ClientSecret, j.bond.secret, j.profile.Client.SecretID, vault.KindClientSecret, NeedClientSecret,
		}, nil)
		auth.Secret = b.secret
	case j.profile.Client.WithKey():
		b.key, needs, err = w.needed(ctx, j, part{
			j.typed.ClientKey, j.bond.key, j.profile.Client.KeyID, vault.KindClientKey, NeedClientKey,
		}, nil)
		if err == nil && len(needs) == 0 {
			auth.Assertion.Key, err = tokenclient.ParseKey(b.key)
		}
	}
	return needs, err
}

// bindTo finds the key that the tokens are to be bound to; a fetch makes one
// where the profile has none. A refresh keeps to the key of its tokens.
func (w worker) bindTo(ctx context.Context, j job, b *bond) error {
	if j.op != OpFetch {
		b.dpop = j.bond.dpop
		return nil
	}
	if !j.profile.Client.DPoP {
		return nil
	}
	text, err := w.secret(ctx, Secret{}, j.profile.Client.DPoPKeyID, b.owner)
	switch {
	case err == nil:
		b.dpop, err = tokenclient.ParseDPoPKey(text)
	case missing(err):
		b.dpop, err = tokenclient.NewDPoPKey("")
		b.fresh = err == nil
	}
	return err
}

// extra are the parameters that the user added, those with a kept value too.
func (w worker) extra(ctx context.Context, j job, b *bond) ([]tokenclient.Param, []Need, error) {
	var params []tokenclient.Param
	var needs []Need
	for _, x := range j.profile.Extra {
		value := tokenclient.NewSecret(x.Value)
		if x.SecretID != "" {
			var err error
			value, needs, err = w.needed(ctx, j, part{
				j.typed.Extra[x.Name], b.extra[x.Name], x.SecretID, vault.KindParameter, needParameter(x.Name),
			}, needs)
			if err != nil {
				return nil, nil, err
			}
		}
		params = append(params, tokenclient.Param{Name: x.Name, Value: value})
	}
	return params, needs, nil
}

// openExtra leaves those parameters that may stand in a browser's address: a
// value that was kept apart from the profile never does.
func openExtra(p profile.Profile, all []tokenclient.Param) []tokenclient.Param {
	return slices.DeleteFunc(slices.Clone(all), func(param tokenclient.Param) bool {
		return slices.ContainsFunc(p.Extra, func(x profile.Extra) bool { return x.Name == param.Name && x.SecretID != "" })
	})
}

// needParameter is the need of a secret parameter.
func needParameter(name string) Need { return Need(parameterNeeds + name) }

const (
	parameterNeeds = "parameter."
	originNeeds    = "origin."
)

// Parameter is the name of the secret parameter that is needed; ok is false for
// another need.
func (n Need) Parameter() (name string, ok bool) { return strings.CutPrefix(string(n), parameterNeeds) }

// Origin is the address that may be sent to only when the user agrees; ok is
// false for another need.
func (n Need) Origin() (origin string, ok bool) { return strings.CutPrefix(string(n), originNeeds) }

// keeping is a secret on its way into the vault. id is the one that the profile
// names so far, name that of a parameter.
type keeping struct {
	kind   vault.Kind
	id     string
	name   string
	owner  vault.Owner
	secret Secret
}

// toKeep lists what was typed and used, if it is to be kept, and a key that was
// just made.
func toKeep(j job, b bond) []keeping {
	c := j.profile.Client
	var k []keeping
	add := func(kind vault.Kind, id, name string, s Secret) {
		owner := b.owner
		if kind == vault.KindProxyPassword {
			owner, _ = OwnerOf(j.profile, kind) // read before, to get here
		}
		if !s.Empty() {
			k = append(k, keeping{kind, id, name, owner, s})
		}
	}
	if b.fresh {
		add(vault.KindDPoPKey, c.DPoPKeyID, "", b.dpop.JWK())
	}
	if !j.typed.Keep {
		return k
	}
	if j.profile.Grant == profile.GrantPassword {
		add(vault.KindPassword, passwordID(j.profile, j.account), "", j.typed.Password)
	}
	if c.WithSecret() {
		add(vault.KindClientSecret, c.SecretID, "", j.typed.ClientSecret)
	}
	if c.WithKey() {
		add(vault.KindClientKey, c.KeyID, "", j.typed.ClientKey)
	}
	add(vault.KindClientCertificate, c.CertificateID, "", j.typed.ClientCertificate)
	if viaProxy(j.profile.Connection) {
		add(vault.KindProxyPassword, j.profile.Connection.ProxyPasswordID, "", j.typed.ProxyPassword)
	}
	for _, x := range j.profile.Extra {
		if x.SecretID != "" {
			add(vault.KindParameter, x.SecretID, x.Name, j.typed.Extra[x.Name])
		}
	}
	return k
}
