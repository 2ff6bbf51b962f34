package session

import (
	"context"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// way is how a job reaches its server, and the secrets that this took.
type way struct {
	client             Requester
	certificate, proxy Secret
}

// reach makes the client of the profile's connection. needs names what only
// the user can give; then there is no client.
func (w worker) reach(ctx context.Context, j job) (v way, needs []Need, err error) {
	if usual(j.profile) {
		return way{client: w.client}, nil, nil
	}
	c := j.profile.Connection
	if j.profile.Client.WithCertificate() || j.profile.Client.CertificateID != "" {
		v.certificate, needs, err = w.needed(ctx, j, part{
			j.typed.ClientCertificate, j.bond.certificate, j.profile.Client.CertificateID, vault.KindClientCertificate, NeedClientCertificate,
		}, needs)
		if err != nil {
			return way{}, nil, err
		}
	}
	if viaProxy(c) && c.ProxyUser != "" {
		v.proxy, needs, err = w.needed(ctx, j, part{
			j.typed.ProxyPassword, j.bond.proxy, c.ProxyPasswordID, vault.KindProxyPassword, NeedProxyPassword,
		}, needs)
		if err != nil {
			return way{}, nil, err
		}
	}
	if len(needs) > 0 {
		return way{}, needs, nil
	}
	n, err := connectionOf(j.profile, v)
	if err != nil {
		return way{}, nil, err
	}
	v.client, err = w.client.Connect(n)
	return v, nil, err
}

// usual tells whether a profile asks for nothing but the usual connection.
func usual(p profile.Profile) bool {
	return p.Connection == (profile.Connection{}) && p.Client.CertificateID == "" && !p.Client.WithCertificate()
}

func viaProxy(c profile.Connection) bool { return c.Proxy != "" && c.Proxy != profile.ProxyNone }

// connectionOf is a profile's connection with its secrets.
func connectionOf(p profile.Profile, v way) (tokenclient.Connection, error) {
	c := p.Connection
	n := tokenclient.Connection{
		RootCAs: []byte(c.CA), OnlyRootCAs: c.OnlyCA, InsecureSkipVerify: c.Insecure, //nolint:gosec // asked for, and shown in red
		Timeout: time.Duration(c.Timeout) * time.Second, Proxy: proxyOf(c),
	}
	n.Proxy.Password = v.proxy
	if v.certificate.Empty() {
		return n, nil
	}
	key, err := tokenclient.ParseKey(v.certificate)
	n.Certificate = tokenclient.Certificate{Chain: []byte(v.certificate.Reveal()), Key: key}
	return n, err
}

// proxyOf is a profile's proxy without its password.
func proxyOf(c profile.Connection) tokenclient.Proxy {
	switch c.Proxy {
	case "":
		return tokenclient.Proxy{}
	case profile.ProxyNone:
		return tokenclient.Proxy{Off: true}
	}
	return tokenclient.Proxy{URL: c.Proxy, Username: c.ProxyUser}
}

// OwnerOf is whom a profile's secret of a kind belongs to: the origin of the
// token endpoint for the profile's client, but the password of a proxy to that
// proxy for its user.
func OwnerOf(p profile.Profile, kind vault.Kind) (vault.Owner, error) {
	if kind == vault.KindProxyPassword {
		origin, err := proxyOf(p.Connection).Origin()
		return vault.Owner{Origin: origin, ClientID: p.Connection.ProxyUser}, err
	}
	origin, err := tokenclient.Origin(p.Endpoint())
	return vault.Owner{Origin: origin, ClientID: p.Client.ID}, err
}

// part is one secret of a job: where it may come from, and what to ask for.
type part struct {
	typed, remembered Secret
	id                string
	kind              vault.Kind
	need              Need
}

// needed is a part's secret: what was typed, else what the vault releases,
// else, but for a fetch, what the session got its tokens with. Without any its
// need is added to needs.
func (w worker) needed(ctx context.Context, j job, p part, needs []Need) (Secret, []Need, error) {
	var owner vault.Owner
	if p.typed.Empty() && p.id != "" {
		var err error
		if owner, err = OwnerOf(j.profile, p.kind); err != nil {
			return Secret{}, nil, err
		}
	}
	secret, err := w.secret(ctx, p.typed, p.id, owner)
	if missing(err) && j.op != OpFetch && !p.remembered.Empty() {
		return p.remembered, needs, nil
	}
	if missing(err) {
		return Secret{}, append(needs, p.need), nil
	}
	return secret, needs, err
}
