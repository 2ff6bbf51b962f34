package look

import "strings"

// The five signs, the same everywhere.
const (
	// SignProven says that a check held.
	SignProven = "✓"
	// SignDisproven says that a check failed.
	SignDisproven = "✗"
	// SignUnchecked says that nobody has checked yet.
	SignUnchecked = "○"
	// SignLook says that a reader should look at this.
	SignLook = "!"
	// SignUnknown says that it cannot be known here.
	SignUnknown = "?"
)

// monoSigns are the characters that Fyne's bundled sans fonts lack and its
// monospace has; a system without a fitting font would show a box.
const monoSigns = "✓✗○●▾▸→←↑↓↻☐☑−"

// run is a piece of a line that one font draws.
type run struct {
	text string
	mono bool
}

// runs cuts a line where the font has to change. A line without signs, as most
// are, comes back whole.
func runs(line string, mono bool) []run {
	if mono || !strings.ContainsAny(line, monoSigns) {
		return []run{{text: line, mono: mono}}
	}
	var cut []run
	for _, r := range line {
		sign := strings.ContainsRune(monoSigns, r)
		if n := len(cut); n > 0 && cut[n-1].mono == sign {
			cut[n-1].text += string(r)
			continue
		}
		cut = append(cut, run{text: string(r), mono: sign})
	}
	return cut
}
