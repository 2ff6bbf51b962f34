package tokenclient

import (
	"fmt"
	"io"
	"log/slog"
)

// concealed holds what no formatter, encoder or logger may show. The pointer
// keeps package fmt from printing what stands in it when it lies in an
// unexported field, where fmt cannot call these methods.
type concealed[T any] struct{ held *T }

// Empty tells whether there is nothing.
func (c concealed[T]) Empty() bool { return c.held == nil }

// String masks the value.
func (c concealed[T]) String() string {
	if c.Empty() {
		return ""
	}
	return hidden
}

// GoString masks the value for %#v.
func (c concealed[T]) GoString() string { return c.String() }

// Format masks the value for every verb and flag.
func (c concealed[T]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// MarshalText masks the value for text, XML and map-key encoders.
func (c concealed[T]) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalJSON masks the value.
func (c concealed[T]) MarshalJSON() ([]byte, error) { return []byte(`"` + c.String() + `"`), nil }

// LogValue masks the value for log/slog.
func (c concealed[T]) LogValue() slog.Value { return slog.StringValue(c.String()) }
