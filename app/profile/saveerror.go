package profile

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"syscall"

	"realmscope/app/durable"
)

// Cause is why a save did not happen, a stable word; its text is
// "save.{Cause}".
type Cause string

// The causes.
const (
	CauseDiskFull   Cause = "disk_full"  // no room or quota
	CauseReadOnly   Cause = "read_only"  // the disk cannot be written
	CausePermission Cause = "permission" // this user may not
	CauseBusy       Cause = "busy"       // another instance holds the lock
	CauseNewer      Cause = "newer"      // the file belongs to a newer release
	CauseTooLarge   Cause = "too_large"  // over 1 MiB or 1,000 profiles
	CauseLink       Cause = "link"       // a link into a folder that everybody may write to
	CauseNotFile    Cause = "not_file"   // a device or a pipe stands in the file's place
	CauseOther      Cause = "other"      // anything else that the system reports
)

// Causes lists every cause.
func Causes() []Cause {
	return []Cause{
		CauseDiskFull, CauseReadOnly, CausePermission, CauseBusy, CauseNewer,
		CauseTooLarge, CauseLink, CauseNotFile, CauseOther,
	}
}

// SaveError says why a change was not saved. The file holds what it held
// before; only when the last step failed, the sync of the folder, it holds the
// change, whole.
type SaveError struct {
	Cause Cause
	// Path is the file or folder concerned.
	Path string
	// Err is the error below.
	Err error
}

// Error is one line: the path, the cause and the system's own words.
func (e *SaveError) Error() string {
	return "save profiles to " + e.Path + ": " + string(e.Cause) + ": " + e.Err.Error()
}

// Unwrap returns the error below.
func (e *SaveError) Unwrap() error { return e.Err }

// Conditions that are not the system's errors.
var (
	errBusy       = errors.New("another program is saving")
	errNotRegular = errors.New("it is a device, a pipe or a socket")
)

// saveError names the cause of err. A cancelled context stays as it is.
func saveError(path string, err error) error {
	var already *SaveError
	if err == nil || errors.As(err, &already) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &SaveError{Cause: causeOf(err), Path: path, Err: err}
}

func causeOf(err error) Cause {
	for _, c := range []struct {
		cause Cause
		errs  []error
	}{
		{CauseDiskFull, append(windowsFull(), syscall.ENOSPC, syscall.EDQUOT)},
		{CauseReadOnly, []error{syscall.EROFS}},
		{CausePermission, []error{fs.ErrPermission}},
		{CauseBusy, []error{errBusy}},
		{CauseNewer, []error{errNewer}},
		{CauseTooLarge, []error{errTooLarge, errTooMany}},
		{CauseLink, []error{durable.ErrLink}},
		{CauseNotFile, []error{errNotRegular}},
	} {
		for _, e := range c.errs {
			if errors.Is(err, e) {
				return c.cause
			}
		}
	}
	return CauseOther
}

// windowsFull are ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; on other systems
// the same numbers mean something else.
func windowsFull() []error {
	if runtime.GOOS != "windows" {
		return nil
	}
	return []error{syscall.Errno(39), syscall.Errno(112)}
}

// WriteFile writes a file that only this user can read, whole or not at all. The
// error is a *SaveError.
func WriteFile(path string, data []byte) error {
	return saveError(path, durable.System().Write(path, data))
}
