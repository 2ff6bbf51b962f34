package vault

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

// BenchmarkOpen opens a vault of 1 and of 1,000 secrets in turn, as a start
// does, and reports the median of each and of what the second takes more: it
// may be 50 ms.
func BenchmarkOpen(b *testing.B) {
	one, many := filled(b, 1), filled(b, 1000)
	opened := func(o Options) time.Duration {
		began := time.Now()
		s, _, err := Open(b.Context(), o)
		took := time.Since(began)
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
		return took
	}
	opened(many) // into the page cache
	var ones, manies, more []time.Duration
	for b.Loop() {
		first, second := opened(one), opened(many)
		ones, manies, more = append(ones, first), append(manies, second), append(more, second-first)
	}
	median := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2]) / float64(time.Millisecond)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ones), "ms-1")
	b.ReportMetric(median(manies), "ms-1000")
	b.ReportMetric(median(more), "ms-more")
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
