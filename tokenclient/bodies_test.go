package tokenclient

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
)

func TestBodiesReadUpToTheLimit(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 8<<10)
	for name, tt := range map[string]struct {
		body  string
		limit int64
		want  string
	}{
		"nothing":                     {"", 10, ""},
		"less than the limit":         {"abc", 10, "abc"},
		"just the limit":              {"abcdefghij", 10, "abcdefghij"},
		"more than the limit":         {"abcdefghijk", 10, "abcdefghij"},
		"more than a buffer":          {long, 1 << 20, long},
		"a limit larger than buffers": {long, 100_000, long[:100_000]},
	} {
		t.Run(name, func(t *testing.T) {
			var b bodies
			for range 3 { // the second time the buffer has been used
				got, err := b.read(iotest.HalfReader(strings.NewReader(tt.body)), tt.limit)
				if got != tt.want || err != nil {
					t.Errorf("read %d bytes, error %v; want %d", len(got), err, len(tt.want))
				}
			}
		})
	}
}

func TestBodiesKeepTheStartOfABrokenBody(t *testing.T) {
	broken := errors.New("cut")
	var b bodies
	got, err := b.read(iotest.DataErrReader(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc")))), 10)
	if got != "a" || !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("read %q, error %v", got, err)
	}
	if got, err := b.read(iotest.ErrReader(broken), 10); got != "" || !errors.Is(err, broken) {
		t.Errorf("read %q, error %v", got, err)
	}
}

// A buffer that is lent again shows nothing of the answer before.
func TestBodiesLeaveNothingBehind(t *testing.T) {
	var b bodies
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			for range 100 {
				if got, err := b.read(strings.NewReader("a secret answer"), 100); got != "a secret answer" || err != nil {
					t.Errorf("read %q, error %v", got, err)
				}
			}
		})
	}
	wait.Wait()
	for range 30 {
		buffer, ok := b.buffers.Get().(*[]byte)
		if !ok {
			return
		}
		if left := string((*buffer)[:cap(*buffer)]); len(*buffer) != 0 || strings.Trim(left, "\x00") != "" {
			t.Fatalf("a buffer of %d bytes still holds %q", len(*buffer), strings.Trim(left, "\x00"))
		}
	}
}
