package profile

// Notice is something that the program has to say about the profile file: a
// stable code, whose text is "notice.{Code}", and what fills the text's places.
type Notice struct {
	Code string
	Args map[string]string
}

// The codes of notices, with their arguments. Paths are as the system writes
// them; Reason is a word of DamageReasons or of Causes.
const (
	noticeDamaged     = "profiles.damaged"      // Path, Kept, Reason: set aside under another name
	noticeDamagedLeft = "profiles.damaged_left" // Path, Reason: damaged, and could not be set aside
	noticeRestored    = "profiles.restored"     // Path, From, Count: a backup was loaded instead
	noticeEmpty       = "profiles.empty"        // Path: no usable backup either
	noticeMissing     = "profiles.missing"      // Path, From, Count: the file is gone, a backup was loaded
	noticeRecoded     = "profiles.recoded"      // Path, Kept: had a byte order mark or was UTF-16; nothing is lost
	noticeKept        = "profiles.kept"         // Path: gone or damaged while open; what was open was saved again
	noticeNewer       = "profiles.newer"        // Path, Schema, Known: read-only
	noticePermissions = "profiles.permissions"  // Path, Before, After: others could read it, tightened
	noticeExposed     = "profiles.exposed"      // Path, Before: others can read it, could not be tightened
	noticeUnreadable  = "profiles.unreadable"   // Path, Reason: nothing loaded, nothing touched
	noticeReadOnly    = "profiles.readonly"     // Path, Reason: changes cannot be saved
	noticeLink        = "profiles.link"         // Path, Target: a link into a folder that everybody may write to
	noticeIdentified  = "profiles.identified"   // Path, Count: copies without an id of their own got one, without secrets
	noticeBoth        = "profiles.both"         // Path, Profile, Fields: another program changed the same; this one's stands
	noticeOutside     = "profiles.outside"      // Path, Reason: became unreadable or gone while open; what is open stays
	noticeNoBackup    = "profiles.nobackup"     // Path, Reason: saved, but no backup was made
)

// NoticeCodes lists every code of a Notice, so that translations can be checked.
func NoticeCodes() []string {
	return []string{
		noticeDamaged, noticeDamagedLeft, noticeRestored, noticeEmpty, noticeMissing, noticeRecoded,
		noticeKept, noticeNewer, noticePermissions, noticeExposed, noticeUnreadable, noticeReadOnly,
		noticeLink, noticeIdentified, noticeBoth, noticeOutside, noticeNoBackup,
	}
}

// newNotice takes the arguments as name and value in turn.
func newNotice(code string, args ...string) Notice {
	n := Notice{Code: code, Args: make(map[string]string, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		n.Args[args[i]] = args[i+1]
	}
	return n
}
