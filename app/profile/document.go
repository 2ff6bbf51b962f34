package profile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// schema is the file's format as this release writes it.
const schema = 1

// The file's limits.
const (
	maxFile     = 1 << 20 // bytes
	maxDepth    = 64
	maxProfiles = 1000
)

// Why a file cannot be read. All but errNewer make it a damaged one.
var (
	errTwice    = errors.New("member stands twice")
	errSchema   = errors.New("schema number is missing or wrong")
	errProfiles = errors.New("list of profiles is missing")
	errNewer    = errors.New("file was written by a newer release")
	errTooLarge = errors.New("file is over 1 MiB")
	errTooDeep  = errors.New("file is nested over 64 levels")
	errTooMany  = errors.New("file holds over 1,000 profiles")
	errEmpty    = errors.New("file is empty")
	errEncoding = errors.New("file is not UTF-8 text")
	errFolder   = errors.New("a folder stands in the file's place")
)

// document is the content of profiles.json. It never changes: an edit makes a
// new one.
type document struct {
	raw     object
	schema  int
	entries []entry
	// renamed counts the profiles that got an id of their own when read.
	renamed int
}

// newDocument is what a first start begins with.
func newDocument() document { return document{schema: schema} }

// readDocument reads a whole file. With errNewer the document holds what could
// be understood.
func readDocument(data []byte) (document, error) {
	if err := checkText(data); err != nil {
		return document{}, err
	}
	if !json.Valid(data) {
		return document{}, fmt.Errorf("read JSON: %w", json.Unmarshal(data, new(any)))
	}
	raw, err := parseObject(data)
	if err != nil {
		return document{}, err
	}
	d := document{raw: raw}
	if err := raw.read("schema", &d.schema); err != nil {
		return d, fmt.Errorf("%w: %w", errSchema, err)
	}
	if d.schema < 1 {
		return d, errSchema
	}
	err = d.readEntries()
	if d.schema > schema {
		if err != nil {
			d.entries = nil
		}
		return d, errNewer
	}
	return d, err
}

func (d *document) readEntries() error {
	if _, ok := d.raw.values["profiles"]; !ok {
		return errProfiles
	}
	list, err := d.raw.list("profiles")
	switch {
	case err != nil:
		return err
	case list == nil:
		return errProfiles
	case len(list) > maxProfiles:
		return errTooMany
	}
	seen := make(map[string]bool, len(list))
	for i, raw := range list {
		e, err := readEntry(raw)
		if err != nil {
			return fmt.Errorf("profile %d: %w", i+1, err)
		}
		if id := e.profile.ID; !validID(id) || seen[id] {
			e.rename(i, raw)
			d.renamed++
		}
		seen[e.profile.ID] = true
		d.entries = append(d.entries, e)
	}
	return nil
}

// rename gives an id to a profile that a person copied or wrote by hand. Every
// program that reads the same file finds the same one. Its secrets stay with
// the profile that it was copied from.
func (e *entry) rename(at int, raw json.RawMessage) {
	sum := sha256.Sum256(append([]byte(strconv.Itoa(at)+":"), raw...))
	e.profile.ID = hex.EncodeToString(sum[:8])
	e.stale = true
	e.profile = e.profile.WithoutSecrets()
}

// profiles returns copies in the order of the file.
func (d document) profiles() []Profile {
	list := make([]Profile, len(d.entries))
	for i, e := range d.entries {
		list[i] = e.profile.Clone()
	}
	return list
}

func (d document) index(id string) int {
	return slices.IndexFunc(d.entries, func(e entry) bool { return e.profile.ID == id })
}

// with returns the document with p in place of the profile of its id, or at
// the end.
func (d document) with(p Profile) (document, error) {
	d.entries = slices.Clone(d.entries)
	at := d.index(p.ID)
	if at < 0 {
		if len(d.entries) >= maxProfiles {
			return d, errTooMany
		}
		at = len(d.entries)
		d.entries = append(d.entries, entry{})
	}
	e, err := d.entries[at].with(p)
	if err != nil {
		return d, fmt.Errorf("encode profile: %w", err)
	}
	d.entries[at] = e
	return d, nil
}

// without returns the document without the profile of that id.
func (d document) without(id string) document {
	d.entries = slices.DeleteFunc(slices.Clone(d.entries), func(e entry) bool { return e.profile.ID == id })
	return d
}

// encode writes the file's text: indented, one value a line, so that it can be
// read, compared and mended by hand.
func (d document) encode() ([]byte, error) {
	list := make([]object, len(d.entries))
	for i, e := range d.entries {
		if e.stale {
			var err error
			if e, err = e.with(e.profile); err != nil {
				return nil, err
			}
		}
		list[i] = e.raw
	}
	raw := d.raw.clone()
	if err := raw.put(always("schema", schema), always("profiles", list)); err != nil {
		return nil, err
	}
	compact, err := encode(raw)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	if b.Len() > maxFile {
		return nil, errTooLarge
	}
	return b.Bytes(), nil
}
