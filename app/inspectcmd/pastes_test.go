package inspectcmd_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

var sign = regexp.MustCompile(`\{(U\+|x)([0-9A-Fa-f]+)\}`)

// paste is a line of pastes.tsv for one token.
type paste struct {
	name, want string
	text       []byte
}

// expand makes the text of a template: ¶ is LF, ⏎ CRLF, → a tab, {U+200B} a
// character, {x00} a byte, <name|change|…> a token.
func expand(t *testing.T, template string, tokens map[string]string) []byte {
	t.Helper()
	var b strings.Builder
	for template != "" {
		at, end, filled := nextPlace(template, tokens)
		if at < 0 {
			break
		}
		b.WriteString(signs(template[:at]))
		b.WriteString(filled)
		template = template[end:]
	}
	b.WriteString(signs(template))
	return []byte(b.String())
}

// nextPlace finds the next <name|change|…> of a known name.
func nextPlace(template string, tokens map[string]string) (at, end int, filled string) {
	for at = 0; at < len(template); at++ {
		if template[at] != '<' {
			continue
		}
		name := template[at+1:]
		if stop := strings.IndexAny(name, "|>"); stop > 0 && tokens[name[:stop]] != "" {
			text, used := changed(tokens[name[:stop]], name[stop:])
			return at, at + 1 + stop + used, text
		}
	}
	return -1, 0, ""
}

// changed applies the changes up to the closing bracket and tells how long
// they are.
func changed(text, rest string) (string, int) {
	used := 0
	for strings.HasPrefix(rest[used:], "|") {
		used++
		depth, start := 0, used
		for used < len(rest) && (depth > 0 || rest[used] != '>' && (rest[used] != '|' || strings.HasPrefix(rest[start:], "replace ") && used == start+len("replace ."))) {
			switch rest[used] {
			case '{':
				depth++
			case '}':
				depth--
			}
			used++
		}
		text = change(text, rest[start:used])
	}
	return text, used + 1
}

func change(text, how string) string {
	verb, arg, _ := strings.Cut(how, " ")
	switch verb {
	case "wrap":
		return every(text, number(arg), "\n")
	case "every":
		n, filler, _ := strings.Cut(arg, " ")
		return every(text, number(n), signs(filler[1:len(filler)-1]))
	case "replace":
		from, to, _ := strings.Cut(arg, "|")
		return strings.ReplaceAll(text, from, to)
	case "first":
		return text[:number(arg)]
	case "less":
		return text[:len(text)-number(arg)]
	case "after":
		return text[number(arg):]
	case "parts":
		return strings.Join(strings.Split(text, ".")[:number(arg)], ".")
	}
	parts := strings.Split(text, ".")
	switch how {
	case "crlf":
		return strings.ReplaceAll(text, "\n", "\r\n")
	case "cr":
		return strings.ReplaceAll(text, "\n", "\r")
	case "indent":
		return strings.ReplaceAll(text, "\n", "\n    ")
	case "quote":
		return strings.ReplaceAll(text, "\n", "\n> ")
	case "dots":
		return strings.Join(parts, ".\n")
	case "dotsbefore":
		return strings.Join(parts, "\n.")
	case "nodots":
		return strings.Join(parts, "\n")
	case "dot":
		return text + "."
	case "payload":
		return parts[1]
	case "tail":
		return parts[1] + "." + parts[2]
	case "pad":
		for i, p := range parts {
			parts[i] = p + strings.Repeat("=", (4-len(p)%4)%4)
		}
		return strings.Join(parts, ".")
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(text))
	case "upper":
		return strings.ToUpper(text)
	case "hex":
		return hex.EncodeToString([]byte(text))
	}
	return encoded(text, how)
}

func encoded(text, how string) string {
	var b strings.Builder
	switch how {
	case "percent":
		for _, c := range []byte(text) {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	case "unicode":
		for _, c := range []byte(text) {
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	case "deflate":
		var out bytes.Buffer
		w, _ := flate.NewWriter(&out, flate.BestCompression)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return out.String()
	case "utf16le", "utf16be", "utf16raw":
		units := utf16.Encode([]rune(text))
		if how != "utf16raw" {
			units = append([]uint16{0xFEFF}, units...)
		}
		for _, u := range units {
			if how == "utf16be" {
				u = u<<8 | u>>8
			}
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	default:
		return "unknown change " + how
	}
	return b.String()
}

// every puts filler behind each n characters, but not at the end.
func every(text string, n int, filler string) string {
	var b strings.Builder
	for len(text) > n {
		b.WriteString(text[:n] + filler)
		text = text[n:]
	}
	return b.String() + text
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// signs undoes the notation of unseen characters.
func signs(s string) string {
	s = strings.NewReplacer("¶", "\n", "⏎", "\r\n", "→", "\t").Replace(s)
	return sign.ReplaceAllStringFunc(s, func(found string) string {
		parts := sign.FindStringSubmatch(found)
		n, _ := strconv.ParseUint(parts[2], 16, 32)
		if parts[1] == "x" {
			return string([]byte{byte(n)})
		}
		return string(rune(n))
	})
}
