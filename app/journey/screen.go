package journey

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Key presses keys or chords by their X names, such as "ctrl+Return" or "Tab".
func (d *Desktop) Key(ctx context.Context, keys ...string) error {
	_, err := d.run(ctx, "xdotool", append([]string{"key", "--clearmodifiers", "--delay", "60"}, keys...)...)
	return err
}

// Type types text as a keyboard would.
func (d *Desktop) Type(ctx context.Context, text string) error {
	_, err := d.run(ctx, "xdotool", "type", "--delay", "20", text)
	return err
}

// Click moves the pointer to a place on the screen and presses its first
// button.
func (d *Desktop) Click(ctx context.Context, x, y int) error {
	_, err := d.run(ctx, "xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
	return err
}

// Clipboard is what another program finds in the clipboard, byte for byte.
func (d *Desktop) Clipboard(ctx context.Context) (string, error) {
	return d.run(ctx, "xclip", "-selection", "clipboard", "-o")
}

// Picture saves what the screen shows as a PNG.
func (d *Desktop) Picture(ctx context.Context, path string) error {
	_, err := d.run(ctx, "import", "-window", "root", path)
	return err
}

// Read returns the words on the screen, as tesseract reads them.
func (d *Desktop) Read(ctx context.Context) (string, error) {
	shot := filepath.Join(d.Dir, "read.png")
	large := filepath.Join(d.Dir, "read-large.png")
	if err := d.Picture(ctx, shot); err != nil {
		return "", err
	}
	defer func() { _, _ = os.Remove(shot), os.Remove(large) }()
	// What is misread at one size is mostly read well at another.
	scale := []string{"150%", "200%", "130%", "175%"}[d.reads%4]
	d.reads++
	// The reader takes the black screen round a light window for its ground.
	if _, err := d.run(ctx, "convert", shot, "-bordercolor", "black", "-border", "1", "-trim", "+repage", "-colorspace", "Gray", "-resize", scale, large); err != nil {
		return "", err
	}
	return d.run(ctx, "tesseract", large, "stdout", "--psm", "11")
}

// See waits until the screen shows words that match.
func (d *Desktop) See(ctx context.Context, limit time.Duration, words string) (string, error) {
	want, err := seen(words)
	if err != nil {
		return "", fmt.Errorf("words to see: %w", err)
	}
	var text string
	err = Until(ctx, limit, fmt.Sprintf("%q on the screen", words), func() (bool, error) {
		var err error
		text, err = d.Read(ctx)
		return want(text), err
	})
	if err != nil {
		return text, fmt.Errorf("%w; it shows: %q", err, text)
	}
	return text, nil
}

// seen makes a test for words that does not mind where the reader saw blanks.
func seen(words string) (func(text string) bool, error) {
	want, err := regexp.Compile(words)
	if err != nil {
		return nil, err
	}
	tight, err := regexp.Compile(strings.ReplaceAll(words, " ", ""))
	if err != nil {
		return nil, err
	}
	return func(text string) bool {
		return want.MatchString(text) || tight.MatchString(strings.Join(strings.Fields(text), ""))
	}, nil
}

// Countdown finds the shortest running countdown of the form m:ss in what Read
// returned: the access token's.
func Countdown(text string) (time.Duration, bool) {
	left, found := time.Duration(0), false
	for _, m := range regexp.MustCompile(`(?m)(?:^|\s)(\d{1,2}):(\d{2})(?:\s|$)`).FindAllStringSubmatch(text, -1) {
		minutes, _ := strconv.Atoi(m[1]) // digits by the pattern
		seconds, _ := strconv.Atoi(m[2])
		d := time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
		if !found || d < left {
			left, found = d, true
		}
	}
	return left, found
}
