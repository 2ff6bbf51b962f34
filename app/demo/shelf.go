package demo

import "time"

// maxKept bounds every kind of thing that the realm remembers.
const maxKept = 1000

// shelf keeps things by key for a time. When it is full, what ends first goes
// first. The zero value is empty and ready. It is not safe for concurrent use.
type shelf[T any] struct{ items map[string]shelved[T] }

type shelved[T any] struct {
	value T
	until time.Time
}

// put keeps a value until a moment.
func (s *shelf[T]) put(key string, value T, until, now time.Time) {
	if s.items == nil {
		s.items = map[string]shelved[T]{}
	}
	if _, there := s.items[key]; !there && len(s.items) >= maxKept {
		s.makeRoom(now)
	}
	s.items[key] = shelved[T]{value, until}
}

// get gives a value that has not ended.
func (s *shelf[T]) get(key string, now time.Time) (T, bool) {
	item, ok := s.items[key]
	if !ok || !now.Before(item.until) {
		delete(s.items, key)
		var none T
		return none, false
	}
	return item.value, true
}

// take gives a value and removes it.
func (s *shelf[T]) take(key string, now time.Time) (T, bool) {
	value, ok := s.get(key, now)
	delete(s.items, key)
	return value, ok
}

// drop removes a value.
func (s *shelf[T]) drop(key string) { delete(s.items, key) }

// extend moves the end of a value.
func (s *shelf[T]) extend(key string, until time.Time) {
	if item, ok := s.items[key]; ok {
		item.until = until
		s.items[key] = item
	}
}

// makeRoom removes what has ended, or else the one that ends first.
func (s *shelf[T]) makeRoom(now time.Time) {
	var first string
	for key, item := range s.items {
		if !now.Before(item.until) {
			delete(s.items, key)
			continue
		}
		if first == "" || item.until.Before(s.items[first].until) {
			first = key
		}
	}
	if len(s.items) >= maxKept {
		delete(s.items, first)
	}
}
