package profile

import (
	"errors"
	"io"
	"os"
)

// damage marks a file that was read and makes no sense.
type damage struct {
	err error
	// text is the readable text behind a byte order mark, nil without one.
	text []byte
}

func (d *damage) Error() string { return "damaged: " + d.err.Error() }
func (d *damage) Unwrap() error { return d.err }

// DamageReasons lists the words that the argument Reason of a notice about a
// damaged file can have.
func DamageReasons() []string {
	return []string{
		"empty", "encoding", "too_large", "too_deep", "too_many",
		"twice", "schema", "profiles", "folder", "syntax",
	}
}

func (d *damage) reason() string {
	for i, err := range []error{
		errEmpty, errEncoding, errTooLarge, errTooDeep, errTooMany,
		errTwice, errSchema, errProfiles, errFolder,
	} {
		if errors.Is(d.err, err) {
			return DamageReasons()[i]
		}
	}
	return "syntax"
}

// readFile reads and understands a profile file. The error is fs.ErrNotExist,
// a *damage, errNewer, or what the system reports: then the file may be sound.
func readFile(path string) (document, []byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return document{}, nil, err
	case info.IsDir():
		return document{}, nil, &damage{err: errFolder}
	case !info.Mode().IsRegular():
		return document{}, nil, errNotRegular // opening a pipe would wait for ever
	}
	data, err := readCapped(path)
	if err != nil {
		return document{}, nil, err
	}
	d, err := readDocument(data)
	if err == nil || errors.Is(err, errNewer) {
		return d, data, err
	}
	broken := &damage{err: err}
	if text, ok := recode(data); ok {
		if _, err := readDocument(text); err == nil {
			broken.text = text
		}
	}
	return document{}, data, broken
}

func readCapped(path string) (data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}
