package vault

import "time"

// Notice is something that the program has to say about the vault: a stable
// code, whose text is "notice.{Code}", and what fills the text's places.
type Notice struct {
	Code string
	Args map[string]string
}

// The codes of notices, with their arguments. Paths are as the system writes
// them, Count is a number of secrets, Reason is one of Reasons: what fills its
// place is that reason's title.
const (
	noticeDamaged     = "vault.damaged"      // Path, Kept: set aside under another name
	noticeDamagedLeft = "vault.damaged_left" // Path: damaged, and could not be set aside
	noticeRestored    = "vault.restored"     // Path, From, Count: a backup was opened instead
	noticeMissing     = "vault.missing"      // Path, From, Count: the file is gone, a backup was opened
	noticeKept        = "vault.kept"         // Path: gone or damaged while open; what was open was saved again
	noticeGone        = "vault.gone"         // Path: removed by another window with its key; kept for this session only
	noticePermissions = "vault.permissions"  // Path, Before, After: others could read it, tightened
	noticeExposed     = "vault.exposed"      // Path, Before: others can read it, could not be tightened
	noticeReadOnly    = "vault.readonly"     // Path, Reason: changes cannot be saved
	noticeNoBackup    = "vault.nobackup"     // Path, Reason: saved, but no backup was made
	noticeClosed      = "vault.closed"       // Path, Reason: the vault could not be opened; nothing was changed
	noticeRekeyed     = "vault.rekeyed"      // Path: another window changed the passphrase
)

// NoticeCodes lists every code of a Notice, so that translations can be checked.
func NoticeCodes() []string {
	return []string{
		noticeDamaged, noticeDamagedLeft, noticeRestored, noticeMissing, noticeKept, noticeGone,
		noticePermissions, noticeExposed, noticeReadOnly, noticeNoBackup, noticeClosed, noticeRekeyed,
	}
}

// Notices returns what has come up since Open or the last call, and forgets it.
func (s *Store) Notices() []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notices
	s.notices = nil
	return n
}

// notice takes the arguments as name and value in turn.
func (s *Store) notice(code string, args ...string) {
	n := Notice{Code: code, Args: make(map[string]string, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		n.Args[args[i]] = args[i+1]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, n)
}

// stamp is the moment in a file's name.
func stamp(t time.Time) string { return t.Format("20060102-150405") }
