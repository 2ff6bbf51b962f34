package inspect

import "time"

// last is the last member called name. Of a doubled name most programs take
// the last one, encoding/json and golang-jwt among them.
func (v *Value) last(name string) (Member, bool) {
	if v == nil {
		return Member{}, false
	}
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Name == name {
			return v.Members[i], true
		}
	}
	return Member{}, false
}

// text is the text of the last member called name, "" unless it is a string.
func (v *Value) text(name string) string {
	if m, ok := v.last(name); ok && m.Value.Kind == KindString {
		return m.Value.Text
	}
	return ""
}

func (t *Token) payload() *Value {
	if t == nil {
		return nil
	}
	return t.Payload
}

func (t *Token) header() *Value {
	if t == nil {
		return nil
	}
	return t.Header
}

// Claim returns a claim of the payload, the last one if it is there more than
// once (see Doubled). A nil token has no claims.
func (t *Token) Claim(name string) (Value, bool) {
	m, ok := t.payload().last(name)
	return m.Value, ok
}

// Doubled tells whether a claim is in the payload more than once, so that
// programs may disagree about its value.
func (t *Token) Doubled(name string) bool {
	m, _ := t.payload().last(name)
	return m.Of > 1
}

// Expiry is the exp claim. ok is false when there is none: absent, 0 as
// Keycloak before 10 wrote it, or not a number of seconds between the years 1
// and 5138, which Issues then tells. Nothing here is verified.
func (t *Token) Expiry() (at time.Time, ok bool) { return t.time("exp") }

// IssuedAt is the iat claim, by the rules of Expiry.
func (t *Token) IssuedAt() (at time.Time, ok bool) { return t.time("iat") }

// AuthTime is the auth_time claim, when the user logged in, by the rules of
// Expiry.
func (t *Token) AuthTime() (at time.Time, ok bool) { return t.time("auth_time") }

func (t *Token) time(name string) (time.Time, bool) {
	v, ok := t.Claim(name)
	if !ok {
		return time.Time{}, false
	}
	at, kind := date(v)
	if kind != dateGood {
		return time.Time{}, false
	}
	return at, true
}

// Typ is the payload's typ, by which Keycloak tells its tokens apart: Bearer,
// DPoP, ID, Refresh, Offline, Logout. "" when there is none.
func (t *Token) Typ() string { return t.payload().text("typ") }

// Owner is whose token it says it is: preferred_username, else sub, else "".
// It may hold any character; see Visible.
func (t *Token) Owner() string {
	if name := t.payload().text("preferred_username"); name != "" {
		return name
	}
	return t.payload().text("sub")
}

// Algorithm is the header's alg, "" when there is none.
func (t *Token) Algorithm() string { return t.header().text("alg") }

// KeyID is the header's kid, "" when there is none.
func (t *Token) KeyID() string { return t.header().text("kid") }
