package inspect

import (
	"regexp"
	"strings"
)

// unarchive reads the answers of a recording of web requests (HAR 1.2), which
// browsers write in base64 beside those that are text.
func unarchive(text string) (string, bool) {
	if !strings.Contains(text, `"encoding"`) || !strings.Contains(text, `"base64"`) {
		return text, false
	}
	content := regexp.MustCompile(`"text"\s*:\s*"([A-Za-z0-9+/]{16,}={0,2})"`)
	var b strings.Builder
	last := 0
	for _, m := range content.FindAllStringSubmatchIndex(text, -1) {
		data, ok := decodeEither(strings.TrimRight(text[m[2]:m[3]], "="))
		if !ok || !readable(string(data)) {
			continue
		}
		b.WriteString(text[last:m[2]])
		b.Write(data)
		last = m[3]
	}
	if last == 0 {
		return text, false
	}
	b.WriteString(text[last:])
	return b.String(), true
}
