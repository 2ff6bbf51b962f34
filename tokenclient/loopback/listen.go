package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"time"
)

// portTries is how often a free port of both families is looked for.
const portTries = 8

// lookupLimit bounds the question what localhost is.
const lookupLimit = 2 * time.Second

// lookup asks for the addresses of a name, as net.Resolver does.
type lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)

// listen opens the sockets of a host: one, or both families of localhost.
func (o Options) listen(ctx context.Context, ask lookup) ([]net.Listener, error) {
	switch o.Host {
	case IPv6:
		l, err := open(ctx, "tcp6", IPv6, o.Port)
		if err != nil {
			return nil, o.reason(ctx, "tcp6", err)
		}
		return []net.Listener{l}, nil
	case Localhost:
		if err := checkLocalhost(ctx, ask); err != nil {
			return nil, err
		}
		return o.listenBoth(ctx)
	}
	l, err := open(ctx, "tcp4", IPv4, o.Port)
	if err != nil {
		return nil, o.reason(ctx, "tcp4", err)
	}
	return []net.Listener{l}, nil
}

// listenBoth opens one port in both families: a browser may take either for
// localhost. A machine without IPv6 does with one.
func (o Options) listenBoth(ctx context.Context) ([]net.Listener, error) {
	for try := 0; ; try++ {
		four, err := open(ctx, "tcp4", IPv4, o.Port)
		if err != nil {
			return nil, o.reason(ctx, "tcp4", err)
		}
		six, err := open(ctx, "tcp6", IPv6, portOf(four))
		if err == nil {
			return []net.Listener{four, six}, nil
		}
		if !available(ctx, "tcp6") {
			return []net.Listener{four}, nil
		}
		_ = four.Close() // nobody has been told of it
		if o.Port != 0 || try+1 == portTries {
			return nil, fmt.Errorf("%w: %w", ErrPort, err)
		}
	}
}

// checkLocalhost refuses a localhost that leads elsewhere. A machine that does
// not know the name at all leaves it to the browser, which does.
func checkLocalhost(ctx context.Context, ask lookup) error {
	ctx, cancel := context.WithTimeout(ctx, lookupLimit)
	defer cancel()
	found, err := ask(ctx, "ip", Localhost)
	if err != nil {
		return nil //nolint:nilerr // see above
	}
	for _, address := range found {
		if !address.Unmap().IsLoopback() {
			return fmt.Errorf("%w but %s", ErrLocalhost, address)
		}
	}
	return nil
}

// reason tells why a socket could not be opened: whether another port could.
func (o Options) reason(ctx context.Context, network string, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !available(ctx, network) && network == "tcp6":
		return errors.Join(ErrIPv6, err)
	case o.Port != 0:
		return errors.Join(ErrPort, err)
	}
	return errors.Join(ErrListen, err)
}

// available tells whether a family has any free loopback port.
func available(ctx context.Context, network string) bool {
	host := IPv4
	if network == "tcp6" {
		host = IPv6
	}
	l, err := open(ctx, network, host, 0)
	if err != nil {
		return false
	}
	return l.Close() == nil
}

func open(ctx context.Context, network, host string, port int) (net.Listener, error) {
	config := net.ListenConfig{KeepAlive: -1}
	return config.Listen(ctx, network, net.JoinHostPort(host, strconv.Itoa(port)))
}

// portOf is the port on which a listener stands.
func portOf(l net.Listener) int {
	if a, ok := l.Addr().(*net.TCPAddr); ok {
		return a.Port
	}
	return 0
}
