package tokenclient

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The caps of a key set: bytes of the document, and keys that are read.
const (
	maxKeySet = 1 << 20
	maxKeys   = 512
)

// KeySet is what a realm publishes to check its signatures with (RFC 7517
// section 5). It is immutable. The order of the keys is not stable between
// restarts of a server.
type KeySet struct {
	// Keys are the usable ones, in the order in which they were sent, those for
	// encryption included: see PublishedKey.Use.
	Keys []PublishedKey
	// Skipped are the others. One broken key never spoils the rest.
	Skipped []SkippedKey
	// Notes are tolerances as in TokenSet, "keys.empty", and "keys.over.{n}"
	// for n keys beyond the first 512.
	Notes []string
	// Raw is the body as received.
	Raw Secret

	// ReceivedAt, ServerDate, Status and Elapsed are as in TokenSet.
	ReceivedAt, ServerDate time.Time
	Status                 int
	Elapsed                time.Duration
}

// SkippedKey is a key that is not used.
type SkippedKey struct {
	// Index is its place in the document, from 0.
	Index int
	// ID and Type are kid and kty fit to be shown, empty when unreadable.
	ID, Type string
	// Reason is a stable word: "not_object", "duplicate" (a member stands
	// twice), "kty.missing", "kty.unknown", "kty.secret" (a symmetric key has no
	// business here), "crv.unknown", "too_small" (RSA below 1,024 bits),
	// "too_large" (above 16,384), "modulus" (even), "exponent" (not odd or not
	// within 3 and 2^31-1), "broken" (members missing, unreadable or not a point
	// of the curve).
	Reason string
}

// Find gives the keys with an id, compared byte by byte; ids can be repeated.
func (s KeySet) Find(id string) []PublishedKey {
	var found []PublishedKey
	for _, k := range s.Keys {
		if k.ID == id {
			found = append(found, k)
		}
	}
	return found
}

// JWKS reads a realm's published keys. It sends no credentials, and follows at
// most three redirects on the same origin. The error is always an *Error.
func (c *Client) JWKS(ctx context.Context, endpoint string) (KeySet, error) {
	x, e := c.fetch(c.purpose(ctx, PurposeKeys), endpoint, maxKeySet)
	x.operation = OperationKeys
	if e != nil {
		e.Operation = OperationKeys
		return KeySet{}, e
	}
	set, e := x.keySet()
	if e != nil {
		return KeySet{}, e
	}
	return set, nil
}

func (x exchange) keySet() (KeySet, *Error) {
	body, note := decodeText(x.body)
	o, err := readObject(body)
	var items []json.RawMessage
	list := o.last("keys")
	isList := len(list) > 0 && list[0] == '[' && json.Unmarshal(list, &items) == nil
	if !isList || x.status != http.StatusOK || slices.Contains(o.repeated(), "keys") {
		return KeySet{}, x.refusal(o, err == nil)
	}
	r := reader{object: o}
	if note != "" {
		r.note(note)
	}
	x.answerNotes(&r)
	set := KeySet{Raw: NewSecret(x.body), ReceivedAt: x.receivedAt, ServerDate: x.serverDate(), Status: x.status, Elapsed: x.elapsed}
	set.read(items, &r)
	set.Notes = r.notes
	return set, nil
}

// read takes the keys of a set, as far as they are usable, and notes what is
// odd about them.
func (s *KeySet) read(items []json.RawMessage, r *reader) {
	if over := len(items) - maxKeys; over > 0 {
		r.note("keys.over." + strconv.Itoa(over))
		items = items[:maxKeys]
	}
	if len(items) == 0 {
		r.note("keys.empty")
	}
	ids := map[string]int{}
	for i, raw := range items {
		k, reason := readKey(raw)
		if reason != "" {
			s.Skipped = append(s.Skipped, SkippedKey{Index: i, ID: oneLine(k.ID, maxCode), Type: oneLine(k.Type, maxCode), Reason: reason})
			continue
		}
		ids[k.ID]++
		s.Keys = append(s.Keys, k)
	}
	for i, k := range s.Keys {
		if k.ID != "" && ids[k.ID] > 1 {
			s.Keys[i].Notes = append(k.Notes, "kid.repeated")
		}
	}
}
