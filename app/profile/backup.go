package profile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// keptDays is how many daily backups stay.
const keptDays = 7

const dayLayout = "2006-01-02"

func (s *Store) backupDir() string { return filepath.Join(s.dir, "backups") }
func (s *Store) bakPath() string   { return filepath.Join(s.dir, fileName+".bak") }

func dailyName(day time.Time) string { return "profiles-" + day.Format(dayLayout) + ".json" }

func isDaily(name string) bool {
	day, ok := strings.CutPrefix(name, "profiles-")
	day, json := strings.CutSuffix(day, ".json")
	_, err := time.Parse(dayLayout, day)
	return ok && json && err == nil
}

// dailies lists the daily backups' names, newest first.
func (s *Store) dailies() []string {
	entries, _ := os.ReadDir(s.backupDir()) // no folder, no backups
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && isDaily(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

// backUpDay keeps what the file held before the first change of a day, for a
// week of days with changes.
func (s *Store) backUpDay(previous []byte) error {
	if len(previous) == 0 {
		return nil
	}
	names := s.dailies()
	today := dailyName(time.Now())
	if slices.Contains(names, today) {
		return nil
	}
	if err := makeFolder(s.backupDir()); err != nil {
		return err
	}
	if err := s.disk.write(filepath.Join(s.backupDir(), today), previous); err != nil {
		return err
	}
	for i, name := range names {
		if i >= keptDays-1 {
			if err := os.Remove(filepath.Join(s.backupDir(), name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// newestBackup reads the newest backup that makes sense: the last good file,
// then the days. path is empty when there is none.
func (s *Store) newestBackup() (d document, path string) {
	paths := []string{s.bakPath()}
	for _, name := range s.dailies() {
		paths = append(paths, filepath.Join(s.backupDir(), name))
	}
	for _, p := range paths {
		if d, _, err := readFile(p); err == nil {
			return d, p
		}
	}
	return newDocument(), ""
}
