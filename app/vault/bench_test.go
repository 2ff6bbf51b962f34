package vault

import (
	"fmt"
	"strings"
	"testing"

	"realmscope/app/vault/keychain/keychaintest"
)

// filled is a folder and keyring with a vault of n secrets as long as a refresh
// token is.
func filled(b *testing.B, n int) Options {
	b.Helper()
	o := Options{Dir: b.TempDir(), Keyring: keychaintest.NewRing()}
	s, _, err := Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if err := s.Put(b.Context(), fmt.Sprint(i), secretRecord(strings.Repeat("x", 700))); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.SetMode(b.Context(), ModeKeyring, word("")); err != nil {
		b.Fatal(err)
	}
	return o
}

// BenchmarkOpen opens a vault of 1 and of 1,000 secrets: the second may take
// 50 ms more.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := filled(b, n)
			for b.Loop() {
				if _, _, err := Open(b.Context(), o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPut saves one record in a vault of 1 and of 1,000.
func BenchmarkPut(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, _, err := Open(b.Context(), filled(b, n))
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := s.Put(b.Context(), "a", secretRecord("one")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLock locks a vault of 1,000 and opens it again.
func BenchmarkLock(b *testing.B) {
	s, _, err := Open(b.Context(), filled(b, 1000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := s.Lock(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Unlock(b.Context(), word("")); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
