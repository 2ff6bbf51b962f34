package ui

import (
	"time"

	"realmscope/app/session"
)

// Vault is where secrets rest, as the window sees it. All methods run on the
// UI goroutine and return at once.
type Vault interface {
	// Status is the newest one.
	Status() VaultStatus
	// Subscribe calls f after every change until cancel is called.
	Subscribe(f func(VaultStatus)) (cancel func())
	// About looks at the files in the background and calls done.
	About(done func(VaultAbout))
	// Do runs a task in the background and calls done once with what came of it,
	// also after cancel: then Answer.Cancelled tells whether it was in time.
	Do(t VaultTask, done func(VaultAnswer)) (cancel func())
}

// VaultStatus says where secrets rest and whether they can be had.
type VaultStatus struct {
	// Mode is a word of vault.Mode, Reason one of vault.Reason: why a locked
	// vault did not open by itself, "" when it only waits to be unlocked.
	Mode, Reason string
	// Opening says that the files have not been looked at yet; Chosen that the
	// user has chosen the mode.
	Locked, Opening, Chosen bool
	// KeyInFile says that the wrapped key lies in a file beside the vault and
	// not in the keyring.
	KeyInFile bool
}

// VaultAbout is what can be told of the vault.
type VaultAbout struct {
	VaultStatus
	// Path is empty when there is no file.
	Path    string
	Saved   time.Time
	Records int
	// Backups are the times of the older copies, newest first.
	Backups []time.Time
	Swap    Swap
}

// Swap is whether the system writes memory, with what is open in it, to a disk.
type Swap string

// The answers. The key of an open vault cannot be kept from it, so that the
// window says which it is.
const (
	SwapNone    Swap = "kept"
	SwapDisk    Swap = "disk"
	SwapUnknown Swap = "unknown"
)

// VaultOp is a task for the vault.
type VaultOp string

// The tasks. What each needs of VaultTask stands behind it.
const (
	VaultUnlock     VaultOp = "unlock"     // Passphrase, empty where the keyring opens it
	VaultLock       VaultOp = "lock"       //
	VaultChoose     VaultOp = "choose"     // Mode, Passphrase for its mode
	VaultRekey      VaultOp = "rekey"      // Passphrase in its mode
	VaultPassphrase VaultOp = "passphrase" // Passphrase, Next
	VaultRecovery   VaultOp = "recovery"   // Passphrase in its mode; gives VaultAnswer.Text
	VaultRestore    VaultOp = "restore"    // Key, Mode, Passphrase for its mode
	VaultAnew       VaultOp = "anew"       // gives VaultAnswer.Kept
)

// VaultTask is one of them with what it needs.
type VaultTask struct {
	Op                    VaultOp
	Mode                  string
	Passphrase, Next, Key session.Secret
}

// VaultAnswer is what came of a task. At most one of Failure and Cancelled is
// set; neither means that it is done.
type VaultAnswer struct {
	// Text is the recovery key.
	Text session.Secret
	// Kept is the folder that the old files were moved to.
	Kept      string
	Failure   *VaultFailure
	Cancelled bool
}

// VaultFailure says why nothing was done.
type VaultFailure struct {
	// Reason is a word of vault.Reason.
	Reason string
	// Path is the file concerned, empty when none is.
	Path string
	// Wait is how long the next passphrase will have to wait, 0 after others
	// than a wrong one.
	Wait time.Duration
}

// Error makes a failure one of a save that the vault had a part in. Its words
// are for logs; the window has its own.
func (f *VaultFailure) Error() string { return "vault: " + f.Reason }

// VaultLocked is the reason of a save that needed a locked vault.
const VaultLocked = "locked"

// The words of vault.Mode and of the vault.Reason that the window tells apart.
const (
	modeSession    = "session"
	modeKeyring    = "keyring"
	modePassphrase = "passphrase"

	reasonPassphrase = "passphrase"
)

// asksPassphrase tells whether the vault is opened by a passphrase now.
func (s VaultStatus) asksPassphrase() bool {
	return s.Mode == modePassphrase && (s.Reason == "" || s.Reason == reasonPassphrase || s.Reason == "wrong_passphrase")
}

// canRestore tells whether a recovery key may help.
func (s VaultStatus) canRestore() bool {
	switch s.Reason {
	case "damaged", "newer", "too_large", "disk_full", "read_only", "permission", "busy", "link", "not_file", "disk":
		return false
	}
	return true
}
