package demo

import (
	"strconv"
	"testing"
	"time"
)

func TestShelfEndsWhatItKeeps(t *testing.T) {
	var s shelf[int]
	now := time.Unix(1000, 0)
	s.put("a", 1, now.Add(time.Second), now)
	if v, ok := s.get("a", now); !ok || v != 1 {
		t.Errorf("get = %d %v, want 1 true", v, ok)
	}
	s.extend("a", now.Add(2*time.Second))
	if _, ok := s.get("a", now.Add(time.Second)); !ok {
		t.Error("an extended value ended at its first end")
	}
	if _, ok := s.get("a", now.Add(2*time.Second)); ok {
		t.Error("a value lived on at its end")
	}
	s.put("b", 2, now.Add(time.Second), now)
	if v, ok := s.take("b", now); !ok || v != 2 {
		t.Errorf("take = %d %v, want 2 true", v, ok)
	}
	if _, ok := s.take("b", now); ok {
		t.Error("a value was taken twice")
	}
	s.extend("b", now.Add(time.Hour))
	if _, ok := s.get("b", now); ok {
		t.Error("extend brought a value back")
	}
}

func TestShelfIsBounded(t *testing.T) {
	var s shelf[int]
	now := time.Unix(1000, 0)
	s.put("ended", 0, now, now)
	for i := range maxKept - 1 {
		s.put(strconv.Itoa(i), i, now.Add(time.Hour+time.Duration(i)), now)
	}
	s.put("one more", 0, now.Add(2*time.Hour), now)
	if _, ok := s.get("0", now); !ok {
		t.Error("a live value went although an ended one could")
	}
	s.put("another", 0, now.Add(2*time.Hour), now)
	if _, ok := s.get("0", now); ok || len(s.items) != maxKept {
		t.Errorf("%d kept, the first to end still there: %v; want %d, false", len(s.items), ok, maxKept)
	}
}
