package tokenclient

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPasted is the longest text that is read as an address, in bytes.
const maxPasted = 64 << 10

// maxFound is how many addresses of one text are read.
const maxFound = 20

const quoteMarks = "\"'`“”„‟‘’‚‛«»‹›"

// pasted is a cleaned text: the addresses in it, and what was changed.
type pasted struct {
	urls    []string
	cleaned []string
}

func (p *pasted) note(word string) {
	for _, w := range p.cleaned {
		if w == word {
			return
		}
	}
	p.cleaned = append(p.cleaned, word)
}

// cleanPasted takes off what mail programs, chats and terminals put around an
// address, and finds the addresses in a longer text.
func cleanPasted(text string) (pasted, *Error) {
	var p pasted
	if len(text) > maxPasted {
		return p, addressError("syntax")
	}
	text = p.dropInvisible(text)
	text = p.dropQuotes(text)
	text = strings.ReplaceAll(text, `\/`, "/") // JSON may escape the slash
	if text == "" {
		return p, addressError("empty")
	}
	if looksLikeToken(text) {
		// A token in the address field must never become a name lookup.
		return p, addressError("syntax")
	}
	if !isLongerText(text) {
		p.urls = []string{text}
		return p, nil
	}
	p.urls = addressesIn(text)
	if len(p.urls) == 0 {
		return p, addressError("syntax")
	}
	p.note("text")
	return p, nil
}

// dropInvisible removes byte order marks, zero-width, bidirectional and control
// characters, and turns every kind of blank into a space.
func (p *pasted) dropInvisible(text string) string {
	if !utf8.ValidString(text) {
		p.note("invisible")
		text = strings.ToValidUTF8(text, "")
	}
	clean := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	if utf8.RuneCountInString(clean) != utf8.RuneCountInString(text) {
		p.note("invisible")
	}
	return strings.TrimSpace(clean)
}

// dropQuotes takes off marks around the whole text, nested ones too. A closing
// angle bracket goes only with its opening one: {base}/realms/<realm> keeps it.
func (p *pasted) dropQuotes(text string) string {
	for {
		bare := strings.TrimSpace(strings.Trim(text, quoteMarks))
		if rest, ok := strings.CutPrefix(bare, "<"); ok {
			bare = strings.TrimSuffix(rest, ">")
		}
		if bare == text {
			return text
		}
		p.note("quotes")
		text = bare
	}
}

// looksLikeToken tells a JSON Web Token from an address.
func looksLikeToken(text string) bool {
	return strings.HasPrefix(text, "eyJ") && !strings.ContainsAny(text, "/ ") && len(text) > 20
}

// isLongerText tells a sentence, command or document from a single address.
func isLongerText(text string) bool {
	if strings.ContainsRune(text, ' ') {
		return true
	}
	i := strings.Index(asciiLower(text), "http")
	return i > 0 && strings.Contains(text[i:], "://") && !strings.ContainsAny(text[:i], "/?#")
}

// addressesIn finds the addresses of a text, without repeats: everything that
// begins with http:// or https://, or else the words with a realm path.
func addressesIn(text string) []string {
	var found []string
	for rest := text; len(found) < maxFound; {
		start := schemeIndex(rest)
		if start < 0 {
			break
		}
		raw := rest[start:]
		if end := strings.IndexAny(raw, " \\<>"+quoteMarks); end >= 0 {
			raw = raw[:end]
		}
		rest = rest[start+len(raw):]
		found = appendNew(found, trimSentence(raw))
	}
	if len(found) == 0 {
		for _, word := range strings.Fields(text) {
			word = trimSentence(strings.Trim(word, quoteMarks+"<>([{"))
			if strings.Contains(word, "/realms/") || strings.Contains(word, "/admin/") {
				found = appendNew(found, word)
			}
		}
	}
	if schemeIndex(text) == 0 && len(found) == 1 && !strings.ContainsAny(text, quoteMarks) {
		found = append(found, text) // a realm's name may hold a blank
	}
	return found
}

// schemeIndex is where the next web address begins, -1 for nowhere.
func schemeIndex(text string) int {
	lower := asciiLower(text)
	best := -1
	for _, scheme := range []string{"http://", "https://"} {
		if i := strings.Index(lower, scheme); i >= 0 && (best < 0 || i < best) {
			best = i
		}
	}
	return best
}

// trimSentence takes off the punctuation that follows an address in a sentence.
func trimSentence(raw string) string {
	for raw != "" {
		last := raw[len(raw)-1]
		open := map[byte]string{')': "(", ']': "[", '}': "{"}[last]
		switch {
		case strings.IndexByte(".,;:!?|*", last) >= 0:
		case open != "" && !strings.Contains(raw, open):
		default:
			return raw
		}
		raw = raw[:len(raw)-1]
	}
	return raw
}

func appendNew(list []string, s string) []string {
	for _, old := range list {
		if old == s {
			return list
		}
	}
	return append(list, s)
}
