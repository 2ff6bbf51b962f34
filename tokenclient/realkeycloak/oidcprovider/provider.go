// Package oidcprovider runs oidc-provider, a certified OpenID provider for
// Node.js, on a loopback port: the tests' second server, which is no Keycloak.
//
// Its version and those of what it needs are pinned, with their digests, in
// package-lock.json; npm fetches them by name into the user's cache folder.
// Where Node.js or npm is missing, [Start] skips the test and says why. Only
// tests import this package.
package oidcprovider

import (
	"bufio"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// Version is the release of oidc-provider, as in package.json.
const Version = "9.13.3"

// ErrUnavailable says that this machine cannot run the provider.
var ErrUnavailable = errors.New("no oidc-provider here")

//go:embed package.json package-lock.json server.mjs
var files embed.FS

// fetchLimit bounds npm, which fetches some 40 small packages.
const fetchLimit = 3 * time.Minute

// Settings are the provider's.
type Settings struct {
	// Prefix is the path of the issuer.
	Prefix string `json:"prefix"`
	// Clients are in the words of OpenID Connect Dynamic Client Registration.
	Clients []map[string]any `json:"clients"`
	// Keys are private JWKs; the first signs until a POST to /rotate turns
	// their order round.
	Keys []json.RawMessage `json:"keys"`
}

// Start runs a provider until the test ends and returns its origin.
func Start(t testing.TB, s Settings) string {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIP: oidc-provider: -short is set")
	}
	dir, err := install(t.Context())
	if errors.Is(err, ErrUnavailable) {
		t.Skipf("SKIP: oidc-provider: %v", err)
	}
	if err != nil {
		t.Fatalf("install oidc-provider: %v", err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(settings, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return run(t, dir, settings)
}

// run starts Node.js and waits for the port.
func run(t testing.TB, dir, settings string) string {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "node", filepath.Join(dir, "server.mjs"), settings)
	cmd.Dir = dir
	var complaints strings.Builder
	cmd.Stderr = &complaints
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close() // which ends it
		_ = cmd.Wait()    // its complaints say more
		if t.Failed() {
			t.Logf("oidc-provider says:\n%s", complaints.String())
		}
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if port, ok := strings.CutPrefix(lines.Text(), "port "); ok {
			go func() { _, _ = io.Copy(io.Discard, output) }()
			return "http://127.0.0.1:" + port
		}
	}
	t.Fatal("oidc-provider ended by itself")
	return ""
}

// install has npm put the pinned packages into the user's cache, once.
func install(ctx context.Context) (dir string, err error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%w: no %s", ErrUnavailable, program)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	return installIn(ctx, filepath.Join(cache, "realmscope-test"))
}

// installIn is install with the cache's folder. The name of the provider's own
// is the digest of these files: other ones go elsewhere.
func installIn(ctx context.Context, cache string) (dir string, err error) {
	sum := sha256.New()
	names := []string{"package.json", "package-lock.json", "server.mjs"}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		_, _ = sum.Write(text) // a hash takes everything
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	dir = filepath.Join(cache, "oidc-provider-"+Version+"-"+hex.EncodeToString(sum.Sum(nil))[:12])
	lock := flock.New(dir + ".lock")
	if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return "", fmt.Errorf("wait for the other user of %s: %w", dir, err)
	}
	defer func() { _ = lock.Unlock() }()
	whole := filepath.Join(dir, "realmscope-whole")
	if _, err := os.Stat(whole); err == nil {
		return dir, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	if _, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: npm could not fetch it: %w", ErrUnavailable, err)
	}
	return dir, os.WriteFile(whole, nil, 0o600)
}
