package look

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func TestLongTextEndsWithEllipsis(t *testing.T) {
	newApp(t)
	text := NewText(Body, "the signature was not checked, the key is not known here")
	w := newWindow(t, 160, 40, text)
	got := seen(text)
	if !strings.HasSuffix(got, "…") || !strings.HasPrefix(got, "the signature") {
		t.Errorf("at width 160 the text reads %q, want its start and an ellipsis", got)
	}
	if right := width(text); right > 160 || right < 130 {
		t.Errorf("text ends at %v, want just inside 160", right)
	}
	w.Resize(fyne.NewSize(600, 40))
	if got := seen(text); got != text.Text() {
		t.Errorf("at width 600 the text reads %q, want all of it", got)
	}
}

func TestTextThatMayNotShrinkKeepsItsWidth(t *testing.T) {
	newApp(t)
	text := NewText(Body, "copy for a ticket")
	newWindow(t, 400, 40, text)
	shrinking := text.MinSize().Width
	text.SetTruncate(false)
	if got, want := text.MinSize(), text.Wanted(); got != want {
		t.Errorf("minimum is %v, want the whole line, %v", got, want)
	}
	if shrinking >= text.MinSize().Width/2 {
		t.Errorf("minimum of a text that may shrink is %v, want far less than %v", shrinking, text.Wanted())
	}
}

func TestLongerTextAsksForANewLayout(t *testing.T) {
	newApp(t)
	text := NewText(Body, strings.Repeat("m", 20))
	newWindow(t, 400, 40, text)
	before := text.MinSize()
	text.SetText(strings.Repeat("m", 22))
	if text.MinSize() == before {
		t.Errorf("minimum is still %v; Fyne would not lay the row out anew", before)
	}
}

func TestHostileTextIsShownPlainly(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"line ends become spaces":          {"a\nb\tc", "a b c"},
		"control characters are marked":    {"a\x00b\x1b[31m", "a�b�[31m"},
		"direction marks are marked":       {"user\u202egnp.exe", "user�gnp.exe"},
		"zero width characters are marked": {"ad\u200bmin", "ad�min"},
		"bytes that are no text":           {"a\xffb", "a�b"},
		"other writing is kept":            {"señor 名 €", "señor 名 €"},
		"empty stays empty":                {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := plain(tt.text); got != tt.want {
				t.Errorf("plain(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestHugeTextIsBounded(t *testing.T) {
	newApp(t)
	text := NewText(Mono, strings.Repeat("x", 1_000_000))
	newWindow(t, 300, 40, text)
	if got := len([]rune(seen(text))); got > 80 {
		t.Errorf("%d letters are drawn in a width of 300, want those in sight", got)
	}
	if got := len(text.Text()); got != 1_000_000 {
		t.Errorf("Text gives %d letters, want what was set", got)
	}
	text.SetTruncate(false)
	if got := len([]rune(seen(text))); got != maxRunes+1 {
		t.Errorf("%d letters are drawn without a limit, want %d", got, maxRunes+1)
	}
}

func TestColourOfText(t *testing.T) {
	newApp(t)
	text := NewText(Second, "until 14:05")
	newWindow(t, 200, 40, text)
	isColor(t, "second text", text.drawn[0].Color, ColorSecond)
	text.SetColor(ColorBad)
	isColor(t, "text after SetColor", text.drawn[0].Color, ColorBad)
	text.SetColor("")
	isColor(t, "text of no own colour", text.drawn[0].Color, ColorSecond)
	isColor(t, "body", NewText(Body, "x").colorNow(), theme.ColorNameForeground)
}

func TestParagraphWrapsBetweenWords(t *testing.T) {
	newApp(t)
	for name, tt := range map[string]struct{ text, want string }{
		"a short text stays on a line":      {"one two", "one two"},
		"words go on in the next line":      {"The password is wrong", "The password is|wrong"},
		"a word too wide is cut in letters": {strings.Repeat("m", 12), "mmmmmmmm|mmmm"},
		"an empty text takes a line":        {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParagraph(Body, tt.text)
			newWindow(t, 110, 200, p)
			if got := seen(p); got != tt.want {
				t.Errorf("paragraph reads %q, want %q", got, tt.want)
			}
			lines := float32(strings.Count(tt.want, "|") + 1)
			if got, want := p.MinSize().Height, lines*p.Wanted().Height; got != want {
				t.Errorf("height is %v, want %v", got, want)
			}
		})
	}
}
