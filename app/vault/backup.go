package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"realmscope/app/durable"
)

func (s *Store) backupDir() string { return filepath.Join(s.dir, "backups") }
func (s *Store) bakPath() string   { return filepath.Join(s.dir, fileName+".bak") }

// daily are the daily backups of the vault's file.
func (s *Store) daily() durable.Daily {
	return durable.Daily{Folder: s.backupDir(), Prefix: "vault-", Suffix: ".age"}
}

// backups lists the paths of all backups, newest first: a copy of the last good
// file, then the days.
func (s *Store) backups() []string {
	paths := []string{s.bakPath()}
	for _, name := range s.daily().Names() {
		paths = append(paths, filepath.Join(s.backupDir(), name))
	}
	return paths
}

// refreshBak keeps a copy of the good file beside it.
func (s *Store) refreshBak(data []byte) {
	if old, err := durable.Read(s.bakPath(), maxFile); err == nil && bytes.Equal(old, data) {
		return
	}
	if err := s.disk.Write(s.bakPath(), data); err != nil {
		s.notice(noticeNoBackup, "Path", s.bakPath(), "Reason", string(reasonOf(err)))
	}
}

// backup is one that could be opened.
type backup struct {
	path string
	data []byte
	head head
	doc  document
}

// newestBackup opens the newest backup that the key fits.
func (s *Store) newestBackup(k *key) (backup, bool) {
	for _, path := range s.backups() {
		data, err := durable.Read(path, maxFile)
		if err != nil {
			continue
		}
		d, err := open(data, k)
		if err != nil {
			continue
		}
		if h, err := readHead(data); err == nil {
			return backup{path, data, h, d}, true
		}
	}
	return backup{}, false
}

// rewrapDailies encrypts the daily backups for a new key. One that the old key
// does not open is of no use any more and is removed.
func (s *Store) rewrapDailies(old, next *key, h head) {
	for _, name := range s.daily().Names() {
		path := filepath.Join(s.backupDir(), name)
		if err := s.rewrap(path, old, next, h); err != nil {
			_ = os.Remove(path) // it could be opened by a key that is being retired
		}
	}
}

func (s *Store) rewrap(path string, old, next *key, h head) error {
	data, err := durable.Read(path, maxFile)
	if err != nil {
		return err
	}
	text, err := unseal(data, old)
	if err != nil {
		return err
	}
	defer clear(text)
	sealed, err := seal(text, next, h)
	if err != nil {
		return err
	}
	return s.disk.Write(path, sealed)
}

// removeLeftOvers deletes temporary files of a save that was killed. Only the
// holder of the lock may call it: another's temporary file may be in use.
func (s *Store) removeLeftOvers() {
	for _, folder := range []string{s.dir, filepath.Dir(s.target), s.backupDir()} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue // no such folder, or one that cannot be cleaned
		}
		for _, e := range entries {
			if e.Type().IsRegular() && s.leftOver(e.Name()) {
				_ = os.Remove(filepath.Join(folder, e.Name())) // harmless if it stays
			}
		}
	}
}

// leftOver tells names of temporary files that this vault's saves use.
func (s *Store) leftOver(name string) bool {
	for _, target := range []string{
		fileName, fileName + ".bak", keyFileName, keyFileName + ".bak", registryName, filepath.Base(s.target),
	} {
		if durable.LeftOver(name, target) {
			return true
		}
	}
	base, dotted := strings.CutPrefix(strings.TrimRight(name, "0123456789"), ".")
	return dotted && (s.daily().Is(base) || isPendingKey(base)) && len(base)+1 < len(name)
}

// isPendingKey tells the name of a wrapped key whose vault is being written.
func isPendingKey(name string) bool {
	id, ok := strings.CutPrefix(name, "vault-")
	id, isKey := strings.CutSuffix(id, ".key")
	return ok && isKey && head{id: id, mode: ModeKeyring, place: PlaceKeyring}.valid()
}
