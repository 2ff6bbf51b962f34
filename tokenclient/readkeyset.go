package tokenclient

import (
	"encoding/json"
	"slices"
)

// ReadKeySet reads a JWK Set, or one JWK as a set of its own (RFC 7517), that
// was given by hand or kept from an earlier answer. It judges keys as JWKS
// does; of a private key only the public members are used. Raw is the text; the
// fields of an answer stay empty.
//
// The error is an *Error of KindSetting with the Reason "key_empty",
// "key_too_large" (above 1 MiB) or "key_malformed".
func ReadKeySet(text Secret) (KeySet, error) {
	if text.Empty() {
		return KeySet{}, settingError("key_empty")
	}
	if text.Len() > maxKeySet {
		return KeySet{}, settingError("key_too_large")
	}
	body, note := decodeText(text.Reveal())
	o, err := readObject(body)
	if err != nil || o.trailing || slices.Contains(o.repeated(), "keys") {
		return KeySet{}, settingError("key_malformed")
	}
	items := []json.RawMessage{json.RawMessage(body)}
	if list := o.last("keys"); list != nil && json.Unmarshal(list, &items) != nil {
		return KeySet{}, settingError("key_malformed")
	}
	r := reader{object: o}
	if note != "" {
		r.note(note)
	}
	set := KeySet{Raw: text}
	set.read(items, &r)
	set.Notes = r.notes
	return set, nil
}
