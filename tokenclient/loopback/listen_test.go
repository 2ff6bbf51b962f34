package loopback

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
)

func TestOptionsThatCannotBeARedirectURI(t *testing.T) {
	for name, o := range map[string]Options{
		"another host":        {Host: "0.0.0.0"},
		"a name":              {Host: "example.com"},
		"a port below zero":   {Port: -1},
		"a port too high":     {Port: 65536},
		"a relative path":     {Path: "callback"},
		"a path to clean":     {Path: "/a//b"},
		"a path with dots":    {Path: "/a/../b"},
		"a trailing slash":    {Path: "/a/"},
		"a query":             {Path: "/a?b"},
		"an encoded path":     {Path: "/a%20b"},
		"a path of lines":     {Path: "/a\r\nb"},
		"a path of 201 signs": {Path: "/" + strings.Repeat("a", 200)},
	} {
		o.State = state
		if _, err := Listen(t.Context(), o); !errors.Is(err, ErrOptions) {
			t.Errorf("%s: %v, want ErrOptions", name, err)
		}
	}
	if _, err := Listen(t.Context(), Options{}); !errors.Is(err, ErrOptions) {
		t.Errorf("no state: %v, want ErrOptions", err)
	}
}

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	first := open4(t, Options{})
	for _, host := range []string{IPv4, Localhost} {
		if _, err := Listen(t.Context(), Options{Host: host, Port: first.port, State: state}); !errors.Is(err, ErrPort) {
			t.Errorf("%s: %v, want ErrPort", host, err)
		}
	}
	first.Close()
	again := open4(t, Options{Port: first.port})
	if again.RedirectURI() != first.RedirectURI() {
		t.Errorf("another try got %s, want %s", again.RedirectURI(), first.RedirectURI())
	}
}

func TestOtherHosts(t *testing.T) {
	if !available(t.Context(), "tcp6") {
		_, err := Listen(t.Context(), Options{Host: IPv6, State: state})
		if !errors.Is(err, ErrIPv6) {
			t.Errorf("without IPv6: %v, want ErrIPv6", err)
		}
	} else {
		r := open4(t, Options{Host: IPv6})
		if !strings.HasPrefix(r.RedirectURI(), "http://[::1]:") {
			t.Errorf("redirect URI %s", r.RedirectURI())
		}
		takesTheRight(t, r)
	}
	r := open4(t, Options{Host: Localhost})
	if !strings.HasPrefix(r.RedirectURI(), "http://localhost:") {
		t.Errorf("redirect URI %s", r.RedirectURI())
	}
	takesTheRight(t, r)
}

func TestLocalhostThatLeadsElsewhere(t *testing.T) {
	for name, tt := range map[string]struct {
		found []netip.Addr
		err   error
		want  error
	}{
		"both families":      {[]netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}, nil, nil},
		"an unknown name":    {nil, &net.DNSError{IsNotFound: true}, nil},
		"another machine":    {[]netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil, ErrLocalhost},
		"here and elsewhere": {[]netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.0.2.1")}, nil, ErrLocalhost},
	} {
		o := Options{Host: Localhost, State: state}.withDefaults()
		listeners, err := o.listen(t.Context(), func(context.Context, string, string) ([]netip.Addr, error) { return tt.found, tt.err })
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		for _, l := range listeners {
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestListenStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Listen(ctx, Options{State: state}); !errors.Is(err, context.Canceled) {
		t.Errorf("Listen = %v", err)
	}
}

// TestOnlyThisMachineIsListenedOn: no socket stands on another address.
func TestOnlyThisMachineIsListenedOn(t *testing.T) {
	listeners, err := Options{Host: Localhost, State: state}.withDefaults().listen(t.Context(), net.DefaultResolver.LookupNetIP)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range listeners {
		if a, ok := l.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
			t.Errorf("listens on %s", l.Addr())
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
