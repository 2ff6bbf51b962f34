package profile

import (
	"path/filepath"

	"realmscope/app/durable"
)

func (s *Store) backupDir() string { return filepath.Join(s.dir, "backups") }
func (s *Store) bakPath() string   { return filepath.Join(s.dir, fileName+".bak") }

// daily are the daily backups of the file.
func (s *Store) daily() durable.Daily {
	return durable.Daily{Folder: s.backupDir(), Prefix: "profiles-", Suffix: ".json"}
}

// newestBackup reads the newest backup that makes sense: the last good file,
// then the days. path is empty when there is none.
func (s *Store) newestBackup() (d document, path string) {
	paths := []string{s.bakPath()}
	for _, name := range s.daily().Names() {
		paths = append(paths, filepath.Join(s.backupDir(), name))
	}
	for _, p := range paths {
		if d, _, err := readFile(p); err == nil {
			return d, p
		}
	}
	return newDocument(), ""
}
