package vault

import (
	"context"
	"errors"
	"os"
	"time"

	"realmscope/app/vault/keychain"
)

// About is what the window tells of the vault when it is asked.
type About struct {
	Status
	// Path is the file; empty in ModeSession.
	Path string
	// Saved is when the file was last written; zero when there is none.
	Saved time.Time
	// Records is how many secrets there are, 0 while it is locked.
	Records int
	// Backups are the older copies, newest first.
	Backups []Backup
}

// Backup is an older copy of the vault.
type Backup struct {
	Path string
	// Saved is when it was written.
	Saved time.Time
}

// About looks at the files; it may wait for the disk.
func (s *Store) About() About {
	a := About{Status: s.Status()}
	s.mu.Lock()
	a.Records = len(s.doc.records)
	s.mu.Unlock()
	if a.Mode == ModeSession {
		return a
	}
	a.Path = s.Path()
	if info, err := os.Stat(s.target); err == nil {
		a.Saved = info.ModTime()
	}
	for _, path := range s.backups() {
		if info, err := os.Stat(path); err == nil {
			a.Backups = append(a.Backups, Backup{path, info.ModTime()})
		}
	}
	return a
}

// Probe tells whether this machine has a keyring that answers within
// [keychain.ProbeLimit]. The *Failure's reason says what is wrong with it. The
// system may show a question of its own if the keyring is locked.
func (s *Store) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.ProbeLimit)
	defer cancel()
	_, err := s.chain.Get(ctx, "probe")
	if errors.Is(err, keychain.ErrMissing) {
		return nil
	}
	return failure("", err)
}
