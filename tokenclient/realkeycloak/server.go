package realkeycloak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
)

// ErrUnavailable says that this machine cannot run the server: something is
// not installed or cannot be fetched. A server that can be run and fails is
// another error.
var ErrUnavailable = errors.New("no real Keycloak here")

// startLimit bounds a start that has to rebuild the server first, which takes
// half a minute on two free cores.
const startLimit = 4 * time.Minute

// Options say which server to start.
type Options struct {
	// Release is the one to start; the newest when it is the zero value.
	Release Release
	// Path is the prefix of all addresses, such as "/auth", which Keycloak
	// releases before 17 always have; empty for the release's own.
	Path string
	// Features are switched on beside the release's default ones. Every set of
	// them has a built server of its own in the cache.
	Features []string
	// CIBAChannel is the address that the server tells of every backchannel
	// authentication (the provider ciba-http-auth-channel); empty for none.
	CIBAChannel string
	// Clients are further clients of the imported realm, in the words of its
	// file: a test makes the keys of its clients itself.
	Clients []map[string]any
	// Users are further people of the realm, in the same words.
	Users []map[string]any
	// TLS adds an https address that asks for client certificates.
	TLS *TLS
}

// TLS are the PEM files of a server's https address.
type TLS struct {
	Certificate, Key string
	// Trust are the authorities of client certificates.
	Trust string
}

// Server is one running Keycloak. It is safe for concurrent use.
type Server struct {
	base   string
	secure string
	log    string
	proc   *process
}

// Start runs a server until the test ends. It skips the test where no server
// can be had, and fails it with the server's log where one does not come up.
// A start takes some 15 s, and a minute more the first time: share the server
// among subtests.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIP: real Keycloak: -short is set")
	}
	s, err := Launch(t.Context(), o, t.TempDir())
	if errors.Is(err, ErrUnavailable) {
		t.Skipf("SKIP: real Keycloak: %v", err)
	}
	if err != nil {
		t.Fatalf("start Keycloak: %v", err)
	}
	t.Cleanup(func() {
		s.Close()
		if t.Failed() {
			t.Logf("end of the server's log:\n%s", s.logTail(40))
		}
	})
	return s
}

// Launch runs a server with its files in dir, which must exist, until Close or
// the end of this process. The error wraps ErrUnavailable where no server can
// be had.
func Launch(ctx context.Context, o Options, dir string) (*Server, error) {
	if o.Release.Name == "" {
		newest, err := find(release)
		if err != nil {
			return nil, err
		}
		o.Release = newest
	}
	if o.Path == "" {
		o.Path = o.Release.Path
	}
	tree, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	defer tree.release()
	s := &Server{log: filepath.Join(dir, "keycloak.log")}
	if s.proc, err = tree.start(filepath.Join(dir, "keycloak"), s.log, o); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	origin, err := s.awaitReady(ctx, o)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("%w; end of its log:\n%s", err, s.logTail(40))
	}
	s.base = origin + o.Path
	if o.TLS != nil {
		s.secure = s.secureOrigin() + o.Path
	}
	return s, tree.markBuilt()
}

// start lays a server out at home and runs it.
func (t *tree) start(home, log string, o Options) (*process, error) {
	realm, err := realmWith(o)
	if err != nil {
		return nil, err
	}
	r := o.Release
	script, args := filepath.Join(home, "bin", "kc.sh"), r.quarkusArguments(o)
	if o.TLS != nil && !r.pemTrust {
		if err := o.TLS.makeTrustStore(); err != nil {
			return nil, err
		}
	}
	if r.artifact == wildfly {
		script, args = filepath.Join(t.dir, "bin", "standalone.sh"), r.wildflyArguments(home, o)
		err = t.wildflyHome(home, realm, o)
	} else {
		err = t.layOut(home, realm)
	}
	if err != nil {
		return nil, fmt.Errorf("lay out the server: %w", err)
	}
	p, err := launch(script, args, r.administrator(), log)
	if err != nil {
		return nil, fmt.Errorf("run the server: %w", err)
	}
	return p, nil
}

// URL is the server's base address without a trailing slash: origin and
// Options.Path.
func (s *Server) URL() string { return s.base }

// SecureURL is the https address of a server with Options.TLS.
func (s *Server) SecureURL() string { return s.secure }

// Realm is the imported realm.
func (s *Server) Realm() tokenclient.Realm {
	return tokenclient.Realm{Base: s.base, Name: RealmName}
}

// LogFile is the path of what the server prints.
func (s *Server) LogFile() string { return s.log }

// Close stops the server and waits for its end. A second call does nothing.
func (s *Server) Close() { s.proc.stop() }

// logTail is the last lines of the server's log.
func (s *Server) logTail(lines int) string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
