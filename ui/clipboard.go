package ui

import (
	"crypto/sha256"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"realmscope/app/session"
)

// clearTries is how often a clipboard that keeps its content is asked again,
// once a second.
const clearTries = 5

// clipboard is the one way to the system's clipboard. A secret leaves it after
// a while, at the end and when the window locks, but only if it is still there:
// what another program has copied meanwhile is none of ours. The clipboard is
// read for that alone.
type clipboard struct {
	w *Window
	// sum is the hash of our secret there, while held is true.
	sum  [sha256.Size]byte
	held bool
	// length is how many bytes it has.
	length int
	// end is when it goes by the wall clock; zero for never.
	end   time.Time
	wait  func()
	tries int
}

// copySecret puts a secret on the clipboard for a while and says so.
func (w *Window) copySecret(text session.Secret, said string) {
	c := w.clip
	c.forget()
	w.p.App.Clipboard().SetContent(text.Reveal())
	c.sum, c.held, c.length = sha256.Sum256([]byte(text.Reveal())), true, text.Len()
	if stay := w.choices().ClipboardFor; stay > 0 {
		c.end = time.Now().Round(0).Add(stay)
	}
	w.note(said)
	c.tick()
}

// copyPlain puts on the clipboard what anybody may see, such as the name of a
// claim, and says so. It stays there.
func (w *Window) copyPlain(text, said string) {
	w.clip.forget()
	w.p.App.Clipboard().SetContent(text)
	w.note(said)
}

// ClearClipboard takes a copied secret off the clipboard at once, if it is
// still there. It is for the lock and the end of the program.
func (w *Window) ClearClipboard() {
	if w.clip.held {
		w.clip.clear()
	}
}

// tick shows how long the secret stays, and takes it away at its end.
func (c *clipboard) tick() {
	if !c.held || c.end.IsZero() || c.w.p.After == nil {
		return
	}
	left := time.Until(c.end)
	if left <= 0 {
		c.clear()
		return
	}
	// The time counts by the wall clock, so that a sleep of the machine counts.
	shown := (left + time.Second - 1).Truncate(time.Second)
	c.w.status.setClip(T("clipboard.clears", args{"Time": countdown(shown)}))
	c.wait = c.w.p.After(left-(shown-time.Second), c.tick)
}

// clear takes our secret away. A clipboard that keeps it is asked again, and
// the user is told at once.
func (c *clipboard) clear() {
	c.stop()
	board := c.w.p.App.Clipboard()
	if !c.ours(board.Content()) {
		c.forget()
		return
	}
	c.blot(board)
	board.SetContent("")
	if !c.ours(board.Content()) {
		c.forget()
		c.w.status.setClip(T("clipboard.cleared"))
		return
	}
	c.w.status.setClip(T("chip.look", args{"Text": T("clipboard.stuck")}))
	if c.tries++; c.tries < clearTries && c.w.p.After != nil {
		c.wait = c.w.p.After(time.Second, c.clear)
	}
}

// blots is how often blanks are put in the place of a secret. The toolkit's
// library takes two pieces of memory for each content and gives them back as
// they are; blanks of the same length get the same pieces again.
const blots = 3

// blot has the library overwrite its copies of our secret. On X11 and Wayland
// nobody sees the blanks: others ask for the content when the window has time
// to answer, and by then it is empty. Elsewhere they would go to everybody.
func (c *clipboard) blot(board fyne.Clipboard) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return
	}
	blanks := strings.Repeat(" ", c.length)
	for range blots {
		board.SetContent(blanks)
	}
}

// ours tells whether a text is the secret that we put there.
func (c *clipboard) ours(text string) bool {
	return c.held && sha256.Sum256([]byte(text)) == c.sum
}

// forget stops to care for what is on the clipboard.
func (c *clipboard) forget() {
	c.stop()
	*c = clipboard{w: c.w}
	c.w.status.setClip("")
}

func (c *clipboard) stop() {
	if c.wait != nil {
		c.wait()
		c.wait = nil
	}
}
