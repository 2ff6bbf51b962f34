package vault

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"syscall"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
)

// Reason is why the vault could not do something, a stable word. Its texts are
// "vault.reason.{Reason}.title" and "vault.reason.{Reason}.todo".
type Reason string

// The reasons.
const (
	// The keyring: there is no session bus, no service that keeps secrets, it
	// is locked, it did not answer in time, it did not keep what it was given,
	// it failed otherwise.
	ReasonNoBus         Reason = "no_bus"
	ReasonNoService     Reason = "no_service"
	ReasonKeyringLocked Reason = "keyring_locked"
	ReasonNoAnswer      Reason = "no_answer"
	ReasonNotKept       Reason = "not_kept"
	ReasonKeyringBroken Reason = "keyring_broken"
	// The key: it is neither in the keyring nor in vault.key; the one that is
	// there opens another vault; what was typed is none, as after a slip of the
	// pen; a passphrase is asked for; it is wrong.
	ReasonKeyMissing      Reason = "key_missing"
	ReasonWrongKey        Reason = "wrong_key"
	ReasonNotKey          Reason = "not_key"
	ReasonPassphrase      Reason = "passphrase"
	ReasonWrongPassphrase Reason = "wrong_passphrase"
	// The file: it makes no sense and no backup does, it belongs to a newer
	// release, it grew too large.
	ReasonDamaged  Reason = "damaged"
	ReasonNewer    Reason = "newer"
	ReasonTooLarge Reason = "too_large"
	// The disk: no room, not writable, not allowed, another program holds the
	// lock, a link into an open folder, a folder or device in the file's place,
	// anything else.
	ReasonDiskFull   Reason = "disk_full"
	ReasonReadOnly   Reason = "read_only"
	ReasonPermission Reason = "permission"
	ReasonBusy       Reason = "busy"
	ReasonLink       Reason = "link"
	ReasonNotFile    Reason = "not_file"
	ReasonDisk       Reason = "disk"
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{
		ReasonNoBus, ReasonNoService, ReasonKeyringLocked, ReasonNoAnswer, ReasonNotKept, ReasonKeyringBroken,
		ReasonKeyMissing, ReasonWrongKey, ReasonNotKey, ReasonPassphrase, ReasonWrongPassphrase,
		ReasonDamaged, ReasonNewer, ReasonTooLarge,
		ReasonDiskFull, ReasonReadOnly, ReasonPermission, ReasonBusy, ReasonLink, ReasonNotFile, ReasonDisk,
	}
}

// Failure says why the vault did not do something. What was kept before is
// still kept. It wraps ErrLocked when the vault could not be opened.
type Failure struct {
	Reason Reason
	// Path is the file concerned, empty when none is.
	Path string
	// Wait is how long the next passphrase has to wait, after a wrong one.
	Wait time.Duration
	// Err is the error below.
	Err error
}

// Error is one line: the reason, the path and the system's own words.
func (f *Failure) Error() string {
	text := "vault: " + string(f.Reason)
	if f.Path != "" {
		text += ": " + f.Path
	}
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	return text
}

// Unwrap returns the error below.
func (f *Failure) Unwrap() error { return f.Err }

// Conditions that no other package has a value for.
var (
	errDamaged    = errors.New("the vault makes no sense")
	errNewer      = errors.New("the vault belongs to a newer release")
	errWrongKey   = errors.New("the key opens another vault")
	errNotKey     = errors.New("this is no key")
	errPassphrase = errors.New("a passphrase is needed")
	errWrongWord  = errors.New("the passphrase is wrong")
)

// failure names the reason of err. The context's errors and this package's own
// stay as they are.
func failure(path string, err error) error {
	var already *Failure
	switch {
	case err == nil, errors.As(err, &already), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, ErrClosed), errors.Is(err, ErrLocked), errors.Is(err, ErrNoLock):
		return err
	}
	return &Failure{Reason: reasonOf(err), Path: path, Err: err}
}

// reasonOf finds the reason behind an error.
func reasonOf(err error) Reason {
	var f *Failure
	if errors.As(err, &f) {
		return f.Reason
	}
	for _, c := range []struct {
		reason Reason
		errs   []error
	}{
		{ReasonNoBus, []error{keychain.ErrNoBus}},
		{ReasonNoService, []error{keychain.ErrNoService}},
		{ReasonKeyringLocked, []error{keychain.ErrLocked}},
		{ReasonNoAnswer, []error{keychain.ErrNoAnswer}},
		{ReasonNotKept, []error{keychain.ErrNotKept}},
		{ReasonKeyringBroken, []error{keychain.ErrBroken}},
		{ReasonKeyMissing, []error{keychain.ErrMissing}},
		{ReasonWrongKey, []error{errWrongKey}},
		{ReasonNotKey, []error{errNotKey}},
		{ReasonPassphrase, []error{errPassphrase}},
		{ReasonWrongPassphrase, []error{errWrongWord}},
		{ReasonNewer, []error{errNewer}},
		{ReasonDamaged, []error{errDamaged}},
		{ReasonTooLarge, []error{durable.ErrTooLarge}},
		{ReasonDiskFull, append(windowsFull(), syscall.ENOSPC, syscall.EDQUOT)},
		{ReasonReadOnly, []error{syscall.EROFS}},
		{ReasonPermission, []error{fs.ErrPermission}},
		{ReasonBusy, []error{durable.ErrBusy}},
		{ReasonLink, []error{durable.ErrLink}},
		{ReasonNotFile, []error{durable.ErrNotFile}},
	} {
		for _, e := range c.errs {
			if errors.Is(err, e) {
				return c.reason
			}
		}
	}
	return ReasonDisk
}

// windowsFull are ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; on other systems
// the same numbers mean something else.
func windowsFull() []error {
	if runtime.GOOS != "windows" {
		return nil
	}
	return []error{syscall.Errno(39), syscall.Errno(112)}
}
