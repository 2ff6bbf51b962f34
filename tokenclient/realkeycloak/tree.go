package realkeycloak

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// builtMark is a file in the tree that says: a server has once come up from
// it, so its rebuilt code is whole.
const builtMark = "realmscope-built"

// tree is an unpacked distribution in the user's cache. Keycloak's first start
// rewrites its code for the chosen options (20 s), so every Options has a tree
// of its own, and the lock is held until that has been done.
type tree struct {
	dir  string
	from Release
	lock *flock.Flock
}

// prepare finds or makes the tree for o and locks it until release.
func prepare(ctx context.Context, o Options) (*tree, error) {
	if !runsHere {
		return nil, fmt.Errorf("%w: only on Linux", ErrUnavailable)
	}
	if err := checkJava(ctx); err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return prepareIn(ctx, filepath.Join(cache, "realmscope-test"), o)
}

func prepareIn(ctx context.Context, cache string, o Options) (*tree, error) {
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	name := "keycloak-" + o.Release.Name + strings.ReplaceAll(o.Path, "/", "-")
	if features := o.Release.switchedOn(o); len(features) != 0 {
		name += "-" + strings.Join(features, "-")
	}
	if o.TLS != nil {
		name += "-tls"
	}
	t := &tree{from: o.Release, dir: filepath.Join(cache, name), lock: flock.New(filepath.Join(cache, name+".lock"))}
	if _, err := t.lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return nil, fmt.Errorf("wait for the other user of %s: %w", t.dir, err)
	}
	if err := t.fill(ctx, cache); err != nil {
		t.release()
		return nil, err
	}
	return t, nil
}

// fill unpacks the distribution unless a server has come up from it before.
func (t *tree) fill(ctx context.Context, cache string) error {
	if _, err := os.Stat(filepath.Join(t.dir, builtMark)); err == nil {
		return nil
	}
	download, err := os.MkdirTemp(cache, "download-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(download) }()
	archive, err := t.from.fetch(ctx, download)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(t.dir); err != nil {
		return err
	}
	return unpack(archive, t.dir)
}

// release lets others use the tree.
func (t *tree) release() { _ = t.lock.Unlock() }

// markBuilt notes that a server has come up.
func (t *tree) markBuilt() error {
	return os.WriteFile(filepath.Join(t.dir, builtMark), nil, 0o600)
}

// layOut makes a server folder at home that shares the tree's code and has
// data of its own, the realm to import among them.
func (t *tree) layOut(home string, realm []byte) error {
	for _, dir := range []string{"bin", "conf"} {
		if err := os.CopyFS(filepath.Join(home, dir), os.DirFS(filepath.Join(t.dir, dir))); err != nil {
			return err
		}
	}
	for _, shared := range []string{"lib", "providers", "themes", "version.txt"} {
		if err := os.Symlink(filepath.Join(t.dir, shared), filepath.Join(home, shared)); err != nil {
			return err
		}
	}
	imports := filepath.Join(home, "data", "import")
	if err := os.MkdirAll(imports, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(imports, RealmName+"-realm.json"), realm, 0o600)
}

// unpack writes a distribution's files to dir without their common first
// folder. It keeps the executable bit and refuses names that lead elsewhere.
func unpack(archive, dir string) (err error) {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return fmt.Errorf("open %s: %w", filepath.Base(archive), err)
	}
	defer func() { _ = reader.Close() }()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for _, file := range reader.File {
		_, name, inside := strings.Cut(file.Name, "/")
		if !inside || name == "" || file.FileInfo().IsDir() {
			continue
		}
		if err := writeEntry(root, name, file); err != nil {
			return fmt.Errorf("unpack %q: %w", file.Name, err)
		}
	}
	return nil
}

func writeEntry(root *os.Root, name string, file *zip.File) (err error) {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	from, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	mode := fs.FileMode(0o600) | file.Mode()&0o100
	to, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	_, err = io.Copy(to, from)
	return err
}
