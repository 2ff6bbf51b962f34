package durable

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

// Daily are the daily backups of one file: a folder with files named
// {Prefix}{day}{Suffix}, for the last seven days with changes.
type Daily struct{ Folder, Prefix, Suffix string }

// Name is that of a day's backup.
func (d Daily) Name(day time.Time) string { return d.Prefix + day.Format(dayLayout) + d.Suffix }

// Is tells the names of such backups.
func (d Daily) Is(name string) bool {
	day, begins := strings.CutPrefix(name, d.Prefix)
	day, ends := strings.CutSuffix(day, d.Suffix)
	_, err := time.Parse(dayLayout, day)
	return begins && ends && err == nil
}

// Names lists the backups that are there, newest first.
func (d Daily) Names() []string {
	entries, _ := os.ReadDir(d.Folder) // no folder, no backups
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && d.Is(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

// Keep writes what a file held before the first change of a day, unless it was
// empty or the day has its backup, and removes the oldest.
func (d Daily) Keep(disk Disk, previous []byte) error {
	names, today := d.Names(), d.Name(time.Now())
	if len(previous) == 0 || slices.Contains(names, today) {
		return nil
	}
	if err := MakeFolder(d.Folder); err != nil {
		return err
	}
	if err := disk.Write(filepath.Join(d.Folder, today), previous); err != nil {
		return err
	}
	for i, name := range names {
		if i >= keptDays-1 {
			if err := os.Remove(filepath.Join(d.Folder, name)); err != nil {
				return err
			}
		}
	}
	return nil
}
