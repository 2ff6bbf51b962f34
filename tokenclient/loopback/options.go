package loopback

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"
)

// The hosts that a receiver can stand on.
const (
	IPv4      = "127.0.0.1" // the literal that RFC 8252 section 7.3 prefers
	IPv6      = "::1"
	Localhost = "localhost" // both; Keycloak 4 to 11 take a free port on this name only
)

// Why Listen can fail. The errors wrap the system's.
var (
	ErrOptions   = errors.New("loopback options")
	ErrPort      = errors.New("the port is taken or not allowed")
	ErrIPv6      = errors.New("this machine has no IPv6 loopback")
	ErrLocalhost = errors.New("localhost is not this machine")
	ErrListen    = errors.New("no loopback port can be opened")
)

// DefaultLife is how long a receiver waits when Options do not say.
const DefaultLife = 3 * time.Minute

// DefaultPath is the path of the redirect URI when Options do not say.
const DefaultPath = "/callback"

// Options say what a Receiver waits for.
type Options struct {
	// Host is IPv4 when empty.
	Host string
	// Port is a fixed one that the realm has registered, 0 for a free one.
	Port int
	// Path is DefaultPath when empty: letters, digits and -._~ between slashes.
	Path string
	// State is what the right request has as its parameter state. It is needed.
	State string
	// Fits looks at the parameters of a request with the right state, each with
	// one value; false refuses it and waits on. Nil takes any. It must not
	// wait and is called from several goroutines.
	Fits func(url.Values) bool
	// Page is what the person sees in the end.
	Page Page
	// Life is how long the receiver waits, DefaultLife when zero.
	Life time.Duration
}

// withDefaults fills what is unset.
func (o Options) withDefaults() Options {
	if o.Host == "" {
		o.Host = IPv4
	}
	if o.Path == "" {
		o.Path = DefaultPath
	}
	if o.Fits == nil {
		o.Fits = func(url.Values) bool { return true }
	}
	if o.Life <= 0 {
		o.Life = DefaultLife
	}
	return o
}

// Check tells whether host, port and path can be a redirect URI. The error wraps
// ErrOptions.
func (o Options) Check() error {
	o = o.withDefaults()
	switch {
	case o.Host != IPv4 && o.Host != IPv6 && o.Host != Localhost:
		return fmt.Errorf("%w: host %q", ErrOptions, o.Host)
	case o.Port < 0 || o.Port > 65535:
		return fmt.Errorf("%w: port %d", ErrOptions, o.Port)
	case !plainPath(o.Path):
		return fmt.Errorf("%w: path %q", ErrOptions, o.Path)
	}
	return nil
}

// check refuses what Listen cannot wait with.
func (o Options) check() error {
	if o.State == "" {
		return fmt.Errorf("%w: no state", ErrOptions)
	}
	return o.Check()
}

// plainPath tells a path that every program spells alike: nothing to encode,
// nothing to shorten.
func plainPath(p string) bool {
	if !strings.HasPrefix(p, "/") || len(p) > 200 || path.Clean(p) != p {
		return false
	}
	return !strings.ContainsFunc(p, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/-._~", r))
	})
}
