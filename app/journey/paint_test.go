package journey

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkFirstPaint starts an empty Fyne window and the program in turn on
// one display and reports the medians and the median of the ratios, pair by
// pair, so that a machine that slows down does not count against either.
func BenchmarkFirstPaint(b *testing.B) {
	dir := b.TempDir()
	empty, program := filepath.Join(dir, "empty"), filepath.Join(dir, "realmscope")
	if err := Build(b.Context(), "../..", program); err != nil {
		b.Fatal(err)
	}
	if err := Build(b.Context(), "empty", empty); err != nil {
		b.Fatal(err)
	}
	d, err := NewDesktop(b.Context(), b.TempDir(), 1280, 860)
	if err != nil {
		b.Skipf("SKIP: %v", err)
	}
	defer func() { _ = d.Close() }()
	paint := func(path string) time.Duration {
		took, err := d.FirstPaint(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		return took
	}
	paint(empty)   // warm the page cache
	paint(program) // and the profile folder
	var empties, programs, ratios []float64
	for b.Loop() {
		base, ours := paint(empty), paint(program)
		empties = append(empties, float64(base.Milliseconds()))
		programs = append(programs, float64(ours.Milliseconds()))
		ratios = append(ratios, float64(ours)/float64(base))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(empties), "ms-empty")
	b.ReportMetric(median(programs), "ms-realmscope")
	b.ReportMetric(median(ratios), "ratio")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
