package inspect

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Cleaning is one sort of thing that Find took out of a token or its text. The
// sentence that tells of it has the key "clean.{Cleaning}".
type Cleaning string

// What Find cleans away.
const (
	CleanQuotes     Cleaning = "quotes"     // quotation marks round the token
	CleanBlanks     Cleaning = "blanks"     // blanks in or round it
	CleanLines      Cleaning = "lines"      // line breaks inside
	CleanUnseen     Cleaning = "unseen"     // zero-width and other unseen characters
	CleanNoBreak    Cleaning = "no_break"   // no-break and other odd blanks
	CleanBOM        Cleaning = "bom"        // a byte order mark
	CleanPercent    Cleaning = "percent"    // percent-encoding (RFC 3986 section 2.1)
	CleanEscapes    Cleaning = "escapes"    // backslash escapes of JSON or a shell
	CleanEntities   Cleaning = "entities"   // character references of HTML
	CleanMarkup     Cleaning = "markup"     // HTML tags or colours of a terminal
	CleanJoined     Cleaning = "joined"     // pieces of a text put together by source code
	CleanChunks     Cleaning = "chunks"     // numbered pieces put together, as of cookies
	CleanLookAlike  Cleaning = "look_alike" // typographic dashes and dots
	CleanDots       Cleaning = "dots"       // line breaks where the dots belong
	CleanEnd        Cleaning = "end"        // a full stop behind the token
	CleanFence      Cleaning = "fence"      // marks of Markdown
	CleanUTF16      Cleaning = "utf16"      // a text in UTF-16
	CleanBase64     Cleaning = "base64"     // the whole text in base64 once more
	CleanPrintable  Cleaning = "printable"  // quoted-printable (RFC 2045 section 6.7)
	CleanHex        Cleaning = "hex"        // the whole text in hexadecimal
	CleanSerialized Cleaning = "serialized" // a token written as JSON (RFC 7515 section 7.2)
)

// Cleanings lists every Cleaning.
func Cleanings() []Cleaning {
	return []Cleaning{
		CleanQuotes, CleanBlanks, CleanLines, CleanUnseen, CleanNoBreak, CleanBOM, CleanPercent, CleanEscapes, CleanEntities,
		CleanMarkup, CleanJoined, CleanChunks, CleanLookAlike, CleanDots, CleanEnd, CleanFence, CleanUTF16, CleanBase64, CleanPrintable,
		CleanHex, CleanSerialized,
	}
}

// class is what a character is to a token.
type class uint8

const (
	stop   class = iota // ends any token
	letter              // of base64
	dot
	pad   // =
	tilde // between disclosures (RFC 9901)
	soft  // unseen, so nobody put it there to separate
	hard  // blanks, line ends, markup: inside a token or behind it
)

// glyph is what stands at one place of a text.
type glyph struct {
	class class
	char  byte
	size  int
	// note is what has to be cleaned away to read it.
	note Cleaning
}

// glyphAt reads the character at p, through the escapes in which a token can
// be wrapped.
func glyphAt(s string, p int) glyph {
	c := s[p]
	if g := plain(c); g.class != stop {
		return g
	}
	switch c {
	case ' ', '\t', '\v', '\f':
		return glyph{hard, 0, 1, CleanBlanks}
	case '\r', '\n':
		return glyph{hard, 0, 1, CleanLines}
	case 0:
		return glyph{soft, 0, 1, CleanUnseen}
	case '\\':
		return backslash(s, p)
	case '%':
		return percent(s, p)
	case '&':
		return entity(s, p)
	case '<':
		return tag(s, p)
	case '\x1b':
		return colour(s, p)
	case '^', '"', '\'', '`':
		return seam(s, p)
	}
	if c < utf8.RuneSelf {
		return glyph{class: stop, size: 1}
	}
	char, size := utf8.DecodeRuneInString(s[p:])
	return unseenOrBlank(char, size)
}

// plain classes the characters that stand for themselves.
func plain(c byte) glyph {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '+', c == '/':
		return glyph{letter, c, 1, ""}
	case c == '.':
		return glyph{dot, c, 1, ""}
	case c == '=':
		return glyph{pad, c, 1, ""}
	case c == '~':
		return glyph{tilde, c, 1, ""}
	}
	return glyph{class: stop, size: 1}
}

// escapedAs is a character that was written as an escape of size bytes.
func escapedAs(char rune, size int, note Cleaning) glyph {
	if char < utf8.RuneSelf {
		if g := plain(byte(char)); g.class != stop {
			return glyph{g.class, g.char, size, note}
		}
		if char <= ' ' && (char == 0 || strings.IndexByte(blanks, byte(char)) >= 0) {
			return glyph{hard, 0, size, note}
		}
		return glyph{class: stop, size: size}
	}
	g := unseenOrBlank(char, size)
	if g.note != "" {
		g.note = note
	}
	return g
}

// unseenOrBlank classes characters beyond ASCII.
func unseenOrBlank(char rune, size int) glyph {
	switch {
	case char == 0xFEFF:
		return glyph{soft, 0, size, CleanBOM}
	case char == 0xAD, char == 0x34F, char == 0x61C, char == 0x115F, char == 0x1160, char == 0x3164, char == 0xFFA0, char >= 0x200B && char <= 0x200F, char >= 0x202A && char <= 0x202E,
		char >= 0x2060 && char <= 0x206F, char == 0x180E, char >= 0xFE00 && char <= 0xFE0F, char >= 0xE0000 && char <= 0xE0FFF:
		return glyph{soft, 0, size, CleanUnseen}
	case char == 0xA0, char == 0x1680, char >= 0x2000 && char <= 0x200A, char == 0x202F, char == 0x205F, char == 0x3000:
		return glyph{hard, 0, size, CleanNoBreak}
	case char == 0x85, char == 0x2028, char == 0x2029, char == 0x21B5, char == 0x23CE:
		return glyph{hard, 0, size, CleanLines}
	case char >= 0x2010 && char <= 0x2015, char == 0x2212, char == 0xFE63, char == 0xFF0D:
		return glyph{letter, '-', size, CleanLookAlike}
	case char == 0xFF3F:
		return glyph{letter, '_', size, CleanLookAlike}
	case char == 0xFF0E, char == 0x2024, char == 0xFE52:
		return glyph{dot, '.', size, CleanLookAlike}
	}
	return glyph{class: stop, size: size}
}

// backslash reads the escapes of JSON, JavaScript, shells and Markdown; a text
// quoted several times doubles the backslash.
func backslash(s string, p int) glyph {
	q := p
	for q < len(s) && s[q] == '\\' && q-p < 8 {
		q++
	}
	if q == len(s) {
		return glyph{class: stop, size: 1}
	}
	size := q - p + 1
	switch c := s[q]; c {
	case 'n', 'r':
		return glyph{hard, 0, size, CleanEscapes}
	case 't':
		return glyph{hard, 0, size, CleanEscapes}
	case '\n':
		return glyph{hard, 0, size, CleanLines}
	case '\r':
		if q+1 < len(s) && s[q+1] == '\n' {
			size++
		}
		return glyph{hard, 0, size, CleanLines}
	case 'u', 'x':
		digits := 4
		if c == 'x' {
			digits = 2
		}
		if n, ok := hexAt(s, q+1, digits); ok {
			return escapedAs(rune(n), size+digits, CleanEscapes)
		}
	case '.', '-', '_', '/', '=', '+', '~':
		return escapedAs(rune(c), size, CleanEscapes)
	}
	return glyph{class: stop, size: 1}
}

// percent reads %XX, and %25XX of a text that was encoded twice.
func percent(s string, p int) glyph {
	q := p + 1
	for strings.HasPrefix(s[q:], "25") && q-p < 8 {
		q += 2
	}
	n, ok := hexAt(s, q, 2)
	if !ok {
		return glyph{class: stop, size: 1}
	}
	if n < utf8.RuneSelf {
		return escapedAs(rune(n), q-p+2, CleanPercent)
	}
	// A character beyond ASCII is a run of %XX.
	var bytes []byte
	end := q - 1
	for len(bytes) < utf8.UTFMax && end < len(s) && s[end] == '%' {
		n, ok := hexAt(s, end+1, 2)
		if !ok {
			break
		}
		bytes, end = append(bytes, byte(n)), end+3
		if char, size := utf8.DecodeRune(bytes); char != utf8.RuneError && size == len(bytes) {
			return escapedAs(char, end-p, CleanPercent)
		}
	}
	return glyph{class: stop, size: 1}
}

func hexAt(s string, p, digits int) (uint64, bool) {
	if p+digits > len(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[p:p+digits], 16, 32)
	return n, err == nil
}

// entity reads the character references of HTML that occur inside tokens.
func entity(s string, p int) glyph {
	const longest = 24
	end := strings.IndexByte(s[p:min(len(s), p+longest)], ';')
	if end < 0 {
		return glyph{class: stop, size: 1}
	}
	name, size := s[p+1:p+end], end+1
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 21)
		if err != nil {
			return glyph{class: stop, size: 1}
		}
		return escapedAs(rune(n), size, CleanEntities)
	}
	switch name {
	case "period":
		return glyph{dot, '.', size, CleanEntities}
	case "lowbar", "UnderBar":
		return glyph{letter, '_', size, CleanEntities}
	case "hyphen", "dash":
		return glyph{letter, '-', size, CleanEntities}
	case "equals":
		return glyph{pad, '=', size, CleanEntities}
	case "plus", "sol":
		return glyph{letter, map[string]byte{"plus": '+', "sol": '/'}[name], size, CleanEntities}
	case "shy", "ZeroWidthSpace", "zwnj", "zwj":
		return glyph{soft, 0, size, CleanEntities}
	case "nbsp", "NewLine", "Tab":
		return glyph{hard, 0, size, CleanEntities}
	}
	return glyph{class: stop, size: 1}
}

// tag reads an HTML tag: a page that breaks or colours a token.
func tag(s string, p int) glyph {
	const longest = 200
	rest := s[p+1 : min(len(s), p+longest)]
	end := strings.IndexAny(rest, "<>")
	name := strings.TrimPrefix(rest, "/")
	if end < 0 || rest[end] == '<' || name == "" || name[0] < 'a' || name[0] > 'z' {
		return glyph{class: stop, size: 1}
	}
	return glyph{hard, 0, end + 2, CleanMarkup}
}

// colour reads a colour of a terminal (ECMA-48, CSI … m).
func colour(s string, p int) glyph {
	const longest = 24
	rest := s[p+1 : min(len(s), p+longest)]
	if !strings.HasPrefix(rest, "[") {
		return glyph{class: stop, size: 1}
	}
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c >= '0' && c <= '9', c == ';', c == '?', c == ':':
		case c >= '@' && c <= '~':
			return glyph{soft, 0, i + 2, CleanMarkup}
		default:
			return glyph{class: stop, size: 1}
		}
	}
	return glyph{class: stop, size: 1}
}

// concatenation reads what source code has between two pieces of one text:
// "a" + "b", 'a' . 'b', or two literals on two lines.
func concatenation(s string, p int) glyph {
	const longest = 100
	rest := s[p:min(len(s), p+longest)]
	quote := rest[0]
	operator, line := false, false
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == quote:
			if operator || line {
				return glyph{hard, 0, i + 1, CleanJoined}
			}
			return glyph{class: stop, size: 1}
		case strings.IndexByte(" \t", c) >= 0:
		case strings.IndexByte("\r\n", c) >= 0:
			line = true
		case strings.IndexByte("+.&\\_", c) >= 0 && (!operator || c == '_'):
			operator = true
		default:
			return glyph{class: stop, size: 1}
		}
	}
	return glyph{class: stop, size: 1}
}
