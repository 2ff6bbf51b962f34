package look

import "strings"

// wrapped breaks the line between words, and inside a word only where the word
// alone is too wide.
func (t *Text) wrapped(width float32) []string {
	var rows []string
	row := ""
	for word := range strings.FieldsSeq(t.line) {
		joined := word
		if row != "" {
			joined = row + " " + word
		}
		if t.advance(joined) <= width {
			row = joined
			continue
		}
		if row != "" {
			rows = append(rows, row)
		}
		var whole []string
		whole, row = t.broken(word, width)
		rows = append(rows, whole...)
	}
	if row != "" || len(rows) == 0 {
		rows = append(rows, row)
	}
	return rows
}

// broken cuts a word into rows that fill the width, and what is left over.
func (t *Text) broken(word string, width float32) (rows []string, rest string) {
	for _, letter := range word {
		longer := rest + string(letter)
		if rest != "" && t.advance(longer) > width {
			rows = append(rows, rest)
			longer = string(letter)
		}
		rest = longer
	}
	return rows, rest
}
