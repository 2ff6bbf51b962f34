package porting

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// The lengths of texts, in characters, as profile.Validate has them.
const (
	maxName = 255
	maxText = 2048
	maxShow = 80
)

// decode gives the text as UTF-8: editors on Windows write byte order marks and
// UTF-16.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		text, _, err := transform.Bytes(utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder(), data)
		data = text
		if err != nil {
			return nil, ErrDamaged
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")), bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		text, _, err := transform.Bytes(utf.BOMOverride(utf.UTF8.NewDecoder()), data)
		data = text
		if err != nil {
			return nil, ErrDamaged
		}
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, ErrDamaged
	}
	return bytes.TrimSpace(data), nil
}

// invisible tells control and formatting characters (bidi overrides, zero
// width), which make a text look like another.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}

// plain tells whether a text can stand as it is: an identifier is never
// mended, because a mended one is another.
func plain(s string, most int) bool {
	return utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, invisible)
}

// tidy makes a name readable: without invisible characters, on one line, cut.
func tidy(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > most {
		s = strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
	}
	return s
}

// shown makes a text of a file fit for a finding.
func shown(s string) string {
	if len(s) > 4*maxName {
		s = strings.ToValidUTF8(s[:4*maxName], "")
	}
	return tidy(s, maxShow)
}
