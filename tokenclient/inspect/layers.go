package inspect

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// layer undoes one encoding of a whole text.
type layer struct {
	note Cleaning
	undo func(string) (string, bool)
	// loose layers fit too many texts: they count when a token comes out.
	loose bool
}

// layers are the encodings that a text can be in, likeliest first.
func layers(text string) []layer {
	var list []layer
	var last []layer // an equals sign at the end of a line can be that of base64
	for _, l := range encodings(text) {
		switch l.loose = true; l.note {
		case CleanEscapes:
		case CleanPrintable:
			last = append(last, l)
		default:
			list = append(list, l)
		}
	}
	if strings.Contains(text, `\u00`) || strings.Contains(text, `\x`) {
		list = append(list, layer{CleanEscapes, undoEscapes, true})
	}
	if strings.Contains(text, `\"`) {
		list = append(list, layer{CleanEscapes, undoQuotes, false})
	}
	if strings.Contains(text, "&#") {
		list = append(list, layer{CleanEntities, func(s string) (string, bool) { return html.UnescapeString(s), true }, true})
	}
	if spaced(text) && len(text) <= MaxText {
		list = append(list, layer{CleanBlanks, func(s string) (string, bool) { return strings.Join(strings.Fields(s), ""), true }, true})
	}
	list = append(list, layer{CleanHex, undoHex, true}, layer{CleanBase64, undoBase64, false}, layer{CleanBase64, undoRuns, true})
	return append(list, last...)
}

// spaced tells a text whose letters stand apart, one or two at a time.
func spaced(s string) bool {
	const probe, widest = 512, 2
	for _, word := range strings.Fields(s[:min(len(s), probe)]) {
		if len(word) > widest {
			return false
		}
	}
	return true
}

func undoPercent(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s))
	for p := 0; p < len(s); p++ {
		if s[p] == '%' {
			if n, ok := hexAt(s, p+1, 2); ok {
				b.WriteByte(byte(n))
				p += 2
				continue
			}
		}
		b.WriteByte(s[p])
	}
	return b.String(), b.Len() < len(s)
}

func undoEscapes(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s))
	for p := 0; p < len(s); p++ {
		if s[p] == '\\' && p+1 < len(s) {
			digits := map[byte]int{'u': 4, 'x': 2}[s[p+1]]
			if n, ok := hexAt(s, p+2, digits); ok && digits > 0 {
				b.WriteRune(rune(n))
				p += 1 + digits
				continue
			}
		}
		b.WriteByte(s[p])
	}
	return b.String(), b.Len() < len(s)
}

// undoQuotes reads JSON that was put into a text of JSON.
func undoQuotes(s string) (string, bool) {
	inner := strings.Trim(strings.TrimSpace(s), `"`)
	return strings.NewReplacer(`\"`, `"`, `\n`, "\n", `\\`, `\`).Replace(inner), true
}

// undoHex reads a text of hexadecimal digits, with blanks or colons between.
func undoHex(s string) (string, bool) {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s), "0x"), `\x`)
	if c := strings.TrimLeft(s, "0123456789abcdefABCDEF: \t\r\n"); c != "" || s == "" {
		return "", false
	}
	s = strings.NewReplacer(" ", "", ":", "", "\t", "", "\r", "", "\n", "").Replace(s)
	data, err := hex.DecodeString(s)
	return string(data), err == nil
}

// undoBase64 reads a text that is base64 as a whole. What is compressed inside
// (the redirect binding of SAML 2.0) is read up to a bound.
func undoBase64(s string) (string, bool) {
	s = strings.Trim(strings.TrimSpace(s), "\"'`")
	const least = 16
	if len(s) < least || strings.Trim(s[:least], base64Letters) != "" {
		return "", false
	}
	if strings.ContainsRune(s, '%') {
		if plain, ok := undoPercent(s); ok {
			s = plain
		}
	}
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "=")
	data, ok := decodeEither(s)
	if !ok {
		return "", false
	}
	if text, _ := readText(data); readable(text) {
		return text, true
	}
	const bound = 256 << 10
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), bound))
	if err == nil && readable(string(text)) && bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		return string(text), true
	}
	return "", false
}

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

// decodeEither reads base64 in either alphabet.
func decodeEither(s string) ([]byte, bool) {
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(s, "-_") {
		encoding = base64.RawURLEncoding
	}
	data, err := encoding.DecodeString(s)
	return data, err == nil && len(data) > 0
}

// undoRuns reads tokens that are base64 once more inside a text, as Kubernetes
// keeps its secrets: "eyJ" is then ZXlK.
func undoRuns(s string) (string, bool) {
	const mark, most = "ZXlK", 100
	var b strings.Builder
	for n := 0; n < most; n++ {
		at := strings.Index(s, mark)
		if at < 0 {
			break
		}
		b.WriteString(s[:at])
		run, _ := runAt(s, at)
		whole := run
		if run%4 == 1 {
			whole--
		}
		if data, ok := decodeEither(s[at : at+whole]); ok {
			b.Write(data)
		}
		s = strings.TrimLeft(s[at+run:], "=")
	}
	if b.Len() == 0 {
		return "", false
	}
	b.WriteString(s)
	return b.String(), true
}

// readable tells text from binary data.
func readable(s string) bool {
	const probe = 4096
	if s == "" {
		return false
	}
	head := s[:min(len(s), probe)]
	odd := 0
	for i, char := range head {
		if char == utf8.RuneError && i < len(head)-utf8.UTFMax || char < ' ' && !strings.ContainsRune("\t\r\n\x1b", char) {
			odd++
		}
	}
	return odd*50 <= len(head)
}

// digitsOnly tells a number.
func digitsOnly(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
