package inspect

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
)

// readText turns the bytes of a paste into text: Windows programs write UTF-16
// and byte order marks. Bytes that are no UTF-8 stay; no token has them.
func readText(data []byte) (string, []Cleaning) {
	order, found := utf16Order(data)
	if !found {
		text, marked := strings.CutPrefix(string(data), bom)
		if marked {
			return text, []Cleaning{CleanBOM}
		}
		return text, nil
	}
	if len(data)%2 == 1 && order == binary.LittleEndian {
		data = append(data[:len(data):len(data)], 0) // the last zero was trimmed away
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), bom), []Cleaning{CleanUTF16}
}

// utf16Order tells UTF-16 by its byte order mark, or by every other byte being
// zero as in all text of base64 letters. A mark before a text without any zero
// is rubbish.
func utf16Order(data []byte) (binary.ByteOrder, bool) {
	const probe, least = 512, 16
	head := data[:min(len(data), probe)]
	switch {
	case len(head) >= least && bytes.IndexByte(head, 0) < 0:
		return nil, false
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return binary.LittleEndian, true
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return binary.BigEndian, true
	}
	if len(head) < least {
		return nil, false
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1] > half*3/4 && zeros[0] < half/8:
		return binary.LittleEndian, true
	case zeros[0] > half*3/4 && zeros[1] < half/8:
		return binary.BigEndian, true
	}
	return nil, false
}

// TooLarge is what Find says of a text of size bytes, for a caller that has
// not read it all.
func TooLarge(size int) Paste {
	return Paste{Thing: ThingTooLarge, Args: sizes(size, MaxPaste)}
}

// sizes are the arguments of a sentence about a limit.
func sizes(size, limit int) map[string]string {
	return map[string]string{"Size": sizeText(size), "Limit": sizeText(limit)}
}

// sizeText is a size in bytes, or in MiB with a tenth.
func sizeText(n int) string {
	const mebi = 1 << 20
	if n < mebi {
		return strconv.Itoa(n) + " B"
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(n)/mebi, 'f', 1, 64), ".0") + " MiB"
}
