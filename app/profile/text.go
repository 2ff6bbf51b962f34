package profile

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// checkText refuses what no JSON reader should be given: too much, too deep,
// nothing at all, or bytes that a reader would quietly replace.
func checkText(data []byte) error {
	switch {
	case len(data) > maxFile:
		return errTooLarge
	case len(bytes.TrimSpace(data)) == 0:
		return errEmpty
	case !utf8.Valid(data) || bytes.HasPrefix(data, bomUTF8()):
		return errEncoding
	case depth(data) > maxDepth:
		return errTooDeep
	}
	return nil
}

// depth is the deepest nesting of JSON brackets, those in strings left out.
func depth(data []byte) int {
	deepest, level := 0, 0
	quoted := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			level++
			deepest = max(deepest, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return deepest
}

func bomUTF8() []byte { return []byte("\xef\xbb\xbf") }

// recode gives the UTF-8 text behind a byte order mark: editors on Windows
// write one, and some write UTF-16. ok is false without a mark, or when the
// bytes are not what the mark says.
func recode(data []byte) (text []byte, ok bool) {
	if rest, found := bytes.CutPrefix(data, bomUTF8()); found {
		return rest, true
	}
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return nil, false
	}
	if len(data)%2 != 0 {
		return nil, false
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units))), true
}
