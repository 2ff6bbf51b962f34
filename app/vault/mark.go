package vault

import (
	"os"

	"realmscope/app/durable"
)

// fileMark tells whether a file was replaced since. Two saves within one tick
// of the file system's clock may look alike, so it serves for looking only:
// every save reads the file itself.
type fileMark struct{ info os.FileInfo }

func markOf(path string) fileMark {
	info, err := os.Stat(path)
	if err != nil {
		return fileMark{}
	}
	return fileMark{info}
}

func (m fileMark) same(other fileMark) bool {
	if m.info == nil || other.info == nil {
		return m.info == other.info
	}
	return os.SameFile(m.info, other.info) && m.info.Size() == other.info.Size() && m.info.ModTime().Equal(other.info.ModTime())
}

// tighten takes the vault's files and folders away from other users.
func (s *Store) tighten() {
	paths := append([]string{s.dir, s.backupDir(), s.target, s.keyPath(), s.keyPath() + ".bak", s.registryPath()}, s.backups()...)
	for _, path := range paths {
		s.tightenOne(path)
	}
}

func (s *Store) tightenOne(path string) {
	before, after, err := durable.Tighten(path)
	switch {
	case err != nil:
		s.notice(noticeExposed, "Path", path, "Before", before)
	case before != "":
		s.notice(noticePermissions, "Path", path, "Before", before, "After", after)
	}
}
