package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"realmscope/app/profile"
	"realmscope/app/profile/porting"
)

// The limits of what is read from files that a person chose or dropped.
const (
	maxPortFiles = 200
	maxPortBytes = 32 << 20
	maxPortDepth = 6
)

// readFiles reads chosen or dropped files. A folder gives its .bru files: that
// is how Bruno keeps a collection. Nothing but files is opened, and only files
// of this machine: an address would connect.
func readFiles(uris []fyne.URI) ([]porting.File, error) {
	var paths []string
	for _, uri := range uris {
		if uri.Scheme() != "file" {
			return nil, errNotFile
		}
		info, err := os.Stat(uri.Path())
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
			paths = append(paths, bruFiles(uri.Path())...)
		default:
			paths = append(paths, uri.Path())
		}
	}
	if len(paths) == 0 || len(paths) > maxPortFiles {
		return nil, porting.ErrUnknown
	}
	var files []porting.File
	room := int64(maxPortBytes)
	for _, path := range paths {
		data, err := readRegular(path, room)
		if err != nil {
			return nil, err
		}
		room -= int64(len(data))
		files = append(files, porting.File{Name: filepath.Base(path), Data: data})
	}
	return files, nil
}

// bruFiles lists the .bru files of a folder, without following links.
func bruFiles(folder string) []string {
	var paths []string
	_ = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error { // what cannot be read is left out
		switch rel, _ := filepath.Rel(folder, path); {
		case err != nil || strings.Count(rel, string(filepath.Separator)) > maxPortDepth || len(paths) > maxPortFiles:
			return fs.SkipDir
		case e.IsDir() && (e.Name() == "node_modules" || strings.HasPrefix(e.Name(), ".") && path != folder):
			return fs.SkipDir
		case e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".bru"):
			paths = append(paths, path)
		}
		return nil
	})
	return paths
}

// readRegular reads a file, never a device or a pipe, which would wait for ever.
func readRegular(path string, room int64) (data []byte, err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotFile
	case info.Size() > room:
		return nil, porting.ErrTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, room))
}

// writeTo writes a file whole or not at all; where the system gives no path it
// writes through the toolkit.
func writeTo(uri fyne.URI, data []byte) (err error) {
	if uri.Scheme() == "file" {
		return profile.WriteFile(uri.Path(), data)
	}
	w, err := storage.Writer(uri)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	_, err = w.Write(data)
	return err
}
