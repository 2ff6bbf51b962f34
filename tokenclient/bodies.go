package tokenclient

import (
	"errors"
	"io"
	"slices"
	"sync"
)

// bodies reads the bodies of answers into buffers that serve again, so that an
// answer is in memory once. It is safe for concurrent use.
type bodies struct{ buffers sync.Pool }

// read reads at most limit bytes. The text before an error comes with it. No
// length that a server announces is believed: the buffer grows with what comes.
func (b *bodies) read(r io.Reader, limit int64) (string, error) {
	const usual, most = 4 << 10, 64 << 10
	buffer, ok := b.buffers.Get().(*[]byte)
	if !ok {
		first := make([]byte, 0, usual)
		buffer = &first
	}
	body, err := readInto(*buffer, r, limit)
	text := string(body)
	if cap(body) <= most { // a rare large one is not kept
		clear(body) // nor is what was in it
		*buffer = body[:0]
		b.buffers.Put(buffer)
	}
	return text, err
}

// readInto appends at most limit bytes to body, which is empty.
func readInto(body []byte, r io.Reader, limit int64) ([]byte, error) {
	for int64(len(body)) < limit {
		if len(body) == cap(body) {
			body = slices.Grow(body, int(min(int64(len(body)), limit-int64(len(body)))))
		}
		n, err := r.Read(body[len(body):min(int64(cap(body)), limit)])
		body = body[:len(body)+n]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return body, err
		}
	}
	return body, nil
}
