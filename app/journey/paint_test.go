package journey

import (
	"slices"
	"testing"
)

// BenchmarkFirstPaint starts an empty Fyne window and the program in turn on
// one display: time to the first paint, which has no text yet, and to the first
// text; at the first start and with 1,000 saved profiles. It reports the medians
// and the medians of the ratios to the empty window, pair by pair, so that a
// machine that slows down counts against neither.
func BenchmarkFirstPaint(b *testing.B) {
	empty, program := built(b, "empty", "empty"), built(b, "../..", "realmscope")
	b.Run("first start", func(b *testing.B) { firstPaint(b, empty, program, b.TempDir()) })
	b.Run("1000 profiles", func(b *testing.B) { firstPaint(b, empty, program, saved(b, service(b), 1000)) })
}

func firstPaint(b *testing.B, empty, program, config string) {
	b.Helper()
	d, err := NewDesktop(b.Context(), b.TempDir(), 1280, 860)
	if err != nil {
		b.Skipf("SKIP: %v", err)
	}
	defer func() { _ = d.Close() }()
	paint := func(content bool, path string, args ...string) (paint, text float64) {
		first, written, err := d.FirstPaint(b.Context(), content, path, args...)
		if err != nil {
			b.Fatal(err)
		}
		return float64(first.Milliseconds()), float64(written.Milliseconds())
	}
	paint(false, empty) // warm the page cache
	paint(true, program, "--config", config)
	var empties, firsts, texts, ratios, textRatios []float64
	for b.Loop() {
		base, _ := paint(false, empty)
		first, text := paint(true, program, "--config", config)
		empties, firsts, texts = append(empties, base), append(firsts, first), append(texts, text)
		ratios, textRatios = append(ratios, first/base), append(textRatios, text/base)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(empties), "ms-empty")
	b.ReportMetric(median(firsts), "ms-first")
	b.ReportMetric(median(texts), "ms-text")
	b.ReportMetric(median(ratios), "first/empty")
	b.ReportMetric(median(textRatios), "text/empty")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
