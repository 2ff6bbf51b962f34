// Package demo serves a built-in demonstration realm on a loopback port: the
// paths, answers and error texts that realmscope's users know from their own
// servers, with two ready accounts, so that a first run needs nothing
// installed. It is also a test double.
//
// It is not a Keycloak and never says it is one. Texts and status codes follow
// the 26.6 line (a wrong password is 400 invalid_grant, as since 26.6.0;
// session ids are no UUIDs, as since 26.5; an introspecting client must be in
// the token's audience, as since 26.6.2). Whoever is asked on another device
// (CIBA) decides by itself: alice agrees and bob refuses. What it leaves out on
// purpose: brute force detection, consent, mutual TLS (it speaks plain HTTP),
// assertions of other issuers, permission tickets and the admin API.
//
// All state is in memory and bounded; keys are made at start and forgotten at
// the end.
package demo

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// RealmName is the name of the one realm that the server has.
const RealmName = "demo"

// ErrOptions says that Options cannot be used; the wrapping text names the
// field.
var ErrOptions = errors.New("demo realm options")

// Options change the demo realm. The zero value is a good default.
type Options struct {
	// Addr is where Start listens, "127.0.0.1:0" when empty. Only a loopback
	// address or "localhost" is accepted.
	Addr string
	// Prefix stands before /realms, as "/auth" did on servers before release
	// 17; empty for none.
	Prefix string
	// AccessLife is the life of access and ID tokens, 5 min when zero.
	AccessLife time.Duration
	// RefreshLife is the life of refresh tokens and the idle limit of a
	// session, 30 min when zero.
	RefreshLife time.Duration
	// SessionMax is the longest life of a session, 10 h when zero.
	SessionMax time.Duration
	// OfflineIdle is how long an offline session lives unused, 30 days when
	// zero.
	OfflineIdle time.Duration
	// CodeLife is the life of an authorization code, 60 s when zero.
	CodeLife time.Duration
	// DeviceLife is the life of a device code, 10 min when zero.
	DeviceLife time.Duration
	// DeviceInterval is the polling interval of the device flow, 5 s when
	// zero.
	DeviceInterval time.Duration
}

// withDefaults fills what is unset and drops a trailing slash of the prefix.
func (o Options) withDefaults() Options {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	o.Prefix = strings.TrimRight(o.Prefix, "/")
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&o.AccessLife, 5 * time.Minute},
		{&o.RefreshLife, 30 * time.Minute},
		{&o.SessionMax, 10 * time.Hour},
		{&o.OfflineIdle, 30 * 24 * time.Hour},
		{&o.CodeLife, time.Minute},
		{&o.DeviceLife, 10 * time.Minute},
		{&o.DeviceInterval, 5 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	return o
}

// check refuses lives below zero and a prefix that is no clean path.
func (o Options) check() error {
	for _, d := range []struct {
		name string
		life time.Duration
	}{
		{"AccessLife", o.AccessLife},
		{"RefreshLife", o.RefreshLife},
		{"SessionMax", o.SessionMax},
		{"OfflineIdle", o.OfflineIdle},
		{"CodeLife", o.CodeLife},
		{"DeviceLife", o.DeviceLife},
		{"DeviceInterval", o.DeviceInterval},
	} {
		if d.life < 0 {
			return fmt.Errorf("%w: %s is negative", ErrOptions, d.name)
		}
	}
	if o.Prefix == "" {
		return nil
	}
	u, err := url.Parse(o.Prefix)
	if err != nil || u.String() != o.Prefix || u.Path != o.Prefix || !strings.HasPrefix(o.Prefix, "/") || !normalized(o.Prefix) {
		return fmt.Errorf("%w: Prefix %q is no clean path", ErrOptions, o.Prefix)
	}
	return nil
}

// Handler is the demo realm as a handler, for httptest; Addr is not used and
// lives that are not positive get their defaults. Its issuer follows the Host
// header, which must name a loopback host. Keys are made at the first request
// that needs them.
func Handler(o Options) http.Handler { return newRealm(o.withDefaults()) }
