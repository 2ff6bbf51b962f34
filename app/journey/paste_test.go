package journey

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// pasted is a token of at least so many bytes; n tells it from others.
func pasted(size, n int) string {
	enc := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"jti":"%d-%d","exp":4102444800,"iss":"https://sso.example/realms/a","typ":"Bearer","preferred_username":"user %d","note":"%s"}`,
		n, n*7919, n, strings.Repeat("abc ", size*3/16))
	return enc([]byte(fmt.Sprintf(`{"n":%d,"alg":"RS256","kid":"key-%d"}`, n*104729, n))) + "." + enc([]byte(claims)) + "." + enc(bytes.Repeat([]byte{byte(n)}, 256))
}

// crowded is a token with so many roles.
func crowded(roles int) string {
	names := make([]string, roles)
	for i := range names {
		names[i] = fmt.Sprintf(`"role-%04d"`, i)
	}
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"RS256"}`)) + "." + enc([]byte(`{"typ":"Bearer","realm_access":{"roles":[`+strings.Join(names, ",")+`]}}`)) + "." + enc(make([]byte, 256))
}

// bench is a program on a desktop of its own with what measures it.
type bench struct {
	*testing.B
	p      *Program
	d      *Desktop
	look   *watcher
	finger *finger
	ping   *pinger
	// top is where a band of the screen begins that changes with every paste.
	top int16
}

func newBench(b *testing.B, path, title string, top int16, args ...string) *bench {
	b.Helper()
	p := start(b, path, title, args...)
	x := &bench{B: b, p: p, d: p.desktop, top: top}
	var err error
	if x.look, err = x.d.newWatcher(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(x.look.close)
	if x.finger, err = x.look.newFinger(); err != nil {
		b.Fatal(err)
	}
	if x.ping, err = x.d.newPinger(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(x.ping.close)
	return x
}

func (x *bench) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

// rest waits until nothing has changed on the screen for a while.
func (x *bench) rest() {
	x.Helper()
	const calm = 400 * time.Millisecond
	deadline := time.Now().Add(20 * time.Second)
	last, since := x.picture(), time.Now()
	for time.Since(since) < calm {
		if time.Now().After(deadline) {
			x.Fatal("the screen does not come to rest")
		}
		time.Sleep(20 * time.Millisecond)
		if now := x.picture(); !bytes.Equal(now, last) {
			last, since = now, time.Now()
		}
	}
}

// Where the texts of tokens stand in the program, and the text in the middle of
// the plain window.
const (
	topOfToken  = 190
	topOfMiddle = 410
)

// picture is a band of the screen; a whole one would keep the server busy that
// the program needs.
func (x *bench) picture() []byte {
	x.Helper()
	image, err := xproto.GetImage(x.look.conn, xproto.ImageFormatZPixmap, xproto.Drawable(x.look.root), 500, x.top, 300, 60, 0xFFFFFFFF).Reply()
	x.must(err)
	return image.Data
}

// clip puts a text on the clipboard.
func (x *bench) clip(text string) {
	x.Helper()
	in := x.d.Command(x.Context(), "xclip", "-selection", "clipboard", "-i")
	in.Stdin = strings.NewReader(text)
	x.must(in.Run())
}

// cost is what a paste took, in milliseconds: the time to the first new picture,
// the longest gap of the UI goroutine until it has come to rest, and the time of
// processors, which others on the machine change least.
type cost struct{ painted, gap, cpu float64 }

// paste presses Ctrl+V.
func (x *bench) paste() (c cost) {
	x.Helper()
	x.rest()
	before := x.picture()
	x.ping.reset()
	spent := usage(x.B, x.p).CPU
	at := time.Now()
	x.must(x.finger.press(keyControl, 'v'))
	for bytes.Equal(x.picture(), before) {
		if time.Since(at) > 20*time.Second {
			x.Fatal("nothing is painted")
		}
		time.Sleep(time.Millisecond)
	}
	c.painted = ms(time.Since(at))
	x.rest()
	longest, answers := x.ping.gap()
	if answers == 0 {
		x.Fatal("the window does not say that it is alive")
	}
	c.gap, c.cpu = ms(longest), ms(usage(x.B, x.p).CPU-spent)
	return c
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkPasteToPaint pastes tokens into the program, in turn with the same
// into a Fyne window that only shows how long they are: the time from the key to
// the new picture, without and with what the clipboard and the painting cost in
// any window, and the longest time in which the UI goroutine heard nothing.
func BenchmarkPasteToPaint(b *testing.B) {
	plain, program := built(b, "pasting", "pasting"), built(b, "../..", "realmscope")
	for _, size := range []int{8 << 10, 1 << 20} {
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			base := newBench(b, plain, "Realmscope (pasting)", topOfMiddle)
			x := newBench(b, program, "Realmscope", topOfToken, "--config", b.TempDir())
			x.must(x.d.Key(b.Context(), "ctrl+2"))
			x.clip(pasted(300, 1))
			x.paste()
			var bases, pastes, gaps, own, spentPlain, spent []float64
			for n := 2; b.Loop(); n++ {
				text := pasted(size, n)
				base.clip(text)
				x.clip(text)
				c, of := base.paste(), x.paste()
				bases, pastes, gaps = append(bases, c.painted), append(pastes, of.painted), append(gaps, of.gap)
				own, spentPlain, spent = append(own, of.painted-c.painted), append(spentPlain, c.cpu), append(spent, of.cpu)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(bases), "ms-plain-window")
			b.ReportMetric(median(pastes), "ms-paste-to-paint")
			b.ReportMetric(median(own), "ms-more")
			b.ReportMetric(median(spentPlain), "ms-cpu-plain")
			b.ReportMetric(median(spent), "ms-cpu")
			b.ReportMetric(slices.Max(gaps), "ms-longest-gap")
			b.ReportMetric(median(gaps), "ms-gap")
		})
	}
}

// BenchmarkRolesInWindow goes down the table of a token with 1,000 roles, by key
// and by wheel, beside one with 20: the time for a step and the longest gap of
// the UI goroutine.
func BenchmarkRolesInWindow(b *testing.B) {
	program := built(b, "../..", "realmscope")
	for _, roles := range []int{20, 1000} {
		b.Run(fmt.Sprint(roles), func(b *testing.B) {
			x := newBench(b, program, "Realmscope", topOfToken, "--config", b.TempDir())
			x.must(x.d.Key(b.Context(), "ctrl+2"))
			x.clip(crowded(roles))
			x.paste()
			x.must(x.d.Click(b.Context(), 600, 640)) // into the claims, from where the keys lead on
			x.rest()
			var gaps []float64
			const steps = 40
			for b.Loop() {
				x.ping.reset()
				for range steps {
					x.must(x.finger.press(keyDown))
					x.must(x.finger.turn(wheelDown))
					time.Sleep(25 * time.Millisecond) // as fast as a key repeats
				}
				gap, _ := x.ping.gap()
				gaps = append(gaps, ms(gap))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(slices.Max(gaps), "ms-longest-gap")
			b.ReportMetric(median(gaps), "ms-gap")
		})
	}
}
