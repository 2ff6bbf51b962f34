package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	// schema is the version of the document inside the file.
	schema = 1
	// padTo hides how much there is: the document is filled up with blanks to a
	// multiple of it.
	padTo = 4096
)

// The members that this release knows.
const (
	memberSchema  = "schema"
	memberRecords = "records"
	memberKind    = "kind"
	memberOrigin  = "origin"
	memberClient  = "client_id"
	memberMeta    = "meta"
	memberChanged = "changed"
	memberSecret  = "secret"
)

// document is what the encrypted file holds.
type document struct {
	records map[string]sealed
	// extra are members that this release does not know.
	extra map[string]json.RawMessage
}

func newDocument() document { return document{records: map[string]sealed{}} }

// clone copies the frame; secrets are shared.
func (d document) clone() document {
	return document{records: maps.Clone(d.records), extra: d.extra}
}

// readDocument understands the decrypted text, and leaves it alone. The error
// is errNewer or wraps errDamaged.
func readDocument(text []byte) (document, error) {
	d := newDocument()
	var top map[string]json.RawMessage
	if err := json.Unmarshal(text, &top); err != nil {
		return d, fmt.Errorf("%w: %s", errDamaged, jsonFault(err))
	}
	defer func() { clear(top[memberRecords]) }()
	var number int
	if err := json.Unmarshal(top[memberSchema], &number); err != nil || number < 1 {
		return d, fmt.Errorf("%w: no schema number", errDamaged)
	}
	if number > schema {
		return d, errNewer
	}
	var records map[string]map[string]json.RawMessage
	if err := json.Unmarshal(top[memberRecords], &records); err != nil {
		return d, fmt.Errorf("%w: %s", errDamaged, jsonFault(err))
	}
	for id, members := range records {
		r, err := readSealed(members)
		if err != nil {
			wipeAll(d.records)
			return d, err
		}
		d.records[id] = r
	}
	d.extra = without(top, memberSchema, memberRecords)
	return d, nil
}

// jsonFault says where JSON breaks, without the text that stands there.
func jsonFault(err error) string { return fmt.Sprintf("%T", err) }

func readSealed(members map[string]json.RawMessage) (sealed, error) {
	var r sealed
	defer func() { clear(members[memberSecret]) }()
	for name, to := range map[string]any{
		memberKind: &r.kind, memberOrigin: &r.owner.Origin, memberClient: &r.owner.ClientID,
		memberMeta: &r.meta, memberChanged: &r.changed,
	} {
		raw, ok := members[name]
		if !ok {
			continue
		}
		if err := json.Unmarshal(raw, to); err != nil {
			return r, fmt.Errorf("%w: member %s: %s", errDamaged, name, jsonFault(err))
		}
	}
	text, err := readSecret(members[memberSecret])
	if err != nil {
		return r, fmt.Errorf("%w: member %s: %s", errDamaged, memberSecret, jsonFault(err))
	}
	r.text = text
	r.extra = without(members, memberKind, memberOrigin, memberClient, memberMeta, memberChanged, memberSecret)
	return r, nil
}

// readSecret decodes a secret. encoding/json would look at every letter three
// times more.
func readSecret(raw json.RawMessage) (text []byte, err error) {
	if len(raw) < 2 || raw[0] != '"' || bytes.IndexByte(raw, '\\') >= 0 {
		if len(raw) > 0 {
			err = json.Unmarshal(raw, &text)
		}
		return text, err
	}
	return base64.StdEncoding.AppendDecode(make([]byte, 0, base64.StdEncoding.DecodedLen(len(raw)-2)), raw[1:len(raw)-1])
}

// without gives the other members, nil when there are none.
func without(members map[string]json.RawMessage, names ...string) map[string]json.RawMessage {
	var rest map[string]json.RawMessage
	for name, raw := range members {
		if slices.Contains(names, name) {
			continue
		}
		if rest == nil {
			rest = map[string]json.RawMessage{}
		}
		rest[name] = raw
	}
	return rest
}

// encode writes the document, padded. The caller wipes it.
func (d document) encode() ([]byte, error) {
	size := padTo
	for id, r := range d.records { // an estimate that is too large: growing would leave copies behind
		size += 512 + 6*(len(id)+len(r.meta)+len(r.owner.Origin)+len(r.owner.ClientID)) + base64.StdEncoding.EncodedLen(len(r.text))
		for name, raw := range r.extra {
			size += 6*len(name) + len(raw) + 8
		}
	}
	w := writer{Buffer: bytes.NewBuffer(make([]byte, 0, size))}
	w.open()
	w.member(memberSchema, schema)
	for _, name := range slices.Sorted(maps.Keys(d.extra)) {
		w.member(name, d.extra[name])
	}
	w.name(memberRecords)
	w.open()
	for _, id := range slices.Sorted(maps.Keys(d.records)) {
		w.name(id)
		w.record(d.records[id])
	}
	w.close()
	w.close()
	w.WriteByte('\n')
	if over := w.Len() % padTo; over != 0 {
		w.Write(bytes.Repeat([]byte(" "), padTo-over))
	}
	return w.Bytes(), w.err
}

// writer writes JSON objects member by member.
type writer struct {
	*bytes.Buffer
	first bool
	err   error
}

func (w *writer) open() {
	w.WriteByte('{')
	w.first = true
}

func (w *writer) close() {
	w.WriteByte('}')
	w.first = false
}

func (w *writer) name(name string) {
	if !w.first {
		w.WriteByte(',')
	}
	w.first = false
	w.value(name)
	w.WriteByte(':')
}

func (w *writer) value(v any) {
	raw, err := json.Marshal(v)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.Write(raw)
}

func (w *writer) member(name string, v any) {
	w.name(name)
	w.value(v)
}

func (w *writer) record(r sealed) {
	w.open()
	w.member(memberKind, r.kind)
	w.member(memberOrigin, r.owner.Origin)
	w.member(memberClient, r.owner.ClientID)
	if r.meta != "" {
		w.member(memberMeta, r.meta)
	}
	w.member(memberChanged, r.changed.Format(time.RFC3339))
	for _, name := range slices.Sorted(maps.Keys(r.extra)) {
		w.member(name, r.extra[name])
	}
	w.name(memberSecret)
	w.WriteByte('"')
	w.Write(base64.StdEncoding.AppendEncode(w.AvailableBuffer(), r.text))
	w.WriteByte('"')
	w.close()
}
