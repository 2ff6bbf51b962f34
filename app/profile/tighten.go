package profile

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"realmscope/app/durable"
)

// tighten takes the files away from other users. Windows has no such bits:
// there the user's folder protects them.
func (s *Store) tighten(target string) {
	if runtime.GOOS == "windows" {
		return
	}
	for _, path := range []string{s.dir, s.backupDir(), target, s.bakPath(), s.lockPath()} {
		s.tightenOne(path)
	}
}

func (s *Store) tightenOne(path string) {
	info, err := os.Stat(path)
	// A sticky folder such as /tmp belongs to everybody and stays so.
	if err != nil || !tooOpen(info.Mode()) || info.Mode()&fs.ModeSticky != 0 {
		return
	}
	perm := info.Mode().Perm()
	before, after := fmt.Sprintf("%04o", perm), fmt.Sprintf("%04o", perm&durable.FolderPerm)
	if err := os.Chmod(path, perm&durable.FolderPerm); err != nil {
		s.notice(noticeExposed, "Path", path, "Before", before)
		return
	}
	// A folder that others could only list has given nothing away.
	if info.Mode().IsRegular() || perm&0o022 != 0 {
		s.notice(noticePermissions, "Path", path, "Before", before, "After", after)
	}
}

// tooOpen tells files and folders that the group or others can use.
func tooOpen(m fs.FileMode) bool {
	return (m.IsDir() || m.IsRegular()) && m.Perm()&0o077 != 0
}
