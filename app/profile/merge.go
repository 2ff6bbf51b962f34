package profile

import (
	"reflect"
	"slices"
	"strings"
)

// Merge lays the changes of mine since base over theirs, field by field. Where
// both changed the same field to different things mine stays, and both names
// the field as the file does: "realm.base".
func Merge(mine, base, theirs Profile) (merged Profile, both []string) {
	merged = mine.Clone()
	both = mergeStruct(reflect.ValueOf(&merged).Elem(), reflect.ValueOf(base), reflect.ValueOf(theirs.Clone()), "")
	return merged, both
}

func mergeStruct(mine, base, theirs reflect.Value, prefix string) (both []string) {
	for i := range mine.NumField() {
		m, b, t := mine.Field(i), base.Field(i), theirs.Field(i)
		name, _, _ := strings.Cut(mine.Type().Field(i).Tag.Get("json"), ",")
		if m.Kind() == reflect.Struct {
			both = append(both, mergeStruct(m, b, t, prefix+name+".")...)
			continue
		}
		changed, outside := !same(m, b), !same(t, b)
		switch {
		case outside && !changed:
			m.Set(t)
		case outside && !same(m, t):
			both = append(both, prefix+name)
		}
	}
	return both
}

// same takes an absent list and an empty one for equal.
func same(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// merging is with for a profile that somebody else may have changed since this
// program last looked.
func (s *Store) merging(now document, p Profile) (document, error) {
	s.mu.RLock()
	last := s.doc
	s.mu.RUnlock()
	mine, theirs := last.index(p.ID), now.index(p.ID)
	if mine >= 0 && theirs >= 0 {
		var both []string
		p, both = Merge(p, last.entries[mine].profile, now.entries[theirs].profile)
		if len(both) > 0 {
			slices.Sort(both)
			s.notice(noticeBoth, "Path", s.Path(), "Profile", p.Name, "Fields", strings.Join(both, ", "))
		}
	}
	return now.with(p)
}
